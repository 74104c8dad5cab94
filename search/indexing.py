"""What an entry stores for the engines: its text within bounds, the roots of it, and its labels."""

from collections.abc import Iterable, Mapping

from search import language
from search.enums import tab_of
from search.labels import labels_of

TITLE_LENGTH, SUMMARY_LENGTH, KEYWORDS_LENGTH, BODY_LENGTH = 200, 1_000, 2_000, 20_000


def indexed_fields(
    kind: str,
    *,
    title: str,
    summary: str = "",
    keywords: str = "",
    body: str = "",
    body_stems: str | None = None,
    doors: Iterable[str] = (),
    facets: Mapping[str, Iterable[str]] | None = None,
    container: int | None = None,
) -> dict:
    """The fields of a `SearchEntry` that follow from its text, kind, doors and facets, for `SearchEntry(**fields)`.

    `keywords` are words that should find the entry but are not shown: names of owners, aspects and places.
    `body_stems` are the roots of the body where the caller has them. Longer
    texts are cut (title 200 characters, summary 1,000, keywords 2,000, body 20,000). Takes up to a second for a
    hostile body: call it before taking a lock.
    """
    title, summary, body = _clean(title, TITLE_LENGTH), _clean(summary, SUMMARY_LENGTH), _clean(body, BODY_LENGTH)
    keywords = _clean(keywords, KEYWORDS_LENGTH)
    doors, facets = list(doors), {name: [str(value) for value in values] for name, values in (facets or {}).items()}
    return {
        "kind": kind,
        "title": title,
        "summary": summary,
        "keywords": keywords,
        "body": body,
        "title_stems": language.stems(title),
        "summary_stems": language.stems(f"{summary}\n{keywords}"),
        "body_stems": language.stems(body) if body_stems is None else body_stems,
        "doors": doors,
        "facets": facets,
        "container": container,
        "labels": labels_of(tab_of(kind), doors, facets, container),
    }


def _clean(text: str, length: int) -> str:
    """The text without NUL and lone surrogates, which PostgreSQL refuses, cut to `length` characters."""
    return text[:length].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
