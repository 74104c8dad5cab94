"""What a reader of the library has chosen, and what is left under it.

Values within a facet are ORed, facets are ANDed, and each facet's counts are taken under all *other* filters, so that a
count says what choosing the value would show.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from django.core.exceptions import BadRequest
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.enums import InstansiKind, ProblemKind, Scope
from community.links import MOST_FILTER_VALUES, filtered_url
from practices.enums import Health, LibrarySort
from practices.library_index import LibraryIndex
from practices.links import COMPARED, LIBRARY
from practices.models import PracticePage

PAGE_SIZE = 20
MAX_LENGTH = 160  # of a value: the longest code there is
LONGEST_SLUG = PracticePage._meta.get_field("slug").max_length
LONG_FACET = 8  # values shown before the rest folds away

LABELS = {
    "aspek": _("Aspek"),
    "sub": _("Sub-aspek"),
    "masalah": _("Jenis masalah"),
    "lingkup": _("Lingkup"),
    "instansi": _("Jenis instansi"),
    "provinsi": _("Provinsi"),
    "tahun": _("Tahun dilaporkan"),
    "tinjauan": _("Peninjauan"),
    "contoh": _("Isi contoh"),
}
CHIPS_ONLY = {"pemilik": _("Instansi pemilik"), "dasar": _("Dasar hukum")}
FACETS = (*LABELS, *CHIPS_ONLY)
FROM_PRACTICES = ("pemilik", "dasar", "provinsi", "tahun", "contoh")  # their values are those that practices have

_ENUMS: dict[str, type[TextChoices]] = {"masalah": ProblemKind, "instansi": InstansiKind, "tinjauan": Health}


@dataclass(frozen=True)
class Selection:
    """The filters, order and page that the address names; values that nobody knows stay, and match nothing.

    `compared`: slugs of practices that the reader has picked to compare; they go along and filter nothing.
    `address`: the page that the filters are for, which is the library or its map.
    """

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: LibrarySort = LibrarySort.NEWEST
    page: int = 1
    compared: tuple[str, ...] = ()
    address: str = LIBRARY

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """Read an address; `BadRequest` for a page number that is none or a filter given absurdly often."""
        values = {name: given for name in FACETS if (given := given_values(query, name))}
        sort = query.get("urut", "")
        return cls(
            values=values,
            sort=LibrarySort(sort) if sort in LibrarySort.values else LibrarySort.NEWEST,
            page=_page_number(query.get("hal", "")),
            compared=compared_slugs(query),
        )

    def url(self, *, page: int = 1) -> str:
        sort = "" if self.sort == LibrarySort.NEWEST else self.sort.value
        kept = {COMPARED: self.compared}
        return filtered_url(self.address, **self.values, urut=sort, hal=page if page > 1 else None, **kept)

    def without(self, facet: str, value: str | None = None) -> "Selection":
        """The same without one value of a facet, or without the facet."""
        kept = dict(self.values)
        rest = tuple(each for each in kept.pop(facet, ()) if value is not None and each != value)
        if rest:
            kept[facet] = rest
        return replace(self, values=kept, page=1)

    def choosing(self, facet: str, values: tuple[str, ...]) -> "Selection":
        """The same with these values of a facet alone."""
        return replace(self, values={**self.values, facet: values}, page=1)

    def on(self, address: str) -> "Selection":
        """The same filters for another page."""
        return replace(self, address=address, page=1)

    def cleared(self) -> "Selection":
        return replace(self, values={}, page=1)

    def picking(self, slugs: tuple[str, ...]) -> "Selection":
        """The same list with other practices picked to compare."""
        return replace(self, compared=slugs)

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name in FACETS for value in self.values.get(name, ())]

    def hidden_pairs(self) -> list[tuple[str, str]]:
        """What the filter form keeps without showing it: owner, regulation, order, and what is to be compared."""
        kept = [(name, value) for name in CHIPS_ONLY for value in self.values.get(name, ())]
        if self.sort != LibrarySort.NEWEST:
            kept.append(("urut", self.sort.value))
        return kept + self.compared_pairs()

    def compared_pairs(self) -> list[tuple[str, str]]:
        return [(COMPARED, slug) for slug in self.compared]


@dataclass(frozen=True)
class Option:
    """One value of a facet: how many practices choosing it would show."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One facet of the form; `more` are the values that fold away, which never hold a chosen one unseen."""

    name: str
    label: str
    options: list[Option]
    more: list[Option]

    @property
    def is_more_open(self) -> bool:
        return any(option.is_chosen for option in self.more)


@dataclass(frozen=True)
class Chip:
    """One chosen value: how to take it away, and how many practices are left then."""

    facet: str
    value: str
    label: str
    is_known: bool
    remove_url: str
    count_without: int


class Library:
    """The library as `reader` sees it under `selection`; everything is counted from one index, without queries."""

    def __init__(self, index: LibraryIndex, reader, selection: Selection):
        self.index = index
        self.selection = selection
        self.readable = index.readable_by(reader)
        self._chosen = {name: index.having(name, values) for name, values in selection.values.items()}

    @cached_property
    def mask(self) -> int:
        return self._under(self._chosen)

    @property
    def count(self) -> int:
        return self.mask.bit_count()

    def _under(self, chosen: dict[str, int], *, leaving: str = "") -> int:
        mask = self.readable
        for name, matching in chosen.items():
            if name != leaving:
                mask &= matching
        return mask

    # --- the form ---------------------------------------------------------------------------------------------------

    def facets(self) -> list[Facet]:
        """The facets that still divide the list, each counted under all other filters."""
        found = [self._facet(name, label) for name, label in LABELS.items()]
        return [facet for facet in found if facet.options and (facet.name != "contoh" or self._has_examples())]

    def _has_examples(self) -> bool:
        return bool(self.readable & ~self.index.having("contoh", ["tanpa"])) or "contoh" in self.selection.values

    def _facet(self, name: str, label: str) -> Facet:
        options = self.options(name)
        cut = LONG_FACET if len(options) > LONG_FACET + 2 else len(options)
        return Facet(name, label, options[:cut], options[cut:])

    def options(self, name: str) -> list[Option]:
        """The values of a facet that choosing would show something for, and those that are chosen."""
        others = self._under(self._chosen, leaving=name)
        chosen = self.selection.values.get(name, ())
        known = self.index.masks.get(name, {})
        options = [
            Option(value, self.label(name, value), (others & known[value]).bit_count(), value in chosen)
            for value in self._ordered(name)
        ]
        return [option for option in options if option.count or option.is_chosen]

    def _ordered(self, name: str) -> Iterable[str]:
        """The values that any published practice has, in the order in which people look for them."""
        known = self.index.masks.get(name, {})
        if name in self.index.named:
            return sorted(known, key=lambda value: self.index.named[name][value].order)
        if name in ("tahun", "contoh"):
            return sorted(known, reverse=True)
        declared = [scope.slug for scope in Scope] if name == "lingkup" else _ENUMS[name].values
        return [value for value in declared if value in known]

    # --- what was chosen --------------------------------------------------------------------------------------------

    def loosening(self) -> list[Chip]:
        """For an empty list: the filters whose removal alone shows something."""
        return [chip for chip in self.chips() if chip.count_without]

    def chips(self) -> list[Chip]:
        """One chip per chosen value, also for values that do not exist."""
        return [self._chip(name, value) for name, value in self.selection.pairs()]

    def _chip(self, name: str, value: str) -> Chip:
        rest = self.selection.without(name, value)
        chosen = {**self._chosen, name: self.index.having(name, rest.values.get(name, ()))}
        count = self._under(chosen, leaving="" if name in rest.values else name).bit_count()
        return Chip(name, value, self.label(name, value), self.is_known(name, value), rest.url(), count)

    def is_known(self, name: str, value: str) -> bool:
        """Whether the value exists, even where no practice carries it.

        What only hidden practices bring along does not exist: its name would tell of them.
        """
        if name in FROM_PRACTICES:
            return bool(self.readable & self.index.having(name, [value])) or (name == "contoh" and value == "tanpa")
        if name in self.index.named:
            return value in self.index.named[name]
        if name == "lingkup":
            return value in {scope.slug for scope in Scope}
        if name in _ENUMS:
            return value in _ENUMS[name].values
        return False

    def label(self, name: str, value: str) -> str:
        """The value's name on the screen; an unknown one is shown as it was written."""
        if name in self.index.named:
            return self.index.named[name][value].name if self.is_known(name, value) else value
        if name == "lingkup":
            return next((scope.label for scope in Scope if scope.slug == value), value)
        if name in _ENUMS:
            return _ENUMS[name](value).label if value in _ENUMS[name].values else value
        if name == "contoh" and value == "tanpa":
            return pgettext_lazy("filter", "Tanpa contoh")
        return value

    # --- the rows ---------------------------------------------------------------------------------------------------

    def ids(self, mask: int, start: int, stop: int) -> list[int]:
        """Ids number `start` to `stop` of the practices in `mask`, in the chosen order."""
        bits = f"{mask:0{max(1, len(self.index.ids))}b}"  # the oldest practice stands first
        if self.selection.sort == LibrarySort.TITLE:
            size = len(bits) - 1
            places = islice((place for place in self.index.by_title if bits[size - place] == "1"), start, stop)
        elif self.selection.sort == LibrarySort.OLDEST:
            size = len(bits) - 1
            places = (size - found for found in islice(_ones(bits), start, stop))
        else:
            places = islice(_ones(bits[::-1]), start, stop)
        return [self.index.ids[place] for place in places]

    def rows(self) -> "Rows":
        return Rows(self)

    def nearest(self) -> tuple[str, list[int]]:
        """For an empty list: the name of a chosen sub-aspect or aspect that has practices, and its newest three."""
        for facet in ("sub", "aspek"):
            for value in self.selection.values.get(facet, ()):
                mask = self.readable & self.index.having(facet, [value])
                if mask:
                    return self.label(facet, value), self.ids(mask, 0, 3)
        return "", self.ids(self.readable, 0, 3)


class Rows:
    """The ids of the list for Django's paginator: counted at once, walked only as far as the page."""

    def __init__(self, library: Library):
        self.library = library

    def count(self) -> int:
        return self.library.count

    def __len__(self) -> int:
        return self.library.count

    def __getitem__(self, part: slice) -> list[int]:
        return self.library.ids(self.library.mask, part.start or 0, part.stop)


def _ones(bits: str) -> Iterator[int]:
    place = bits.find("1")
    while place >= 0:
        yield place
        place = bits.find("1", place + 1)


def compared_slugs(query: QueryDict) -> tuple[str, ...]:
    """The addresses of the practices to compare, as the page names them."""
    return given_values(query, COMPARED, longest=LONGEST_SLUG)


def given_values(query: QueryDict, name: str, *, longest: int = MAX_LENGTH) -> tuple[str, ...]:
    """The values of a parameter, each once and cleaned; `BadRequest` for absurdly many.

    `longest`: characters of the longest value that may mean something.
    """
    given = tuple(dict.fromkeys(clean for raw in query.getlist(name) if (clean := _cleaned(raw, longest))))
    if len(given) > MOST_FILTER_VALUES:
        raise BadRequest(f"More than {MOST_FILTER_VALUES} values of one filter.")
    return given


def _cleaned(raw: str, longest: int) -> str:
    """A value as it may be compared and shown: one line, no NUL, cut where none can be that long."""
    value = " ".join(raw.replace("\x00", "\ufffd").split())
    return value if len(value) <= longest else value[:longest] + "…"


def _page_number(raw: str) -> int:
    """1 where none is given; `BadRequest` for what is no page number."""
    if not raw:
        return 1
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9 and int(raw) > 0):
        raise BadRequest("Not a page number.")
    return int(raw)
