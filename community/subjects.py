"""What a row is called and where it stands, by its kind and id, and which row stands at an address.

A text may link to a practice, a person may follow a room, and the pages that show that know neither. The app that a
kind of row belongs to says here what to call it, for a reader and at this moment; nothing, when they may not read it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.enums import Scope, Subject

Pair = tuple[str, int]  # a code of `Subject` and the id of a row


@dataclass(frozen=True)
class Card:
    """A row in a few words: its `title` and `url` (a path), a `note` of what else is known, its scope.

    `slug` is that of its cover, where its kind has one.
    """

    subject: Subject
    pk: int
    title: str
    url: str
    note: str = ""
    scope: Scope | None = None
    slug: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Naming:
    """How one kind of row is named: `cards` takes ids and a reader, and asks the database once.

    `readers` gives the people who may read a row; None for one that nobody may read now.

    Its pages stand below the path `below`; `ids` finds ids by the word that follows there, whoever may read them.
    """

    cards: Callable[[Iterable[int], object], dict[int, Card]]
    below: str = ""
    ids: Callable[[set[str]], dict[str, int]] | None = None
    readers: Callable[[int], object] | None = None


_namings: dict[str, Naming] = {}


def register(subject: Subject, naming: Naming) -> None:
    """Say how rows of a kind are named; called once, in `AppConfig.ready`."""
    _namings[subject] = naming


def cards(pairs: Iterable[Pair], reader) -> dict[Pair, Card]:
    """The cards of those rows that `reader` may read now; one query for each kind among them."""
    by_subject = defaultdict(set)
    for subject, object_id in pairs:
        by_subject[subject].add(object_id)
    found = {}
    for subject, ids in by_subject.items():
        if naming := _namings.get(subject):
            found |= {(subject, pk): card for pk, card in naming.cards(ids, reader).items()}
    return found


def card(subject: str, object_id: int, reader) -> Card | None:
    """The card of one row; None for one that `reader` may not read, and for one that is none."""
    return cards([(subject, object_id)], reader).get((subject, object_id))


def readers_of(subject: str, object_id: int):
    """The people (a queryset) who may read a row; None where nobody may now."""
    naming = _namings.get(subject)
    return naming.readers(object_id) if naming and naming.readers else None


def found_at(paths: Iterable[str]) -> dict[str, Pair]:
    """The rows whose pages, or something below them, stand at `paths`; one query for each kind among them."""
    words = defaultdict(dict)
    for path in paths:
        for subject, naming in _namings.items():
            if naming.ids and path.startswith(naming.below):
                word = path.removeprefix(naming.below).split("/")[0]
                words[subject].setdefault(word, []).append(path)
    found = {}
    for subject, of_word in words.items():
        for word, pk in _namings[subject].ids(set(of_word)).items():
            found |= {path: (subject, pk) for path in of_word[word]}
    return found


def cards_at(paths: Iterable[str], reader) -> dict[str, Card]:
    """The cards of what stands at `paths`, as far as `reader` may read it; two queries for each kind among them."""
    found = found_at(filter(None, paths))
    readable = cards(set(found.values()), reader)
    return {path: readable[pair] for path, pair in found.items() if pair in readable}


def card_at(path: str, reader) -> Card | None:
    """The card of what stands at `path`; None where `reader` finds nothing."""
    return cards_at([path], reader).get(path)
