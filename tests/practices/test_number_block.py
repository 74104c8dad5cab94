"""A number as people write it, in the language they read."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from practices.number_block import NumberBlock

BLOCK = NumberBlock(max_digits=14, decimal_places=2)


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("id", "38", "38"),
        ("id", "38,5", "38.5"),
        ("id", "38.5", "38.5"),
        ("id", "1.234", "1234"),
        ("id", "1.234,5", "1234.5"),
        ("id", "1,234.5", "1234.5"),
        ("id", "1.234.567", "1234567"),
        ("id", " -0,25 ", "-0.25"),
        ("en", "38,5", "38.5"),
        ("en", "1,234", "1234"),
        ("en", "1.234,5", "1234.5"),
    ],
)
def test_number_is_read_as_it_was_meant(language, typed, meant):
    with translation.override(language):
        assert BLOCK.clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "banyak", "1,234", "1.2,3.4", "1.23.456", "NaN", "Infinity", "9" * 20, "3\x008"])
def test_number_that_cannot_be_told_is_refused(typed):
    with translation.override("id"), pytest.raises(ValidationError):
        BLOCK.clean(typed)


@pytest.mark.parametrize(("language", "shown"), [("id", "38,50"), ("en", "38.50")])
def test_number_is_shown_as_it_is_written(language, shown):
    with translation.override(language):
        assert BLOCK.get_form_state(Decimal("38.50")) == shown
        assert BLOCK.clean(shown) == Decimal("38.50")


def test_what_was_typed_is_kept():
    assert BLOCK.get_form_state("banyak") == "banyak"
