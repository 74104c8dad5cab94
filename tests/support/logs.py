"""The log as it is written, whatever handler pytest adds."""

import io
import logging

import pytest
import structlog


@pytest.fixture
def log_lines(monkeypatch):
    """`log_lines()`: what the portal's own handler wrote."""
    (handler,) = (
        each for each in logging.getLogger().handlers if isinstance(each.formatter, structlog.stdlib.ProcessorFormatter)
    )
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return lambda: stream.getvalue().splitlines()
