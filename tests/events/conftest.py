import pytest


@pytest.fixture(autouse=True)
def _mail_is_queued(settings):
    settings.EMAIL_BACKEND = "community.mail.QueueBackend"  # the test runner puts a box in memory in its place
