"""A door before Elasticsearch as a secured cluster has: TLS with a certificate of one's own, and who may enter.

The server that tests run has no security module, so this asks for the credentials and sends on what may pass.
"""

import ssl
import threading
from base64 import b64encode
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD, API_KEY = "portal", "kata:sandi rahasia", "aWQ6a3VuY2k="
ALLOWED = {f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}", f"ApiKey {API_KEY}"}
PASSED_ON = {"content-type", "accept", "content-length"}


@contextmanager
def door(elasticsearch: str, folder: Path):
    """Within, the https address of a door before the server at `elasticsearch`, and the file of its certificate."""
    files = _certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urlsplit(elasticsearch).netloc))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_port}", str(files[0])
    finally:
        server.shutdown()
        server.server_close()


def _handler(behind: str):
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") not in ALLOWED:
                return self.send(401, {"Content-Type": "application/json"}, b'{"error": "unauthorized", "status": 401}')
            sent = {name: value for name, value in self.headers.items() if name.lower() in PASSED_ON}
            connection = HTTPConnection(behind, timeout=60)
            connection.request(self.command, self.path, body, sent)
            found = connection.getresponse()
            headers = {name: found.getheader(name) for name in ("Content-Type", "X-Elastic-Product")}
            self.send(found.status, headers, found.read())
            connection.close()

        def send(self, status: int, headers: dict, body: bytes):
            self.send_response(status)
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, *args):
            """Nothing is written of a request."""

    return Door


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Files of a certificate for 127.0.0.1 that vouches for itself, and of its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
