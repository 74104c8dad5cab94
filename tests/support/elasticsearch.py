"""One Elasticsearch for a run's processes: the first that will need it starts it, the run stops it by its pid."""

import json
import shutil
import uuid
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from urllib.request import urlopen

import pytest

from cop_portal.elasticsearch_nodes import Cluster, Unavailable, end
from tests.support.databases import FOLDER, locked, memory
from tests.support.services import missing

STATE = FOLDER / "elasticsearch.json"
ASKING = {"elasticsearch", "each_engine"}
STARTING: pytest.StashKey[Future] = pytest.StashKey()


def pytest_collection_finish(session):
    """Start the node beside the tests that do without it: else all workers wait for it."""
    needed = any(item.get_closest_marker("es") and not ASKING.isdisjoint(item.fixturenames) for item in session.items)
    if needed and not session.config.option.collectonly:
        session.config.stash[STARTING] = ThreadPoolExecutor(1).submit(start)


def pytest_sessionfinish(session):
    """A run that ends early waits for it too: only a node that is known can be stopped."""
    if starting := session.config.stash.get(STARTING, None):
        wait([starting])


def running() -> str | None:
    """The address of the node that this run, or one that was killed before it could stop it, has started."""
    with suppress(OSError, ValueError):
        state = json.loads(STATE.read_text())
        with urlopen(state["address"], timeout=5):
            return state["address"]
    return None


def start() -> str:
    """The address of the run's node; `Unavailable` where none can run."""
    with locked("elasticsearch.lock"):
        if address := running():
            return address
        stop()
        cluster = Cluster(1, within=memory()).start()  # on a disk making an index takes five times as long
        node = cluster.nodes[0]
        STATE.write_text(json.dumps({"address": node.address, "pid": node.pid, "folder": str(cluster.folder)}))
        return node.address


def stop() -> None:
    """Stop the run's node, if there is one, and take its data away."""
    with suppress(FileNotFoundError):
        state = json.loads(STATE.read_text())
        STATE.unlink()
        end(state["pid"])
        shutil.rmtree(state["folder"], ignore_errors=True)


def engine_that_has_heard_all(limit: int | None = None):
    """Elasticsearch's engine over a new index that hears of every change before a question, as the worker sees to."""
    from search.engines.elastic import client, indexes, sending
    from search.engines.elastic.engine import LIMIT, ElasticsearchEngine

    class HeardAll(ElasticsearchEngine):
        def search(self, request):
            if sending.send_waiting(5_000)[0]:
                client.connection().indices.refresh(index=indexes.read_alias())
            return super().search(request)

    connected = client.connection()
    indexes.publish(connected, indexes.create(connected))
    return HeardAll(limit or LIMIT)


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=[pytest.mark.es, pytest.mark.once])])
def each_engine(request, monkeypatch) -> str:
    """Have `search.services` ask each engine in turn; with Elasticsearch entries are those that the test makes."""
    if request.param == "elasticsearch":
        from search import services
        from search.models import SearchEntry

        request.getfixturevalue("elasticsearch")
        SearchEntry.objects.all().delete()
        engine = engine_that_has_heard_all()
        monkeypatch.setattr(services, "current_engine", lambda: engine)
    return request.param


@pytest.fixture(scope="session")
def elasticsearch_node(pytestconfig) -> str:
    """The address of a running Elasticsearch."""
    starting = pytestconfig.stash.get(STARTING, None)
    try:
        return starting.result() if starting else start()
    except Unavailable as reason:
        missing(f"Elasticsearch cannot run: {reason}")


@pytest.fixture
def elasticsearch(elasticsearch_node, settings) -> str:
    """Settings of an Elasticsearch in use, with a prefix of its own for the indexes, which are deleted afterwards."""
    from search.engines.elastic import client

    settings.ELASTICSEARCH_URL = [elasticsearch_node]
    settings.ELASTICSEARCH_INDEX_PREFIX = prefix = f"test-{uuid.uuid4().hex[:12]}"
    client.forget()
    connected = client.connection()
    yield prefix
    for name in connected.indices.get(index=f"{prefix}-*", ignore_unavailable=True):
        connected.indices.delete(index=name)
    client.forget()
