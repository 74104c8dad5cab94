"""Finding rows for a reader: what they may not read is not there (404)."""

from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, IntegerField, Subquery, Value
from django.http import Http404
from django.shortcuts import get_object_or_404

from community.enums import NoticeKind, Subject
from community.models import Draft, Follow, Notice
from community.prepared import NEVER, ReaderKind, prepared, values_of
from forums.models import Post, RoomPage, Topic
from forums.places import reply_place
from forums.standing import Standing, given, standing_of


def room_for(user, slug: str) -> RoomPage:
    """The published room at `/forum/<slug>/`."""
    return get_object_or_404(RoomPage.objects.readable_by(user).select_related("activity"), slug=slug)


def topic_for(user, pk: int) -> Topic:
    """A topic with all that its page shows of it, what `user` has read of it, whether they follow it or wrote on it."""
    place = reply_place(Topic(pk=pk))
    found = _topic(pk, place, *values_of(user), kind=ReaderKind.of(user), standing=standing_of(user))
    if not found:
        raise Http404
    return found[0]


@prepared
def _topic(
    pk: int, place: str = "", person: int = 0, joined: datetime = NEVER, *, kind: ReaderKind, standing: Standing
):
    reader = given(kind.reader(person, joined), standing)
    topics = Topic.objects.visible_to(reader).for_page().with_unread(reader)
    return topics.annotate(**_of_reader(reader, pk, place)).filter(pk=pk)


def post_for(user, pk: int) -> Post:
    """A post with its topic and room."""
    posts = Post.objects.visible_to(user).select_related("topic__room", "author__instansi")
    return get_object_or_404(posts, pk=pk)


def _of_reader(user, pk: int, place: str) -> dict:
    """Whether there is a follow and a draft, and the first of the new replies that a notice tells of; one query."""
    if not user.is_authenticated:
        return {
            "is_followed": Value(False),
            "has_draft": Value(False),
            "told_from": Value(None, output_field=IntegerField()),
        }
    follows = Follow.objects.of(Subject.TOPIC, pk).wanted().filter(person=user.pk)
    drafts = Draft.objects.filter(person=user.pk, place=place)
    told = Notice.objects.gathering(NoticeKind.REPLY, Subject.TOPIC, pk).filter(recipient=user.pk)
    found = {
        name: ExpressionWrapper(Exists(rows), BooleanField())
        for name, rows in (("is_followed", follows), ("has_draft", drafts))
    }
    return found | {"told_from": Subquery(told.values("first_number")[:1])}
