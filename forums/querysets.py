"""Filters, annotations and orders of rooms, topics and posts."""

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from wagtail.models import PageQuerySet

from community.enums import Subject
from community.models import Follow, User
from community.querysets import AudienceQuerySet
from forums.enums import PostState, TopicKind
from forums.paging import TopicCursor
from forums.standing import standing_of

NEWEST_FIRST = ("-last_post_at", "-pk")
ROOM_SHOWN_IN_LIST = (
    *("title", "slug", "path", "scope", "summary", "is_example", "audience"),
    *("allows_questions", "allows_discussions", "allows_announcements"),
    *("activity__topic_count", "activity__last_post_at", "activity__unanswered_count"),
    *("activity__solved_count", "activity__held_count"),
)
SHOWN_IN_LIST = (
    *("room__title", "room__slug", "room__scope"),
    *("author__name", "author__is_active", "author__affiliation", "author__instansi__name"),
)


class RoomQuerySet(AudienceQuerySet, PageQuerySet):
    def readable_by(self, user):
        """Published rooms that `user` may read."""
        return self.live().visible_to(user)

    def readable_ids(self, user) -> list[int]:
        """Ids of the rooms that `user` may read: the containers whose topics and posts they may find."""
        return list(self.readable_by(user).order_by().values_list("pk", flat=True))

    def for_list(self):
        """With names and counts, and no column more, in the order that the CMS gives them; one query."""
        return self.select_related("activity").only(*ROOM_SHOWN_IN_LIST).order_by("path")

    def with_unread(self, user):
        """Annotates `has_unread`: whether a topic in the room has something that `user` has not read."""
        if not user.is_authenticated:
            return self.annotate(has_unread=Value(False))
        marks = apps.get_model("forums", "RoomMark").objects.filter(room=OuterRef("pk"), person=user.pk)
        found = self.annotate(read_tick=Subquery(marks.values("tick")[:1]))
        return found.annotate(
            has_unread=Case(When(read_tick__isnull=False, then=_news_since_mark(user)), default=_news(user))
        )

    def with_follow_of(self, user):
        """Annotates `is_followed`: whether `user` wants to hear of new topics in the room."""
        if not user.is_authenticated:
            return self.annotate(is_followed=Value(False))
        follows = Follow.objects.filter(person=user.pk, subject=Subject.ROOM, object_id=OuterRef("pk"), is_muted=False)
        return self.annotate(is_followed=ExpressionWrapper(Exists(follows), output_field=BooleanField()))


# The questions below ask together what `TopicQuerySet.unread_for` asks, each so that an index leads to its answer:
# a room of a hundred thousand topics costs what a small one does.


def _news_since_mark(user) -> Exists:
    """Whether a topic of the room (outer, with `read_tick`) has more than the room's mark and its own let one know."""
    return Exists(_with_news(user).filter(last_tick__gt=OuterRef("read_tick")))


def _news(user) -> Combinable:
    """Whether a topic of the room (outer, without a mark) has posts since joining, or more than was read there."""
    marks = apps.get_model("forums", "TopicMark").objects.filter(person=user.pk, topic__room=OuterRef("pk"))
    half_read = marks.filter(topic__state=PostState.VISIBLE, number__lt=F("topic__last_post__number"))
    return Exists(half_read) | Exists(_with_news(user).filter(last_post_at__gt=user.date_joined))


def _with_news(user):
    """Visible topics of the outer room whose last post is beyond what `user` read of them."""
    mark = apps.get_model("forums", "TopicMark").objects.filter(topic=OuterRef("pk"), person=user.pk)
    topics = apps.get_model("forums", "Topic").objects.shown().filter(room=OuterRef("pk"))
    return topics.filter(last_post__number__gt=Coalesce(Subquery(mark.values("number")[:1]), 0))


def _in_sight(rows, user, room: str):
    """Of topics or posts in readable rooms those in sight, the user's own, and those in rooms they look after.

    `room` is the path from a row to its room.
    """
    standing = standing_of(user)
    if standing.is_organiser:
        return rows
    allowed = _shown_or_own(user)
    if standing.is_anything:
        allowed |= _looked_after(standing, room)
    return rows.filter(allowed)


def _of_place(rows, user, room):
    """The same for rows of one place in `room`, which the user was found to be allowed to read."""
    return rows if standing_of(user).moderates(room) else rows.filter(_shown_or_own(user))


def _shown_or_own(user) -> Q:
    shown = Q(state=PostState.VISIBLE)
    return shown | Q(author=user.pk) if user.is_authenticated else shown


def _looked_after(standing, room: str) -> Q:
    return Q(**{f"{room}__scope__in": standing.scopes}) | Q(**{f"{room}__in": standing.room_ids})


def about_instansi(instansi) -> Q:
    """Topics that members of agencies (a queryset or ids) opened, or that lie in rooms these own."""
    members = User.objects.verified().filter(instansi__in=instansi).values("pk")
    owned = apps.get_model("forums", "RoomPage").owners.through.objects.filter(instansi__in=instansi)
    return Q(OneOf("author_id", members)) | Q(OneOf("room_id", owned.values("roompage")))


class Ids(Subquery):
    """Rows of ids; where Django knows that there are none, whoever asks for one of them finds nothing."""

    empty_result_set_value = NotImplemented


class OneOf(Func):
    """Whether a column is among the ids that a queryset finds.

    To PostgreSQL they are an array, so that it takes the column's index: given `IN`, it took the list for long and
    walked through the whole forum in its order.
    """

    template, arg_joiner = "%(expressions)s", " IN "
    output_field = BooleanField()

    def __init__(self, column: str, ids: QuerySet):
        super().__init__(F(column), Ids(ids))

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **context)


class TopicQuerySet(models.QuerySet):
    def shown(self):
        """Topics that every reader of their room sees."""
        return self.filter(state=PostState.VISIBLE)

    def held(self):
        """Topics that wait for a moderator."""
        return self.filter(state=PostState.HELD)

    def visible_to(self, user):
        """List form of `permissions.can_read_topic`: in rooms open to `user`; what is held or hidden, only to some."""
        rooms = self.model._meta.get_field("room").related_model.objects.readable_by(user)
        return _in_sight(self.filter(room__in=rooms.order_by().values("pk")), user, "room")

    def open_to(self, user):
        """Topics that every reader of their room sees, in rooms open to `user`; one query with the rooms."""
        rooms = self.model._meta.get_field("room").related_model.objects.readable_by(user)
        return self.shown().filter(room__in=rooms.order_by().values("pk"))

    def linking_to(self, subject: str, object_id: int):
        """Topics with a visible post that leads to this row, or whose author had read it before."""
        links = apps.get_model("forums", "PostLink").objects.filter(subject=subject, object_id=object_id)
        return self.filter(pk__in=links.filter(post__state=PostState.VISIBLE).values("post__topic"))

    def of_instansi(self, instansi):
        """Topics that members of agencies (`instansi`) opened, or that lie in rooms these own."""
        return self.filter(about_instansi(instansi))

    def in_rooms(self, room_ids):
        """Topics of these rooms; give the ids that `RoomQuerySet.readable_ids` found, for a list over many rooms."""
        return self.filter(room__in=list(room_ids))

    def of_room(self, room, user):
        """Topics of a room that `user` was found to be allowed to read, without asking for it again."""
        return _of_place(self.filter(room=room.pk), user, room)

    def for_list(self):
        """With all that a line of a list shows: names of room, author and their instansi, and no column more."""
        own = (field.attname for field in self.model._meta.concrete_fields)
        return self.select_related("room", "author__instansi").only(*own, *SHOWN_IN_LIST)

    def for_page(self):
        """With all that a topic's own page shows of it."""
        return self.select_related("room__activity", "author__instansi", "opening_post", "accepted_post")

    def questions(self):
        return self.filter(kind=TopicKind.QUESTION)

    def unanswered(self):
        """Visible questions without an accepted answer."""
        return self.shown().questions().filter(accepted_post__isnull=True)

    def solved(self):
        """Visible questions with an accepted answer."""
        return self.shown().questions().filter(accepted_post__isnull=False)

    def genuine(self):
        """Without example content, which is kept out of counts."""
        return self.filter(is_example=False)

    def followed_by(self, user):
        """Topics that `user` follows, by themselves and not with their room."""
        follows = Follow.objects.filter(person=user.pk, subject=Subject.TOPIC, is_muted=False)
        return self.filter(pk__in=follows.values("object_id"))

    def written_by(self, user):
        """Topics that `user` opened."""
        return self.filter(author=user.pk)

    def unread_for(self, user):
        """Topics with a visible post that `user` has not read: neither marked by itself nor with the whole room.

        Without any mark, what is older than the person's account counts as read.
        """
        return self._marked_for(user).filter(_unread(user))

    def with_unread(self, user):
        """Annotates `is_unread` (bool) and `read_number`: the last post that `user` has read, or None."""
        if not user.is_authenticated:
            return self.annotate(is_unread=Value(False), read_number=Value(None, models.IntegerField()))
        unread = Case(When(_unread(user), then=True), default=False, output_field=BooleanField())
        return self._marked_for(user).annotate(is_unread=unread)

    def _marked_for(self, user):
        topic_mark = apps.get_model("forums", "TopicMark").objects.filter(topic=OuterRef("pk"), person=user.pk)
        room_mark = apps.get_model("forums", "RoomMark").objects.filter(room=OuterRef("room"), person=user.pk)
        return self.annotate(
            read_number=Subquery(topic_mark.values("number")[:1]), read_tick=Subquery(room_mark.values("tick")[:1])
        )

    def pinned_first(self, after: TopicCursor | None = None, before: TopicCursor | None = None):
        """The order of one room; `after` leaves out everything up to the last topic of the page before.

        `before` leaves out everything from the first topic of the page after, and turns the order around.
        """
        order = ("-is_pinned", *NEWEST_FIRST)
        if before is not None:
            ahead = Q(is_pinned=before.is_pinned) & _newer(before)
            return self.order_by(*order).reverse().filter(ahead if before.is_pinned else ahead | Q(is_pinned=True))
        found = self.order_by(*order)
        if after is None:
            return found
        behind = Q(is_pinned=after.is_pinned) & _older(after)
        return found.filter((behind | Q(is_pinned=False)) if after.is_pinned else behind)

    def newest_first(self, after: TopicCursor | None = None, before: TopicCursor | None = None):
        """The order of a list over many rooms, where what a room pins stands like any other topic; paged likewise."""
        found = self.order_by(*NEWEST_FIRST)
        if before is not None:
            return found.reverse().filter(_newer(before))
        return found if after is None else found.filter(_older(after))


def _older(cursor: TopicCursor) -> Q:
    """Topics after the cursor's; written so that an index on (last_post_at, id) can start there."""
    at = cursor.last_post_at
    return Q(last_post_at__lte=at) & (Q(last_post_at__lt=at) | Q(pk__lt=cursor.pk))


def _newer(cursor: TopicCursor) -> Q:
    """Topics before the cursor's, written like `_older`."""
    at = cursor.last_post_at
    return Q(last_post_at__gte=at) & (Q(last_post_at__gt=at) | Q(pk__gt=cursor.pk))


def _unread(user) -> Q:
    has_news = Q(last_post__number__gt=Coalesce(F("read_number"), 0))
    after_joining = Q(read_number__isnull=False) | Q(last_post_at__gt=user.date_joined)
    return has_news & ((Q(read_tick__isnull=True) & after_joining) | Q(last_tick__gt=F("read_tick")))


class PostQuerySet(models.QuerySet):
    def shown(self):
        """Posts that every reader of their topic sees."""
        return self.filter(state=PostState.VISIBLE)

    def held(self):
        """Posts that wait for a moderator, the oldest first."""
        return self.filter(state=PostState.HELD).order_by("created_at", "pk")

    def visible_to(self, user):
        """List form of `permissions.can_read_post`: in topics open to `user`; what is held or hidden, only to some."""
        topics = self.model._meta.get_field("topic").related_model.objects.visible_to(user)
        return _in_sight(self.filter(topic__in=topics.order_by().values("pk")), user, "topic__room")

    def told_in_notice(self):
        """Visible posts of others that a notice (outer) of replies to their topic tells of."""
        numbers = {"number__gte": OuterRef("first_number"), "number__lte": OuterRef("last_number")}
        return self.shown().filter(topic=OuterRef("object_id"), **numbers).exclude(author=OuterRef("recipient"))

    def of_topic(self, topic, user):
        """The posts of a topic that `user` was found to be allowed to read, without asking for its room again."""
        return _of_place(self.filter(topic=topic.pk), user, topic.room)

    def waiting_for(self, user):
        """Held posts that `user` may release or hide, the oldest first."""
        standing = standing_of(user)
        if not standing.is_anything:
            return self.none()
        return self.visible_to(user).held().moderated_by(user)

    def moderated_by(self, user):
        """Posts in rooms that `user` looks after."""
        standing = standing_of(user)
        if standing.is_organiser:
            return self
        return self.filter(_looked_after(standing, "topic__room"))

    def for_list(self):
        """With all that the page of a topic shows of a post: its author and their instansi."""
        return self.select_related("author__instansi")

    def with_vote_of(self, user):
        """Annotates `is_voted`: whether `user` found the post helpful."""
        if not user.is_authenticated:
            return self.annotate(is_voted=Value(False))
        votes = apps.get_model("forums", "HelpfulVote").objects.filter(post=OuterRef("pk"), person=user.pk)
        return self.annotate(is_voted=ExpressionWrapper(Exists(votes), output_field=BooleanField()))

    def in_order(self):
        """As they were written."""
        return self.order_by("number")
