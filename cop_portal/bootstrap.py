"""Sets up `.venv` and starts the demo, from nothing but Python and its standard library; the Makefile calls it.

Every failure that a newcomer can meet is told in one sentence. The file must still start on an old Python to say that
it is too old, so it keeps to what Python 3.8 understands and imports nothing of the portal.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
OLDEST = (3, 11)
NETWORK_TROUBLE = (
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "ConnectTimeoutError",
    "Connection refused",
    "Network is unreachable",
    "ProxyError",
    "SSLError",
    "Read timed out",
    "No matching distribution found",
)

# Writes on what the processes print, also when nobody reads any more: honcho stops nothing once its output is closed.
RELAY = """
import os, sys
is_read = True
for line in sys.stdin.buffer:
    try:
        if is_read:
            os.write(1, line)
    except OSError:
        is_read = False
"""

COUNTED = re.compile(r"(\d+) of \d+ migrations\n")


class Trouble(Exception):
    """What stops the set-up, as one sentence for whoever typed `make`."""


def say(text: str) -> None:
    print(text, flush=True)


def version(parts) -> str:
    return f"{parts[0]}.{parts[1]}"


# --- the environment --------------------------------------------------------------------------------------------


def use_new_enough_python() -> None:
    """Start again under a newer Python of this machine when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and runs(Path(found)):
            os.execv(found, [found, *sys.argv])
    raise Trouble(
        f"Python {version(sys.version_info)} is too old: the portal needs Python {version(OLDEST)} or newer; install "
        "one (or name it: make PYTHON=/path/to/python)."
    )


def requirements(development: bool) -> list[Path]:
    """The files of pinned packages; the second contains the first."""
    return [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"][: 2 if development else 1]


def stamps(development: bool) -> dict[Path, str]:
    """Where the checksum of each installed requirements file is noted, and what it must be."""
    return {
        VENV / f".installed-{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in requirements(development)
    }


def is_set_up(development: bool) -> bool:
    wanted = list(stamps(development).items())[-1:]
    return runs(BIN / "python") and all(path.exists() and path.read_text() == digest for path, digest in wanted)


def runs(python: Path) -> bool:
    """Whether an environment's Python starts: not after the system's Python was replaced or the folder moved."""
    return python.exists() and subprocess.run([str(python), "-c", ""], capture_output=True).returncode == 0


def set_up(development: bool) -> None:
    """Make `.venv` with the pinned packages; a second call with nothing changed returns at once."""
    if is_set_up(development):
        return
    started = time.monotonic()
    if not runs(BIN / "python") or not runs_pip():
        make_environment()
    install(requirements(development)[-1])
    for path, digest in stamps(development).items():
        path.write_text(digest)
    say(f"  installed in {time.monotonic() - started:.0f} s")


def runs_pip() -> bool:
    return subprocess.run([str(BIN / "python"), "-m", "pip", "--version"], capture_output=True).returncode == 0


def make_environment() -> None:
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        raise Trouble(
            "This Python cannot make virtual environments, since its venv module is missing: install it (on Debian and "
            "Ubuntu: apt-get install python3-venv) and run make again."
        )
    say(f"Making .venv with Python {version(sys.version_info)} …")
    if VENV.is_symlink():
        VENV.unlink()
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.stderr.write(made.stdout + made.stderr)
        raise Trouble("The environment .venv could not be made: the reason stands above.")


def install(path: Path) -> None:
    """Install the pinned packages of `path` with pip, which checks the hash of each."""
    total = sum(1 for line in path.read_text().splitlines() if line[:1].isalnum())
    say(f"Installing {total} pinned packages of {path.name} …")
    command = [str(BIN / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-compile"]
    command += ["--retries", "2", "--timeout", "20", "--require-hashes", "-r", str(path)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=str(ROOT))
    heard = []
    collected = 0
    for line in pip.stdout:
        heard.append(line)
        if line.startswith("Collecting "):
            collected += 1
            show_progress(f"  {collected} of {total} collected", collected % 20 == 0)
        elif line.startswith("Installing collected"):
            show_progress("  unpacking them …      ", True)
    if sys.stdout.isatty():
        say("")
    if pip.wait() == 0:
        return
    text = "".join(heard)
    if any(sign in text for sign in NETWORK_TROUBLE):
        raise Trouble(
            "The packages could not be downloaded: check this machine's connection to the Python package index (or the "
            "index and proxy that pip is configured with) and run make again."
        )
    sys.stderr.write("".join(heard[-15:]))
    raise Trouble(f"The packages of {path.name} could not be installed: pip's reason stands above.")


def show_progress(text: str, is_milestone: bool, before: str = "") -> None:
    """One line that is rewritten on a terminal, behind what stands `before` it; a line now and then in a log."""
    if sys.stdout.isatty():
        print("\r" + before + text, end="", flush=True)
    elif is_milestone:
        say(text)


# --- the demo ---------------------------------------------------------------------------------------------------


def is_port(text: str) -> bool:
    """Whether `text` is a port in plain digits: Python takes others for digits too, and not every one for a number."""
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"Port {port} is reserved: choose one above 1023 (make run PORT=8080).") from None
        except OSError:
            raise Trouble(
                f"Port {port} is taken by another program: stop that one or choose another port "
                f"(make run PORT={port % 65535 + 1})."
            ) from None


@contextlib.contextmanager
def sole_run(address: str):
    """Hold this checkout, whose database and files two demos would share; whoever holds it already is named.

    The lock goes with the process that holds it, however that ends; what starts from it does not inherit it.
    """
    path = ROOT / "var" / "run.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.seek(0)
            raise Trouble(
                f"The demo of this checkout is running already ({held.read().strip() or 'it is just starting'}): stop "
                "that one, or start this one in another checkout."
            ) from None
        held.truncate(0)
        held.write(f"process {os.getpid()}, {address}\n")
        held.flush()
        yield


def prepare_demo(environment: dict[str, str]) -> str:
    """Bring database, content and static files up to date; the list of demo accounts."""
    manage(environment, "Preparing the database", "migrate_aloud", "--noinput", "--verbosity=0")
    manage(environment, "Loading reference data", "load_reference")
    manage(environment, "Loading demo content", "load_demo")
    collect_static(environment)
    return manage(environment, "Making demo accounts", "demo_accounts")


def collect_static(environment: dict[str, str]) -> None:
    """Collect and compress the static files, unless they are those of the last time (it takes longest of all)."""
    sources = [ROOT / "requirements.txt", *ROOT.glob("cop_portal/*.py"), *ROOT.glob("*/static/**/*")]
    collected = ROOT / "var"  # of the last time, with the stamp itself: counted in, nothing would ever be unchanged
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file() and collected not in path.parents):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = ROOT / "var" / "static" / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    manage(environment, "Collecting static files", "collectstatic", "--noinput", "--verbosity=0")
    stamp.write_text(digest.hexdigest())


def manage(environment: dict[str, str], title: str, *command: str) -> str:
    """Run a command of manage.py; what it printed, without how far it is, which is shown, as all is when it fails."""
    started = time.monotonic()
    print(f"{title} … ", end="", flush=True)
    printed = []
    is_counting = False
    with tempfile.TemporaryFile("w+") as complaints:  # a pipe that nobody reads would fill up
        process = subprocess.Popen(
            [str(BIN / "python"), "manage.py", *command],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            cwd=str(ROOT),
            env=environment,
        )
        for line in process.stdout:
            count = COUNTED.fullmatch(line)
            if not count:
                printed.append(line)
                continue
            if not is_counting and not sys.stdout.isatty():
                say("")
            is_counting = True
            show_progress(f"  {line.rstrip()}", int(count.group(1)) % 50 == 0, before=title)
        if process.wait():
            say("failed")
            complaints.seek(0)
            sys.stderr.write("".join(printed) + complaints.read())
            raise Trouble(f"`manage.py {command[0]}` failed: the reason stands above.")
    took = f"{time.monotonic() - started:.0f} s"
    if not is_counting:
        say(took)
    elif sys.stdout.isatty():
        say(f"\r{title} … {took}{' ' * 30}")
    else:
        say(f"  done in {took}")
    return "".join(printed)


def end_with_parent() -> None:
    """Have Linux stop this process when its parent dies, even of SIGKILL; elsewhere nothing is asked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def processes(environment: dict[str, str]) -> str:
    """How many of each process of the Procfile run: the one that tells Elasticsearch only where there is one."""
    return f"web=1,worker=1,search={1 if environment.get('ELASTICSEARCH_URL') else 0}"


def serve(port: int, environment: dict[str, str]) -> int:
    """Start the processes of the Procfile and stop them all with the first that ends, or when told to.

    They have a session of their own: what a terminal sends (Ctrl-C, or the hang-up of a closed window, at which
    gunicorn would only load itself anew) comes here alone and is passed on as an order to stop.
    """
    told = []
    for order in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(order, lambda *_: told.append(True))
    log = subprocess.Popen([sys.executable, "-c", RELAY], stdin=subprocess.PIPE, start_new_session=True)
    honcho = subprocess.Popen(
        [str(BIN / "honcho"), "--no-colour", "start", "--port", str(port), "--concurrency", processes(environment)],
        cwd=str(ROOT),
        env=environment,
        stdout=log.stdin,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    log.stdin.close()
    parent = os.getppid()
    passed_on = 0
    while honcho.poll() is None:
        if not told and "MAKELEVEL" in os.environ and os.getppid() != parent:
            told.append(True)  # make was ended, and it tells nobody
        if passed_on < len(told):
            passed_on = len(told)
            honcho.send_signal(signal.SIGTERM)
        time.sleep(0.1)
    code = honcho.returncode
    log.wait()
    if told:
        with contextlib.suppress(OSError):  # the terminal is gone
            say("Stopped.")
        return 0
    raise Trouble(f"One of the portal's processes ended (status {code}), so all were stopped: the log above says why.")


def environment_at(address: str) -> dict[str, str]:
    """What the portal's processes are started with: SITE_URL as it is set, else where they listen."""
    path = str(BIN) + os.pathsep + os.environ.get("PATH", "")
    site = os.environ.get("SITE_URL") or address
    return {**os.environ, "SITE_URL": site, "PYTHONUNBUFFERED": "1", "PATH": path}


def run(port: int) -> int:
    address = f"http://127.0.0.1:{port}"
    with sole_run(address):
        check_port(port)
        set_up(development=False)
        environment = environment_at(address)
        accounts = prepare_demo(environment)
        say(f"\n{accounts.rstrip()}\n\nCoP Sistem Merit: {address}   (Ctrl-C stops it)\n")
        return serve(port, environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=["setup", "run"])
    parser.add_argument("--dev", action="store_true", help="with the tools and tests")
    parser.add_argument("--port", default="8000")
    options = parser.parse_args()
    try:
        use_new_enough_python()
        if options.task == "setup":
            set_up(options.dev)
            return 0
        if not is_port(options.port):
            raise Trouble(f"PORT={options.port} is no port: give a number between 1 and 65535.")
        return run(int(options.port))
    except Trouble as trouble:
        sys.stderr.write(f"\n{trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
