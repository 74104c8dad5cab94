"""Rooms and topics as pages that readers say something of."""

from community import feedback
from community.enums import Subject
from forums.links import room_url, topic_url
from forums.models import RoomPage, Topic


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    feedback.register(Subject.ROOM, find_rooms)
    feedback.register(Subject.TOPIC, find_topics)


def find_rooms(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
    """The rooms that `reader` may read."""
    rows = RoomPage.objects.readable_by(reader).filter(pk__in=ids).values_list("pk", "title", "slug")
    return {pk: feedback.AskedPage(title, room_url(slug)) for pk, title, slug in rows}


def find_topics(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
    """The topics that `reader` may read."""
    topics = Topic.objects.visible_to(reader).filter(pk__in=ids).select_related("room")
    return {topic.pk: feedback.AskedPage(topic.title, topic_url(topic)) for topic in topics}
