"""Mentions: `@[Nama](anggota:12)`. The number says who is meant, since many people have one name.

A page shows the name that the member has now, not the one that was typed: nobody is named by somebody else's number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape

from community.markup.characters import MARK_CLOSE, MARK_NAME, MARK_OPEN

ADDRESS = re.compile(r"anggota:([1-9]\d{0,17})")
MAX_MENTIONS = 20  # people whom one text may call
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_NAME}([^{MARK_CLOSE}]*){MARK_CLOSE}")
_SYNTAX = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


@dataclass(frozen=True)
class Mentioned:
    """A member as a mention shows them; `url` is empty when the reader may not open their page."""

    name: str
    url: str = ""


def mention(name: str, person_id: int) -> str:
    """What the chooser puts into the text for a member."""
    flat = _SYNTAX.sub(r"\\\1", " ".join(name.split()))
    return f"@[{flat}](anggota:{person_id})"


def mark(person_id: str, typed_name: str) -> str:
    """The place of a mention in prepared HTML, until a page knows whom it shows."""
    return f"{MARK_OPEN}{person_id}{MARK_NAME}{typed_name}{MARK_CLOSE}"


def filled(html: str, people: Mapping[int, Mentioned]) -> str:
    """Prepared `html` with every mention in words: a link to a known member, the typed name of an unknown one."""

    def shown(found: re.Match) -> str:
        person = people.get(int(found[1]))
        if person is None:
            return f"@{found[2]}"
        name = f"@{escape(person.name)}"
        return f'<a class="cop-mention" href="{escape(person.url)}">{name}</a>' if person.url else f"<b>{name}</b>"

    return _MARK.sub(shown, html)


def has_mentions(html: str) -> bool:
    """Whether prepared `html` names anybody."""
    return MARK_OPEN in html


def ids_in(html: str) -> tuple[int, ...]:
    """Whom prepared `html` mentions, each once, in the order of the text; the first `MAX_MENTIONS`."""
    return tuple(dict.fromkeys(int(found[1]) for found in _MARK.finditer(html)))[:MAX_MENTIONS]
