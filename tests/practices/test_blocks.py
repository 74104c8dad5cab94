"""What the blocks of a practice take."""

import pytest
from wagtail.blocks import StreamBlockValidationError

from practices.blocks import ResultBlock, ResultsBlock
from tests.factories.practices import result


def cleaned(*units: str):
    """One indicator told in each of these units."""
    block = ResultsBlock([("result", ResultBlock())])
    return block.clean(block.to_python([result(unit=unit, evidence=None) for unit in units]))


def test_all_words_for_per_cent_are_one_unit():
    assert [each.value["unit"] for each in cleaned("%", "Persen", "per cent")] == ["%", "Persen", "per cent"]
    with pytest.raises(StreamBlockValidationError):
        cleaned("%", "kasus")
