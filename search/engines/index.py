"""The full-text index of the entries, asked in SQL: what matches, how often words occur, what a hit shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from datetime import time as clock

from django.db import connections
from django.utils import timezone

from search.engines import postgresql, sqlite
from search.engines.expressions import Expression
from search.engines.ranking import Candidate
from search.models import SearchEntry

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


class Index:
    """The index in one database."""

    def __init__(self, using: str):
        self.using = using

    @property
    def _connection(self):
        return connections[self.using]

    @property
    def _dialect(self):
        return DIALECTS[self._connection.vendor]

    def _rows(self, sql: str, parameters: list) -> list[tuple]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def find(
        self,
        text: Expression | None,
        labels: Expression | None,
        excluded: Expression | None,
        *,
        limit: int,
        since=None,
        until=None,
        newest: bool = False,
        title_only: bool = False,
    ) -> list[Candidate]:
        """At most `limit` entries that match, those written last first (`newest`: those dated last)."""
        sql, parameters = self._dialect.where(text, labels, excluded, title_only=title_only)
        for day, comparison in ((since, ">="), (until and until + timedelta(days=1), "<")):
            if day:
                sql += f" AND entry.dated_at {comparison} %s"
                moment = timezone.make_aware(datetime.combine(day, clock.min))
                parameters.append(self._connection.ops.adapt_datetimefield_value(moment))
        by_id = self._dialect.ORDER_ID if text or labels else "entry.id"
        order = "entry.dated_at DESC NULLS LAST, entry.id DESC" if newest else f"{by_id} DESC"
        rows = self._rows(
            "SELECT entry.id, entry.labels, entry.title_stems, entry.summary_stems, entry.boost, "  # noqa: S608 -- words are a-z0-9
            f"{self._dialect.EPOCH} FROM {sql} ORDER BY {order} LIMIT {int(limit)}",
            parameters,
        )
        return [Candidate(*row) for row in rows]

    def counts(self, expressions: list[Expression], labels: Expression | None, cap: int) -> list[int]:
        """For each expression the number of entries with these labels that match, counted up to `cap`; one query."""
        parts, parameters = [], []
        for expression in expressions:
            sql, values = self._dialect.where(expression, labels, None)
            parts.append(f"(SELECT count(*) FROM (SELECT 1 FROM {sql} LIMIT {int(cap)}) found)")  # noqa: S608 -- as above
            parameters += values
        return list(self._rows("SELECT " + ", ".join(parts), parameters)[0]) if parts else []

    def total(self) -> int:
        """The number of entries."""
        return SearchEntry.objects.using(self.using).findable().count()

    def bodies(self, ids: Iterable[int]) -> dict[int, str]:
        """The roots of the entries' bodies."""
        return dict(self._entries(ids).values_list("pk", "body_stems"))

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
        """Title, summary and body of the entries as written."""
        return {pk: tuple(texts) for pk, *texts in self._entries(ids).values_list("pk", "title", "summary", "body")}

    def rows(self, ids: Iterable[int]) -> dict[int, SearchEntry]:
        """The entries to show."""
        shown = self._entries(ids).only("kind", "object_id", "title", "summary", "body", "facets")
        return {entry.pk: entry for entry in shown}

    def _entries(self, ids: Iterable[int]):
        return SearchEntry.objects.using(self.using).filter(pk__in=list(ids))
