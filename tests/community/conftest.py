"""Fixtures of the tests of people and their accounts."""

import pytest

from community.signals import person_changed
from tests.support.accounts import SITE_URL


@pytest.fixture
def account_mails(queued_mails, settings):
    """`queued_mails` whose links lead to the address that `link_in` expects."""
    settings.SITE_URL = SITE_URL


@pytest.fixture
def announced():
    """Ids that `person_changed` was sent for, in order."""
    ids = []

    def keep(sender, user_id, **kwargs):
        ids.append(user_id)

    person_changed.connect(keep)
    yield ids
    person_changed.disconnect(keep)


@pytest.fixture
def organiser(person_of):
    return person_of("organiser")
