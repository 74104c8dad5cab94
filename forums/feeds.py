"""Atom feeds of new topics: those of public rooms, whoever asks, since a feed reader is nobody.

Example content stays out, as it does out of the sitemap: a feed is read far from the page that marks it.
"""

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from community import markup
from community.feeds import AtomFeed, writable
from forums.links import FORUM, room_url, topic_url
from forums.models import RoomPage, Topic
from forums.rows import Writer

LENGTH = 30
SUMMARY = 300


def public_topics():
    """Topics that everybody may read, without examples; the newest first."""
    topics = Topic.objects.visible_to(AnonymousUser()).shown().genuine()
    return topics.order_by("-created_at", "-pk").select_related("room", "author__instansi", "opening_post", "last_post")


class ForumFeed(AtomFeed):
    entries = "topik"

    def title(self, room=None) -> str:
        return _("Topik terbaru, forum CoP Sistem Merit")

    def subtitle(self, room=None) -> str:
        return _("Pertanyaan dan diskusi sesama pengelola sistem merit.")

    def link(self, room=None) -> str:
        return FORUM

    def items(self, room=None):
        return public_topics()[:LENGTH]

    def item_title(self, topic) -> str:
        return writable(topic.title)

    def item_summary(self, topic) -> str:
        return markup.summary(topic.opening_post.source, SUMMARY) if topic.opening_post else ""

    def item_link(self, topic) -> str:
        return topic_url(topic)

    def item_author_name(self, topic) -> str:
        return writable(Writer.of(topic.author).name)

    def item_pubdate(self, topic):
        return topic.created_at

    def item_updateddate(self, topic):
        return topic.last_post_at

    def item_categories(self, topic) -> list[str]:
        return [writable(topic.room.title)]


class RoomFeed(ForumFeed):
    """New topics of one room; 404 for a room that is not public."""

    def get_object(self, request, room):
        return get_object_or_404(RoomPage.objects.readable_by(AnonymousUser()), slug=room)

    def title(self, room) -> str:
        return _("Topik terbaru di %(room)s, CoP Sistem Merit") % {"room": writable(room.title)}

    def subtitle(self, room) -> str:
        return writable(room.summary)

    def link(self, room) -> str:
        return room_url(room.slug)

    def items(self, room):
        return public_topics().filter(room=room.pk)[:LENGTH]
