"""Markdown that members write, made into HTML that is safe on any page, or into plain text.

Laying out a text takes a millisecond or two: whatever is read often keeps the `html` of its `document` in its row, and
pages show that by `shown`. `render` does both, for previews; `plain` is for search, mail and summaries. None of them
raises, whatever the text; a text that cannot be laid out is shown as it was typed.
"""

from community.markup.documents import MAX_LENGTH, Document, document, link_targets, mentioned_ids, own_links, plain
from community.markup.mentions import Mentioned, has_mentions, mention
from community.markup.page import render, shown, summary, with_cards
from community.markup.quotes import quote

__all__ = [
    "MAX_LENGTH",
    "Document",
    "Mentioned",
    "document",
    "has_mentions",
    "link_targets",
    "mention",
    "mentioned_ids",
    "own_links",
    "plain",
    "quote",
    "render",
    "shown",
    "summary",
    "with_cards",
]
