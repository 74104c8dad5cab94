"""The Elasticsearch that a benchmark asks, with an index prefix of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from cop_portal.elasticsearch_nodes import Cluster


@contextmanager
def elasticsearch() -> Iterator[str]:
    """Yields the prefix; starts a node unless `ELASTICSEARCH_URL` names one.

    Nothing of Django may be imported before: the settings name the node.
    """
    prefix = os.environ["ELASTICSEARCH_INDEX_PREFIX"] = f"bench-{os.getpid()}"
    if os.environ.get("ELASTICSEARCH_URL"):
        yield prefix
        return
    with Cluster(1, heap="1g") as cluster:
        os.environ["ELASTICSEARCH_URL"] = cluster.addresses[0]
        yield prefix
