"""The indexes behind the aliases: one that is read, perhaps one that is being filled, one kept for a way back.

Readers use the read alias. Every index that must hear of changes has a write alias of its own, and a bulk request goes
to that alias alone: an index that was dropped is then missed, not made anew with a guessed mapping.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string
from elasticsearch import Elasticsearch

from search import language
from search.engines.elastic import mapping
from search.engines.elastic.client import connection as client_of_settings

KEPT = 1  # earlier indexes, for a way back


@dataclass(frozen=True)
class Index:
    """An index with the versions that made it; `is_read` and `is_written` tell which aliases it has."""

    name: str
    mapping_version: int
    language_version: int
    is_read: bool
    is_written: bool

    @property
    def write_alias(self) -> str:
        return self.name.replace("-entries-at-", "-entries-write-", 1)

    @property
    def fault(self) -> str | None:
        """Why this process cannot use the index, or None."""
        if self.mapping_version != mapping.VERSION:
            return f"mapping {self.mapping_version} instead of {mapping.VERSION}"
        if self.language_version != language.VERSION:
            return f"language {self.language_version} instead of {language.VERSION}"
        return None


_prefix: ContextVar[str | None] = ContextVar("prefix", default=None)


@contextmanager
def under(prefix: str) -> Iterator[None]:
    """Within, this thread speaks of the indexes of another prefix; they are deleted at the end."""
    token = _prefix.set(prefix)
    try:
        yield
    finally:
        connected = client_of_settings()
        for index in all_of(connected):
            drop(connected, index)
        _prefix.reset(token)


def read_alias() -> str:
    return f"{_prefix.get() or settings.ELASTICSEARCH_INDEX_PREFIX}-entries"


def all_of(client: Elasticsearch) -> list[Index]:
    """All indexes of this portal, oldest first; also one that an operator has closed for a while."""
    found = client.indices.get(
        index=f"{read_alias()}-at-*",
        allow_no_indices=True,
        expand_wildcards="open,closed",
        filter_path="*.aliases,*.mappings._meta",
    )
    return sorted((_index(name, told) for name, told in found.items()), key=lambda index: index.name)


def current(client: Elasticsearch) -> Index | None:
    """The index that is read, whatever its versions."""
    return next((index for index in all_of(client) if index.is_read), None)


def targets(client: Elasticsearch) -> list[Index]:
    """The indexes that must hear of every change and that this process can write."""
    return [index for index in all_of(client) if index.is_written and index.mapping_version == mapping.VERSION]


def create(client: Elasticsearch) -> Index:
    """A new index, empty, written from now on and read by nobody; slow to show what it gets until `publish`."""
    stamp = f"{timezone.now():%Y%m%d%H%M%S}-{get_random_string(4).lower()}"
    index = Index(f"{read_alias()}-at-{stamp}", mapping.VERSION, language.VERSION, is_read=False, is_written=True)
    made = mapping.mapping()
    client.indices.create(
        index=index.name,
        mappings=made.to_dict(),
        settings={**mapping.SETTINGS, "refresh_interval": "-1", "analysis": made._collect_analysis()},
        aliases={index.write_alias: {}},
        wait_for_active_shards=1,
    )
    return index


def open_for_writing(client: Elasticsearch, index: Index) -> None:
    """Let `index` hear of every change from now on."""
    client.indices.put_alias(index=index.name, name=index.write_alias)


def publish(client: Elasticsearch, index: Index) -> None:
    """Have `index` read, and only it written, in one step; all but the last of the others are dropped."""
    client.indices.put_settings(index=index.name, settings={"refresh_interval": mapping.SETTINGS["refresh_interval"]})
    client.indices.refresh(index=index.name)
    others = [other for other in all_of(client) if other.name != index.name]
    actions = [{"add": {"index": index.name, "alias": read_alias()}}]
    for other in others:
        if other.is_read:
            actions.append({"remove": {"index": other.name, "alias": read_alias()}})
        if other.is_written:
            actions.append({"remove": {"index": other.name, "alias": other.write_alias}})
    client.indices.update_aliases(actions=actions)
    usable = [other for other in others if other.is_read or not other.is_written]
    kept = [other for other in usable if other.is_read] or usable[-KEPT:]
    for other in others:
        if other not in kept:
            drop(client, other)


def drop(client: Elasticsearch, index: Index) -> None:
    client.options(ignore_status=404).indices.delete(index=index.name)


def exists(client: Elasticsearch, index: Index) -> bool:
    return bool(client.indices.exists(index=index.name))


def unfinished(client: Elasticsearch) -> list[Index]:
    """What a rebuild that was interrupted has left."""
    return [index for index in all_of(client) if index.is_written and not index.is_read]


def previous(client: Elasticsearch) -> Index | None:
    """The index that was read before the one of now."""
    earlier = [index for index in all_of(client) if not index.is_read and not index.is_written]
    return earlier[-1] if earlier else None


def _index(name: str, told: dict) -> Index:
    meta = told.get("mappings", {}).get("_meta", {})
    aliases = told.get("aliases", {})
    found = Index(
        name,
        meta.get("mapping_version", 0),
        meta.get("language_version", 0),
        is_read=read_alias() in aliases,
        is_written=False,
    )
    return replace(found, is_written=found.write_alias in aliases)
