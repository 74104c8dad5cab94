"""The library as sets of bits: which practices carry which value of which facet.

A facet's counts are taken under all other filters, so a page of the library needs about a hundred counts. As one
integer of 20,000 bits per value, a count is an AND and a popcount; asked of the database, it is a scan each. The index
is built by three flat queries and kept in the memory of the process until `LibraryStamp` says that something changed.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Aggregate, BigIntegerField, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ReferenceIndex

from community.audience import doors_of, keys_of
from community.enums import Audience, ProblemKind, Scope
from community.models import Aspect, Instansi
from practices.enums import Health
from practices.link_rows import LinkRow
from practices.models import LibraryStamp, PracticePage, Regulation

# read once: looking an enum up for each of 20,000 rows takes longer than the rest of the row
SLUGS = {scope.value: scope.slug for scope in Scope}
SUBSTANCE, BEHAVIOUR = ProblemKind.SUBSTANCE.value, ProblemKind.BEHAVIOUR.value
DUE, CURRENT = Health.DUE.value, Health.CURRENT.value


class Named(NamedTuple):
    """A value that is no enum: its code, its name on the screen and its place among its like."""

    code: str
    name: str
    order: tuple


class SubAspectNode(NamedTuple):
    code: str
    name: str
    pk: int


@dataclass
class AspectNode:
    """One aspect of a framework with its sub-aspects, in the order of the regulation."""

    code: str
    name: str
    pk: int
    number: int
    framework_id: int
    framework_name: str
    subaspects: list[SubAspectNode] = field(default_factory=list)


class Owner(NamedTuple):
    code: str
    name: str


class _Guarded(NamedTuple):
    """What `doors_of` asks of a practice."""

    audience: str
    owner_ids: set
    audience_group_ids: set


class _Row(NamedTuple):
    """A practice's own columns, in the order of `COLUMNS`."""

    pk: int
    title: str
    scope: str
    audience: str
    has_substance_problem: bool
    has_behaviour_problem: bool
    reported_at: date
    review_by: date | None
    is_example: bool

    def values(self, today: date) -> Iterator[tuple[str, str]]:
        """What the practice itself says in each facet."""
        yield "lingkup", SLUGS[self.scope]
        if self.has_substance_problem:
            yield "masalah", SUBSTANCE
        if self.has_behaviour_problem:
            yield "masalah", BEHAVIOUR
        yield "tahun", str(self.reported_at.year)
        is_due = self.review_by is not None and self.review_by < today
        yield "tinjauan", DUE if is_due else CURRENT
        if not self.is_example:
            yield "contoh", "tanpa"


COLUMNS = _Row._fields


@dataclass
class LibraryIndex:
    """Bit n of every mask is the n-th published practice, newest first.

    `masks[facet][value]`: the practices with that value; `doors[door]`: those that a key to the door opens; `named`:
    names of values that are rows (`aspek`, `sub`, `pemilik`, `dasar`, `provinsi`); `agencies`: code and name of each
    agency, with or without practices; `by_title`: positions in the order
    of titles, sorted when first asked for.
    """

    ids: list[int]
    titles: list[str]
    masks: dict[str, dict[str, int]]
    doors: dict[str, int]
    named: dict[str, dict[str, Named]]
    owners: dict[int, list[Owner]]
    agencies: dict[str, str]
    aspects: list[AspectNode]

    @cached_property
    def by_title(self) -> list[int]:
        folded = [title.casefold() for title in self.titles]
        return sorted(range(len(self.ids)), key=lambda position: (folded[position], self.ids[position]))

    @property
    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    def readable_by(self, user) -> int:
        """Index form of `can_read`: the practices that one of the reader's keys opens."""
        if user.is_active and user.is_superuser:
            return self.everything
        mask = 0
        for key in keys_of(user):
            mask |= self.doors.get(key, 0)
        return mask

    def having(self, facet: str, values: Iterable[str]) -> int:
        """The practices with any of `values` in `facet`; an unknown value has none."""
        known = self.masks.get(facet, {})
        mask = 0
        for value in values:
            mask |= known.get(value, 0)
        return mask


_kept: tuple[tuple[str, date], LibraryIndex] | None = None
_building = threading.Lock()


def touch(**signal) -> None:
    """Say that what the library shows has changed, in the transaction of the change; usable as a receiver."""
    token = uuid.uuid4().hex
    if not LibraryStamp.objects.filter(pk=1).update(token=token):
        LibraryStamp.objects.bulk_create([LibraryStamp(pk=1, token=token)], ignore_conflicts=True)


def current() -> LibraryIndex:
    """The index as the database stands: one query while nothing changed, else three more."""
    global _kept
    today = timezone.localdate()
    # The token is read before the rows: what is read later is as new as the token or newer, never older.
    token = LibraryStamp.objects.values_list("token", flat=True).first()
    if token is None:
        return build(today)
    with _building:
        if _kept is None or _kept[0] != (token, today):
            _kept = ((token, today), build(today))
        return _kept[1]


def forget() -> None:
    """Have the index built anew when it is next wanted (tests)."""
    global _kept
    _kept = None


def build(today: date) -> LibraryIndex:
    """Read all published practices with their values; `today` decides which are due for review."""
    aspects = _aspect_tree()
    rows = [
        _Row(*row) for row in PracticePage.objects.published().order_by("-reported_at", "-pk").values_list(*COLUMNS)
    ]
    links = _Links({row.pk: position for position, row in enumerate(rows)}, aspects)
    positions, doors = links.positions, defaultdict(list)
    for position, row in enumerate(rows):
        for facet, value in row.values(today):
            positions[facet][value].append(position)
        for door in _doors_of(row, links):
            doors[door].append(position)
    return LibraryIndex(
        ids=[row.pk for row in rows],
        titles=[row.title for row in rows],
        masks={name: _masks(values, len(rows)) for name, values in positions.items()},
        doors=_masks(doors, len(rows)),
        named={**links.named, **_names_of(aspects)},
        owners=links.owners,
        agencies=links.agencies,
        aspects=aspects,
    )


def _doors_of(row: _Row, links: "_Links") -> list[str]:
    """The doors of a practice; those that are open to all of a kind need no look at owners and groups."""
    if row.audience in OPEN:
        return OPEN[row.audience]
    return doors_of(_Guarded(row.audience, links.owner_ids[row.pk], links.group_ids[row.pk]))


OPEN = {each.value: doors_of(_Guarded(each, set(), set())) for each in (Audience.PUBLIC, Audience.MEMBERS)}


class _Ids(Aggregate):
    """The ids of a group as one text, parted by commas: a row for each value instead of one for each link."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="string_agg(%(expressions)s::text, ',')", **context)


class _Links:
    """Owners, readers' groups, aspects, sub-aspects and regulations of all practices, read by one query."""

    def __init__(self, position_of: dict[int, int], aspects: list[AspectNode]):
        self.positions: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.owner_ids: dict[int, set[int]] = defaultdict(set)
        self.group_ids: dict[int, set[int]] = defaultdict(set)
        self.owners: dict[int, list[Owner]] = defaultdict(list)
        self.named: dict[str, dict[str, Named]] = {"pemilik": {}, "provinsi": {}, "dasar": {}}
        codes = {"aspek": {node.pk: node.code for node in aspects}}
        codes["sub"] = {sub.pk: sub.code for node in aspects for sub in node.subaspects}
        owned: dict[int, list[int]] = {}
        cited: dict[int, list[int]] = {}
        agencies: list[LinkRow] = []
        regulations: dict[int, Named] = {}
        for facet, target_id, ids, *names in _grouped_links():
            if facet == "nama":
                agencies.append(LinkRow(0, facet, names[0], target_id, *names[1:]))
                continue
            if facet == "peraturan":
                regulations[target_id] = Named(names[0], names[1], (names[1].casefold(),))
                continue
            pages = [pk for pk in map(int, ids.split(",")) if pk in position_of]
            if facet == "pemilik":
                owned[target_id] = pages
            elif facet == "dasar":
                cited[target_id] = [position_of[pk] for pk in pages]
            elif facet == "group":
                for pk in pages:
                    self.group_ids[pk].add(target_id)
            elif pages:
                self.positions[facet][codes[facet][target_id]] += [position_of[pk] for pk in pages]
        self.agencies = {agency.code: agency.name for agency in agencies}
        for agency in sorted(agencies, key=lambda row: row.name.casefold()):
            if pages := owned.get(agency.target_id):
                self._own(agency, pages, [position_of[pk] for pk in pages])
        for pk in cited.keys() & regulations.keys():
            if cited[pk]:
                regulation = regulations[pk]
                self.positions["dasar"][regulation.code] += cited[pk]
                self.named["dasar"][regulation.code] = regulation

    def _own(self, agency: LinkRow, pages: list[int], places: list[int]):
        owner = Owner(agency.code, agency.name)
        for pk in pages:
            self.owner_ids[pk].add(agency.target_id)
            self.owners[pk].append(owner)
        self.positions["pemilik"][agency.code] += places
        self.named["pemilik"][agency.code] = Named(agency.code, agency.name, (agency.name.casefold(),))
        self.positions["instansi"][agency.kind] += places
        if province := agency.province():
            self.positions["provinsi"][province[0]] += places
            self.named["provinsi"][province[0]] = Named(*province, (province[1].casefold(),))


def _grouped_links() -> Iterator[tuple]:
    """Facet, key and practices (ids parted by commas) of each value; names of agencies ("nama") and "peraturan"."""
    blank = Value("")

    def of(name: str, column: str, facet: str):
        rows = getattr(PracticePage, name).through.objects.order_by()
        if name == "audience_groups":
            rows = rows.filter(practicepage__audience=Audience.GROUP)
        rows = rows.values(column).annotate(facet=Value(facet), pages=_Ids("practicepage_id"))
        return rows.values_list("facet", column, "pages", blank, blank, blank, blank, blank)

    agencies = Instansi.objects.order_by().values_list(
        Value("nama"), "pk", blank, "code", "name", "kind", "province__code", "province__name"
    )
    regulations = Regulation.objects.order_by().values_list(
        Value("peraturan"), "pk", blank, "code", "name", blank, blank, blank
    )
    # a practice names its regulations in a stream of blocks, and Wagtail's index of references tells which
    cited = ReferenceIndex.objects.filter(
        content_type__app_label="practices",
        content_type__model="practicepage",
        to_content_type__app_label="practices",
        to_content_type__model="regulation",
    )
    cited = cited.order_by().annotate(target=Cast("to_object_id", BigIntegerField())).values("target")
    cited = cited.annotate(facet=Value("dasar"), pages=_Ids("object_id"))
    rows = agencies.union(
        regulations,
        cited.values_list("facet", "target", "pages", blank, blank, blank, blank, blank),
        of("owners", "instansi_id", "pemilik"),
        of("aspects", "aspect_id", "aspek"),
        of("subaspects", "subaspect_id", "sub"),
        of("audience_groups", "group_id", "group"),
        all=True,
    )
    return rows.iterator(chunk_size=5_000)


def _masks(positions: dict[str, list[int]], size: int) -> dict[str, int]:
    """One integer per value; bits are set in bytes first, since setting one in a large integer copies it."""
    masks = {}
    for value, places in positions.items():
        bits = bytearray(size // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        masks[value] = int.from_bytes(bits, "little")
    return masks


def _aspect_tree() -> list[AspectNode]:
    """Every aspect of every framework with its sub-aspects, by one query."""
    rows = Aspect.objects.order_by(
        "framework__valid_from", "framework_id", "number", "pk", "subaspects__number", "subaspects__pk"
    ).values_list(
        "pk",
        "code",
        "name",
        "number",
        "framework_id",
        "framework__name",
        "subaspects__code",
        "subaspects__name",
        "subaspects__pk",
    )
    nodes: dict[int, AspectNode] = {}
    for pk, code, name, number, framework_id, framework_name, *sub in rows:
        node = nodes.setdefault(pk, AspectNode(code, name, pk, number, framework_id, framework_name))
        if sub[0] is not None:
            node.subaspects.append(SubAspectNode(*sub))
    return list(nodes.values())


def _names_of(aspects: list[AspectNode]) -> dict[str, dict[str, Named]]:
    """Names of aspects and sub-aspects; one that two frameworks share gets its framework's name behind it."""
    named: dict[str, dict[str, Named]] = {"aspek": {}, "sub": {}}
    for facet, entries in (
        ("aspek", [(node, node.code, node.name) for node in aspects]),
        ("sub", [(node, sub.code, sub.name) for node in aspects for sub in node.subaspects]),
    ):
        frameworks = defaultdict(set)
        for node, _code, name in entries:
            frameworks[name].add(node.framework_id)
        for order, (node, code, name) in enumerate(entries):
            shown = name if len(frameworks[name]) == 1 else f"{name} · {node.framework_name}"
            named[facet][code] = Named(code, shown, (order,))
    return named
