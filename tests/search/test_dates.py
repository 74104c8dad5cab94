"""Days as readers type them."""

from datetime import date

import pytest

from search.dates import Dates

FIRST, LAST = date(2022, 4, 1), date(2022, 4, 28)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2022-04-01", "2022-04-28", (FIRST, LAST)),
        ("1/4/2022", " 28.04.2022 ", (FIRST, LAST)),
        ("", "28-4-2022", (None, LAST)),
        ("2022-04-28", "2022-04-28", (LAST, LAST)),
        ("", "", (None, None)),
    ],
)
def test_days_are_read(since, until, found):
    dates = Dates.of(since, until)

    assert (dates.since, dates.until) == found
    assert not dates.fault
    assert dates.is_set is any(found)


@pytest.mark.parametrize(
    "text", ["31/02/2022", "kemarin", "2022", "0000-01-01", "２０２２-01-01", "9" * 9_999, "\u202e", "-"]
)
def test_what_is_no_day_bounds_nothing_and_is_kept(text):
    dates = Dates.of(text, "2022-04-28")

    assert (dates.since, dates.until, dates.is_set) == (None, None, False)
    assert "bukan tanggal" in dates.fault
    assert dates.fields[0]["value"] == text[:40]
    assert dates.fields[0]["type"] == "text"
    assert dates.fields[1]["value"] == "2022-04-28"


def test_days_in_the_wrong_order_bound_nothing():
    dates = Dates.of("2022-04-28", "2022-04-01")

    assert not dates.is_set
    assert "Tukar" in dates.fault
    assert [field["value"] for field in dates.fields] == ["2022-04-28", "2022-04-01"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (Dates(FIRST, LAST), "1 April 2022 – 28 April 2022"),
        (Dates(FIRST, FIRST), "1 April 2022"),
        (Dates(FIRST), "sejak 1 April 2022"),
        (Dates(None, LAST), "sampai 28 April 2022"),
    ],
)
def test_days_are_called(dates, words):
    assert str(dates) == words
