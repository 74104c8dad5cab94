"""Requests per second of pages, kept, made anew and signed in, beside a bare view: `python -m benchmarks.page_speed`.

gunicorn as in production (2 processes × 4 threads) with the demo's content; wrk asks with 8 connections.
Three rounds in turn, the median of each; a ratio compares with the bare view of the same size in the same round.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.databases import ROOT, filled
from benchmarks.readers import ANEW
from benchmarks.results import report

RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")
CONNECTIONS, PORT = 8, 8971
SERVER = f"http://127.0.0.1:{PORT}"
ZIPPED = {"Accept-Encoding": "gzip"}


def main() -> None:
    options = _options()
    if not shutil.which("wrk"):
        print("Pages are not measured: there is no wrk on this machine (Debian: apt-get install wrk).")
        return
    with filled(options.database, "pages", fill):
        pages, member = addresses(), cookie_of_a_member()
        server = start()
        try:
            found = measure(pages, member, options.rounds, options.seconds)
        finally:
            server.terminate()
            server.wait(30)
    report(
        f"pages {options.database}",
        found,
        about=f"gunicorn 2 × 4, wrk with {CONNECTIONS} connections, {options.rounds} rounds",
        watched=["kept ÷ bare", "anew ÷ bare", "signed in ÷ bare", "gzip: kept ÷ bare"],
        more_is_better=True,
        path=options.json,
    )


def measure(addresses: dict[str, str], member: dict[str, str], rounds: int, seconds: float) -> dict[str, dict]:
    """Kind of page → requests per second of the bare view, the kept page, one made anew and a member's, with ratios.

    `member`: the headers of who is signed in.
    """
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            bare = f"/api/bare/{_size(address)}/"
            plain = [(bare, {}), (address, {}), (address, ANEW), (address, member)]
            askings = [*plain, (bare, ZIPPED), (address, ZIPPED)]
            taken[name].append(tuple(rate(*asking, seconds) for asking in askings))
    return {name: _row(found) for name, found in taken.items()}


def rate(address: str, headers: dict[str, str], seconds: float) -> float:
    """Requests per second; stops when answers fail."""
    sent = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *sent, SERVER + address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 -- our own server
    if bad := BAD.search(told):
        sys.exit(f"{address}: {bad[0]}")
    return float(RATE.search(told)[1])


def _row(found: list[tuple[float, ...]]) -> dict[str, float]:
    bare, kept, anew, signed_in, bare_zipped, kept_zipped = zip(*found, strict=True)

    def middle(rates: tuple[float, ...]) -> int:
        return round(median(rates))

    def ratio(of_one: tuple[float, ...], of_bare: tuple[float, ...], digits: int) -> float:
        return round(median(rate / base for rate, base in zip(of_one, of_bare, strict=True)), digits)

    return {
        "bare/s": middle(bare),
        "kept/s": middle(kept),
        "anew/s": middle(anew),
        "signed in/s": middle(signed_in),
        "kept ÷ bare": ratio(kept, bare, 2),
        "anew ÷ bare": ratio(anew, bare, 3),
        "signed in ÷ bare": ratio(signed_in, bare, 3),
        "gzip: bare/s": middle(bare_zipped),
        "kept/s, gzip": middle(kept_zipped),
        "gzip: kept ÷ bare": ratio(kept_zipped, bare_zipped, 2),
    }


def fill() -> None:
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)


def addresses() -> dict[str, str]:
    from community.enums import Audience
    from events.models import EventPage
    from forums.models import RoomPage, Topic
    from practices.models import PracticePage

    def first(rows):
        return rows.live().filter(audience=Audience.PUBLIC).order_by("pk").first()

    room = first(RoomPage.objects)
    topic = Topic.objects.shown().filter(room=room).order_by("pk").first()
    return {
        "home": "/",
        "library": "/praktik/",
        "practice": first(PracticePage.objects).url,
        "event": first(EventPage.objects).url,
        "forum": "/forum/",
        "room": room.url,
        "topic": topic.get_absolute_url(),
        "search": "/cari/?q=dialog+kinerja",  # never kept
    }


def cookie_of_a_member() -> dict[str, str]:
    """The header of a verified member's new session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from community.enums import Affiliation
    from community.models import User

    people = User.objects.filter(is_active=True, is_superuser=False, affiliation=Affiliation.VERIFIED)
    member = people.exclude(instansi=None).order_by("pk").first()
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _size(address: str) -> int:
    return len(urllib.request.urlopen(SERVER + address, timeout=60).read())  # noqa: S310 -- our own server


def start(processes: int = 2) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.page_server",
        "PORT": str(PORT),
        "WEB_CONCURRENCY": str(processes),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=environment, check=True
    )
    command = [
        str(Path(sys.executable).parent / "gunicorn"),
        "-c",
        "cop_portal/gunicorn_conf.py",
        "--max-requests",
        "0",
        "cop_portal.wsgi",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 -- ours
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{SERVER}/healthz", timeout=5)  # noqa: S310 -- our own server
            return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    sys.exit("The server did not start.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--json", help="a file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
