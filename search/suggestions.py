"""What is offered while somebody types: words that complete the question, and pages that are called so.

Asked of the database whichever engine answers questions, and only of titles; what is named is looked up again for its
reader. A word is offered when an entry that is open to the reader has it just as it is written.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from community import subjects
from community.enums import Subject
from forums.models import RoomPage
from search import past
from search.completion import Typed
from search.containers import Containers, containers_of
from search.engines import expressions
from search.engines.base import embedded_engine
from search.engines.expressions import All, Match, Run, Some
from search.engines.question import Question as Reading
from search.enums import Kind
from search.forms import MAX_TEXT, Question
from search.labels import kind_label
from search.language import fold, parse, tokens
from search.language.roots import CLITICS
from search.permissions import can_find_people
from search.services import GOVERNMENT, request_for
from search.sources import SOURCES
from search.spelling import corrected_text

MOST, MOST_WORDS, MOST_OF_A_KIND = 8, 3, 3
MOST_PAST = 2  # questions that others asked with success
SHORTEST = 2  # letters, before anything is offered
LOOKED_AT = 16  # titles of each of these
READ = 12  # entries, for words that no title has
APART = ((Kind.PRACTICE, Kind.EVENT), (Kind.TOPIC,), (Kind.INSTANSI,), (Kind.PERSON,))  # so none crowds out another
NAMED = {Kind.PRACTICE: Subject.PRACTICE, Kind.EVENT: Subject.EVENT, Kind.TOPIC: Subject.TOPIC, Kind.ROOM: Subject.ROOM}
WORD = "word"
PLAIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Suggestion:
    """One line below the box: `kind` is a code of `Kind` or "word" (a question, not a page), `label` its name."""

    kind: str
    label: str
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Title:
    """An entry whose title answers; `rank` puts those first that are written as it was typed."""

    kind: str
    object_id: int
    text: str
    rank: tuple


def suggestions(text: str, reader, within: Question | None = None, room: RoomPage | None = None) -> list[Suggestion]:
    """At most eight suggestions for what `reader` has typed so far, words before pages.

    Only from the tab of `within` and from `room`, where these are given. Where nothing is written so, what is spelt
    nearly so is offered; a name or an acronym is never respelt.
    """
    return suggested(text, reader, None, within, room)


def suggested(
    text: str,
    reader,
    containers: Containers | None,
    within: Question | None = None,
    room: RoomPage | None = None,
) -> list[Suggestion]:
    """`suggestions` for a reader whose rooms are known; they are asked for unless given."""
    if len(text.strip()) < SHORTEST:
        return []
    finder = Finder(reader, containers, within, room)
    for typed in finder.readings(text):
        if found := finder.found(typed):
            return found
    return []


class Finder:
    """Looks up what one reader may see."""

    def __init__(
        self,
        reader,
        containers: Containers | None = None,
        within: Question | None = None,
        room: RoomPage | None = None,
    ):
        self.reader = reader
        self.within = within or Question()
        self.engine = embedded_engine()
        self.request = request_for(Question(), reader, containers or containers_of(reader), room)
        self._of_pages = expressions.conditions(replace(self.request, containers=()))
        self._of_all = expressions.conditions(self.request)
        self._apart = [tabs for tabs in APART if self._is_searched(tabs, room)]

    def _is_searched(self, tabs: tuple[Kind, ...], room: RoomPage | None) -> bool:
        if room is not None:
            return Kind.TOPIC in tabs
        if Kind.PERSON in tabs and not can_find_people(self.reader):
            return False
        return self.within.kind is None or self.within.kind in tabs

    def readings(self, text: str) -> Iterable[Typed]:
        """What was typed, then what may have been meant: a slip in the last word, then misspelt words."""
        if self.request.keys == self.request.containers == ():
            return  # a room that is not open to the reader
        vocabulary, synonyms = self.engine.vocabulary, self.request.synonyms
        vocabulary.catch_up()
        typed = Typed.of(text, vocabulary, synonyms)
        yield typed
        respelt = typed.respelt(self._corrected(typed.head) or typed.head, vocabulary)
        if (respelt.head, respelt.endings) != (typed.head, typed.endings):
            yield respelt
        if better := self._corrected(text):
            yield replace(Typed.of(f"{better} ", vocabulary, synonyms), is_changed=True)

    def _corrected(self, text: str) -> str | None:
        parsed = parse(text, self.request.synonyms)
        if not parsed.groups:
            return None
        question = Reading(self.engine.index, self.engine.statistics, self.request, parsed)
        return corrected_text(question, self.engine.vocabulary)

    def questions(self, text: str) -> list[str]:
        """What a question that an engine could not correct may become, by its last word alone."""
        vocabulary = self.engine.vocabulary
        typed = Typed.of(text, vocabulary, self.request.synonyms)
        for reading in dict.fromkeys([typed, typed.respelt(typed.head, vocabulary)]):
            if reading.expression and reading.endings and (words := self._words(reading, self._titles(reading))):
                return [word.text for word in words]
        return []

    def found(self, typed: Typed) -> list[Suggestion]:
        """Words and pages for one reading."""
        if typed.expression is None:
            return []
        titles = self._titles(typed)
        words = self._words(typed, titles)
        return [*words, *self._pages(titles, MOST - len(words))]

    def _titles(self, typed: Typed) -> list[Title]:
        """Titles that answer, of each kind some, best first; none names what the reader may not find."""
        matches, index = [], self.engine.index
        for tabs in self._apart:
            labels, places = self._of_all if Kind.TOPIC in tabs else self._of_pages
            kind = Some(tuple(Run((kind_label(tab),)) for tab in tabs if self.within.kind in (None, tab)))
            matches.append(Match(typed.expression, All((kind, labels)) if labels else kind, places, is_rare=True))
        columns = "entry.kind, entry.object_id, entry.title, entry.boost"
        rows = index.first(matches, LOOKED_AT, columns, last=index.last_id(), title_only=True)
        found = [
            Title(kind, pk, title, _rank(typed, title, boost))
            for _place, kind, pk, title, boost in rows
            if kind in NAMED or kind in (Kind.INSTANSI, Kind.PERSON)
        ]
        return sorted(found, key=lambda title: title.rank)

    def _words(self, typed: Typed, titles: list[Title]) -> list[Suggestion]:
        """Questions that the last word may become, the oftenest in titles first, else as texts have it."""
        if typed.is_changed and not typed.last:
            return [self._question(typed.head)]
        counts = Counter(token.word for title in titles for token in tokens(title.text))
        known = set(typed.endings)
        likely = [word for word, _count in counts.most_common() if word in known]
        if not likely and typed.endings:
            likely = self._written(typed)
        likely = [word for word in likely if typed.is_changed or word != typed.last]
        asked = [] if typed.is_changed or self.within.is_narrowed else past.beginning(typed.text, MOST_PAST)
        completed = [f"{typed.head} {word}".strip() for word in _unlike(likely)[:MOST_WORDS]]
        texts = list(dict.fromkeys([*asked, *completed]))[:MOST_WORDS]
        return [self._question(text) for text in texts if len(text) <= MAX_TEXT]

    def _written(self, typed: Typed) -> list[str]:
        """Endings as the last written texts have them, in the words' own form, the oftenest first."""
        index = self.engine.index
        labels, places = self._of_all
        match = Match(typed.expression, labels, places)
        texts = index.texts(index.ids(match, index.last_id(), limit=READ)).values()
        known = set(typed.endings)
        counts = Counter(word for text in texts for word in known.intersection(PLAIN.findall(fold(" ".join(text)))))
        return [word for word, _count in counts.most_common()]

    def _question(self, text: str) -> Suggestion:
        return Suggestion(WORD, _("Cari"), text, self.within.url(text=text))

    def _pages(self, titles: list[Title], most: int) -> list[Suggestion]:
        """The best titles, not too many of one kind while there are others, as they are called now."""
        taken, left, kinds = [], [], Counter()
        for title in titles:
            (taken if kinds[title.kind] < MOST_OF_A_KIND else left).append(title)
            kinds[title.kind] += 1
        chosen = sorted([*taken, *left][:most], key=lambda title: title.rank)
        cards = subjects.cards([(NAMED[t.kind], t.object_id) for t in chosen if t.kind in NAMED], self.reader)
        others = {
            kind: SOURCES[kind].shown(ids, self.reader)
            for kind in (Kind.INSTANSI, Kind.PERSON)
            if (ids := [title.object_id for title in chosen if title.kind == kind])
        }
        found = []
        for title in chosen:
            if title.kind in NAMED:
                if card := cards.get((NAMED[title.kind], title.object_id)):
                    found.append(_page(title.kind, card.title, card.url, card.is_example))
            elif shown := others[title.kind].get(title.object_id):
                found.append(_page(title.kind, title.text, shown.url, shown.is_example, shown.owners))
        return found


def _rank(typed: Typed, title: str, boost: float) -> tuple:
    begins = typed.begins(title) or typed.begins(title.removeprefix(GOVERNMENT))
    return (not begins, not typed.has_written(title), -boost, len(title), title)


def _unlike(words: list[str]) -> list[str]:
    """The words without those that only add a clitic to one before them (`nilainya` after `nilai`)."""
    found = []
    for word in words:
        if not any(word == other + clitic for other in found for clitic in CLITICS):
            found.append(word)
    return found


def _page(kind: str, title: str, url: str, is_example: bool, note: str = "") -> Suggestion:
    label = str(Kind(kind).one)
    return Suggestion(kind, f"{label} · {_('contoh')}" if is_example else label, title, url, note)
