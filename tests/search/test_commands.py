import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from community import work
from community.models import Instansi
from search import entries, truth
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db


def run(name, **options):
    out = StringIO()
    try:
        call_command(name, stdout=out, **options)
        failed = False
    except CommandError:
        failed = True
    return out.getvalue(), failed


def status():
    text, failed = run("search_status", json=True)
    return json.loads(text), failed


@pytest.mark.once
def test_reference_data_comes_with_true_entries():
    told, failed = status()

    assert not failed
    assert told["entries"]["instansi"] > 500
    assert told["disagreeing"] == dict.fromkeys(Kind.values, 0)


def test_status_fails_and_counts_what_disagrees():
    renamed, unannounced, gone = InstansiFactory.create_batch(2)[0], InstansiFactory(), UserFactory(verified=True)
    run("search_rebuild")
    Instansi.objects.filter(pk=renamed.pk).update(name="Nama Lain")
    SearchEntry.objects.filter(kind=Kind.INSTANSI, object_id=unannounced.pk).delete()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    told, failed = status()
    text, _ = run("search_status")

    assert failed
    assert told["disagreeing"] == dict.fromkeys(Kind.values, 0) | {"instansi": 2, "person": 1}
    assert "2 disagree with their rows" in text


@pytest.mark.parametrize(
    "spoilt",
    [
        {"title": "Lain"},
        {"body_stems": "lain"},
        {"labels": "lain"},
        {"doors": ["public", "members"]},
        {"facets": {}},
        {"boost": 2.0},
        {"dated_at": None},
        {"is_gone": True},
        {"language_version": 0},
    ],
)
def test_status_compares_every_field(spoilt):
    practice = PracticePageFactory()
    entries.refresh(Kind.PRACTICE, practice.pk)
    SearchEntry.objects.filter(kind=Kind.PRACTICE, object_id=practice.pk).update(**spoilt)

    assert list(truth.disagreeing(Kind.PRACTICE)) == [practice.pk]


def test_rebuild_makes_every_entry_true_again_and_a_second_one_writes_nothing(monkeypatch):
    monkeypatch.setattr(truth, "CHUNK", 3)
    PracticePageFactory.create_batch(2)
    UserFactory.create_batch(5, verified=True)
    SearchEntry.objects.filter(kind=Kind.INSTANSI).update(title="Rusak")
    SearchEntry.objects.filter(kind=Kind.PERSON).delete()
    SearchEntry.objects.create(kind=Kind.PERSON, object_id=987_654_321, title="Bayangan", doors=["members"])

    run("search_rebuild")
    told, failed = status()
    again, _ = run("search_rebuild")

    assert not failed
    assert told["entries"]["person"] == 5
    written = [line.split(", ")[1].split()[0] for line in again.split("\n") if "objects" in line]
    assert written == ["0"] * len(Kind)


@pytest.mark.once
def test_status_tells_what_waits(settings):
    EntryRefresh.objects.create(kind=Kind.PERSON, object_ids=[1])
    without, _ = status()
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    SearchEntry.objects.update(language_version=0)

    told, _ = status()

    assert (without["engine"], without["queued"], without["waiting"]) == ("database", 1, 0)
    assert told["engine"] == "elasticsearch"
    assert told["waiting"] == SearchEntry.objects.count()
    assert told["oldest_waiting_seconds"] >= 0
    assert told["old_roots"] == SearchEntry.objects.count()


def test_worker_does_queued_refreshes():
    person = UserFactory(verified=True)
    EntryRefresh.objects.create(kind=Kind.PERSON, object_ids=[person.pk])

    assert work.work_off() == 1

    assert SearchEntry.objects.get(kind=Kind.PERSON, object_id=person.pk).title == person.name
    assert not EntryRefresh.objects.waiting().exists()


def test_comparison_and_rebuild_take_memory_by_the_chunk(monkeypatch):
    monkeypatch.setattr(truth, "CHUNK", 50)
    sizes = []
    original = entries.expected
    monkeypatch.setattr(entries, "expected", lambda kind, ids: sizes.append(len(ids)) or original(kind, ids))

    list(truth.disagreeing(Kind.INSTANSI))

    assert max(sizes) <= 50
    assert sum(sizes) >= Instansi.objects.count() - 10
