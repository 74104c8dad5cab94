"""A reader and what they follow, for the tests of what is unread and of what people are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community import work
from tests.factories.community import UserFactory
from tests.factories.forums import TopicFactory
from tests.support.following import follow


@pytest.fixture
def reader(db):
    """Joined long ago, so that everything is news."""
    return UserFactory(verified=True, date_joined=timezone.now() - timedelta(days=1))


@pytest.fixture
def topic(room, reader):
    """A topic that `reader` follows, its opening told."""
    made = TopicFactory(room=room)
    follow(made, actor=reader)
    work.work_off()
    return made
