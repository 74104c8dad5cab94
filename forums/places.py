"""Where drafts of the forum belong, and what the list of a person's drafts says of these places."""

from django.urls import reverse
from django.utils.translation import gettext as _

from community import places
from community.places import Place
from forums.links import topic_url
from forums.models import Post, RoomPage, Topic

ROOM, TOPIC, POST = "room", "topic", "post"


def topic_place(room) -> str:
    """A new topic in `room`."""
    return f"{ROOM}:{room.pk}"


def reply_place(topic) -> str:
    """An answer in `topic`."""
    return f"{TOPIC}:{topic.pk}"


def edit_place(post) -> str:
    """A changed text of `post`."""
    return f"{POST}:{post.pk}"


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    places.register(ROOM, _new_topics)
    places.register(TOPIC, _replies)
    places.register(POST, _edits)


def _new_topics(ids: list[int], reader) -> dict[int, Place]:
    rooms = RoomPage.objects.readable_by(reader).filter(pk__in=ids).only("title", "slug")
    text = _("Topik baru di ruang %(room)s")
    return {
        room.pk: Place(text % {"room": room.title}, room.title, reverse("forums:topic_create", args=[room.slug]))
        for room in rooms
    }


def _replies(ids: list[int], reader) -> dict[int, Place]:
    topics = Topic.objects.visible_to(reader).filter(pk__in=ids).select_related("room")
    text = _("Balasan yang belum dikirim")
    return {topic.pk: Place(text, topic.title, f"{topic_url(topic)}#balas") for topic in topics}


def _edits(ids: list[int], reader) -> dict[int, Place]:
    posts = Post.objects.visible_to(reader).filter(pk__in=ids).select_related("topic")
    text = _("Perubahan tulisan Anda")
    return {post.pk: Place(text, post.topic.title, reverse("forums:post_edit", args=[post.pk])) for post in posts}
