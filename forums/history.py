"""The earlier texts of a post, each with what it changed."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.http import Http404

from forums.links import post_url, room_url, topic_url
from forums.models import Post, PostRevision
from forums.permissions import can_read_unseen_texts, can_remove_earlier_text
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
    """A text of the post and how it came out of the one before it (nothing for the first).

    `removed_at` tells when its text was taken out; `can_remove` whether this reader may do that.
    """

    number: int
    title: str
    at: datetime
    changes: list[Change]
    is_current: bool
    is_first: bool
    removed_at: datetime | None
    can_remove: bool


def history_context(post: Post, typed_before: str, user) -> dict:
    """Context of a post's history, the newest version first; `typed_before` pages back from a version's number."""
    first = 0 if can_read_unseen_texts(user, post) else first_seen(post)
    before = post.version + 1
    if typed_before:
        if not (typed_before.isascii() and typed_before.isdecimal() and len(typed_before) < MAX_DIGITS):
            raise Http404
        before = min(int(typed_before), before)
    texts = list(post.revisions.filter(number__gte=first, number__lt=before).order_by("-number")[: VERSIONS + 1])
    if before > post.version:
        texts.insert(0, _as_it_stands(post))
    versions = [
        Version(
            number=text.number,
            title=text.title,
            at=text.created_at,
            changes=_changes(text, texts[place + 1] if place + 1 < len(texts) else None),
            is_current=text.number == post.version,
            is_first=text.number == first,
            removed_at=text.removed_at,
            can_remove=text.number < post.version and not text.is_removed and can_remove_earlier_text(user, text),
        )
        for place, text in enumerate(texts[:VERSIONS])
    ]
    return {**_frame(post), "versions": versions, "older": versions[-1].number if len(texts) > VERSIONS else None}


def removal_context(revision: PostRevision, user) -> dict:
    """Context of the page that asks whether an earlier text shall go."""
    is_own = revision.post.author_id == user.pk
    return {**_frame(revision.post), "revision": revision, "asks_reason": not is_own}


def _frame(post: Post) -> dict:
    """What every page about the texts of a post says of where it stands."""
    return {
        "post": post,
        "topic": post.topic,
        "room": post.topic.room,
        "writer": Writer.of(post.author),
        "room_url": room_url(post.topic.room.slug),
        "topic_url": topic_url(post.topic),
        "back_url": post_url(post.topic, post.number),
    }


def _as_it_stands(post: Post) -> PostRevision:
    """The text that is read now, in the form of the earlier ones."""
    return PostRevision(
        post=post,
        number=post.version,
        title=post.topic.title if post.is_opening else "",
        source=post.source,
        created_at=post.edited_at or post.created_at,
    )


def _changes(text: PostRevision, earlier: PostRevision | None) -> list[Change]:
    """What a version shows: what it changed, or its whole text where there is nothing to compare it with."""
    if text.is_removed:
        return []
    if earlier is None or earlier.is_removed:
        return [Change("same", text.source)]
    return changes_between(earlier.source, text.source)


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
    """The changes in reading order; what a change removed stands before what it put in its place."""
    changes = []
    for removed, added, is_same in _runs(before, after):
        if is_same:
            changes.append(Change("same", added))
            continue
        if removed:
            changes.append(Change("removed", removed))
        if removed and added and not removed[-1].isspace() and not added[0].isspace():
            changes.append(Change("same", " "))  # else two words read, and are copied, as one
        if added:
            changes.append(Change("added", added))
    return changes


def _runs(before: list[str], after: list[str]) -> list[tuple[str, str, bool]]:
    """Pieces of both texts and whether they are the same; a replaced run swallows the islands inside it."""
    runs = []
    for kind, b1, b2, a1, a2 in SequenceMatcher(None, before, after).get_opcodes():
        run = ("".join(before[b1:b2]), "".join(after[a1:a2]), kind == "equal")
        if len(runs) > 1 and not run[2] and runs[-1][2] and _is_island(runs[-2], runs[-1][1], run):
            (removed, added, _), (_, island, _) = runs[-2:]
            runs[-2:] = [(removed + island + run[0], added + island + run[1], False)]
        else:
            runs.append(run)
    return runs


def _is_island(left: tuple, between: str, right: tuple) -> bool:
    """Whether two changes of one line are read better as one.

    A blank between them says nothing; one word that stayed between two replacements only breaks both up.
    """
    if "\n" in between:
        return False
    are_replacements = all(side[0].strip() and side[1].strip() for side in (left, right))
    return not between.strip() or (are_replacements and len(between.split()) == 1)
