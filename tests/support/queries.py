"""Query counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(action) -> int:
    """How many queries `action()` sends."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.fixture
def assert_flat_queries(db):
    """`assert_flat_queries(add_row, action)`: as many queries with five rows as with one; returns that count."""

    def check(add_row, action, at_most: int | None = None) -> int:
        action()  # what is fetched once a process (sites, content types) is not the page's own
        add_row()
        with_one = count_queries(action)  # right after a change, so that no cache of rows helps
        for _ in range(4):
            add_row()
        with CaptureQueriesContext(connection) as captured:
            action()
        listing = "\n".join(query["sql"][:300] for query in captured)
        assert len(captured) == with_one, f"{with_one} queries with one row, {len(captured)} with five:\n{listing}"
        if at_most is not None:
            assert with_one <= at_most, f"{with_one} queries, at most {at_most} allowed:\n{listing}"
        return with_one

    return check
