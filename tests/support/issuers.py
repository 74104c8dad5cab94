"""OpenID Connect issuers on this machine: a real one in a process of its own, and one that a test bends."""

import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from cop_portal.settings.single_sign_on import issuer_of
from tests.support.mail import free_port
from tests.support.servers import wait_for

CLIENT = "portal-uji"
NAME = "Akun ASN"


class Settings(dict):
    """Variables of an environment as django-environ gives them."""

    def __call__(self, name, default=None):
        return self.get(name, default)

    def bool(self, name, default):
        return self.get(name, default)


def settings_for(url: str, **more):
    """`settings.OIDC` for the issuer at `url`."""
    return issuer_of(
        Settings(OIDC_ISSUER_URL=url, OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET="rahasia", OIDC_NAME=NAME, **more)
    )


class RealIssuer:
    """oidc-provider-mock: who is sent there names a subject, and it tells what it `knows` of them."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        program = Path(sys.executable).parent / "oidc-provider-mock"
        command = [str(program), "--port", str(self.port), "--require-nonce", "true"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(f"{self.url}/.well-known/openid-configuration", self.process)

    def knows(self, subject: str, **claims) -> None:
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def answer(self, address: str, **form: str) -> str:
        """Send the issuer's form as its reader; the path and query that the browser is sent back to."""
        sent = requests.post(address, data=form, allow_redirects=False, timeout=10)
        back = urlsplit(sent.headers["Location"])
        return f"{back.path}?{back.query}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def real_issuer():
    issuer = RealIssuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(real_issuer, settings):
    """The real issuer, set as the portal's."""
    settings.OIDC = settings_for(real_issuer.url)
    return real_issuer


class BentIssuer:
    """Answers rightly but for what a test puts into `published`, `token`, `claims` and `told`."""

    def __init__(self):
        self.published, self.claims, self.told = {}, {}, {}
        self.token = None  # in the place of the whole answer to a code: a status and its bytes
        self.nonce, self.seconds = "", 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.write(self, *outer.read(urlsplit(self.path).path))

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.write(self, *outer.code_taken())

            def log_message(self, *args):
                """Nothing: a test looks at what the portal does."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def read(self, path: str) -> tuple[int, bytes]:
        time.sleep(self.seconds)
        if path != "/userinfo":
            names = {name: f"{self.url}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            published = {"issuer": self.url, "userinfo_endpoint": f"{self.url}/userinfo", **names}
            return 200, self._bent({**published, **self.published})
        return 200, self._bent({"sub": "s-1", "email": "ratna@kota.example", "email_verified": True, **self.told})

    def code_taken(self) -> tuple[int, bytes]:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 60, "nonce": self.nonce}
        token = jwt.encode(self._without_gone({**claims, **self.claims}), "k" * 32)
        right = 200, json.dumps({"access_token": "a", "token_type": "Bearer", "id_token": token}).encode()
        return self.token or right

    def remember_nonce(self, address: str) -> str:
        """The answer to a sign-in that leads to `address`: the path back with its state."""
        asked = parse_qs(urlsplit(address).query)
        self.nonce = asked["nonce"][0]
        return f"/akun/sso/kembali/?code=c&state={asked['state'][0]}"

    def write(self, handler, status: int, body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _bent(self, answer: dict) -> bytes:
        return json.dumps(self._without_gone(answer)).encode()

    def _without_gone(self, answer: dict) -> dict:
        return {name: value for name, value in answer.items() if value is not Ellipsis}


@pytest.fixture
def bent_issuer(settings):
    issuer = BentIssuer()
    settings.OIDC = settings_for(issuer.url)
    yield issuer
    issuer.server.shutdown()
