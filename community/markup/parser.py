"""The Markdown of the portal: markdown-it's CommonMark with tables, without HTML, pictures and surprises."""

import re
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.markup.mentions import ADDRESS, mark

MAX_LINKS = 50
MAX_CELLS = 5_000  # more make the parser slow; nobody reads such a table
MAX_NESTING = 24  # beyond it the parser leaves text out; `shallow` keeps quotes and lists far from it
HEADING_BASE = 3  # a post stands below a heading of the second level
LOWEST_HEADING = 6
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+$", re.IGNORECASE)
_OWN = re.compile(r"/(?![/\\])[^\\]*$|/$")
_DEEP_QUOTE = re.compile(r"^((?: {0,3}>){6})(?:[ \t]*>)+", re.MULTILINE)
_DEEP_LIST = re.compile(r"^([ \t]*(?:[-*+][ \t]+){6})(?:[-*+][ \t]+)+", re.MULTILINE)


def is_allowed(address: str) -> bool:
    """Whether a link may lead to `address`: the web, a mail address, or a path of the portal."""
    return bool(_WEB.match(address) or _MAIL.match(address) or _OWN.match(address))


def shallow(source: str) -> str:
    """`source` without quotes in quotes and lists in lists beyond six levels on one line."""
    return _DEEP_LIST.sub(r"\1", _DEEP_QUOTE.sub(r"\1 ", source))


def has_huge_table(source: str) -> bool:
    """Whether a table in `source` could have more than `MAX_CELLS` cells: the widest line, on every line."""
    lines = source.split("\n")
    return max(line.count("|") for line in lines) * len(lines) > MAX_CELLS


def parser(*, tables: bool = True) -> MarkdownIt:
    """A parser set up for members' texts. Its tokens render to a small set of tags, without styles and classes of
    their own, but are to be sanitised all the same."""
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING})
    md.enable(["strikethrough", "linkify", *(["table"] if tables else [])])
    # Indented text is a paragraph and a line of hyphens no heading: members indent and underline without meaning code.
    md.disable(["html_block", "html_inline", "code", "lheading", "reference"])
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "//"):
        md.linkify.add(scheme, None)
    md.validateLink = lambda address: is_allowed(address) or bool(ADDRESS.fullmatch(address))
    md.core.ruler.push("portal_blocks", blocks)
    md.core.ruler.push("portal_links", links)
    return md


def blocks(state) -> None:
    """Headings below those of the page and without gaps, tables by class, code without a language."""
    outline: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while outline and outline[-1] >= level:
                outline.pop()
            outline.append(level)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(HEADING_BASE - 1 + len(outline), LOWEST_HEADING)}"
        elif token.type in {"th_open", "td_open"}:
            is_right = "right" in str(token.attrs.get("style", ""))
            token.attrs = {"class": "n"} if is_right else {}
        elif token.type == "fence":
            token.info = ""


def links(state) -> None:
    """Pictures become links, mentions their marks, links beyond `MAX_LINKS` text."""
    room = MAX_LINKS
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children, room = _linked(block.children, room)


def _linked(children: list[Token], room: int) -> tuple[list[Token], int]:
    """The inline tokens of one block with every link decided; `room` is how many links the text may still have."""
    shown: list[Token] = []
    start = None  # where the open link stands in `shown`; None outside a link and in one that is dropped
    dropped = False
    for token in children:
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            dropped = not ADDRESS.fullmatch(href) and room <= 0
            if not dropped:
                start = len(shown)
                shown.append(token)
        elif token.type == "link_close":
            if not dropped:
                room -= _close(shown, start, token)
            start, dropped = None, False
        elif token.type == "image":
            is_inside = start is not None or dropped
            pictured = _picture(token, is_link=not is_inside and room > 0)
            room -= len(pictured) > 1
            shown += pictured
        else:
            shown.append(token)
    return shown, room


def _close(shown: list[Token], start: int, token: Token) -> int:
    """End the link that opened at `start`, or replace it by a mention; how many links that makes."""
    opened = shown[start]
    href = str(opened.attrs.get("href", ""))
    words = "".join(each.content for each in shown[start + 1 :])
    address = ADDRESS.fullmatch(href)
    if address:
        before = shown[start - 1] if start else None
        is_mention = before is not None and before.type == "text" and before.content.endswith("@")
        del shown[start:]
        if is_mention:
            before.content = before.content[:-1]
            words = mark(address[1], words)
        shown.append(text(words))
        return 0
    opened.attrs = {"href": href}
    shown.append(token)
    if host := disguised(href, words):
        shown.append(text(f" ({host})"))
    return 1


def disguised(href: str, words: str) -> str:
    """The host that a link leads to, when its words name another address; else nothing."""
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    looks_like_address = "://" in words or words.lower().startswith("www.")
    return host if host and looks_like_address and host.lower() not in words.lower() else ""


def _picture(token: Token, *, is_link: bool) -> list[Token]:
    """A picture from elsewhere is not fetched: its description leads to it."""
    source = str(token.attrs.get("src", ""))
    words = token.content or source
    if not is_link or not is_allowed(source):
        return [text(words)]
    return [Token("link_open", "a", 1, attrs={"href": source}), text(words), Token("link_close", "a", -1)]


def text(words: str) -> Token:
    return Token("text", "", 0, content=words)
