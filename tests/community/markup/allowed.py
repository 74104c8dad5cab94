"""What a member's text may be on a page, judged on the parsed result by a list of its own."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "b", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "div", "table", "thead", "tbody", "tr", "th", "td"),
}
VOID = {"br", "hr"}
ATTRIBUTES = {
    ("a", "rel"): re.compile("nofollow ugc noopener"),
    ("a", "class"): re.compile("cop-mention"),
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
    ("pre", "tabindex"): re.compile("0"),
    ("div", "tabindex"): re.compile("0"),
    ("div", "class"): re.compile("cop-scroll"),
    ("table", "class"): re.compile("cop-table"),
    ("td", "class"): re.compile("n"),
    ("th", "class"): re.compile("n"),
}


def leads_out_of_bounds(href: str) -> bool:
    """Whether a browser would take `href` for something else than the web, a mail address or a path of the portal.

    Browsers drop tabs and line breaks anywhere and what is no letter before the scheme, and read `\\` as `/`.
    """
    read = re.sub(r"[\t\n\r]", "", href).strip("".join(map(chr, range(33)))).replace("\\", "/")
    if read.startswith("/"):
        return read.startswith("//")
    parts = urlsplit(read)
    if parts.scheme in {"http", "https"}:
        return not parts.netloc
    return parts.scheme != "mailto"


class Judge(HTMLParser):
    """Collects what must not be there, and the text that a reader sees."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.open, self.text, self.links, self.tags = [], [], "", [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        if tag == "a" and "a" in self.open:
            self.found.append("a link in a link")
        for name, value in attrs:
            self.judge_attribute(tag, name, value or "")
        if tag == "a" and ("rel", "nofollow ugc noopener") not in attrs and ("class", "cop-mention") not in attrs:
            self.found.append(f"a link without rel: {attrs}")
        if tag not in VOID:
            self.open.append(tag)

    def judge_attribute(self, tag, name, value):
        if (tag, name) == ("a", "href"):
            self.links.append(value)
            if leads_out_of_bounds(value):
                self.found.append(f"href={value!r}")
        elif (tag, name) not in ATTRIBUTES or not ATTRIBUTES[tag, name].fullmatch(value):
            self.found.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.found.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def judged(html: str) -> Judge:
    """The verdict on `html`: `found` lists what is out of bounds, an element left open included."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    judge.found += [f"<{tag}> stays open" for tag in judge.open]
    return judge
