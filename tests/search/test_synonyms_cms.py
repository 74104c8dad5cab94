"""Synonyms in the CMS: stewards and organisers keep them, what cannot work is refused, each act leaves its trace."""

import pytest
from wagtail.models import ModelLogEntry

from search.models import SynonymGroup
from tests.factories.practices import PracticePageFactory
from tests.factories.search import SynonymGroupFactory

pytestmark = pytest.mark.django_db
LIST = "/cms/snippets/search/synonymgroup/"


@pytest.mark.parametrize("role", ["steward", pytest.param("organiser", marks=pytest.mark.once)])
def test_a_steward_adds_changes_and_deletes_a_group(client_of, role):
    client, visitor = client_of(role), client_of("visitor")
    PracticePageFactory(title="Klinik kubikel")

    client.post(f"{LIST}add/", {"terms": "Spektrometer;\nkubikel", "note": "Alat"})
    group = SynonymGroup.objects.get(note="Alat")
    shown = visitor.get("/cari/", {"q": "spektrometer"})
    client.post(f"{LIST}edit/{group.pk}/", {"terms": "spektrometer, kubikel, bilik", "note": "Alat"})
    group.refresh_from_db()
    client.post(f"{LIST}delete/{group.pk}/")

    assert group.terms == "spektrometer, kubikel, bilik"
    assert len(shown.context["rows"]) == 1
    assert visitor.get("/cari/", {"q": "spektrometer"}).context["rows"] == []
    log = (
        ModelLogEntry.objects.filter(content_type__model="synonymgroup")
        .order_by("timestamp", "pk")
        .values_list("action", "object_id")
    )
    assert list(log) == [(f"wagtail.{act}", str(group.pk)) for act in ("create", "edit", "delete")]


def test_others_neither_see_nor_change_the_groups(client_of):
    group = SynonymGroupFactory(terms="spektrometer, kubikel")

    for role in ("contributor", "member", "visitor"):
        client = client_of(role)
        client.post(f"{LIST}delete/{group.pk}/")
        client.post(f"{LIST}add/", {"terms": "rotasi, mutasi istimewa"})
        assert "spektrometer" not in client.get(f"{LIST}?q=spektro", follow=True).content.decode()

    assert SynonymGroup.objects.filter(pk=group.pk).exists()
    assert not SynonymGroup.objects.filter(terms__contains="mutasi istimewa").exists()


@pytest.mark.parametrize("kind", ["synonymgroup", "promotedresult"])
def test_wagtails_chooser_does_not_list_what_stewards_keep(client_of, kind):
    SynonymGroupFactory(terms="rahasia, tersembunyi")

    assert client_of("contributor").get(f"/cms/snippets/choose/search/{kind}/").status_code == 404


def test_what_cannot_work_is_refused_and_stays_in_the_form(client_of):
    client, count = client_of("steward"), SynonymGroup.objects.count()
    other = SynonymGroupFactory(terms="spektrometer, <kubikel>")

    twice = client.post(f"{LIST}add/", {"terms": "Spektrometer, bilik"}).content.decode()
    single = client.post(f"{LIST}add/", {"terms": "bilik", "note": "Catatan saya"}).content.decode()
    long = client.post(f"{LIST}add/", {"terms": "x" * 100_000, "note": "y" * 201}).content.decode()

    assert "sudah ada di kelompok" in twice
    assert f"edit/{other.pk}/" in twice
    assert "&lt;kubikel&gt;" in twice
    assert "sedikitnya dua istilah" in single
    assert "Catatan saya" in single
    assert "Tulisan ini terlalu panjang" in long
    assert SynonymGroup.objects.count() == count + 1


def test_no_more_groups_than_a_process_can_keep(client_of, monkeypatch):
    monkeypatch.setattr("search.terms.MOST_GROUPS", 3)

    page = client_of("steward").post(f"{LIST}add/", {"terms": "spektrometer, kubikel"}).content.decode()

    assert "Hapus yang tidak dipakai lagi" in page


def test_a_question_comes_along_and_exports_compute_nothing(client_of):
    SynonymGroupFactory(terms="spektrometer, kubikel", note='=HYPERLINK("x")')
    client = client_of("steward")

    form = client.get(f"{LIST}add/", {"kata": "gimana  skp"}).content.decode()
    table = client.get(LIST, {"export": "csv", "q": "spektrometer"}).getvalue().decode()

    assert ">\ngimana skp</textarea>" in form
    assert "\"'=HYPERLINK(" in table
