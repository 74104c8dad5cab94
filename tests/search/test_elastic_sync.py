"""Nothing is lost on the way to Elasticsearch: versions, refusals, rebuilds under writes, a lost index."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from community.audience import PUBLIC_DOOR
from search import language, truth, upkeep
from search.engines.elastic import client, condition, documents, filling, indexes, mapping, sending
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing import indexed_fields
from search.models import RefusedEntry, SearchEntry
from search.types import SearchRequest

pytestmark = [pytest.mark.django_db, pytest.mark.es, pytest.mark.once]


@pytest.fixture(autouse=True)
def _few_entries(elasticsearch):
    SearchEntry.objects.all().delete()
    write(1, "Talenta"), write(2, "Kinerja"), write(3, "Disiplin")


def write(object_id: int, title: str, **more) -> SearchEntry:
    """The object's entry with a new text, as `entries` writes it."""
    fields = indexed_fields("practice", title=title, doors=[PUBLIC_DOOR]) | {"language_version": language.VERSION}
    entry, is_new = SearchEntry.objects.get_or_create(object_id=object_id, kind="practice", defaults=fields | more)
    if not is_new:
        for name, value in {**fields, **more, "version": entry.version + 1}.items():
            setattr(entry, name, value)
        entry.save()
    return entry


def found(text: str) -> list[int]:
    connected = client.connection()
    connected.indices.refresh(index=indexes.read_alias())
    results = ElasticsearchEngine().search(SearchRequest(text=text, keys=(PUBLIC_DOOR,), as_typed=True))
    return sorted(hit.object_id for hit in results.hits)


def run(name: str, **options) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def test_a_first_sync_makes_the_index_and_leaves_nothing_waiting():
    run("search_sync")

    assert found("talenta") == [1]
    assert not SearchEntry.objects.waiting().exists()
    assert run("search_sync") == "0 entries sent\n"


def test_a_change_and_a_deletion_are_sent_once():
    run("search_sync")
    write(1, "Netralitas")
    write(2, "Kinerja", is_gone=True, labels="")

    told = run("search_sync")

    assert told == "2 entries sent\n"
    assert (found("talenta"), found("netralitas"), found("kinerja")) == ([], [1], [])


def test_an_older_write_never_overwrites_a_newer_one_nor_brings_back_what_is_gone():
    run("search_sync")
    old, old_gone = SearchEntry.objects.get(object_id=1), SearchEntry.objects.get(object_id=2)
    write(1, "Netralitas")
    write(2, "Kinerja", is_gone=True, labels="")
    run("search_sync")

    accepted, refused = sending.send([old, old_gone], indexes.targets(client.connection()))
    sending.settle(accepted, refused)

    assert (found("talenta"), found("netralitas"), found("kinerja")) == ([], [1], [])
    assert not SearchEntry.objects.waiting().exists()


def test_an_entry_that_changes_while_it_is_sent_goes_on_waiting():
    run("search_sync")
    read = write(1, "Netralitas")
    accepted, refused = sending.send([read], indexes.targets(client.connection()))
    write(1, "Promosi")

    sending.settle(accepted, refused)

    assert [entry.object_id for entry in SearchEntry.objects.waiting()] == [1]
    run("search_sync")
    assert found("promosi") == [1]


def test_a_poisoned_entry_keeps_no_other_back_and_is_told_with_its_reason(monkeypatch):
    run("search_sync")
    write(1, "Netralitas"), write(2, "Promosi"), write(3, "Mutasi")
    right = documents.document
    spoilt = {1: lambda entry: right(entry) | {"dated": "kapan saja"}, 2: lambda entry: right(entry) | {"lain": 1}}
    monkeypatch.setattr(sending, "document", lambda entry: spoilt.get(entry.object_id, right)(entry))

    run("search_sync")

    assert found("mutasi") == [3]
    assert not SearchEntry.objects.waiting().exists()
    reasons = truth.refused()
    assert "dated" in reasons["practice:1"]
    assert "strict" in reasons["practice:2"]
    assert truth.remark() == "Elasticsearch refuses entries: search_status tells why"
    monkeypatch.undo()
    write(1, "Netralitas lagi")
    run("search_sync")
    assert found("netralitas") == [1]
    assert [row.entry.object_id for row in RefusedEntry.objects.all()] == [2]


def test_an_entry_of_which_no_document_can_be_made_is_refused(monkeypatch):
    run("search_sync")
    write(1, "Netralitas"), write(3, "Mutasi")
    right = documents.document
    monkeypatch.setattr(sending, "document", lambda entry: right(entry) if entry.object_id != 1 else 1 / 0)

    run("search_sync")

    assert found("mutasi") == [3]
    assert truth.refused() == {"practice:1": "ZeroDivisionError: division by zero"}


def test_a_lost_index_is_missed_and_filled_anew():
    run("search_sync")
    for index in indexes.all_of(client.connection()):
        indexes.drop(client.connection(), index)
    assert condition.fault() == "there is no index, run search_rebuild"

    told = run("search_sync")

    assert "filling one" in told
    assert found("talenta") == [1]


def test_a_dropped_index_is_not_made_anew_by_a_bulk_request():
    run("search_sync")
    (index,) = indexes.all_of(client.connection())
    indexes.drop(client.connection(), index)

    accepted, refused = sending.send(SearchEntry.objects.all(), [index])

    assert (accepted, refused) == ([], {})
    assert indexes.all_of(client.connection()) == []


def test_a_rebuild_misses_no_change_and_can_be_taken_back(monkeypatch):
    run("search_sync")
    first = indexes.current(client.connection())
    original = filling._made

    def made_while_others_write():
        for chunk in original():
            write(1, "Netralitas")
            write(4, "Promosi")
            sending.send_waiting()
            yield chunk

    monkeypatch.setattr(filling, "_made", made_while_others_write)

    run("search_rebuild", index_only=True)

    second = indexes.current(client.connection())
    assert second.name != first.name
    assert (found("netralitas"), found("promosi"), found("talenta")) == ([1], [4], [])
    write(3, "Mutasi")
    run("search_sync")
    run("search_rebuild", rollback=True)
    assert indexes.current(client.connection()).name == first.name
    assert (found("netralitas"), found("mutasi"), found("disiplin")) == ([1], [3], [])
    assert len(indexes.all_of(client.connection())) == 2


def test_an_entry_sent_while_a_rebuild_begins_is_sent_once_more(monkeypatch):
    run("search_sync")
    write(1, "Netralitas")
    original, made = sending.send, []

    def send_and_begin(entries, written):
        sent = original(entries, written)
        made.append(indexes.create(client.connection()))
        return sent

    monkeypatch.setattr(sending, "send", send_and_begin)

    assert sending.send_waiting() == (1, 0)

    assert [entry.object_id for entry in SearchEntry.objects.waiting()] == [1]
    monkeypatch.undo()
    sending.send_waiting()
    told = client.connection().get(index=made[0].name, id=str(SearchEntry.objects.get(object_id=1).pk))
    assert told["_source"]["title"] == "netralitas"


def test_what_an_interrupted_rebuild_left_is_dropped_by_the_next(monkeypatch):
    run("search_sync")
    first = indexes.current(client.connection())
    left = indexes.create(client.connection())
    assert indexes.current(client.connection()).name == first.name

    run("search_rebuild", index_only=True)

    names = {index.name for index in indexes.all_of(client.connection())}
    assert left.name not in names
    assert len(names) == 2


def test_an_index_that_is_not_right_is_not_put_into_use(monkeypatch):
    run("search_sync")
    first = indexes.current(client.connection())
    monkeypatch.setattr(sending, "document", lambda entry: documents.document(entry) | {"boost": 9.0})

    with pytest.raises(CommandError, match="is not what it should be"):
        run("search_rebuild", index_only=True)

    assert [index.name for index in indexes.all_of(client.connection())] == [first.name]


@pytest.mark.parametrize("changed", ["mapping", "language"])
def test_a_changed_version_is_reported_and_the_index_not_used(monkeypatch, changed):
    run("search_sync")
    monkeypatch.setattr(mapping if changed == "mapping" else language, "VERSION", 99)

    assert f"the index has {changed}" in condition.fault()
    assert f"the index has {changed}" in truth._remark_on_elasticsearch()
    if changed == "mapping":
        write(1, "Netralitas")
        with pytest.raises(CommandError, match="Run search_rebuild"):
            run("search_sync")
        assert SearchEntry.objects.waiting().count() == 1


def test_status_tells_of_the_index_and_of_what_waits():
    run("search_sync")
    write(1, "Netralitas")

    told = json.loads(_status())

    assert told["engine"] == "elasticsearch"
    assert told["waiting"] == 1
    assert told["refused"] == {}
    (index,) = told["elasticsearch"]["indexes"]
    assert (index["use"], index["mapping_version"]) == ("in use", mapping.VERSION)
    assert told["elasticsearch"]["fault"] is None


def _status() -> str:
    out = StringIO()
    with pytest.raises(CommandError):  # the entries here are of no object
        call_command("search_status", json=True, stdout=out)
    return out.getvalue()


def test_what_was_gone_for_long_leaves_the_index_too(settings):
    run("search_sync")
    gone = write(2, "Kinerja", is_gone=True, labels="")
    run("search_sync")
    SearchEntry.objects.filter(pk=gone.pk).update(changed_at=gone.changed_at - 2 * upkeep.GONE_KEPT)

    assert upkeep.forget_gone() == 1

    told = client.connection().options(ignore_status=404).get(index=indexes.read_alias(), id=str(gone.pk))
    assert not told["found"]
    assert not SearchEntry.objects.filter(pk=gone.pk).exists()


def test_without_elasticsearch_there_is_nothing_to_tell(settings):
    settings.ELASTICSEARCH_URL = []

    with pytest.raises(CommandError, match="is not set"):
        run("search_sync")
    with pytest.raises(CommandError, match="is not set"):
        run("search_rebuild", rollback=True)
