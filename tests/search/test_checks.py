from search import sources
from search.checks import every_scoped_content_has_a_source
from search.enums import Kind


def test_every_content_with_an_audience_can_be_found():
    assert every_scoped_content_has_a_source() == []


def test_content_without_a_source_is_reported(monkeypatch):
    monkeypatch.delitem(sources.SOURCES, Kind.PRACTICE)

    assert [error.id for error in every_scoped_content_has_a_source()] == ["search.E001"]
