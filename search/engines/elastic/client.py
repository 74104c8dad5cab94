"""The connection to Elasticsearch that the settings describe, one a process."""

import os
from functools import lru_cache

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

WORK_SECONDS = 60  # for what no reader waits for
CONNECTIONS = 10  # to each node


def is_configured() -> bool:
    """Whether an Elasticsearch is named by the settings."""
    return bool(settings.ELASTICSEARCH_URL)


def connection() -> Elasticsearch:
    """The client for what no reader waits for (bulk, rebuild); it tries other nodes when one is away."""
    return _waiting(_connection(), WORK_SECONDS)


def quick() -> Elasticsearch:
    """The client for a reader's question: a short time-out, no second try with a node that was slow."""
    return _waiting(_connection(), settings.ELASTICSEARCH_TIMEOUT)


def quick_milliseconds() -> int:
    """What Elasticsearch itself may take of that time; a little less, so that it can say so."""
    return int(settings.ELASTICSEARCH_TIMEOUT * 900)


def forget() -> None:
    """Connect anew with the settings of now (tests)."""
    _made.cache_clear()
    _waiting.cache_clear()


def _connection() -> Elasticsearch:
    return _made(
        os.getpid(),
        tuple(settings.ELASTICSEARCH_URL),
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_BASIC_AUTH,
        settings.ELASTICSEARCH_CA_CERTS,
    )


@lru_cache(maxsize=4)
def _waiting(client: Elasticsearch, seconds: float) -> Elasticsearch:
    """The same connections with a time-out of their own; making one anew for each request takes a tenth of it."""
    return client.options(request_timeout=seconds)


@lru_cache(maxsize=1)
def _made(pid: int, nodes: tuple[str, ...], api_key: str, basic_auth: str, ca_certs: str) -> Elasticsearch:
    """`pid` keeps a forked process from sharing its parent's sockets."""
    options = {}
    if api_key:
        options["api_key"] = api_key
    elif basic_auth:
        options["basic_auth"] = tuple(basic_auth.split(":", 1))
    if ca_certs:
        options["ca_certs"] = ca_certs
    return Elasticsearch(
        list(nodes),
        connections_per_node=CONNECTIONS,
        max_retries=len(nodes) - 1,
        retry_on_timeout=False,
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=5,
        http_compress=False,
        serializer=OrjsonSerializer(),
        **options,
    )
