"""The library as sets of bits: which practices carry which value of which facet.

A facet's counts are taken under all other filters, so a page of the library needs about a hundred counts. As one
integer of 20,000 bits per value, a count is an AND and a popcount; asked of the database, it is a scan each. The index
is built by three flat queries and kept in the memory of the process until `LibraryStamp` says that something changed.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Value
from django.utils import timezone

from community.audience import doors_of, keys_of
from community.enums import Audience, InstansiKind, ProblemKind, Scope
from community.models import Aspect, SubAspect
from practices.enums import Health
from practices.models import LibraryStamp, PracticePage


class Named(NamedTuple):
    """A value that is no enum: its code, its name on the screen and its place among its like."""

    code: str
    name: str
    order: tuple


class SubAspectNode(NamedTuple):
    code: str
    name: str


@dataclass
class AspectNode:
    """One aspect of a framework with its sub-aspects, in the order of the regulation."""

    code: str
    name: str
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
        yield "lingkup", Scope(self.scope).slug
        if self.has_substance_problem:
            yield "masalah", ProblemKind.SUBSTANCE.value
        if self.has_behaviour_problem:
            yield "masalah", ProblemKind.BEHAVIOUR.value
        yield "tahun", str(self.reported_at.year)
        is_due = self.review_by is not None and self.review_by < today
        yield "tinjauan", (Health.DUE if is_due else Health.CURRENT).value
        if not self.is_example:
            yield "contoh", "tanpa"


COLUMNS = _Row._fields


@dataclass
class LibraryIndex:
    """Bit n of every mask is the n-th published practice, newest first.

    `masks[facet][value]`: the practices with that value; `doors[door]`: those that a key to the door opens; `named`:
    names of values that are rows (`aspek`, `sub`, `pemilik`, `provinsi`); `by_title`: positions in the order of titles.
    """

    ids: list[int]
    by_title: list[int]
    masks: dict[str, dict[str, int]]
    doors: dict[str, int]
    named: dict[str, dict[str, Named]]
    owners: dict[int, list[Owner]]
    aspects: list[AspectNode]

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


def build(today: date) -> LibraryIndex:
    """Read all published practices with their values; `today` decides which are due for review."""
    aspects = _aspect_tree()
    rows = [
        _Row(*row) for row in PracticePage.objects.published().order_by("-reported_at", "-pk").values_list(*COLUMNS)
    ]
    links = _Links({row.pk: position for position, row in enumerate(rows)})
    positions = links.positions
    doors = defaultdict(list)
    for position, row in enumerate(rows):
        for facet, value in row.values(today):
            positions[facet][value].append(position)
        for door in doors_of(_Guarded(row.audience, links.owner_ids[row.pk], links.group_ids[row.pk])):
            doors[door].append(position)
    return LibraryIndex(
        ids=[row.pk for row in rows],
        by_title=sorted(range(len(rows)), key=lambda position: (rows[position].title.casefold(), rows[position].pk)),
        masks={name: _masks(values, len(rows)) for name, values in positions.items()},
        doors=_masks(doors, len(rows)),
        named={**links.named, **_names_of(aspects)},
        owners=links.owners,
        aspects=aspects,
    )


class _Links:
    """Owners, readers' groups, aspects and sub-aspects of all practices, read by one query."""

    def __init__(self, position_of: dict[int, int]):
        self.positions: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.owner_ids: dict[int, set[int]] = defaultdict(set)
        self.group_ids: dict[int, set[int]] = defaultdict(set)
        self.owners: dict[int, list[Owner]] = defaultdict(list)
        self.named: dict[str, dict[str, Named]] = {"pemilik": {}, "provinsi": {}}
        for row in link_rows():
            position = position_of.get(row.page_id)
            if position is None:
                continue
            if row.facet == "group":
                self.group_ids[row.page_id].add(row.target_id)
                continue
            self.positions[row.facet][row.code].append(position)
            if row.facet == "pemilik":
                self._own(position, row)
        for names in self.owners.values():
            names.sort(key=lambda owner: owner.name.casefold())

    def _own(self, position: int, row: "LinkRow"):
        self.owner_ids[row.page_id].add(row.target_id)
        self.owners[row.page_id].append(Owner(row.code, row.name))
        self.named["pemilik"][row.code] = Named(row.code, row.name, (row.name.casefold(),))
        self.positions["instansi"][row.kind].append(position)
        if province := row.province():
            self.positions["provinsi"][province[0]].append(position)
            self.named["provinsi"][province[0]] = Named(*province, (province[1].casefold(),))


class LinkRow(NamedTuple):
    """One owner, aspect, sub-aspect or readers' group (`facet`: pemilik, aspek, sub, group) of one practice."""

    page_id: int
    facet: str
    code: str
    target_id: int
    name: str
    kind: str
    province_code: str | None
    province_name: str | None

    def province(self) -> tuple[str, str] | None:
        """Code and short name of the owner's province; a province's own government lies in its province too."""
        code, name = self.province_code, self.province_name
        if not code and self.kind == InstansiKind.PROVINSI:
            code, name = self.code, self.name
        return (code, name.removeprefix("Pemerintah ").removeprefix("Provinsi ")) if code else None


def link_rows(page_id: int | None = None, named: Collection[int] = ()) -> Iterator[LinkRow]:
    """What all practices, or one, are linked to: one query for all four relations.

    With them come the sub-aspects of the ids `named`, as rows of the facet "named".
    """
    blank = Value("")

    def of(name: str):
        rows = getattr(PracticePage, name).through.objects
        return rows.all() if page_id is None else rows.filter(practicepage_id=page_id)

    owners = of("owners").values_list(
        "practicepage_id",
        Value("pemilik"),
        "instansi__code",
        "instansi_id",
        "instansi__name",
        "instansi__kind",
        "instansi__province__code",
        "instansi__province__name",
    )
    aspects = of("aspects").values_list(
        "practicepage_id", Value("aspek"), "aspect__code", "aspect_id", "aspect__name", blank, blank, blank
    )
    subaspects = of("subaspects").values_list(
        "practicepage_id", Value("sub"), "subaspect__code", "subaspect_id", "subaspect__name", blank, blank, blank
    )
    groups = (
        of("audience_groups")
        .filter(practicepage__audience=Audience.GROUP)
        .values_list("practicepage_id", Value("group"), blank, "group_id", blank, blank, blank, blank)
    )
    others = SubAspect.objects.filter(pk__in=named).order_by()
    others = others.values_list(Value(page_id or 0), Value("named"), "code", "pk", "name", blank, blank, blank)
    rows = owners.union(aspects, subaspects, groups, *([others] if named else []), all=True)
    return (LinkRow(*row) for row in rows.iterator(chunk_size=5_000))


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
    )
    nodes: dict[int, AspectNode] = {}
    for pk, code, name, number, framework_id, framework_name, sub_code, sub_name in rows:
        node = nodes.setdefault(pk, AspectNode(code, name, number, framework_id, framework_name))
        if sub_code is not None:
            node.subaspects.append(SubAspectNode(sub_code, sub_name))
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
