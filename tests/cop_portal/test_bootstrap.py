"""What a newcomer's machine may lack, told in one sentence each, and how the demo stops."""

import hashlib
import os
import signal
import socket
import subprocess
import sys

import pytest

from cop_portal import bootstrap


def test_old_python_is_refused_when_there_is_no_newer_one(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)

    with pytest.raises(bootstrap.Trouble, match=r"Python 3\.9 is too old: the portal needs Python 3\.11 or newer"):
        bootstrap.use_new_enough_python()


def test_old_python_hands_over_to_the_newest_that_runs(monkeypatch):
    started = []
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: sys.executable if name == "python3.12" else None)
    monkeypatch.setattr(bootstrap.os, "execv", lambda *call: started.append(call) or sys.exit(0))

    with pytest.raises(SystemExit):
        bootstrap.use_new_enough_python()

    assert started == [(sys.executable, [sys.executable, *sys.argv])]


def test_missing_venv_module_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")

    with pytest.raises(bootstrap.Trouble, match="apt-get install python3-venv"):
        bootstrap.make_environment()

    assert not (tmp_path / "venv").exists()


def test_missing_network_is_told_apart_from_other_failures(monkeypatch, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple/")
    wanted = tmp_path / "requirements.txt"
    wanted.write_text(f"tidak-ada-di-sini==1.0 --hash=sha256:{hashlib.sha256(b'').hexdigest()}\n")
    monkeypatch.setattr(bootstrap, "BIN", tmp_path)
    # no link: Python looks for its environment, and so for pip, beside the name it was called by
    (tmp_path / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setenv("PIP_RETRIES", "0")
    has_pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0
    if not has_pip:
        pytest.skip("this environment has no pip")

    with pytest.raises(bootstrap.Trouble, match="could not be downloaded: check this machine's connection"):
        bootstrap.install(wanted)


def test_taken_port_is_named_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(bootstrap.Trouble, match=f"Port {port} is taken.*make run PORT={port % 65535 + 1}"):
            bootstrap.check_port(port)


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "", "80 80", "²", "9" * 5000])
def test_port_that_is_none_is_refused(monkeypatch, capsys, port):
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "run", f"--port={port}"])

    assert bootstrap.main() == 1
    assert "is no port: give a number between 1 and 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (None, "http://127.0.0.1:8001"),
        ("", "http://127.0.0.1:8001"),
        ("https://portal.example.go.id", "https://portal.example.go.id"),
    ],
)
def test_the_portals_address_is_what_is_set_else_where_it_listens(monkeypatch, typed, told):
    monkeypatch.delenv("SITE_URL", raising=False)
    if typed is not None:
        monkeypatch.setenv("SITE_URL", typed)

    assert bootstrap.environment_at("http://127.0.0.1:8001")["SITE_URL"] == told


def test_log_is_taken_also_when_nobody_reads_it():
    """Otherwise the processes would not be stopped when their terminal is closed."""
    reading, writing = os.pipe()
    relay = subprocess.Popen([sys.executable, "-c", bootstrap.RELAY], stdin=subprocess.PIPE, stdout=writing)
    os.close(writing)
    os.close(reading)

    relay.stdin.write(b"satu\ndua\n" * 50_000)
    relay.stdin.close()

    assert relay.wait(30) == 0


def test_orders_to_stop_reach_the_processes(tmp_path):
    """A hang-up too: gunicorn itself would take it as an order to start anew."""
    (tmp_path / "honcho").write_text(
        "#!/bin/sh\ntrap 'echo berhenti; exit 0' TERM\necho siap\nwhile :; do sleep 0.1; done\n"
    )
    (tmp_path / "honcho").chmod(0o755)
    code = (
        "import pathlib; from cop_portal import bootstrap; "
        f"bootstrap.BIN = pathlib.Path({str(tmp_path)!r}); print(bootstrap.serve(8000, {{}}))"
    )
    for order in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        started = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=bootstrap.ROOT)
        assert started.stdout.readline() == "siap\n"

        started.send_signal(order)

        assert started.communicate(timeout=30)[0] == "berhenti\nStopped.\n0\n"


def test_static_files_are_collected_again_only_when_they_changed(monkeypatch, tmp_path):
    """What was collected lies below the root too, and the stamp with it: neither counts as a change."""
    style, collected = tmp_path / "app" / "static" / "a.css", tmp_path / "var" / "static"
    style.parent.mkdir(parents=True)
    style.write_text("a{}")
    (tmp_path / "requirements.txt").write_text("")
    runs = []

    def manage(*args):
        collected.mkdir(parents=True, exist_ok=True)
        (collected / f"a.{len(runs)}.css").write_text(style.read_text())
        runs.append(args)

    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "manage", manage)
    for _ in range(3):
        bootstrap.collect_static({})
    style.write_text("b{}")
    bootstrap.collect_static({})

    assert len(runs) == 2


# --- one demo of a checkout ---------------------------------------------------------------------------------------

HOLD = """
import pathlib, subprocess, sys, time
from cop_portal import bootstrap
bootstrap.ROOT = pathlib.Path(sys.argv[1])
with bootstrap.sole_run("http://127.0.0.1:8001"):
    subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, start_new_session=True)
    print("held", flush=True)
    time.sleep(60)
"""


def test_second_demo_of_a_checkout_is_refused_until_the_first_ended(monkeypatch, tmp_path, capsys):
    """Also one that was killed while something that it had started goes on; another port does not matter."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "run", "--port=8002"])
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=bootstrap.BIN.parent.parent)
    try:
        assert first.stdout.readline() == "held\n"

        assert bootstrap.main() == 1

        assert capsys.readouterr().err == (
            f"\nThe demo of this checkout is running already (process {first.pid}, http://127.0.0.1:8001): stop that "
            "one, or start this one in another checkout.\n"
        )
    finally:
        first.kill()
        first.wait()
    with bootstrap.sole_run("http://127.0.0.1:8002"):
        assert (tmp_path / "var" / "run.lock").read_text() == f"process {os.getpid()}, http://127.0.0.1:8002\n"


# --- how far the migrations are -----------------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch, tmp_path):
    """A `manage.py` that counts 120 migrations and then says something."""
    (tmp_path / "python").write_text(
        "#!/bin/sh\nfor n in $(seq 120); do echo $n of 120 migrations; done\necho selesai\n"
    )
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(bootstrap, "BIN", tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)


def test_a_log_hears_of_migrations_now_and_then(counting, capsys):
    assert bootstrap.manage({}, "Preparing", "migrate_aloud") == "selesai\n"

    assert capsys.readouterr().out == "Preparing … \n  50 of 120 migrations\n  100 of 120 migrations\n  done in 0 s\n"


def test_a_terminal_shows_each_migration_on_one_line(counting, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    bootstrap.manage({}, "Preparing", "migrate_aloud")

    shown = [line.rstrip() for line in capsys.readouterr().out.split("\r")]
    assert shown == ["Preparing …", *(f"Preparing  {n} of 120 migrations" for n in range(1, 121)), "Preparing … 0 s"]


def test_output_of_a_command_that_fails_is_shown(monkeypatch, tmp_path, capsys):
    (tmp_path / "python").write_text("#!/bin/sh\necho sebelum\necho sebab >&2\nexit 3\n")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(bootstrap, "BIN", tmp_path)

    with pytest.raises(bootstrap.Trouble, match=r"`manage\.py migrate_aloud` failed: the reason stands above"):
        bootstrap.manage({}, "Preparing", "migrate_aloud")

    assert capsys.readouterr().err == "sebelum\nsebab\n"


@pytest.mark.once
def test_migrations_are_counted(tmp_path):
    """Those of one small app and what it needs."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/baru.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo",
    }
    command = [sys.executable, "manage.py", "migrate_aloud", "contenttypes", "--verbosity=0"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, cwd=bootstrap.ROOT, env=environment, check=True)
        for _ in range(2)
    )

    assert (first.stdout, second.stdout) == ("1 of 2 migrations\n2 of 2 migrations\n", "")
