"""Addresses of the forum's pages (architecture.md §5)."""

from urllib.parse import urlencode

from django.urls import reverse

from community.links import filtered_url

FORUM = "/forum/"
PAGE_SIZE = 20  # posts of a topic on one page, and topics of a list
# Words below `/forum/` that are addresses of their own, so no room may be called so.
RESERVED = {"belum-terjawab", "feed", "mirip", "periksa", "pos", "ruang", "tanya", "topik"}


def forum_url(**filters) -> str:
    """The list of topics under `filters`, as `filtered_url` takes them."""
    return filtered_url(FORUM, **filters)


def room_url(slug: str) -> str:
    return f"{FORUM}{slug}/"


def topic_url(topic) -> str:
    """The address of a topic whose room is at hand."""
    return f"{FORUM}{topic.room.slug}/{topic.pk}-{topic.slug}/"


def page_of(number: int) -> int:
    """The page of a topic that holds post `number`: numbers are never given twice, so pages never shift."""
    return max(1, (number - 1) // PAGE_SIZE + 1)


def post_url(topic, number: int) -> str:
    """Where post `number` stands now."""
    page = page_of(number)
    query = f"?hal={page}" if page > 1 else ""
    return f"{topic_url(topic)}{query}#p{number}"


def lasting_post_url(post_id: int) -> str:
    """The address of a post that outlives a new title, another room and another page size."""
    return reverse("forums:post_detail", args=[post_id])


def since_url(topic_id: int, number: int) -> str:
    """The address of what is new in a topic since post `number`, which outlives as much, and that post as well."""
    return reverse("forums:post_since", args=[topic_id, number])


def ask_url(**words) -> str:
    """The page that asks for the purpose first; `judul`, `tujuan`, `tentang`, `sub` and `masalah` fill it in."""
    query = urlencode({name: value for name, value in words.items() if value}, doseq=True)
    return reverse("forums:topic_ask") + (f"?{query}" if query else "")
