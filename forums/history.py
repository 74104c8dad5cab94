"""The earlier texts of a post, each with what it changed."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.http import Http404

from forums.links import post_url, room_url, topic_url
from forums.models import Post
from forums.permissions import can_read_unseen_texts
from forums.rows import Writer

VERSIONS = 10  # on one page
MOST_PARTS = 1_500  # more are compared by lines, and then not at all: comparing takes the square of them
MAX_DIGITS = 10
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """A piece of a text: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Version:
    """A text of the post and how it came out of the one before it (nothing for the first)."""

    number: int
    title: str
    at: datetime
    changes: list[Change]
    is_current: bool
    is_first: bool


def history_context(post: Post, typed_before: str, user) -> dict:
    """Context of a post's history, the newest version first; `typed_before` pages back from a version's number."""
    first = 0 if can_read_unseen_texts(user, post) else first_seen(post)
    before = post.version + 1
    if typed_before:
        if not (typed_before.isascii() and typed_before.isdecimal() and len(typed_before) < MAX_DIGITS):
            raise Http404
        before = min(int(typed_before), before)
    rows = list(post.revisions.filter(number__gte=first, number__lt=before).order_by("-number")[: VERSIONS + 1])
    texts = [(row.number, row.title, row.source, row.created_at) for row in rows]
    if before > post.version:
        title = post.topic.title if post.is_opening else ""
        texts.insert(0, (post.version, title, post.source, post.edited_at or post.created_at))
    shown = texts[:VERSIONS]
    versions = []
    for place, (number, title, source, at) in enumerate(shown):
        earlier = texts[place + 1][2] if place + 1 < len(texts) else None
        changes = [Change("same", source)] if earlier is None else changes_between(earlier, source)
        versions.append(Version(number, title, at, changes, number == post.version, number == first))
    return {
        "post": post,
        "topic": post.topic,
        "room": post.topic.room,
        "writer": Writer.of(post.author),
        "versions": versions,
        "older": versions[-1].number if len(texts) > VERSIONS else None,
        "room_url": room_url(post.topic.room.slug),
        "topic_url": topic_url(post.topic),
        "back_url": post_url(post.topic, post.number),
    }


def first_seen(post: Post) -> int:
    """The number of the text that stood when all readers first saw the post."""
    if not post.is_changed_in_sight:
        return post.version
    before = post.revisions.filter(created_at__lte=post.published_at).order_by("-number")
    return before.values_list("number", flat=True).first() or 0


def changes_between(old: str, new: str) -> list[Change]:
    """What turned `old` into `new`: by words, by lines where there are many words, else as a whole."""
    for split in (_WORDS.findall, lambda text: text.splitlines(keepends=True)):
        before, after = split(old), split(new)
        if max(len(before), len(after)) <= MOST_PARTS:
            return _compared(before, after)
    return [Change("removed", old), Change("added", new)]


def _compared(before: list[str], after: list[str]) -> list[Change]:
    changes = []
    for kind, b1, b2, a1, a2 in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(after[a1:a2])))
            continue
        if b1 < b2:
            changes.append(Change("removed", "".join(before[b1:b2])))
        if a1 < a2:
            changes.append(Change("added", "".join(after[a1:a2])))
    return changes
