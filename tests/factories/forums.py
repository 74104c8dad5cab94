"""Rooms, topics and posts, dull enough to need no reading; topics and posts are made by the services, as people do."""

import factory

from community.enums import Audience, Scope
from forums import services
from forums.enums import TopicKind
from forums.models import ForumIndexPage, Post, RoomPage, RoomSteward, Topic
from tests.factories.community import UserFactory
from tests.factories.pages import add_page, home_page


def forum_index() -> ForumIndexPage:
    """The forum at `/forum/`."""
    found = ForumIndexPage.objects.first()
    return found or home_page().add_child(instance=ForumIndexPage(title="Forum", slug="forum"))


class RoomPageFactory(factory.Factory):
    """A published public room that takes questions and discussions.

    Traits: `draft`, `members`, `for_owners`, `for_group` (give `audience_groups`), `announcing` (takes announcements
    too). `owners`, `aspects`, `subaspects` and `audience_groups` take lists of rows; `stewards` a list of people.
    """

    class Meta:
        model = RoomPage

    class Params:
        draft = factory.Trait(live=False)
        members = factory.Trait(audience=Audience.MEMBERS)
        for_owners = factory.Trait(audience=Audience.INSTANSI)
        for_group = factory.Trait(audience=Audience.GROUP)
        announcing = factory.Trait(allows_announcements=True)

    title = factory.Sequence(lambda n: f"Tanya kinerja {n}")
    summary = "Penilaian, dialog, dan kontrak kinerja."
    scope = Scope.HELPING
    audience = Audience.PUBLIC
    live = True
    owners = factory.LazyFunction(list)
    aspects = factory.LazyFunction(list)
    subaspects = factory.LazyFunction(list)
    audience_groups = factory.LazyFunction(list)
    stewards = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class, *args, live=True, stewards=(), **fields):
        page = model_class(*args, **fields)
        page.room_stewards.set([RoomSteward(person=person) for person in stewards])
        return add_page(page, forum_index(), is_live=live)

    @classmethod
    def _build(cls, model_class, *args, **fields):
        return model_class(*args, **fields)


class TopicFactory(factory.Factory):
    """A question of a verified member in a room of its own; `author`, `room`, `kind`, `title`, `source` may differ."""

    class Meta:
        model = Topic

    room = factory.SubFactory(RoomPageFactory)
    author = factory.SubFactory(UserFactory, verified=True)
    kind = TopicKind.QUESTION
    title = factory.Sequence(lambda n: f"Bagaimana memulai dialog kinerja {n}?")
    source = "Dialog hanya terjadi di akhir tahun. Langkah kecil apa yang bisa dimulai?"

    @classmethod
    def _create(cls, model_class, room, author, **fields):
        return services.open_topic(room, actor=author, **fields)


class PostFactory(factory.Factory):
    """A reply of a verified member; give `topic` for several in one."""

    class Meta:
        model = Post

    topic = factory.SubFactory(TopicFactory)
    author = factory.SubFactory(UserFactory, verified=True)
    source = factory.Sequence(lambda n: f"Kami mulai dari satu unit, lima belas menit setiap pekan ({n}).")

    @classmethod
    def _create(cls, model_class, topic, author, **fields):
        return services.reply(topic, actor=author, **fields)
