from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import Instansi
from search import entries, upkeep
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry
from tests.factories.community import InstansiFactory

pytestmark = pytest.mark.django_db


def test_an_agency_whose_last_day_has_passed_leaves_the_index_by_itself():
    row = InstansiFactory(active_to=timezone.localdate())
    entries.refresh(Kind.INSTANSI, row.pk)
    Instansi.objects.filter(pk=row.pk).update(active_to=timezone.localdate() - timedelta(1))

    upkeep.refresh_dated()

    assert SearchEntry.objects.get(kind=Kind.INSTANSI, object_id=row.pk).is_gone


def test_entries_of_what_is_long_gone_are_deleted_once_every_engine_knows(settings):
    old = timezone.now() - timedelta(days=30)
    for pk, fields in enumerate(
        [
            {"is_gone": True, "changed_at": old},
            {"is_gone": True, "changed_at": old, "indexed_version": 1},
            {"is_gone": True},
            {"is_gone": False, "changed_at": old},
        ],
        start=900_000,
    ):
        SearchEntry.objects.create(kind=Kind.PERSON, object_id=pk, **fields)

    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]  # nobody is there
    with_engine = upkeep.forget_gone()
    settings.ELASTICSEARCH_URL = []
    without = upkeep.forget_gone()

    assert (with_engine, without) == (0, 2)
    assert list(SearchEntry.objects.filter(kind=Kind.PERSON).values_list("object_id", flat=True).order_by("pk")) == [
        900_002,
        900_003,
    ]


def test_refreshes_done_long_ago_are_deleted():
    old = EntryRefresh.objects.create(kind=Kind.PERSON, object_ids=[1], done_at=timezone.now() - timedelta(days=8))
    kept = EntryRefresh.objects.create(kind=Kind.PERSON, object_ids=[1])

    upkeep.forget_old_refreshes()

    assert list(EntryRefresh.objects.all()) == [kept]
    assert old.pk != kept.pk
