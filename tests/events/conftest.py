import pytest


@pytest.fixture(autouse=True)
def _mail_is_queued(queued_mails):
    """All that happens to a seat is told by mail."""
