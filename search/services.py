"""Asking: a reader's question, answered by the engine in use and checked again against the database."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from community import subjects
from community.audience import keys_of
from community.subjects import Card
from forums.models import RoomPage
from practices.models import PracticePage
from search import wording
from search.containers import Containers, containers_of, without_any
from search.engines.base import current_engine
from search.enums import Kind
from search.forms import PAGE_SIZE, Question, Sort
from search.language import parse
from search.sources import SOURCES, Shown
from search.types import Hit, SearchRequest, SearchResults
from search.why import ways

MOST_BESIDE = MOST_PROMOTED = 3
MARKED = re.compile(r"<mark>.*?</mark>")
GOVERNMENT = "Pemerintah "
WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Row:
    """One result: what the engine found, and its object as it stands now."""

    hit: Hit
    shown: Shown
    inside: Shown | None = None  # the reply of a topic that answers best
    position: int = 0  # among all results, from 1
    ways: list[str] = field(default_factory=list)  # in what other words it has what was asked

    @property
    def kind(self) -> Kind:
        return Kind(self.hit.kind)

    @property
    def why(self) -> str:
        """Where the words were found, and by which others, when the row does not show it by itself."""
        return " · ".join(filter(None, [self._place, *self.ways]))

    @property
    def _place(self) -> str:
        if "<mark>" in self.hit.title:
            return _("Cocok di judul")
        if "<mark>" in self.hit.excerpt:
            return _("Cocok di isi") if self.ways else ""
        return _("Cocok pada instansi, aspek, atau kata kunci") if self.kind == Kind.PRACTICE else ""

    @property
    def is_asked_by_name(self) -> bool:
        """Whether each word of its title is in the question; the "Pemerintah" before a region goes without saying."""
        return not WORD.search(MARKED.sub("", self.hit.title.removeprefix(GOVERNMENT)))


@dataclass(frozen=True)
class Answer:
    """The results of one page: the engine's answer, and those of its hits that the reader may read now."""

    results: SearchResults
    rows: list[Row]
    promoted: list[Card] = field(default_factory=list)  # what stewards put first for these words
    containers: Containers = field(default_factory=Containers)  # that were open to the reader
    room: RoomPage | None = None  # the only one that was searched

    @property
    def beside(self) -> list[Row]:
        """Agencies for cards beside the list: the first few of a page on which something else answers better.

        One whose name was asked for stands before the others.
        """
        if not self.rows or self.rows[0].kind == Kind.INSTANSI:
            return []
        agencies = [row for row in self.rows if row.kind == Kind.INSTANSI]
        return sorted(agencies, key=lambda row: not row.is_asked_by_name)[:MOST_BESIDE]

    @property
    def names_an_agency(self) -> bool:
        """Whether the question is the name of an agency beside the list."""
        return any(row.is_asked_by_name for row in self.beside)

    @property
    def listed(self) -> list[Row]:
        """The other results of the page, in their order, without what stands before the list."""
        beside, first = self.beside, {(card.subject, card.pk) for card in self.promoted}
        return [row for row in self.rows if row not in beside and (row.hit.kind, row.hit.object_id) not in first]


def search(question: Question, reader, room: RoomPage | None = None) -> Answer:
    """Answer `question` for `reader`, whose keys go to the engine and whose rights are asked again of each object.

    With `room`, from what lies in it.
    """
    containers = containers_of(reader)
    results = search_engine(question, reader, containers, room)
    texts = [question.text, results.corrected or ""]
    rows = rows_for(results.hits, reader, first=(question.page - 1) * PAGE_SIZE + 1)
    parsed = parse(results.corrected or question.text, wording.at(containers.stamp).synonyms)
    rows = [replace(row, ways=ways(row.hit, parsed)) for row in rows]
    return Answer(results, rows, promoted_for(question, texts, reader, containers), containers, room)


def promoted_for(question: Question, texts: list[str], reader, containers: Containers) -> list[Card]:
    """What stewards put first for the first of `texts` that has such a thing, as far as `reader` may read it.

    Nothing once the results are narrowed.
    """
    if question.is_narrowed or question.sort != Sort.RELEVANCE:
        return []
    kept, today = wording.at(containers.stamp), timezone.localdate()
    pairs = next(filter(None, (kept.promoted_for(text, today) for text in texts)), [])
    found = subjects.cards(pairs, reader) if pairs else {}
    return [found[pair] for pair in pairs if pair in found][:MOST_PROMOTED]


def search_engine(
    question: Question, reader, containers: Containers | None = None, room: RoomPage | None = None
) -> SearchResults:
    """The answer of the engine in use, before its hits are looked up; `containers` are asked for unless given."""
    return current_engine().search(request_for(question, reader, containers or containers_of(reader), room))


def finds(question: Question, reader, containers: Containers, room: RoomPage | None = None) -> bool:
    """Whether the question has any answer."""
    return bool(search_engine(question, reader, containers, room).total)


def room_called(slug: str, reader) -> RoomPage | None:
    """The room that `reader` may open by the word in its address."""
    rooms = RoomPage.objects.readable_by(reader).filter(slug=slug).order_by("pk")
    return rooms.only("title", "slug", "scope").first()


def request_for(question: Question, reader, containers: Containers, room: RoomPage | None = None) -> SearchRequest:
    """The question as engines take it, read by the synonyms of now; a superuser needs no keys.

    In a `room` no key opens anything: only what lies there is found, and nothing if it is not open to the reader.
    """
    is_superuser = reader.is_active and reader.is_superuser
    keys, opened = None if is_superuser else tuple(keys_of(reader)), containers.open
    if room is not None:
        keys, opened = (), tuple(pk for pk in opened if pk == room.pk)
    return SearchRequest(
        text=question.text,
        keys=keys,
        containers=opened,
        inherited={pk: containers.facets[pk] for pk in opened if pk in containers.facets},
        kind=question.kind,
        filters=question.facet_filters,
        since=question.dates.since,
        until=question.dates.until,
        sort="newest" if question.sort == Sort.NEWEST else "relevance",
        offset=(question.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        as_typed=question.as_typed,
        synonyms=wording.at(containers.stamp).synonyms,
    )


def rows_for(hits: list[Hit], reader, first: int = 1) -> list[Row]:
    """The hits that `reader` may read, with one look at the database per kind; a stale entry shows nothing.

    `first` is the position of the first of them.
    """
    ids = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.object_id)
        if hit.post_id is not None:
            ids[Kind.POST].append(hit.post_id)
    shown = {kind: SOURCES[Kind(kind)].shown(pks, reader) for kind, pks in ids.items()}
    return [_row(hit, shown, place) for place, hit in enumerate(hits, first) if hit.object_id in shown[hit.kind]]


def _row(hit: Hit, shown: dict[str, dict[int, Shown]], position: int) -> Row:
    """The row of a hit whose object may be read; a reply that may not be is left out with its words."""
    inside = shown[Kind.POST].get(hit.post_id) if hit.post_id is not None else None
    if hit.post_id is not None and inside is None:
        hit = replace(hit, excerpt="", post_id=None)
    return Row(hit, shown[hit.kind][hit.object_id], inside, position)


def practices_near(words: str, reader, limit: int) -> list[PracticePage]:
    """The practices that match `words` best and that `reader` may read, for a page that has nothing else to show.

    Only what a link needs is fetched, by one query beside the engine's own. All kinds are asked for: without a filter
    the engine finds and counts in one go.
    """
    found = search_engine(Question(text=words), reader, without_any()).hits
    hits = [hit for hit in found if hit.kind == Kind.PRACTICE][:limit]
    readable = PracticePage.objects.published().visible_to(reader).filter(pk__in=[hit.object_id for hit in hits])
    pages = {page.pk: page for page in readable.only("title", "url_path", "slug")}
    return [pages[hit.object_id] for hit in hits if hit.object_id in pages]
