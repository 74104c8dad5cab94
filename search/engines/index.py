"""The full-text index of the entries, asked in SQL: what matches, how often words occur."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import NamedTuple

from django.db import OperationalError, connections
from django.utils import timezone

from search.engines import postgresql, sqlite
from search.engines.expressions import Match, Place, narrowed
from search.engines.ranking import Candidate
from search.models import SearchEntry

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
FETCHED = 200  # rows at a time
ROOM = 2  # times as many entries as are missing, since a set may be full before the others
EARLIEST, LATEST = date(2, 1, 1), date(9998, 12, 31)  # further out, a moment of the day has no place in the calendar


class Labelled(NamedTuple):
    """What is counted of an entry: its labels, once for all entries of one thread."""

    id: int
    labels: str
    thread: int | None


class Gathering:
    """What matches under all the chosen filters (set "") and, for each filter, under all the others (by its name).

    What is under all filters is in every set, so one pass finds them all.
    """

    def __init__(self, chosen: dict[str, Place], limits: dict[str, int]):
        """`chosen`: filters by name; `limits`: how many entries each wanted set may have."""
        self.sets: dict[str, list[Labelled]] = {name: [] for name in limits}
        self._chosen, self._left = chosen, dict(limits)

    @property
    def missing(self) -> int:
        """How many entries may still be wanted."""
        return sum(self._left.values())

    @property
    def share(self) -> float:
        """What the set that will be full first lacks, as a share of what it has; after that it is not asked for."""
        return min((left / (len(self.sets[name]) or 1) for name, left in self._left.items()), default=0.0)

    def alternatives(self) -> list[list[Place]]:
        """The places in all of which an entry must be to be wanted, for each set that is not full."""
        names = [name for name in self._left if name] or [""]  # what is in "" is in the others
        return [[place for other, place in self._chosen.items() if other != name] for name in names]

    def add(self, entry: Labelled, container: int | None) -> bool:
        """Put an entry into the sets that want it; True when one of them has become full by it."""
        before = len(self._left)
        labels = f" {entry.labels} "
        missed = [name for name, place in self._chosen.items() if not place.holds(labels, container)]
        for name in [*self._left] if not missed else missed[:1] if len(missed) == 1 else ():
            if name in self._left:
                self.sets[name].append(entry)
                self._left[name] -= 1
                if not self._left[name]:
                    del self._left[name]
        return len(self._left) < before


class Index:
    """The index in one database. Only ids are found first: rows are wide, and most that match are never ranked."""

    def __init__(self, using: str):
        self.using = using

    @property
    def _connection(self):
        return connections[self.using]

    @property
    def _dialect(self):
        return DIALECTS[self._connection.vendor]

    def _rows(self, sql: str, parameters: Iterable = ()) -> list[tuple]:
        return list(self._stream(sql, parameters))

    def _stream(self, sql: str, parameters: Iterable = ()) -> Iterator[tuple]:
        """The rows as the database finds them: SQLite looks no further than is asked."""
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(sql, list(parameters))
            except OperationalError as error:  # a lost index makes search slower, and `/readyz` tells of it
                if "no such index" not in str(error):
                    raise
                cursor.execute(sql.replace(sqlite.NARROW, ""), list(parameters))
            while rows := cursor.fetchmany(FETCHED):
                yield from rows

    def last_id(self) -> int:
        """About the last id there is, for `ids`, `gather` and `counts`; the whole of a question may use one."""
        if self._connection.vendor == "sqlite":
            return 0
        return self._rows("SELECT coalesce(max(id), 0) FROM search_searchentry")[0][0]

    def ids(self, match: Match, last: int, *, limit: int, newest: bool = False, title_only: bool = False) -> list[int]:
        """At most `limit` entries that match, those written last first (`newest`: those dated last)."""
        dates, moments = self._dates(match)
        found: list[int] = []
        walk = self._dialect.Walk(last, limit, is_rare=match.is_rare or newest, title_only=title_only)
        share = None
        while (window := walk.window(share)) is not None:
            sql, parameters = self._dialect.query(
                match, dates, "entry.id", window, newest=newest, title_only=title_only
            )
            rows = self._rows(f"{sql} LIMIT {int(limit) - len(found)}", parameters + moments)
            found += [pk for (pk,) in rows]
            if len(found) >= limit:
                break
            share = (limit - len(found)) / (len(found) or 1)
        return found

    def gather(self, match: Match, last: int, gathering: Gathering) -> None:
        """Give the entries that match to the gathering, those written last first, until it has enough of each set."""
        wanted = gathering.missing if match.text else 0  # without words, everything matches
        walk, share = self._dialect.Walk(last, wanted, is_rare=match.is_rare), None
        while gathering.missing and (window := walk.window(share)) is not None:
            below = self._gather_some(match, window, None, gathering)
            while below is not None and gathering.missing:
                below = self._gather_some(match, window, below, gathering)
            share = gathering.share

    def _gather_some(self, match: Match, window, below: int | None, gathering: Gathering) -> int | None:
        """Gather in a window below an id as many as are missing; the last id where there may be more, as a set that is
        full by then has taken the place of one that is not."""
        dates, moments = self._dates(match)
        older = f" AND entry.id + 0 < {int(below)}" if below is not None else ""
        asked, limit = narrowed(match, gathering.alternatives()), ROOM * gathering.missing
        sql, parameters = self._dialect.query(
            asked, older + dates, "entry.id, entry.labels, entry.thread, entry.container", window
        )
        for row in self._stream(f"{sql} LIMIT {limit}", parameters + moments):
            limit, below = limit - 1, row[0]
            if gathering.add(Labelled(*row[:3]), row[3]) and (self._dialect.IS_LAZY or not gathering.missing):
                return below
        return None if limit else below

    def candidates(self, ids: Iterable[int], *, with_bodies: bool = False) -> list[Candidate]:
        """The entries `ids` in their order, those that are gone left out, with what they are ranked by."""
        ids = list(ids)
        body = "entry.body_stems" if with_bodies else "''"
        rows = self._rows(
            "SELECT entry.id, entry.labels, entry.title_stems, entry.summary_stems, entry.boost, "  # noqa: S608 -- numbers
            f"{self._dialect.EPOCH}, entry.thread, {body} FROM search_searchentry entry "
            f"WHERE NOT entry.is_gone AND entry.id IN ({_listed(ids)})",
        )
        found = {row[0]: row for row in rows}
        return [Candidate(*found[pk]) for pk in ids if pk in found]

    def counts(self, matches: list[Match], cap: int, last: int | None = None) -> list[int]:
        """How many entries match each, counted up to `cap`; by one query.

        Entries that are gone have neither words nor labels, so they are not looked at. With `last`, what is not rare is
        counted from there down: PostgreSQL reads the lists of all words to their ends otherwise.
        """
        if last and not all(match.is_rare for match in matches):
            rare = iter(self.counts([match for match in matches if match.is_rare], cap))
            return [next(rare) if match.is_rare else len(self.ids(match, last, limit=cap)) for match in matches]
        parts, parameters = [], []
        for match in matches:
            dates, moments = self._dates(match)
            sql, values = self._dialect.counting(match, dates)
            parts.append(f"(SELECT count(*) FROM ({sql} LIMIT {int(cap)}) found)")  # noqa: S608 -- own words
            parameters += values + moments
        return list(self._rows("SELECT " + ", ".join(parts), parameters)[0]) if parts else []

    def first(
        self, matches: list[Match], limit: int, columns: str, *, last: int = 0, title_only: bool = False
    ) -> list[tuple]:
        """The last written entries that match, at most `limit` for each match, as (place of the match, *columns).

        `columns` are own words, each with its `entry.` before it. PostgreSQL, which finds all before it shows any,
        looks among the last entries, and below them for what is missing then; `last` is about the last id.
        """
        window, below = self._dialect.recent(last)
        rows = self._first(dict(enumerate(matches)), limit, columns, window, title_only)
        if below is not None:
            found = Counter(row[0] for row in rows)
            missing = {place: match for place, match in enumerate(matches) if found[place] < limit}
            rows += self._first(missing, limit, columns, below, title_only)
        return rows

    def _first(self, matches: dict[int, Match], limit: int, columns: str, window, title_only: bool) -> list[tuple]:
        parts, parameters = [], []
        for place, match in matches.items():
            dates, moments = self._dates(match)
            sql, values = self._dialect.query(match, dates, columns, window, title_only=title_only)
            parts.append(f"SELECT {place}, found.* FROM ({sql} LIMIT {int(limit)}) found")  # noqa: S608 -- own words
            parameters += values + moments
        return self._rows(" UNION ALL ".join(parts), parameters) if parts else []

    def total(self) -> int:
        """The number of entries."""
        return SearchEntry.objects.using(self.using).findable().count()

    def bodies(self, ids: Iterable[int]) -> dict[int, str]:
        """The roots of the entries' bodies."""
        return dict(self._columns(ids, "id, body_stems"))

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
        """Title, summary and body of the entries as written."""
        return {pk: tuple(texts) for pk, *texts in self._columns(ids, "id, title, summary, body")}

    def _dates(self, match: Match) -> tuple[str, list]:
        """The conditions on an entry's date, with their parameters."""
        sql, moments = "", []
        for day, comparison, later in ((match.since, ">=", 0), (match.until, "<", 1)):
            if day:
                sql += f" AND entry.dated_at {comparison} %s"
                moments.append(self._moment(day, later))
        return sql, moments

    def _moment(self, day: date, later: int):
        """The first moment of `day`, or of a day `later`, as the database compares it."""
        return self._connection.ops.adapt_datetimefield_value(day_begins(day, later))

    def _columns(self, ids: Iterable[int], columns: str) -> list[tuple]:
        return self._rows(f"SELECT {columns} FROM search_searchentry WHERE id IN ({_listed(ids)})")  # noqa: S608 -- numbers


def day_begins(day: date, later: int = 0) -> datetime:
    """The first moment of `day`, or of a day `later`; days that have none are taken as the nearest that has one."""
    first = min(max(day, EARLIEST), LATEST) + timedelta(days=later)
    return timezone.make_aware(datetime.combine(first, clock.min))


def _listed(ids: Iterable[int]) -> str:
    """Numbers for an IN list; as parameters, five hundred of them took Django longer than the query took."""
    return ",".join(map(str, map(int, ids))) or "NULL"
