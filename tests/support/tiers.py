"""What of a table of cases the quick tier takes; the slow tier takes all."""

from collections.abc import Iterable

import pytest


def slow_except(cases: Iterable[str], *quick: str) -> list:
    """The cases as parameters, all but the `quick` ones marked slow."""
    return [case if case in quick else pytest.param(case, marks=pytest.mark.slow) for case in cases]
