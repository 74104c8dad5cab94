"""Opening topics, answering and editing: every exit of the services."""

import pytest

from forums import services
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_smoke():
    t = TopicFactory()
    p = PostFactory(topic=t)
    u = UserFactory(pending=True)
    h = services.reply(t, actor=u, source="halo")
    adm = UserFactory(is_superuser=True)
    services.release_post(h, actor=adm)
    services.hide_post(p, actor=adm, reason="x")
    services.unhide_post(p, actor=adm, reason="x")
    services.accept_answer(p, actor=t.author)
    services.vote_helpful(p, actor=t.author)
    r = RoomPageFactory()
    services.move_topic(t, room=r, actor=adm, reason="x")
    services.hide_post(t.opening_post, actor=adm, reason="x")
    services.unhide_post(t.opening_post, actor=adm, reason="x")
