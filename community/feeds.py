"""What the Atom feeds of all apps share, so that each of them is valid (RFC 4287).

A feed names who answers for it, an entry keeps its id whatever its title or place becomes, and words are told as
words: readers of feeds take a summary for HTML.
"""

import re
from abc import ABC, abstractmethod
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from community.markup.characters import cleaned
from community.models import PortalSettings

_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """Text that XML can hold: no control characters but line breaks."""
    return cleaned(_UNWRITABLE.sub(" ", text))


class AtomFeed(ABC, Feed):
    """A feed of rows; subclasses give each its `item_summary`, and name in `entries` what their rows are."""

    feed_type = Atom1Feed
    entries = ""  # of the ids, such as "praktik"; never to be changed

    def author_name(self) -> str:
        return writable(PortalSettings.load().organiser_name)

    def item_guid(self, item) -> str:
        """A tag (RFC 4151) that names the row and nothing that may change."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{self.entries}/{item.pk}"

    def item_description(self, item) -> str:
        return escape(writable(self.item_summary(item)))

    @abstractmethod
    def item_summary(self, item) -> str:
        """What an entry says, as plain words."""
