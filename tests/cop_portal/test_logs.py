import io
import logging

import pytest
import structlog

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(monkeypatch):
    """`lines()`: what the portal's own handler wrote."""
    (handler,) = (
        each for each in logging.getLogger().handlers if isinstance(each.formatter, structlog.stdlib.ProcessorFormatter)
    )
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return lambda: stream.getvalue().splitlines()


@pytest.fixture
def client(client, settings):
    settings.ROOT_URLCONF = "tests.cop_portal.test_errors"  # some addresses fail on purpose
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/praktik/?q=%00", 400, "NUL in the address: /praktik/"),
        ("/uji/tolak/", 403, "Forbidden (Permission denied): /uji/tolak/"),
    ],
)
def test_a_refused_request_is_one_line(client, lines, address, status, words):
    assert client.get(address).status_code == status

    (line,) = lines()
    assert words in line


def test_a_failure_keeps_its_trace(client, lines):
    assert client.get("/uji/gagal/").status_code == 500

    assert any("OperationalError: no database" in line for line in lines())
    assert any("in fail" in line for line in lines())
