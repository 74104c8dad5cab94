"""The full-text index of the entries, asked in SQL: what matches, how often words occur."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import NamedTuple

from django.db import OperationalError, connections
from django.utils import timezone

from search.engines import postgresql, sqlite
from search.engines.expressions import Match
from search.engines.ranking import Candidate
from search.models import SearchEntry

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
EARLIEST, LATEST = date(2, 1, 1), date(9998, 12, 31)  # further out, a moment of the day has no place in the calendar


class Labelled(NamedTuple):
    """What is counted of an entry: its labels, once for all entries of one thread."""

    labels: str
    thread: int | None


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
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(sql, list(parameters))
            except OperationalError as error:  # a lost index makes search slower, and `/readyz` tells of it
                if "no such index" not in str(error):
                    raise
                cursor.execute(sql.replace(sqlite.NARROW, ""), list(parameters))
            return cursor.fetchall()

    def _found(self, match: Match, columns: str, limit: int, **order: bool) -> list[tuple]:
        """`columns` of at most `limit` entries that match, in order."""
        dates, moments = self._dates(match)
        last = 0 if match.is_rare else self._last_id()
        found: list[tuple] = []
        for sql, parameters in self._dialect.steps(match, dates, columns, last=last, **order):
            found += self._rows(f"{sql} LIMIT {int(limit) - len(found)}", parameters + moments)
            if len(found) >= limit:
                break
        return found

    def _last_id(self) -> int:
        if self._connection.vendor == "sqlite":
            return 0
        return self._rows("SELECT coalesce(max(id), 0) FROM search_searchentry")[0][0]

    def ids(self, match: Match, *, limit: int, newest: bool = False, title_only: bool = False) -> list[int]:
        """At most `limit` entries that match, those written last first (`newest`: those dated last)."""
        return [pk for (pk,) in self._found(match, "entry.id", limit, newest=newest, title_only=title_only)]

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

    def labels(self, match: Match, *, limit: int) -> list[Labelled]:
        """Labels and thread of at most `limit` entries that match, those written last."""
        return [Labelled(*row) for row in self._found(match, "entry.labels, entry.thread", limit)]

    def counts(self, matches: list[Match], cap: int) -> list[int]:
        """How many entries match each, counted up to `cap`; by one query.

        Entries that are gone have neither words nor labels, so they are not looked at.
        """
        parts, parameters = [], []
        for match in matches:
            dates, moments = self._dates(match)
            sql, values = self._dialect.counting(match, dates)
            parts.append(f"(SELECT count(*) FROM ({sql} LIMIT {int(cap)}) found)")  # noqa: S608 -- own words
            parameters += values + moments
        return list(self._rows("SELECT " + ", ".join(parts), parameters)[0]) if parts else []

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
