"""Facets, chips and tabs of the results page, made from an engine's answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.enums import InstansiKind, ProblemKind, Scope
from practices.facets import LONG_FACET, Facet, Option
from practices.library_index import LibraryIndex
from search.dates import Dates
from search.enums import Kind
from search.forms import FACETS, NO_EXAMPLES, TABS, Question, shown_value
from search.permissions import can_find_people
from search.types import SearchResults

LONGEST_FACET = 40  # values offered at all; who wants another adds words to the question

LABELS = {
    "lingkup": _("Lingkup"),
    "aspek": _("Aspek"),
    "sub": _("Sub-aspek"),
    "masalah": _("Jenis masalah"),
    "instansi": _("Jenis instansi"),
    "provinsi": _("Provinsi"),
    "pemilik": _("Instansi"),
    "tahun": _("Tahun dilaporkan"),
}
ENUMS: dict[str, type[TextChoices]] = {"masalah": ProblemKind, "instansi": InstansiKind}


@dataclass(frozen=True)
class Chip:
    """A chosen value and the address without it; `helps` says that results are left then.

    Where no count of the answer tells that, `without` is the question to ask.
    """

    text: str
    url: str
    helps: bool = False
    without: Question | None = None
    is_room: bool = False


@dataclass(frozen=True)
class Tab:
    name: str
    url: str
    count: int
    is_current: bool


class Names:
    """The names of facet values on the screen; those that are rows are in the library's index."""

    def __init__(self, index: LibraryIndex):
        self._index = index

    def of(self, name: str, value: str) -> str:
        """The value's name; an unknown one is shown as it was written."""
        if name in ("aspek", "sub"):
            named = self._index.named[name].get(value)
            return named.name if named else value
        if name == "pemilik":
            return self._index.agencies.get(value, value)
        if name == "provinsi":
            return short_province(self._index.agencies.get(value, value))
        if name == "lingkup":
            return str(Scope(value).label) if value in Scope.values else value
        if name in ENUMS:
            return str(ENUMS[name](value).label) if value in ENUMS[name].values else value
        if name == "contoh" and value == "no":
            return str(pgettext_lazy("filter", "Tanpa contoh"))
        return value


def facets(question: Question, results: SearchResults, names: Names) -> list[Facet]:
    """The facets that divide the results, each counted under all other filters; last the choice about examples."""
    found = [_facet(name, question, results, names) for name in LABELS]
    dividing = [facet for facet in found if len(facet.options) > 1 or any(option.is_chosen for option in facet.options)]
    choice = _without_examples(question, results)
    return [*dividing, Facet("contoh", str(_("Isi contoh")), [choice], [])] if choice else dividing


def chips(question: Question, results: SearchResults, names: Names, room=None) -> list[Chip]:
    """One removable chip per chosen value; a facet's counts are those without it, so they say whether that helps.

    One more for the room that is searched, and one for the days.
    """
    places = []
    if room is not None:
        text = str(_("Ruang: %(room)s")) % {"room": room.title}
        places.append(Chip(text, question.url(room=""), without=replace(question, room=""), is_room=True))
    if question.dates.is_set:
        text, without = str(question.dates), replace(question, dates=Dates())
        places.append(Chip(text[:1].upper() + text[1:], without.url(), without=without))
    return places + [
        Chip(
            names.of(name, stored),
            question.url_without(name, value),
            helps=bool(results.facets.get(FACETS[name])),
        )
        for name, values in question.filters.items()
        for value, stored in zip(values, question.facet_filters[FACETS[name]], strict=True)
    ]


def tabs(question: Question, results: SearchResults, reader) -> list[Tab]:
    """All kinds and each kind, with counts under the filters; people only for those who may find them."""
    kinds = {tab: kind for tab, kind in TABS.items() if kind != Kind.PERSON or can_find_people(reader)}
    counts = results.kinds
    everything = Tab(str(_("Semua")), question.url(tab=""), sum(counts.values()), not question.tab)
    return [
        everything,
        *(
            Tab(str(kind.label), question.url(tab=tab), counts.get(kind, 0), question.tab == tab)
            for tab, kind in kinds.items()
        ),
    ]


def _facet(name: str, question: Question, results: SearchResults, names: Names) -> Facet:
    counts = results.facets.get(FACETS[name], {})
    chosen = question.facet_filters.get(FACETS[name], ())
    values = list(dict.fromkeys([*chosen, *sorted(counts, key=_order(name, counts, names))]))[:LONGEST_FACET]
    options = [
        Option(shown_value(name, value), names.of(name, value), counts.get(value, 0), value in chosen)
        for value in values
    ]
    cut = LONG_FACET if len(options) > LONG_FACET + 2 else len(options)
    return Facet(name, str(LABELS[name]), options[:cut], options[cut:])


def _without_examples(question: Question, results: SearchResults) -> Option | None:
    """The choice to leave examples out; None where there are none and it was not made."""
    counts = results.facets.get("example", {})
    is_chosen = NO_EXAMPLES in question.filters.get("contoh", ())
    if not is_chosen and not counts.get("yes"):
        return None
    return Option(NO_EXAMPLES, str(pgettext_lazy("filter", "Tanpa contoh")), counts.get("no", 0), is_chosen)


def _order(name: str, counts: dict[str, int], names: Names) -> Callable:
    """Years from the newest, enums as declared, rows by how many results they have, then by name."""
    if name == "tahun":
        return lambda value: -int(value)
    declared = Scope.values if name == "lingkup" else ENUMS[name].values if name in ENUMS else None
    if declared:
        return lambda value: declared.index(value) if value in declared else len(declared)
    return lambda value: (-counts[value], names.of(name, value).casefold())


def short_province(name: str) -> str:
    """The province that a provincial government governs: "Pemerintah Provinsi Bali" → "Bali"."""
    return name.removeprefix("Pemerintah ").removeprefix("Provinsi ")
