"""Services that a machine may lack: a missing one skips loudly, or fails where it is promised."""

import os

import pytest


def missing(reason: str) -> None:
    """Skip the test with `reason`; with `REQUIRE_SERVICES=1` fail instead, so that CI never skips in silence."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"REQUIRE_SERVICES=1, but {reason}", pytrace=False)
    pytest.skip(reason)
