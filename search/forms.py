"""What a reader asks of search, read from the address; whatever stands there, a question comes out or a 400."""

from dataclasses import dataclass, field, replace

from django.core.exceptions import BadRequest
from django.db.models import TextChoices
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from community.enums import Scope
from community.links import MOST_FILTER_VALUES
from search.dates import Dates
from search.enums import Kind

PAGE_SIZE = 10
MAX_PAGE = 200  # the engines rank no more than so many
MAX_TEXT = 200  # characters of a question
MAX_LENGTH = 160  # the longest code there is
MAX_SLUG = 255

# Parameter of the address (architecture.md §5) → facet of an entry. `tinjauan` is the library's alone: see
# `sources.practices`.
FACETS = {
    "aspek": "aspect",
    "sub": "subaspect",
    "masalah": "problem",
    "lingkup": "scope",
    "instansi": "instansi",
    "pemilik": "owner",
    "provinsi": "province",
    "tahun": "year",
    "contoh": "example",
}
TABS = {
    "praktik": Kind.PRACTICE,
    "fgd": Kind.EVENT,
    "diskusi": Kind.TOPIC,
    "instansi": Kind.INSTANSI,
    "dokumen": Kind.DOCUMENT,
    "orang": Kind.PERSON,
}
NO_EXAMPLES = "tanpa"


class Sort(TextChoices):
    """The order of results, as the address writes it."""

    RELEVANCE = "relevan", _("Paling cocok")
    NEWEST = "terbaru", _("Terbaru")


@dataclass(frozen=True)
class Question:
    """A reader's question: words, tab, filters (parameter → values as written in the address), days, order and page.

    `room` is the word by which a room of the forum stands in its address, where only that room is searched. `is_cut`
    says that the words went beyond `MAX_TEXT`; `as_typed` that they are not to be corrected.
    """

    text: str = ""
    tab: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Dates = field(default_factory=Dates)
    room: str = ""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    as_typed: bool = False
    is_cut: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Question":
        """Read an address; `BadRequest` for an impossible page, tab or order and for absurdly many values."""
        typed = one_line(query.get("q", ""))
        return cls(
            text=typed[:MAX_TEXT].strip(),
            tab=_chosen(query.get("jenis", ""), ["", *TABS]),
            filters=_filters(query),
            dates=Dates.of(one_line(query.get("dari", "")), one_line(query.get("sampai", ""))),
            room=one_line(query.get("ruang", ""))[:MAX_SLUG],
            sort=Sort(_chosen(query.get("urut", "") or Sort.RELEVANCE.value, Sort.values)),
            page=_page_number(query.get("hal", "") or "1"),
            as_typed=query.get("persis") == "1",
            is_cut=len(typed) > MAX_TEXT,
        )

    @property
    def kind(self) -> Kind | None:
        return TABS.get(self.tab)

    @property
    def is_empty(self) -> bool:
        """Neither words nor filters nor days: nothing was asked."""
        return not (self.text or self.filters or any(self.dates.typed) or self.room)

    @property
    def is_narrowed(self) -> bool:
        """Whether only a part of the portal is searched."""
        return bool(self.tab) or self.is_filtered

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the tab narrows it."""
        return bool(self.filters or self.dates.is_set or self.room)

    @property
    def is_plain(self) -> bool:
        """Words alone: no tab, filter, order or further page."""
        return self.pairs() == [("q", self.text)]

    @property
    def facet_filters(self) -> dict[str, tuple[str, ...]]:
        """The filters as entries know them: facet → values."""
        return {FACETS[name]: tuple(_stored(name, value) for value in values) for name, values in self.filters.items()}

    def pairs(self, *left_out: str) -> list[tuple[str, str]]:
        """The question as parameters and values, for the hidden fields of a form; those named `left_out` are not."""
        parameters = {
            "q": self.text,
            "jenis": self.tab,
            "ruang": self.room,
            **self.filters,
            **self.dates.pairs,
            "urut": "" if self.sort == Sort.RELEVANCE else self.sort.value,
            "persis": "1" if self.as_typed else "",
            "hal": str(self.page) if self.page > 1 else "",
        }
        return [
            (name, value)
            for name, values in parameters.items()
            if name not in left_out
            for value in ([values] if isinstance(values, str) else values)
            if value
        ]

    def url(self, **changes) -> str:
        """The address of this question with `changes` to its fields, on its first page unless `page` is given."""
        pairs = replace(self, **{"page": 1, **changes}).pairs()
        address = reverse("search:result_list")
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def url_without(self, name: str, value: str) -> str:
        """The address without one value of a filter."""
        rest = tuple(each for each in self.filters[name] if each != value)
        others = {other: values for other, values in self.filters.items() if other != name}
        return self.url(filters={**others, name: rest} if rest else others)


def one_line(raw: str) -> str:
    """Text as it may be compared, stored and shown: one line, without NUL and halves of characters."""
    return " ".join(raw.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8").split())


def shown_value(name: str, value: str) -> str:
    """A facet's value as the address writes it; the inverse of `_stored`."""
    if name == "lingkup":
        return Scope(value).slug if value in Scope.values else value
    return value


def _filters(query: QueryDict) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in FACETS:
        values = tuple(dict.fromkeys(filter(None, (one_line(raw)[:MAX_LENGTH] for raw in query.getlist(name)))))
        if len(values) > MOST_FILTER_VALUES:
            raise BadRequest(f"More than {MOST_FILTER_VALUES} values of one filter.")
        if values:
            found[name] = values
    return found


def _stored(name: str, value: str) -> str:
    """The value as entries store it; one that nobody knows stays, and matches nothing."""
    if name == "lingkup":
        return next((scope.value for scope in Scope if scope.slug == value), value)
    if name == "contoh":
        return "no" if value == NO_EXAMPLES else value
    return value


def _chosen(raw: str, known: list[str]) -> str:
    if raw not in known:
        raise BadRequest("Not one of the choices.")
    return raw


def _page_number(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9 and 0 < int(raw) <= MAX_PAGE):
        raise BadRequest("Not a page of the results.")
    return int(raw)
