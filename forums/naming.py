"""How topics and rooms are named on other pages."""

from django.utils.translation import gettext as _

from community import subjects
from community.enums import Scope, Subject
from community.subjects import Card, Naming
from forums.links import room_url
from forums.models import RoomPage, Topic


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    subjects.register(Subject.TOPIC, Naming(topic_cards))
    subjects.register(Subject.ROOM, Naming(room_cards))


def topic_cards(ids, reader) -> dict[int, Card]:
    """Topics that `reader` may read."""
    found = Topic.objects.open_to(reader).filter(pk__in=ids).select_related("room").defer("room__guidelines")
    return {
        topic.pk: Card(
            Subject.TOPIC,
            topic.pk,
            topic.title,
            topic.get_absolute_url(),
            note=_("Terjawab") if topic.is_solved else topic.room.title,
            scope=Scope(topic.room.scope),
            is_example=topic.is_example,
        )
        for topic in found
    }


def room_cards(ids, reader) -> dict[int, Card]:
    """Rooms that `reader` may read."""
    found = RoomPage.objects.readable_by(reader).filter(pk__in=ids).only("title", "slug", "scope", "is_example")
    return {
        room.pk: Card(
            Subject.ROOM,
            room.pk,
            room.title,
            room_url(room.slug),
            note=Scope(room.scope).label,
            scope=Scope(room.scope),
            is_example=room.is_example,
        )
        for room in found
    }
