"""What the contract of the engines is asked with: documents put in, questions, the numbers of what was found."""

import pytest

from search import vocabulary
from search.engines.database import DatabaseEngine
from search.engines.question import CANDIDATES
from search.indexing import indexed_fields
from search.models import SearchEntry, SearchWord
from search.types import SearchRequest
from tests.support.elasticsearch import engine_that_has_heard_all

PUBLIC = ("public",)
SKP = "Sasaran kinerja pegawai disusun bersama atasan"


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=[pytest.mark.es, pytest.mark.once])])
def engine(request):
    return fresh(request.param, request)


def fresh(name: str, request=None):
    """An engine without entries and words; for Elasticsearch with a new index."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    if name == "database":
        return DatabaseEngine()
    if request:
        request.getfixturevalue("elasticsearch")
    return engine_that_has_heard_all(limit=CANDIDATES)


def put(*documents: dict) -> None:
    """Entries numbered from 1 in the order given; public practices unless they say otherwise."""
    entries = []
    for number, document in enumerate(documents, 1):
        given = {"kind": "practice", "title": "", "doors": ["public"], **document}
        extra = {name: given.pop(name) for name in ("dated_at", "boost", "is_gone") if name in given}
        entries.append(SearchEntry(object_id=number, **indexed_fields(given.pop("kind"), **given), **extra))
    SearchEntry.objects.bulk_create(entries)
    vocabulary.learn(SearchEntry.objects.values_list("pk", flat=True))


def ask(engine, text="", keys=PUBLIC, **more):
    return engine.search(SearchRequest(text=text, keys=keys, **more))


def found(engine, text="", keys=PUBLIC, **more) -> list[int]:
    return [hit.object_id for hit in ask(engine, text, keys, **{"limit": 50, **more}).hits]
