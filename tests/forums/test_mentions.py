"""Mentions lead to the page of a member, for readers who may open it."""

import pytest

from community.enums import Affiliation
from community.markup import mention
from community.services.people import deactivate_person
from community.system import SYSTEM
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, TopicFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    """A member whom the answers below name, their topic's address, and the link that some see."""
    person = UserFactory(verified=True, name="Ratna Dewi")
    topic = TopicFactory()
    PostFactory(topic=topic, source=f"Tanyakan kepada {mention('Ratna Dewi', person.pk)}.")
    link = f'<a class="cop-mention" href="/anggota/{person.pk}/">@Ratna Dewi</a>'
    return person, topic.get_absolute_url(), link


@pytest.mark.parametrize("role", ["member", "member_other", "contributor", "steward", "organiser", "administrator"])
def test_members_and_organisers_find_a_link_that_opens(client_of, named, role):
    person, address, link = named

    page = client_of(role).get(address).content.decode()

    assert link in page
    assert client_of(role).get(f"/anggota/{person.pk}/").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "unverified"])
def test_others_read_the_name_alone(client_of, named, role):
    _, address, _ = named

    page = client_of(role).get(address).content.decode()

    assert "<b>@Ratna Dewi</b>" in page
    assert "/anggota/" not in page


@pytest.mark.once
def test_what_a_member_was_shown_does_not_reach_a_visitor(client_of, named):
    _, address, link = named

    assert link in client_of("member").get(address).content.decode()
    assert "/anggota/" not in client_of("visitor").get(address).content.decode()


def test_who_left_or_is_not_verified_keeps_a_name_without_a_link(client_of, named):
    person, address, _ = named
    deactivate_person(person, actor=SYSTEM)

    left = client_of("member").get(address).content.decode()
    type(person).objects.filter(pk=person.pk).update(is_active=True, affiliation=Affiliation.PENDING)
    pending = client_of("member").get(address).content.decode()

    for page in (left, pending):
        assert "<b>@Ratna Dewi</b>" in page
        assert f"/anggota/{person.pk}/" not in page


def test_a_deleted_account_leaves_what_was_typed(client_of, named):
    person, address, _ = named
    person.delete()

    page = client_of("member").get(address).content.decode()

    assert "Tanyakan kepada @Ratna Dewi." in page
    assert f"/anggota/{person.pk}/" not in page


@pytest.mark.once
def test_preview_shows_the_link_to_who_writes(client_of, named):
    person, _, link = named
    topic = TopicFactory()

    page = client_of("member").post(
        f"/forum/topik/{topic.pk}/jawab/", {"body": mention("Ratna", person.pk), "action": "preview"}
    )

    assert link in page.content.decode()


@pytest.mark.once
def test_mentions_cost_the_same_for_five_as_for_one(client_of, assert_flat_queries):
    topic = TopicFactory()
    client = client_of("member")

    def add():
        PostFactory(topic=topic, source=mention("Nama", UserFactory(verified=True).pk))

    assert_flat_queries(add, lambda: client.get(topic.get_absolute_url()))
    assert count_queries(lambda: client.get(topic.get_absolute_url())) <= 15  # read before, so without a new mark
