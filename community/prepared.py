"""Queries that are written once: to build one and put it into SQL takes Django longer than the database to answer.

    @prepared
    def groups_of(person: int):
        return Group.objects.filter(user=person).values_list("pk", "name")

    groups_of(user.pk)  # the rows, as a list

The function is called once in a process, with a stand-in for each value; its SQL is kept, and every call asks it with
the values given. So it may hand its values to filters and must not look at them: what decides how the query is built
comes as keyword-only argument, and has an SQL of its own for each of its values. `ReaderKind` is such an argument:
what of a reader the rules of reading look at, without who they are. A value with a default is one that a visitor's
query may do without; any other that the query does not have as it was given is a mistake. `Ids` are for `pk__in`.

PostgreSQL gets such a query as a prepared statement and so plans it a few times in a connection instead of each time,
which for one over ten tables takes ten times as long as its answer (docs/decisions/0016-plans-are-kept.md).
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache, update_wrapper
from inspect import Parameter, signature
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connections
from django.db.models import BigIntegerField, Func, QuerySet

# Such as no row has: numbers within 32 bits, else Django knows that no such number is stored.
STAND_INS = {
    int: lambda place: 2_000_000_000 + place,
    str: lambda place: f"stand-in {place}",
    datetime: lambda place: datetime(8000 + place, 1, 1, tzinfo=UTC),
}
Ids = tuple[int, ...]  # ids of rows, of which some are asked for; where there are none, nothing is found
FIRST_ID = 1_000_000_000  # of the stand-ins for ids
BEYOND_BIGINT = 2**63
MOST_PADDED = 1_000  # ids; PostgreSQL takes 65,535 values
MISSING = object()
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SHAPES = 200  # of one query; 20 KB each
MOST_PLANS = 200  # in one session of PostgreSQL; it forgets the one that was not used for longest
ONLY_WHEN_ASKED = 2**31  # of how often a statement is to be seen before the driver prepares it by itself


@dataclass(frozen=True)
class Written:
    """A query as it is sent, with stand-ins among its parameters."""

    rows: QuerySet
    compiler: object
    sql: str
    parameters: tuple
    stand_ins: tuple


class Prepared:
    """A function that gives a queryset, turned into one that gives its rows."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        given = [each for each in signature(build).parameters.values() if each.kind is not Parameter.KEYWORD_ONLY]
        self.names = [each.name for each in given]
        self.needless = {each.name for each in given if each.default is not Parameter.empty}
        self.kinds = [each.annotation for each in given]
        self.written: dict[tuple, Written | None] = {}
        update_wrapper(self, build)

    def __call__(self, *values, **shape) -> list:
        for value, kind in zip(values, self.kinds, strict=True):
            if not isinstance(value, tuple if kind == Ids else kind):
                raise TypeError(f"{self.build.__qualname__}: {value!r} is no {kind.__name__}")
        values = tuple(_padded(value) if isinstance(value, tuple) else value for value in values)
        if () in values or any(type(value) is int and not _is_storable(value) for value in values):
            return []  # as Django answers without asking: no column holds such a number
        sizes = tuple(len(value) for value in values if isinstance(value, tuple))
        key = (connections["default"].vendor, sizes, *sorted(shape.items()))
        written = self.written.get(key, MISSING)  # by one look: another thread may clear them
        if written is MISSING:
            written = self._write(sizes, shape)
            if len(self.written) >= MOST_SHAPES:
                self.written.clear()
            self.written[key] = written
        return [] if written is None else list(self._asked(written, values))

    def _write(self, sizes: tuple[int, ...], shape: dict) -> Written | None:
        """None where Django sees that nothing can be found; `sizes`: how many ids each value of ids has."""
        stand_ins = tuple(self._stand_ins(sizes))
        rows = self.build(*stand_ins, **shape)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        self._require_every_value(shape, [_stored(compiler.connection, [each]) for each in stand_ins], parameters)
        return Written(rows, compiler, sql, parameters, stand_ins)

    def _stand_ins(self, sizes: tuple[int, ...]) -> Iterator:
        start, left = FIRST_ID, iter(sizes)
        for place, kind in enumerate(self.kinds):
            if kind == Ids:
                size = next(left)
                yield tuple(range(start, start + size))
                start += size
            else:
                yield STAND_INS[kind](place)

    def _require_every_value(self, shape: dict, stand_ins: list[list], parameters: tuple) -> None:
        """`TypeError` for a value that the query does not have as it was given: another one would change nothing."""
        kind = shape.get("kind")
        needless = self.needless if isinstance(kind, ReaderKind) and not kind.is_authenticated else ()
        for name, stand_in in zip(self.names, stand_ins, strict=True):
            if name not in needless and not all(each in parameters for each in stand_in):
                raise TypeError(f"{self.build.__qualname__}: {name} is no parameter of the query")

    def _asked(self, written: Written, values: tuple) -> QuerySet:
        """The queryset again, not asked yet, whose query knows its SQL."""
        compiler = copy.copy(written.compiler)
        compiler.connection = connections[written.rows.db]
        pairs = zip(*(_stored(compiler.connection, each) for each in (written.stand_ins, values)), strict=True)
        given = dict(pairs)
        parameters = tuple(_of(parameter, given) for parameter in written.parameters)
        compiler.as_sql = lambda *args, **kwargs: (written.sql, parameters)
        compiler.execute_sql = lambda *args, **kwargs: _executed(compiler, *args, **kwargs)
        rows = object.__new__(type(written.rows))
        rows.__dict__.update(written.rows.__dict__)
        rows._query = copy.copy(written.rows.query)
        rows._query.get_compiler = lambda *args, **kwargs: compiler
        return rows


def _stored(connection, values) -> list:
    """Values as the database's driver takes them, ids one by one."""
    found = []
    for value in values:
        if isinstance(value, datetime):
            found.append(connection.ops.adapt_datetimefield_value(value))
        else:
            found += value if isinstance(value, tuple) else [value]
    return found


def _is_storable(number: int) -> bool:
    return -BEYOND_BIGINT <= number < BEYOND_BIGINT


def _padded(ids: Ids) -> Ids:
    """The ids that a column can hold, the last one as often as makes their number a power of two: few shapes do."""
    kept = tuple(number for number in ids if _is_storable(number))
    if not kept or len(kept) > MOST_PADDED:
        return kept
    return kept + kept[-1:] * ((1 << (len(kept) - 1).bit_length()) - len(kept))


def _of(parameter, given: dict):
    """What stands for a parameter; 1 and True are no stand-ins, and lists cannot be looked up."""
    return given.get(parameter, parameter) if parameter.__hash__ else parameter


def _executed(compiler, *args, **kwargs):
    connection = compiler.connection
    try:
        with plans_kept(connection):
            return type(compiler).execute_sql(compiler, *args, **kwargs)
    except NotSupportedError:  # a migration changed the type of a column since the query was planned
        if connection.in_atomic_block:
            raise
        connection.close()  # the plans go with it
        return type(compiler).execute_sql(compiler, *args, **kwargs)


@contextmanager
def plans_kept(connection) -> Iterator[None]:
    """What is asked meanwhile is prepared in the database's session, where there is such a thing."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    session = connection.connection
    session.prepare_threshold, session.prepared_max = ONLY_WHEN_ASKED, MOST_PLANS
    usual, session.cursor_factory = session.cursor_factory, _preparing_cursor()
    try:
        yield
    finally:
        session.cursor_factory = usual


@cache
def _preparing_cursor() -> type:
    from django.db.backends.postgresql.base import ServerBindingCursor  # needs a driver that SQLite does without
    from psycopg.types.numeric import Int8

    class PreparingCursor(ServerBindingCursor):
        def execute(self, query, params=None, **options):
            # The driver gives a number the smallest type that holds it; a statement with other types is another one.
            params = params and [Int8(value) if type(value) is int else value for value in params]
            super().execute(query, params, prepare=True, **options)
            if self._query is None:  # once prepared, its text is not sent; Django logs what stands here
                self._query = SimpleNamespace(query=query.encode())
            return self

    return PreparingCursor


def number_of(rows: QuerySet) -> QuerySet:
    """One row, how many rows there are: `count()` as a queryset."""
    return rows.order_by().values_list(Func("pk", function="COUNT", output_field=BigIntegerField()), flat=True)


def prepared(build: Callable[..., QuerySet]) -> Prepared:
    return Prepared(build)


@dataclass(frozen=True)
class ReaderKind:
    """What decides how the queries of a reader are built; readers of one kind differ in `values_of` only."""

    is_authenticated: bool
    is_active: bool
    is_superuser: bool
    is_verified_member: bool
    verified_instansi_ids: frozenset[int]
    group_ids: frozenset[int]

    @classmethod
    def of(cls, user) -> "ReaderKind":
        known = user.is_authenticated
        has_keys = known and user.is_active and not user.is_superuser  # what nobody looks at is not asked for
        return cls(
            known,
            user.is_active,
            user.is_superuser,
            known and user.is_verified_member,
            frozenset(user.verified_instansi_ids) if has_keys else frozenset(),
            frozenset(user.group_ids) if has_keys else frozenset(),
        )

    def reader(self, pk: int = 0, date_joined: datetime = NEVER) -> SimpleNamespace:
        """A reader of this kind, for the querysets that ask for one."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return SimpleNamespace(pk=pk, date_joined=date_joined, **own)


def values_of(user) -> tuple[int, datetime]:
    """The values of a reader, as `ReaderKind.reader` takes them; those of a visitor are asked for by nothing."""
    return (user.pk, user.date_joined) if user.is_authenticated else (0, NEVER)
