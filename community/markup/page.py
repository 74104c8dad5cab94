"""A text on a page and in a line."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from community.markup.documents import document
from community.markup.mentions import Mentioned, filled


def render(source: str, people: Mapping[int, Mentioned] | None = None) -> SafeString:
    """Safe HTML of `source`; `people` are the members that it may name, by id."""
    return shown(document(source).html, people or {})


def shown(prepared: str, people: Mapping[int, Mentioned]) -> SafeString:
    """The `html` of a `Document`, as a row keeps it, with its mentions filled in."""
    return mark_safe(filled(prepared, people))  # noqa: S308 -- the sanitiser's own output


def summary(source: str, length: int = 200) -> str:
    """The first words of `source` on one line, for lists and descriptions; at most `length` characters."""
    words = " ".join(document(source).text.split())
    if len(words) <= length:
        return words
    head = words[: length - 1]
    return (head.rsplit(maxsplit=1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:.") + "…"
