"""Questions that visitors asked with success: they serve to suggest.

They are summed from the log by the timer, into a table that readers' requests look at; each process remembers it for
some minutes.
"""

import threading
import time

from django.db import transaction
from django.utils import timezone

from search.language import root, tokens
from search.models import AskedSearch, PastQuestion

MOST = 500
REMEMBERED_SECONDS = 600

Known = tuple[str, frozenset[str]]  # the question, and the roots of its words
_held: list[Known] = []
_until = 0.0
_reading = threading.Lock()


def sum_up() -> int:
    """Write down the questions most asked of late, as the log has them now; how many."""
    asked = AskedSearch.objects.good_past_queries(timezone.now()).values_list("text", flat=True)[:MOST]
    rows = [PastQuestion(text=text, place=place) for place, text in enumerate(asked, 1)]
    with transaction.atomic():
        PastQuestion.objects.exclude(text__in=[row.text for row in rows]).delete()
        PastQuestion.objects.bulk_create(rows, update_conflicts=True, unique_fields=["text"], update_fields=["place"])
    return len(rows)


def known() -> list[Known]:
    """The questions most asked of late; looked up once in some minutes."""
    global _held, _until
    with _reading:
        if time.monotonic() > _until:
            _held = [(text, _roots(text)) for text in PastQuestion.objects.values_list("text", flat=True)]
            _until = time.monotonic() + REMEMBERED_SECONDS
        return _held


def forget() -> None:
    """Look the questions up anew when they are next wanted (tests)."""
    global _until
    _until = 0.0


def beginning(text: str, most: int) -> list[str]:
    """At most so many questions that begin so, the most asked first."""
    start = " ".join(text.casefold().split())
    return [each for each, _words in known() if each.startswith(start) and each != start][:most] if start else []


def like(text: str, most: int) -> list[str]:
    """At most so many questions that share words with `text`, those with most of them first."""
    wanted = _roots(text)
    shared = [(len(wanted & words), each) for each, words in known() if wanted & words and each != text.casefold()]
    return [each for _count, each in sorted(shared, key=lambda pair: -pair[0])[:most]]


def _roots(text: str) -> frozenset[str]:
    return frozenset(root(token.word) for token in tokens(text) if len(token.word) > 2)
