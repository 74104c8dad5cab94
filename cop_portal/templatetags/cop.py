"""Tags and filters of the portal's templates: they format, they never fetch."""

from functools import lru_cache
from html import escape

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from community import covers, formats
from community.enums import Scope

register = template.Library()

register.filter("long_date", formats.long_date)
register.filter("plain_date", formats.plain_date)
register.filter("long_moment", formats.long_moment)
register.filter("short_date", formats.short_date)
register.filter("short_moment", formats.short_moment)
register.filter("hour", formats.hour)


@register.filter
def number(value, decimals=None) -> str:
    """`{{ value|number }}` gives 2.340 or 1,7; `{{ value|number:2 }}` fixes the decimals; nothing stays nothing."""
    return "" if value in (None, "") else formats.number(value, decimals)


@register.filter
def in_own_words(text) -> str:
    """What a page says: the words that it came with in the reader's language, those of an organiser as written."""
    return gettext(text) if text else ""


@register.filter
def unbroken(when: str) -> str:
    """Hours such as "09.00–11.30 WIB" at the end of `when`, kept on one line."""
    start, dash, end = str(when).rpartition("–")
    return f"{start}\u2060{dash}\u2060{end.replace(' ', chr(0xA0))}" if dash else end


@register.filter(name="scope")
def as_scope(value):
    """The `Scope` of a code, for its label, slug, css and icon; None for a code that is none."""
    return Scope(value) if value in Scope.values else None


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word of a person's name, at most two."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, css: str = "cop-icon") -> str:
    """An icon of the sprite, hidden from screen readers; `css="cop-mark"` for scope and maturity marks."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("cop/icons.svg"), name
    )


icon.is_fixed = True  # the same on every page: the template loader makes text of it


@register.simple_tag
def facet_options(name: str, options) -> str:
    """The boxes of some values of the facet `name`; `options`: `practices.facets.Option`.

    A page of results has more than a hundred of them: as templates of their own they took half of its time.
    """
    language = get_language()
    boxes = [(_box(name, each.value, str(each.label), each.is_chosen), each.count) for each in options]
    return SafeString("".join(f"{box}{formats.whole(count, language)}</span></label>" for box, count in boxes))


@lru_cache(maxsize=5_000)
def _box(name: str, value: str, label: str, is_chosen: bool) -> str:
    """All of it before its count: the same on page after page."""
    checked = " checked" if is_chosen else ""
    box = f'<input type="checkbox" name="{escape(name)}" value="{escape(value)}"{checked}>'
    return f"<label>{box}<span>{escape(label)}</span><span>"


@register.simple_tag
def cover(slug: str, scope="", variant: str = "") -> str:
    """The cloth of `slug` in the colours of `scope` (code or member); `variant` "l" is the large one."""
    member = as_scope(scope)
    css = " ".join(filter(None, ["cop-swatch", variant and f"cop-swatch--{variant}", member and member.css]))
    paths = mark_safe(covers.cover(slug))  # noqa: S308 -- built from numbers only
    return format_html('<svg class="{}" viewBox="0 0 96 96" aria-hidden="true">{}</svg>', css, paths)


@register.simple_tag
def band(slug: str, scope="") -> str:
    """The cloth of `slug` repeated over the whole width; the page names no other band of the same slug."""
    member = as_scope(scope)
    css = " ".join(filter(None, ["cop-swatch", "cop-swatch--wide", member and member.css]))
    paths = mark_safe(covers.cover(slug))  # noqa: S308 -- built from numbers only
    return format_html(
        '<svg class="{}" aria-hidden="true"><defs><pattern id="kain-{}" width="48" height="48" '
        'patternUnits="userSpaceOnUse"><g transform="scale(.5)">{}</g></pattern></defs>'
        '<rect width="100%" height="100%" fill="url(#kain-{})"/></svg>',
        css,
        slug,
        paths,
        slug,
    )


@register.simple_tag(takes_context=True)
def current(context, prefix: str) -> str:
    """`aria-current` for a link: "page" on the page itself, "true" on the pages below it."""
    path = getattr(context.get("request"), "path", "")
    if path == prefix:
        return mark_safe('aria-current="page"')
    return mark_safe('aria-current="true"') if prefix != "/" and path.startswith(prefix) else ""
