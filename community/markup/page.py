"""A text on a page and in a line."""

import re
from collections.abc import Mapping
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from community.links import own_path
from community.markup.documents import document
from community.markup.mentions import Mentioned, filled

# A paragraph that is nothing but a link: an address on a line of its own.
_BARE = re.compile(r'<p><a href="([^"]*)"[^>]*>[^<]*</a></p>')


def render(source: str, people: Mapping[int, Mentioned] | None = None) -> SafeString:
    """Safe HTML of `source`; `people` are the members that it may name, by id."""
    return shown(document(source).html, people or {})


def shown(prepared: str, people: Mapping[int, Mentioned]) -> SafeString:
    """The `html` of a `Document`, as a row keeps it, with its mentions filled in."""
    return mark_safe(filled(prepared, people))  # noqa: S308 -- the sanitiser's own output


def with_cards(html: SafeString, cards: Mapping[str, SafeString]) -> SafeString:
    """A text as `shown` with cards (by path): in place of a bare address, else below the text."""
    left = dict(cards)

    def shown_card(found: re.Match) -> str:
        return left.pop(own_path(unescape(found[1])).rstrip("/") + "/", found[0])

    return mark_safe(_BARE.sub(shown_card, html) + "".join(left.values()))  # noqa: S308 -- safe parts


def summary(source: str, length: int = 200) -> str:
    """The first words of `source` on one line, for lists and descriptions; at most `length` characters."""
    words = " ".join(document(source).text.split())
    if len(words) <= length:
        return words
    head = words[: length - 1]
    return (head.rsplit(maxsplit=1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:.") + "…"
