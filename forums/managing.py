"""What a steward may do with a post or a topic, as their pages offer it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from community import markup
from forums import services
from forums.enums import PostState
from forums.links import PAGE_SIZE, post_url, room_url, topic_url
from forums.models import Post, RoomPage, Topic
from forums.rows import Writer, topic_badges
from forums.standing import standing_of
from forums.thread import rows_of

SUMMARY = 400  # characters of a post in the queue
LONG_TEXT = 1_000  # characters, and
LONG_LINES = 16  # lines, beyond which a text would push the decision about it off the screen


@dataclass(frozen=True)
class Act:
    """One thing that a steward does: `run` is its service, `done` what the steward is told."""

    label: str
    done: str
    icon: str
    run: Callable
    fits: Callable
    is_of_text: bool = False  # holds for the version that the steward read


POST_ACTS = {
    "release": Act(
        _("Tampilkan"),
        _("Tulisan kini tampil bagi semua pembaca ruang."),
        "circle-check",
        services.release_post,
        lambda post: post.state == PostState.HELD,
        is_of_text=True,
    ),
    "hide": Act(
        _("Sembunyikan"),
        _("Tulisan disembunyikan; penulisnya diberi tahu alasannya."),
        "eye",
        services.hide_post,
        lambda post: post.state != PostState.HIDDEN,
    ),
    "unhide": Act(
        _("Tampilkan kembali"),
        _("Tulisan tampil kembali."),
        "circle-check",
        services.unhide_post,
        lambda post: post.state == PostState.HIDDEN,
    ),
}
TOPIC_ACTS = {
    "lock": Act(_("Kunci topik"), _("Topik dikunci."), "lock", services.lock_topic, lambda topic: not topic.is_locked),
    "unlock": Act(
        _("Buka kunci"), _("Kunci topik dibuka."), "lock", services.unlock_topic, lambda topic: topic.is_locked
    ),
    "pin": Act(
        _("Sematkan"),
        _("Topik disematkan di atas ruangnya."),
        "pin",
        services.pin_topic,
        lambda topic: not topic.is_pinned,
    ),
    "unpin": Act(
        _("Lepas sematan"), _("Sematan topik dilepas."), "pin", services.unpin_topic, lambda topic: topic.is_pinned
    ),
}


def offered(acts: dict[str, Act], subject) -> list[tuple[str, Act]]:
    """The acts that fit the state of `subject`, with their codes."""
    return [(code, act) for code, act in acts.items() if act.fits(subject)]


def queue_context(user) -> dict:
    """Context of the queue: the posts that wait for `user`, and how many there are."""
    waiting = Post.objects.waiting_for(user)
    posts = list(waiting.select_related("topic__room", "author__instansi")[: PAGE_SIZE + 1])
    total = len(posts) if len(posts) <= PAGE_SIZE else waiting.count()
    rows = [
        {
            "pk": post.pk,
            "title": post.topic.title,
            "url": post_url(post.topic, post.number),
            "room": post.topic.room.title,
            "scope": post.topic.room.scope,
            "writer": Writer.of(post.author),
            "at": post.created_at,
            "is_opening": post.is_opening,
            "version": post.version,
            **_told_of(post),
        }
        for post in posts[:PAGE_SIZE]
    ]
    return {"rows": rows, "total": total}


def _told_of(post: Post) -> dict:
    """What the queue shows of a post's text; whether that is all, so that it may be judged there."""
    summary = markup.summary(post.source, SUMMARY)
    is_whole = not summary.endswith("…") and not markup.link_targets(post.html)
    return {"summary": summary, "is_whole": is_whole}


def post_context(post: Post, user) -> dict:
    """Context of the page of a steward's acts on one post."""
    topic = post.topic
    post.is_voted = False
    return {
        "post": post,
        "row": rows_of(topic, [post], user)[0],
        "targets": markup.link_targets(post.html),
        "is_long": len(post.source) > LONG_TEXT or post.source.count("\n") > LONG_LINES,
        "topic": topic,
        "room": topic.room,
        "badges": topic_badges(topic),
        "acts": offered(POST_ACTS, post),
        "room_url": room_url(topic.room.slug),
        "topic_url": topic_url(topic),
        "back_url": post_url(topic, post.number),
    }


def topic_context(topic: Topic) -> dict:
    """Context of the page of a steward's acts on a topic."""
    return {
        "topic": topic,
        "room": topic.room,
        "badges": topic_badges(topic),
        "acts": offered(TOPIC_ACTS, topic),
        "room_url": room_url(topic.room.slug),
        "topic_url": topic_url(topic),
    }


def rooms_for(topic: Topic, user) -> list[RoomPage]:
    """The rooms that a steward may move `topic` to."""
    standing = standing_of(user)
    rooms = RoomPage.objects.readable_by(user).exclude(pk=topic.room_id).order_by("path")
    return [room for room in rooms if standing.moderates(room) and topic.kind in room.allowed_kinds]
