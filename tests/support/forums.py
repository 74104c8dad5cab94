"""The cast of the forum's tests, and how they speak to its pages."""

import pytest
from django.urls import reverse

from forums.models import RoomActivity
from tests.factories.community import ScopeStewardFactory, UserFactory
from tests.factories.forums import RoomPageFactory


@pytest.fixture
def member(db):
    return UserFactory(verified=True)


@pytest.fixture
def newcomer(db):
    """A member whose affiliation nobody has confirmed."""
    return UserFactory(pending=True)


@pytest.fixture
def room(db):
    return RoomPageFactory()


@pytest.fixture
def steward(room):
    """Looks after the scope of `room`."""
    return ScopeStewardFactory(scope=room.scope).person


@pytest.fixture
def counts():
    """`counts(room)`: topics, posts, unanswered, solved, held."""

    def of(room) -> tuple[int, int, int, int, int]:
        row = RoomActivity.objects.get(room=room)
        return row.topic_count, row.post_count, row.unanswered_count, row.solved_count, row.held_count

    return of


@pytest.fixture
def heard():
    """`heard(signal)`: a list that fills with what the signal says from now on."""
    connected = []

    def of(signal) -> list[dict]:
        said = []

        def listen(sender, signal, **kwargs):
            said.append(kwargs)

        signal.connect(listen)
        connected.append((signal, listen))
        return said

    yield of
    for signal, listen in connected:
        signal.disconnect(listen)


def reply_url(topic) -> str:
    return reverse("forums:post_create", args=[topic.pk])


def body_in(response) -> str:
    return str(response.context["form"]["body"].value())
