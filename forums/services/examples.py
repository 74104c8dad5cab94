"""Times of example content, which is written in one minute and tells of many days."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forums import counting
from forums.errors import NotAnExample, TimesOutOfOrder
from forums.models import Topic
from forums.services.steps import COUNTED, locked_topic
from forums.signals import post_changed, topic_changed


@transaction.atomic
def set_times(topic: Topic, *, actor, times: Mapping[int, datetime]) -> Topic:
    """Say when the posts of an example were written: `times` maps numbers to moments, in their order, none to come.

    Locks the topic and its room's activity. `PermissionDenied` unless the actor is a superuser, `NotAnExample`,
    `TimesOutOfOrder`.
    """
    if not actor.is_superuser:
        raise PermissionDenied
    topic = locked_topic(topic.pk)
    if not topic.is_example:
        raise NotAnExample
    posts = list(topic.posts.order_by("number"))
    for post in posts:
        post.created_at = times.get(post.number, post.created_at)
        post.published_at = post.published_at and post.created_at
    moments = [post.created_at for post in posts]
    if moments != sorted(moments) or moments[-1] > timezone.now():
        raise TimesOutOfOrder
    topic.posts.bulk_update(posts, ["created_at", "published_at"])
    topic.created_at = moments[0]
    topic.save(update_fields=["created_at"])
    counting.settle_last_post(topic)
    topic.save(update_fields=COUNTED)
    _announce(topic, posts)
    activity = counting.locked_activity(topic.room_id)[topic.room_id]
    counting.settle_last_topic(activity)
    activity.save()
    return topic


def _announce(topic: Topic, posts: list) -> None:
    topic_changed.send(Topic, topic_id=topic.pk)
    for post in posts:
        if not post.is_opening:
            post_changed.send(type(post), post_id=post.pk, topic_id=topic.pk)
