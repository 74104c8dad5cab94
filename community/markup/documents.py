"""One text parsed once: its safe HTML with marks for mentions, its words, and whom it mentions."""

import logging
import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.links import own_path
from community.markup.characters import MARK_CLOSE, MARK_NAME, MARK_OPEN, cleaned
from community.markup.mentions import ids_in
from community.markup.parser import has_huge_table, parser, shallow
from community.markup.sanitizer import sanitised

log = logging.getLogger(__name__)
MAX_LENGTH = 20_000
# Markup makes a text some six times as long at most; what would grow further is no text.
MAX_HTML = 10 * MAX_LENGTH
_LINK = re.compile(r'<a href="([^"]*)"')
_SCROLLED = '<div class="cop-scroll" tabindex="0"><table class="cop-table">'


@dataclass(frozen=True)
class Document:
    """`html` is safe but holds marks for mentions (see `page.render`); `text` has the words and line breaks.

    `links` are the paths of the portal that it leads to, each once.
    """

    html: str
    text: str
    mentions: tuple[int, ...]
    links: tuple[str, ...] = ()


@cache
def _parser(*, tables: bool) -> MarkdownIt:
    return parser(tables=tables)


def document(source: str) -> Document:
    """Parse `source`; what goes beyond `MAX_LENGTH` is left out, and a text that defeats the parser stands as typed."""
    source = cleaned(str(source)[:MAX_LENGTH])
    try:
        md = _parser(tables=not has_huge_table(source))
        tokens = md.parse(shallow(source))
        html = sanitised(md.renderer.render(tokens, md.options, {}))
        if len(html) > MAX_HTML:
            return as_typed(source)
        return Document(_framed(html), words_of(tokens), ids_in(html), own_links(html))
    except Exception:
        log.exception("A member's text of %d characters could not be laid out.", len(source))
        return as_typed(source)


def as_typed(source: str) -> Document:
    """The text itself, escaped, paragraph by paragraph."""
    paragraphs = [part.strip("\n") for part in source.split("\n\n")]
    html = "\n".join(f"<p>{escape(part)}</p>".replace("\n", "<br>\n") for part in paragraphs if part.strip())
    return Document(html, source.strip(), ())


def plain(source: str) -> str:
    """The words of `source` without its markup."""
    return document(source).text


def mentioned_ids(source: str) -> tuple[int, ...]:
    """Ids of the members that `source` mentions, each once."""
    return document(source).mentions


def own_links(html: str) -> tuple[str, ...]:
    """The paths of the portal that laid-out `html` leads to, each once."""
    return tuple(dict.fromkeys(path for path in map(own_path, link_targets(html)) if path))


def link_targets(html: str) -> tuple[str, ...]:
    """The addresses that laid-out `html` leads to, each once; a text may call them by any other name."""
    return tuple(dict.fromkeys(map(unescape, _LINK.findall(html))))


def _framed(html: str) -> str:
    """Wide tables scroll inside the text; the frame comes after the sanitiser, which knows no such tag."""
    return html.replace("<table>", _SCROLLED).replace("</table>", "</table></div>")


def words_of(tokens: list[Token]) -> str:
    """The text of parsed tokens: blocks on lines of their own, mentions as `@Nama`."""
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append("".join(map(_words, token.children or ())))
        elif token.type == "fence":
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line.strip() for line in "\n".join(lines).split("\n")).strip()


def _words(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if MARK_OPEN in token.content:
        return _unmarked(token.content)
    return token.content


def _unmarked(words: str) -> str:
    before, _, rest = words.partition(MARK_OPEN)
    named = rest.partition(MARK_NAME)[2].replace(MARK_CLOSE, "")
    return f"{before}@{named}"
