"""What readers said of pages, summed up for those who look after them: only of pages that they may read themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from community import subjects
from community.enums import Subject
from community.feedback import WORDS
from community.models import PageFeedback
from community.subjects import Card

WORD_OF = {subject: word for word, subject in WORDS.items()}
NEWEST = 20


@dataclass(frozen=True)
class PageLine:
    """One page with its answers."""

    kind: str
    word: str
    pk: int
    page: Card
    helpful: int
    not_helpful: int
    sentences: int
    last_at: datetime


@dataclass(frozen=True)
class Sentence:
    """What somebody missed on a page."""

    page: Card
    text: str
    is_helpful: bool
    at: datetime


def summed():
    """Answers by page, those with the most “no” first: `subject`, `object_id` and counts, as a queryset of dicts."""
    return (
        PageFeedback.objects.values("subject", "object_id")
        .annotate(
            helpful=Count("pk", filter=Q(is_helpful=True)),
            not_helpful=Count("pk", filter=Q(is_helpful=False)),
            sentences=Count("pk", filter=~Q(missing="")),
            last_at=Max("created_at"),
        )
        .order_by("-not_helpful", "-last_at", "subject", "object_id")
    )


def lines(rows: list[dict], reader) -> list[PageLine]:
    """The rows of `summed` with their pages; without those that `reader` may not read or that are gone."""
    pages = subjects.cards([(row["subject"], row["object_id"]) for row in rows], reader)
    return [
        PageLine(
            kind=Subject(row["subject"]).label,
            word=WORD_OF[row["subject"]],
            pk=row["object_id"],
            page=pages[row["subject"], row["object_id"]],
            helpful=row["helpful"],
            not_helpful=row["not_helpful"],
            sentences=row["sentences"],
            last_at=row["last_at"],
        )
        for row in rows
        if (row["subject"], row["object_id"]) in pages
    ]


def newest_sentences(reader, *, subject: str = "", object_id: int = 0, most: int = NEWEST) -> list[Sentence]:
    """What readers missed last, on all pages that `reader` may read or on one; at most `most`."""
    rows = PageFeedback.objects.exclude(missing="").order_by("-created_at", "-pk")
    if subject:
        rows = rows.filter(subject=subject, object_id=object_id)
    found = list(rows[:most])
    pages = subjects.cards([(row.subject, row.object_id) for row in found], reader)
    return [
        Sentence(pages[row.subject, row.object_id], row.missing, row.is_helpful, row.created_at)
        for row in found
        if (row.subject, row.object_id) in pages
    ]
