"""The last word on what members' HTML may hold: a list of tags and attributes, whatever the parser made."""

import nh3

from community.markup.parser import is_allowed

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
CLASSES = {"td": {"n"}, "th": {"n"}}
REL = "nofollow ugc noopener"
MOST_DIGITS = 9


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute may keep; None takes it away."""
    if name == "href":
        return value if is_allowed(value) else None
    if name == "start":
        return value if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=REL,
    set_tag_attribute_values={"pre": {"tabindex": "0"}},
    clean_content_tags={"script", "style"},
    strip_comments=True,
)


def sanitised(html: str) -> str:
    """`html` with nothing but `TAGS` and what they may carry."""
    return _CLEANER.clean(html)
