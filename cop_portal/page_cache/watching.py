"""What a page was made from: the tables that its queries name."""

import re
from functools import cache, lru_cache

from cop_portal.page_cache import rows, tables

WORD = re.compile(r"\w+")
READING = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
# Not read with every page that shows them: Wagtail keeps renditions in its cache, `rows` keeps what all pages need.
ALWAYS = frozenset({"community_portalrendition", *rows.TABLES})


class Watch:
    """An execute wrapper that notes the tables of every statement, and whether anything was written."""

    def __init__(self):
        self.tables: set[str] = set(ALWAYS)
        self.has_written = False

    def __call__(self, execute, sql, params, many, context):
        self.tables |= tables_of(sql)
        self.has_written |= not sql.lstrip("( \n").upper().startswith(READING)
        return execute(sql, params, many, context)


@lru_cache(maxsize=2_000)
def tables_of(sql: str) -> frozenset[str]:
    """Tables of models whose names stand in a statement: the ones it reads, and at worst a few more."""
    return _every().intersection(WORD.findall(sql))


@cache
def _every() -> frozenset[str]:
    return tables.every()
