"""What is found as results: their texts from the entries as they stand, with what matched marked."""

from django.db.models import Q

from search.engines.highlights import Marker
from search.engines.ranking import Candidate
from search.enums import Kind
from search.language import Group, ParsedQuery
from search.models import SearchEntry
from search.types import Hit

SHOWN = ("kind", "object_id", "title", "summary", "body", "facets", "thread")


def hits(shown: list[Candidate], parsed: ParsedQuery, using: str) -> list[Hit]:
    """A result for each of the candidates in their order; those whose entry is gone are left out."""
    threads = {candidate.thread for candidate in shown} - {None}
    rows = _rows([candidate.id for candidate in shown], threads, using)
    topics = {row.object_id: row for row in rows.values() if row.kind == Kind.TOPIC}
    markers = Markers(parsed)
    return [
        _hit(candidate, row, topics.get(row.thread), markers.of(candidate))
        for candidate in shown
        if (row := rows.get(candidate.id))
    ]


class Markers:
    """What marks each result: a related term only where the result lacks what it stands for."""

    def __init__(self, parsed: ParsedQuery):
        self._parsed, self._made = parsed, {}
        self._near = [group for group in parsed.groups if group.related]

    def of(self, candidate: Candidate) -> Marker:
        text = f" {candidate.title} {candidate.summary} {candidate.body} "
        lacking = tuple(group for group in self._near if not _is_met(group, text))
        if lacking not in self._made:
            self._made[lacking] = Marker(self._parsed, lacking)
        return self._made[lacking]


def _is_met(group: Group, text: str) -> bool:
    return any(
        f" {' '.join(each.roots)} " in text if each.is_adjacent else all(f" {root} " in text for root in each.roots)
        for each in group.alternatives
    )


def _rows(ids: list[int], threads: set, using: str) -> dict[int, SearchEntry]:
    """The entries to show, with those of the topics `threads`."""
    topics = Q(kind=Kind.TOPIC, object_id__in=threads)
    entries = SearchEntry.objects.using(using).findable().filter(Q(pk__in=ids) | topics)
    return {entry.pk: entry for entry in entries.only(*SHOWN)}


def _hit(candidate: Candidate, row: SearchEntry, topic: SearchEntry | None, marker: Marker) -> Hit:
    """The result that a row makes; a reply stands inside its topic's."""
    is_reply = row.kind == Kind.POST and topic is not None
    outer = topic if is_reply else row
    return Hit(
        kind=outer.kind,
        object_id=outer.object_id,
        score=round(candidate.score, 6),
        title=marker.marked(outer.title),
        excerpt=marker.excerpt(row.summary, row.body),
        facets=outer.facets,
        post_id=row.object_id if is_reply else None,
        posts=candidate.posts,
    )
