import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from community.models import Instansi, User
from community.signals import instansi_changed, person_changed
from practices.models import PracticePage
from practices.signals import practice_changed
from search import entries, truth
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory


def entry(kind, row):
    return SearchEntry.objects.filter(kind=kind, object_id=row.pk).first()


def untrue():
    return {kind: found for kind in Kind if (found := list(truth.disagreeing(kind)))}


def in_thread(function):
    """Run `function` in a thread with a connection of its own."""

    def run():
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db
def test_refresh_writes_what_the_object_says():
    practice = PracticePageFactory(title="Dialog singkat")

    entries.refresh(Kind.PRACTICE, practice.pk)

    written = entry(Kind.PRACTICE, practice)
    assert (written.title, written.doors, written.is_gone) == ("Dialog singkat", ["public"], False)
    assert written.title_stems
    assert written.labels


@pytest.mark.django_db
def test_refresh_raises_the_version_only_when_something_differs():
    practice = PracticePageFactory()
    entries.refresh(Kind.PRACTICE, practice.pk)
    before = entry(Kind.PRACTICE, practice)

    assert entries.refresh(Kind.PRACTICE, practice.pk) is False
    assert entry(Kind.PRACTICE, practice).version == before.version

    PracticePage.objects.filter(pk=practice.pk).update(title="Judul lain")
    assert entries.refresh(Kind.PRACTICE, practice.pk) is True
    after = entry(Kind.PRACTICE, practice)
    assert after.version == before.version + 1
    assert after.changed_at > before.changed_at


@pytest.mark.django_db
def test_refresh_empties_the_entry_of_what_is_gone():
    practice = PracticePageFactory(title="Rahasia besar")
    entries.refresh(Kind.PRACTICE, practice.pk)
    version = entry(Kind.PRACTICE, practice).version

    PracticePage.objects.filter(pk=practice.pk).update(live=False)
    entries.refresh(Kind.PRACTICE, practice.pk)

    gone = entry(Kind.PRACTICE, practice)
    assert (gone.is_gone, gone.doors, gone.facets, gone.labels) == (True, [], {}, "")
    assert (gone.title, gone.summary, gone.keywords, gone.body) == ("", "", "", "")
    assert (gone.title_stems, gone.summary_stems, gone.body_stems) == ("", "", "")
    assert gone.version > version


@pytest.mark.django_db
def test_refresh_makes_no_entry_for_what_was_never_findable():
    draft = PracticePageFactory(draft=True)

    entries.refresh(Kind.PRACTICE, draft.pk)
    entries.refresh(Kind.PRACTICE, 987_654_321)

    assert entry(Kind.PRACTICE, draft) is None
    assert not SearchEntry.objects.filter(object_id=987_654_321).exists()


@pytest.mark.django_db
def test_refresh_rolls_back_with_the_change():
    practice = PracticePageFactory(title="Sebelum")
    truth_of_all()

    with transaction.atomic():
        PracticePage.objects.filter(pk=practice.pk).update(title="Sesudah")
        practice_changed.send(PracticePage, practice_id=practice.pk)
        transaction.set_rollback(True)

    assert entry(Kind.PRACTICE, practice).title == "Sebelum"
    assert untrue() == {}


@pytest.mark.django_db
def test_entry_is_in_the_portals_language_whoever_writes():
    row = InstansiFactory()

    with translation.override("en"):
        entries.refresh(Kind.INSTANSI, row.pk)

    assert entry(Kind.INSTANSI, row).summary == "Kota"
    with translation.override("en"):
        assert list(truth.disagreeing(Kind.INSTANSI)) == []


@pytest.mark.django_db
@pytest.mark.only_on("sqlite", why="elsewhere another writer may change the object before its entry is locked")
def test_the_one_writer_reads_the_object_once():
    row = InstansiFactory()

    with CaptureQueriesContext(connection) as sent:
        entries.refresh(Kind.INSTANSI, row.pk)

    assert sum(f'FROM "{Instansi._meta.db_table}"' in query["sql"] for query in sent) == 1


@pytest.mark.django_db
def test_text_that_postgresql_refuses_is_cleaned():
    row = InstansiFactory.build(name="Kota Uji")
    row.name = "Kota " + "\ud800" + " Uji"

    written = entries._values(Kind.INSTANSI, entries.SOURCES[Kind.INSTANSI].entry(row), {})

    assert "\ud800" not in written["title"]


@pytest.mark.django_db
def test_every_announcement_makes_its_entry_true():
    instansi, person, practice = InstansiFactory(), UserFactory(verified=True), PracticePageFactory()

    instansi_changed.send(Instansi, instansi_id=instansi.pk)
    person_changed.send(User, user_id=person.pk)
    practice_changed.send(PracticePage, practice_id=practice.pk)

    assert entry(Kind.INSTANSI, instansi).title == instansi.name
    assert entry(Kind.PERSON, person).title == person.name
    assert entry(Kind.PRACTICE, practice).title == practice.title


@pytest.mark.django_db
def test_renaming_an_instansi_reaches_its_practices_people_and_those_below_it():
    province = InstansiFactory(name="Provinsi Lama")
    city = InstansiFactory(name="Kota Uji", province=province)
    practice, person = PracticePageFactory(owners=[city]), UserFactory(verified=True, instansi=province)
    truth_of_all()

    province.name = "Provinsi Baru"
    province.save()
    instansi_changed.send(Instansi, instansi_id=province.pk)

    assert entry(Kind.INSTANSI, province).title == "Provinsi Baru"
    assert "Provinsi Baru" in entry(Kind.INSTANSI, city).summary
    assert "Provinsi Baru" in entry(Kind.PRACTICE, practice).keywords
    assert entry(Kind.PERSON, person).summary == "Provinsi Baru"
    assert untrue() == {}


@pytest.mark.django_db
def test_renaming_an_instansi_with_many_people_queues_what_does_not_fit_into_a_request(monkeypatch):
    monkeypatch.setattr(entries, "AT_ONCE", 2)
    instansi = InstansiFactory(name="Kota Lama")
    people = UserFactory.create_batch(3, verified=True, instansi=instansi)
    truth_of_all()

    instansi.name = "Kota Baru"
    instansi.save()
    instansi_changed.send(Instansi, instansi_id=instansi.pk)

    assert untrue() == {Kind.PERSON: [person.pk for person in people]}
    for row in EntryRefresh.objects.waiting():
        entries.work_off(row)
    assert untrue() == {}


@pytest.mark.django_db
def test_renaming_aspect_subaspect_or_regulation_reaches_the_practices():
    regulation = RegulationFactory(name="Aturan Lama")
    practice = PracticePageFactory(
        regulations=[{"type": "regulation", "value": {"regulation": regulation.pk, "part": ""}}]
    )
    truth_of_all()

    subaspect = practice.subaspects.first()
    for row, name in [(regulation, "Aturan Baru"), (subaspect, "Sub Baru"), (subaspect.aspect, "Aspek Baru")]:
        row.name = name
        row.save()

    written = entry(Kind.PRACTICE, practice)
    assert "Aturan Baru" in written.body
    assert "Sub Baru" in written.keywords
    assert "Aspek Baru" in written.keywords
    assert untrue() == {}


@pytest.mark.django_db
def test_deleting_rows_leaves_no_text_behind():
    instansi, person = InstansiFactory(name="Kota Sirna"), UserFactory(verified=True)
    practice = PracticePageFactory(owners=[instansi, InstansiFactory()])
    truth_of_all()
    pks = instansi.pk, person.pk

    person.delete()
    instansi.delete()

    assert SearchEntry.objects.get(kind=Kind.INSTANSI, object_id=pks[0]).is_gone
    assert SearchEntry.objects.get(kind=Kind.PERSON, object_id=pks[1]).is_gone
    assert "Kota Sirna" not in entry(Kind.PRACTICE, practice).keywords
    assert untrue() == {}


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_meet_over_a_new_entry_write_it_once():
    practice = PracticePageFactory()
    truth_of_all()
    SearchEntry.objects.filter(kind=Kind.PRACTICE, object_id=practice.pk).delete()

    threads = [in_thread(lambda: entries.refresh(Kind.PRACTICE, practice.pk)) for _ in range(6)]
    for thread in threads:
        thread.join(timeout=30)

    assert SearchEntry.objects.filter(kind=Kind.PRACTICE, object_id=practice.pk).count() == 1
    assert untrue() == {}


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_rename_and_a_change_of_owner_at_the_same_time_leave_a_true_entry():
    """Neither sees the other's uncommitted row, so the name is held while the entry that repeats it is written."""
    instansi = InstansiFactory(name="Kota Lama")
    practice = PracticePageFactory()
    truth_of_all()
    changed, renaming = threading.Event(), threading.Event()

    def give_owner():
        with transaction.atomic():
            page = PracticePage.objects.get(pk=practice.pk)
            page.owners = [instansi]
            page.save()
            practice_changed.send(PracticePage, practice_id=page.pk)
            changed.set()
            renaming.wait(timeout=0.5)

    def rename():
        changed.wait(timeout=10)
        with transaction.atomic():
            renaming.set()
            Instansi.objects.filter(pk=instansi.pk).update(name="Kota Baru")
            instansi_changed.send(Instansi, instansi_id=instansi.pk)

    threads = [in_thread(give_owner), in_thread(rename)]
    for thread in threads:
        thread.join(timeout=30)

    assert "Kota Baru" in entry(Kind.PRACTICE, practice).keywords
    assert untrue() == {}


def truth_of_all():
    """Every entry true, whatever the factories announced."""
    for kind in Kind:
        for _ in truth.rebuild(kind):
            pass
