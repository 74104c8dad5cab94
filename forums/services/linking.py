"""What a post leads to: kept as rows, so that a practice shows where it is discussed."""

from collections.abc import Iterable

from community import subjects
from community.markup import Document
from community.subjects import Pair
from forums.enums import LINKED
from forums.models import Post, PostLink


def keep_links(post: Post, laid_out: Document) -> None:
    """Make the post's links those of its text; whether a reader may open them is asked when they are shown."""
    found = {pair for pair in subjects.found_at(laid_out.links).values() if pair[0] in LINKED}
    known = {
        (subject, object_id): pk
        for pk, subject, object_id in post.links.filter(is_read_before=False).values_list("pk", "subject", "object_id")
    }
    PostLink.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in found]).delete()
    _add(post, found - known.keys(), is_read_before=False)


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
