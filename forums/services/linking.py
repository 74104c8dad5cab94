"""What a post leads to: kept as rows, so that a practice shows where it is discussed."""

from collections.abc import Iterable

from django.db import transaction

from community import subjects
from community.markup import own_links
from community.subjects import Pair
from forums.enums import LINKED
from forums.models import Post, PostLink

WITH_LINKS = '<a href="'  # in the laid-out text of a post


def keep_links(post: Post, paths: Iterable[str]) -> bool:
    """Make the post's links those to `paths`, which its text leads to; returns whether that changed any.

    Whether a reader may open them is asked when they are shown.
    """
    found = {pair for pair in subjects.found_at(paths).values() if pair[0] in LINKED}
    known = {
        (subject, object_id): pk
        for pk, subject, object_id in post.links.filter(is_read_before=False).values_list("pk", "subject", "object_id")
    }
    if found == known.keys():
        return False
    PostLink.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in found]).delete()
    _add(post, found - known.keys(), is_read_before=False)
    return True


def link_anew() -> int:
    """Make the links of all posts those of their texts, one post locked at a time; returns how many changed.

    For posts that are older than these rows, or than the page that they lead to.
    """
    linking = Post.objects.filter(html__contains=WITH_LINKS).order_by("pk").values_list("pk", flat=True)
    return sum(_linked_anew(pk) for pk in linking.iterator(chunk_size=1_000))


@transaction.atomic
def _linked_anew(pk: int) -> bool:
    post = Post.objects.select_for_update().filter(pk=pk).first()
    return post is not None and keep_links(post, own_links(post.html))


def keep_read_before(post: Post, read: Iterable[Pair]) -> None:
    """Remember what the author of a new topic had read before they asked."""
    _add(post, {pair for pair in read if pair[0] in LINKED}, is_read_before=True)


def _add(post: Post, pairs: set[Pair], *, is_read_before: bool) -> None:
    PostLink.objects.bulk_create(
        (
            PostLink(post=post, subject=subject, object_id=object_id, is_read_before=is_read_before)
            for subject, object_id in sorted(pairs)
        ),
        ignore_conflicts=True,
    )
