"""Who may: the list form and the question form agree for every reader, topic and post."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.enums import Audience, Role, Scope
from forums import permissions
from forums.enums import PostState, TopicKind
from forums.models import Post, RoomPage, RoomSteward, Topic
from tests.factories.community import GroupFactory, InstansiFactory, ScopeStewardFactory, UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.support.kept import made_once
from tests.support.people import in_group

pytestmark = pytest.mark.django_db


def make_cast():
    home, group = InstansiFactory(), GroupFactory()
    author = UserFactory(verified=True, instansi=home)
    author.groups.add(group)
    return home, group, author


def make_rooms(home, group, author) -> list[RoomPage]:
    """A room for each audience in two scopes, and a closed one, with topics and replies in every state."""
    made = [
        RoomPageFactory(audience=audience, scope=scope, owners=[home], audience_groups=[group])
        for audience, scope in product(Audience.values, [Scope.HELPING, Scope.INNOVATIVE])
    ]
    closed = RoomPageFactory()
    for room in [*made, closed]:
        for state in PostState:
            add_topic(room, author, state=state)
            add_topic(room, author, state=PostState.VISIBLE, reply_state=state)
    closed.unpublish(user=UserFactory(is_superuser=True))
    return made


def add_topic(room, author, state: PostState, reply_state: PostState | None = None) -> None:
    """A topic with a reply, rows alone: by the services each of these hundred would count, mail and be searched."""
    topic = Topic.objects.create(
        room=room, author=author, kind=TopicKind.QUESTION, title="T", slug="t", state=state, last_number=2
    )
    fields = {"topic": topic, "author": author, "source": "Isi", "html": "<p>Isi</p>", "published_at": timezone.now()}
    opening, _reply = Post.objects.bulk_create(
        [Post(**fields, number=1, state=state), Post(**fields, number=2, state=reply_state or state)]
    )
    Topic.objects.filter(pk=topic.pk).update(opening_post=opening)


WITHOUT_FORCE = {"inactive steward", "resting steward", "resting room steward"}


def make_readers(home, group, author, room) -> dict:
    steward = ScopeStewardFactory(scope=Scope.HELPING, person__instansi=home).person
    return {
        "visitor": AnonymousUser(),
        "newcomer": UserFactory(pending=True, instansi=home),
        "member": UserFactory(verified=True, instansi=home),
        "member elsewhere": UserFactory(verified=True),
        "in group": in_group_of(UserFactory(), group),
        "author": author,
        "steward": steward,
        "inactive steward": inactive(ScopeStewardFactory(scope=Scope.HELPING).person),
        "room steward": room_steward(room, UserFactory(verified=True)),
        "resting steward": ScopeStewardFactory(scope=Scope.HELPING, person=UserFactory(pending=True)).person,
        "resting room steward": room_steward(room, UserFactory(pending=True)),
        "organiser": in_group(Role.ORGANISER, UserFactory(verified=True)),
        "administrator": UserFactory(is_superuser=True),
    }


@pytest.fixture(scope="module")
def forum(django_db_setup, django_db_blocker):
    """The rooms and who reads them."""

    def make():
        cast = make_cast()
        rooms = make_rooms(*cast)
        return rooms, make_readers(*cast, rooms[0])

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def rooms(forum):
    return forum[0]


@pytest.fixture
def readers(forum):
    return forum[1]


def in_group_of(person, group):
    person.groups.add(group)
    return person


def inactive(person):
    person.is_active = False
    person.save()
    return person


def room_steward(room, person):
    RoomSteward.objects.create(room=room, person=person)
    return person


def test_lists_and_questions_agree(readers):
    topics = list(Topic.objects.select_related("room"))
    posts = list(Post.objects.select_related("topic__room"))
    seen = {}
    for turn, (name, reader) in enumerate(readers.items()):
        listed = set(Topic.objects.visible_to(reader))
        assert listed == {topic for topic in topics if permissions.can_read_topic(reader, topic)}, name
        assert set(Post.objects.visible_to(reader)) == {p for p in posts if permissions.can_read_post(reader, p)}, name
        for topic in sorted(listed, key=lambda topic: topic.pk)[turn % 3 :: 3]:  # a third each, in turns
            inside = set(Post.objects.of_topic(topic, reader))
            assert inside == {p for p in posts if p.topic == topic and permissions.can_read_post(reader, p)}, name
        seen[name] = {(topic.room.audience, topic.room.scope, topic.state) for topic in listed}

    every = set(product(Audience.values, [Scope.HELPING, Scope.INNOVATIVE], PostState.values))
    open_to = {name: {a for a, _, _ in found} for name, found in seen.items()}
    assert seen["administrator"] == seen["author"] == every
    assert open_to["visitor"] == open_to["newcomer"] == open_to["inactive steward"] == {Audience.PUBLIC}
    assert open_to["member"] == {Audience.PUBLIC, Audience.MEMBERS, Audience.INSTANSI}
    assert open_to["member elsewhere"] == open_to["organiser"] == {Audience.PUBLIC, Audience.MEMBERS}
    assert open_to["in group"] == {Audience.PUBLIC, Audience.GROUP}
    for name in ("visitor", "newcomer", "member", "member elsewhere", "in group", *WITHOUT_FORCE):
        assert {state for _, _, state in seen[name]} == {PostState.VISIBLE}, name
    assert {scope for _, scope, state in seen["steward"] if state != PostState.VISIBLE} == {Scope.HELPING}
    assert {state for _, _, state in seen["organiser"]} == set(PostState.values)


def test_queue_of_moderators_has_what_they_may_release(readers):
    held = Post.objects.held().select_related("topic__room")
    for name, reader in readers.items():
        expected = {p for p in held if permissions.can_moderate(reader, p.topic.room)}
        assert set(Post.objects.waiting_for(reader)) == expected, name
        assert bool(expected) == (name in {"steward", "room steward", "organiser", "administrator"}), name


def test_kinds_that_each_may_open(readers):
    room = RoomPageFactory(announcing=True)
    every = [TopicKind.QUESTION, TopicKind.DISCUSSION, TopicKind.ANNOUNCEMENT]

    offered = {name: permissions.kinds_open_to(reader, room) for name, reader in readers.items()}

    assert {name for name, kinds in offered.items() if kinds == every} == {"steward", "organiser", "administrator"}
    assert {name for name, kinds in offered.items() if not kinds} == {"visitor", "inactive steward"}


def test_whose_posts_are_held(readers, rooms):
    held = {name for name, reader in readers.items() if permissions.is_held_at_first(reader, rooms[0])}

    assert held == {"visitor", "newcomer", "in group", *WITHOUT_FORCE}


def test_readable_ids_are_the_rooms_that_one_may_read(readers):
    for reader in readers.values():
        expected = {room.pk for room in RoomPage.objects.all() if permissions.can_read_room(reader, room)}
        assert set(RoomPage.objects.readable_ids(reader)) == expected


def test_closing_a_room_closes_what_lies_in_it_by_one_write(readers, django_assert_num_queries):
    room = TopicFactory().room
    assert Topic.objects.visible_to(readers["visitor"]).filter(room=room).exists()

    with django_assert_num_queries(1):
        RoomPage.objects.filter(pk=room.pk).update(audience=Audience.MEMBERS)

    assert not Topic.objects.visible_to(readers["visitor"]).filter(room=room).exists()
    assert not Post.objects.visible_to(readers["visitor"]).filter(topic__room=room).exists()
