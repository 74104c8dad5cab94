"""What an operator, a disk or a kill does to the index: the change waits, is not refused, and gets there by itself."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError

from community.audience import PUBLIC_DOOR
from search import language
from search.engines.elastic import client, documents, filling, indexes, sending
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing import indexed_fields
from search.management.commands import search_sync
from search.models import RefusedEntry, SearchEntry
from search.types import SearchRequest

pytestmark = [pytest.mark.django_db, pytest.mark.es, pytest.mark.once]


@pytest.fixture(autouse=True)
def _few_entries(elasticsearch):
    SearchEntry.objects.all().delete()
    put(1, "Talenta"), put(2, "Kinerja"), put(3, "Disiplin")


def put(object_id: int, title: str) -> SearchEntry:
    fields = indexed_fields("practice", title=title, doors=[PUBLIC_DOOR]) | {"language_version": language.VERSION}
    entry, is_new = SearchEntry.objects.get_or_create(object_id=object_id, kind="practice", defaults=fields)
    if not is_new:
        for name, value in {**fields, "version": entry.version + 1}.items():
            setattr(entry, name, value)
        entry.save()
    return entry


def found(text: str) -> list[int]:
    client.connection().indices.refresh(index=indexes.read_alias())
    results = ElasticsearchEngine().search(SearchRequest(text=text, keys=(PUBLIC_DOOR,), as_typed=True))
    return sorted(hit.object_id for hit in results.hits)


def sync() -> str:
    out = StringIO()
    call_command("search_sync", stdout=out)
    return out.getvalue()


def block(name: str, is_on: bool) -> None:
    (index,) = indexes.all_of(client.connection())
    client.connection().indices.put_settings(index=index.name, settings={f"index.blocks.{name}": is_on or None})


@pytest.mark.parametrize("name", ["read_only_allow_delete", "read_only", "write"])
def test_an_index_that_takes_no_writes_for_now_refuses_no_entry(name):
    """Elasticsearch itself sets the first when a disk is nearly full, an operator the others."""
    sync()
    put(1, "Netralitas")
    block(name, is_on=True)

    with pytest.raises(CommandError, match="takes nothing now"):
        sync()

    assert not RefusedEntry.objects.exists()
    assert [entry.object_id for entry in SearchEntry.objects.waiting()] == [1]
    block(name, is_on=False)
    sync()
    assert found("netralitas") == [1]


def test_a_closed_index_refuses_no_entry():
    sync()
    put(1, "Netralitas")
    index = indexes.current(client.connection()).name
    client.connection().indices.close(index=index)

    with pytest.raises(CommandError):
        sync()

    assert not RefusedEntry.objects.exists()
    client.connection().indices.open(index=index, wait_for_active_shards=1)
    sync()
    assert found("netralitas") == [1]


def test_a_first_filling_that_was_killed_is_finished_by_the_next_sync(monkeypatch):
    """Until then nothing is read, and the embedded engine answers."""
    with monkeypatch.context() as patch:
        patch.setattr(filling, "check", lambda index: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sync()
    assert indexes.current(client.connection()) is None
    put(1, "Netralitas")

    sync()

    assert found("netralitas") == [1]
    assert len(indexes.all_of(client.connection())) == 1


def test_an_index_that_is_lost_while_an_earlier_one_is_kept_is_filled_anew():
    sync()
    call_command("search_rebuild", index_only=True, stdout=StringIO())
    indexes.drop(client.connection(), indexes.current(client.connection()))
    put(1, "Netralitas")

    sync()

    assert found("netralitas") == [1]


def test_a_rebuild_ends_while_others_add_entries(monkeypatch):
    """What came after the documents were counted is not missed by the count of entries."""
    sync()
    count = client.Elasticsearch.count
    added = iter(range(10, 60))

    def counted(self, **asked):
        answer = count(self, **asked)
        put(next(added), "Mutasi")
        sending.send_waiting()
        return answer

    monkeypatch.setattr(client.Elasticsearch, "count", counted)

    call_command("search_rebuild", index_only=True, stdout=StringIO())

    assert 10 in found("mutasi")


def test_what_a_new_index_refuses_keeps_it_from_no_use(monkeypatch):
    """One entry that the mapping of a newer version does not take is set aside with its reason."""
    sync()
    first = indexes.current(client.connection())
    right = documents.document
    monkeypatch.setattr(sending, "document", lambda entry: right(entry) | ({"lain": 1} if entry.object_id == 2 else {}))

    call_command("search_rebuild", index_only=True, stdout=StringIO())

    assert indexes.current(client.connection()).name != first.name
    assert found("talenta") == [1]
    assert [row.entry.object_id for row in RefusedEntry.objects.all()] == [2]


def test_a_connection_to_the_database_that_was_closed_is_waited_for(monkeypatch):
    class Stopping:
        rounds = 0

        def is_set(self):
            return self.rounds > 2

        def wait(self, seconds):
            self.rounds += 1

    monkeypatch.setattr(search_sync, "close_old_connections", lambda: None)  # the test's own stays open
    failing = iter([InterfaceError("connection already closed")])
    original = sending.send_waiting
    monkeypatch.setattr(sending, "send_waiting", lambda *args: _raised_or(failing, original))

    search_sync.Command(stdout=StringIO()).watch(Stopping(), 0.0, 100)

    assert found("talenta") == [1]


def _raised_or(failing, original):
    for error in failing:
        raise error
    return original()
