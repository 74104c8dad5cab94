from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from community import formats

MOMENT = datetime(2022, 4, 28, 2, 5, tzinfo=UTC)


def test_long_moment_in_indonesian_names_day_and_zone():
    with translation.override("id"):
        assert formats.long_moment(MOMENT) == "Kamis, 28 April 2022 pukul 09.05 WIB"


def test_long_date_takes_a_moment_in_the_portals_zone():
    late = datetime(2022, 4, 28, 18, 0, tzinfo=UTC)

    with translation.override("id"):
        assert formats.long_date(late) == "Jumat, 29 April 2022"
        assert formats.long_date(date(2022, 4, 28)) == "Kamis, 28 April 2022"
        assert formats.plain_date(late) == "29 April 2022"


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (2340, None, "2.340", "2,340"),
        (1.7, None, "1,7", "1.7"),
        (Decimal("72.50"), None, "72,5", "72.5"),
        (Decimal("1500"), None, "1.500", "1,500"),
        (3, 2, "3,00", "3.00"),
        (-1234567, None, "-1.234.567", "-1,234,567"),
        (0, None, "0", "0"),
    ],
)
def test_number_is_written_as_the_language_writes_it(value, decimals, indonesian, english):
    with translation.override("id"):
        assert formats.number(value, decimals) == indonesian
    with translation.override("en"):
        assert formats.number(value, decimals) == english
