"""A topic's page: the question, the answer that solved it, and the posts of one page with what the reader may do."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community import markup, panels, subjects
from community.enums import Audience, Scope
from community.markup import Mentioned
from community.permissions import can_read_members
from community.prepared import Ids, ReaderKind, prepared, values_of
from community.subjects import Card
from forums.enums import PostState
from forums.links import PAGE_SIZE, forum_url, page_of, post_url, room_url, since_url, topic_url
from forums.models import Mention, Post, PostLink, RoomPage, Topic
from forums.people import as_mentioned
from forums.permissions import (
    can_accept_answer,
    can_edit_post,
    can_moderate,
    can_read_unseen_texts,
    can_reply,
    can_vote_helpful,
)
from forums.rows import Badge, PostRow, Writer, count_name, topic_badges, writer_line
from forums.standing import Standing, given, standing_in


@dataclass(frozen=True)
class Thread:
    """One page of a topic. `accepted` stands above the other answers on the first page, and in its place on others.

    `numbers` are those of the posts that this reader is shown in their place on the page, in order.
    """

    topic: Topic
    number: int
    opening: PostRow | None
    accepted: PostRow | None
    posts: list[PostRow]
    numbers: list[int]

    @property
    def last_page(self) -> int:
        return page_of(self.topic.last_number)

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.last_page

    @property
    def previous_url(self) -> str:
        return page_url(self.topic, self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return page_url(self.topic, self.number + 1) if not self.is_last else ""

    @property
    def last_shown(self) -> int:
        """The highest number that this reader is shown here: what is out of their sight may come into it later."""
        return self.numbers[-1] if self.numbers else 0

    @property
    def telling(self) -> list[int]:
        """Ids of the posts here that a notice may have told this reader of."""
        rows = [self.opening, self.accepted, *self.posts]
        return [row.pk for row in rows if row and row.tells_reader]


def page_url(topic: Topic, number: int) -> str:
    """The address of a page of the topic."""
    return topic_url(topic) + (f"?hal={number}" if number > 1 else "")


def page_number(topic: Topic, typed: str) -> int:
    """The page that an address asks for; `Http404` for one that the topic does not have."""
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10) or not 1 <= int(typed) <= page_of(
        topic.last_number
    ):
        raise Http404
    return int(typed)


def thread(topic: Topic, number: int, user) -> Thread:
    """Page `number` of a topic that `user` may read: three queries, more where posts name people or lead somewhere."""
    first, last = (number - 1) * PAGE_SIZE + 1, number * PAGE_SIZE
    person, _joined = values_of(user)
    standing = standing_in(user, topic.room)
    posts = _posts_between(topic.pk, first, last, person, kind=ReaderKind.of(user), standing=standing)
    accepted = None
    if topic.accepted_post_id and number == 1:
        accepted = next((post for post in posts if post.pk == topic.accepted_post_id), None)
        shown = Post.objects.of_topic(topic, user).for_list().with_vote_of(user)
        accepted = accepted or shown.filter(pk=topic.accepted_post_id).first()
    rows = rows_of(topic, [*posts, *([accepted] if accepted and accepted not in posts else [])], user)
    opening = next((row for row in rows if row.is_opening), None)
    hoisted = next((row for row in rows if row.is_accepted), None) if number == 1 else None
    others = [row for row in rows if row is not opening and row is not hoisted and first <= row.number <= last]
    return Thread(topic, number, opening, hoisted, others, [post.number for post in posts])


@prepared
def _posts_between(topic: int, first: int, last: int, person: int = 0, *, kind: ReaderKind, standing: Standing):
    reader = given(kind.reader(person), standing)
    posts = Post.objects.of_topic(SimpleNamespace(pk=topic, room=RoomPage()), reader)
    return posts.filter(number__gte=first, number__lte=last).in_order().for_list().with_vote_of(reader)


def rows_of(topic: Topic, posts: list[Post], user) -> list[PostRow]:
    """The posts as the page shows them to `user`; all of `topic`, whose room is at hand."""
    people, led = mentioned_in(posts, user), led_to_by(posts, user)
    can_manage = can_moderate(user, topic.room)
    accepts = topic.is_question and can_accept_answer(user, topic)
    replies = can_reply(user, topic) and topic.is_shown and (not topic.is_locked or can_manage)
    rows = []
    for post in posts:
        post.topic = topic
        is_accepted = post.pk == topic.accepted_post_id
        rows.append(
            PostRow(
                pk=post.pk,
                number=post.number,
                html=with_cards(markup.shown(post.html, people.get(post.pk, {})), led[post.pk].cards),
                read_before=led[post.pk].read_before,
                writer=Writer.of(post.author),
                at=post.created_at,
                state=post.state,
                badges=post_badges(post, is_accepted),
                edited_at=_edited_at(post, user),
                reason=post.moderation_reason if not post.is_shown else "",
                helpful_count=post.helpful_count,
                is_opening=post.is_opening,
                is_accepted=is_accepted,
                is_voted=post.is_voted,
                tells_reader=user.pk in people.get(post.pk, {}) or (is_accepted and post.author_id == user.pk),
                can_vote=can_vote_helpful(user, post),
                can_edit=can_edit_post(user, post),
                can_quote=replies and post.is_shown,
                can_accept=accepts and post.is_shown and not post.is_opening,
                can_manage=can_manage,
            )
        )
    return rows


def _edited_at(post: Post, user) -> datetime | None:
    """When the post was last changed, to those who may read what it said before."""
    is_told = post.edited_at and (post.is_changed_in_sight or can_read_unseen_texts(user, post))
    return post.edited_at if is_told else None


def post_badges(post: Post, is_accepted: bool) -> list[Badge]:
    """States of a post, each in a word."""
    badges = []
    if is_accepted:
        badges.append(Badge(_("Jawaban yang diterima penanya"), "circle-check", "ok", fill=True))
    if post.state == PostState.HELD:
        badges.append(
            Badge(_("Menunggu pemeriksaan, baru Anda dan penatalayan yang melihatnya"), "clock", "warn", True)
        )
    if post.state == PostState.HIDDEN:
        badges.append(Badge(_("Disembunyikan penatalayan"), "eye", "bad", fill=True))
    return badges


def mentioned_in(posts: list[Post], reader) -> dict[int, dict[int, Mentioned]]:
    """Whom each of `posts` names, by the post's id, as `reader` sees them; one query, none where nobody is named."""
    naming = [post.pk for post in posts if markup.has_mentions(post.html)]
    if not naming:
        return {}
    may_open = can_read_members(reader)
    found: dict[int, dict[int, Mentioned]] = {}
    for mention in _mentions_in(tuple(naming)):
        found.setdefault(mention.post_id, {})[mention.person_id] = as_mentioned(mention.person, is_linked=may_open)
    return found


@prepared
def _mentions_in(posts: Ids):
    return Mention.objects.filter(post__in=posts).select_related("person")


@dataclass(frozen=True)
class Led:
    """Where a post leads: the cards of its text, and what its author had read before they asked."""

    cards: list[Card] = field(default_factory=list)
    read_before: list[Card] = field(default_factory=list)


def led_to_by(posts: list[Post], reader) -> dict[int, Led]:
    """Where each of `posts` leads, as far as `reader` may follow: one query, and one for each kind among the links."""
    links = _links_in(tuple(post.pk for post in posts))
    cards = subjects.cards({(link.subject, link.object_id) for link in links}, reader)
    found = {post.pk: Led() for post in posts}
    for link in links:
        if card := cards.get((link.subject, link.object_id)):
            led = found[link.post_id]
            (led.read_before if link.is_read_before else led.cards).append(card)
    return found


@prepared
def _links_in(posts: Ids):
    return PostLink.objects.filter(post__in=posts).order_by("pk")


def with_cards(html: SafeString, cards: list[Card]) -> SafeString:
    """A text with what it leads to as cards."""
    if not cards:
        return html
    return markup.with_cards(
        html, {card.url: render_to_string("components/card.html", {"card": card}) for card in cards}
    )


def topic_context(topic: Topic, number: int, user) -> dict:
    """Context of a topic's page."""
    shown = thread(topic, number, user)
    can_manage = can_moderate(user, topic.room)
    summary = markup.summary(topic.opening_post.source, 160) if topic.opening_post else ""
    return {
        "topic": topic,
        "room": topic.room,
        "scope": Scope(topic.room.scope),
        "room_url": room_url(topic.room.slug),
        "topic_url": topic_url(topic),
        "absolute_url": f"{settings.SITE_URL}{topic_url(topic)}",
        "canonical_url": f"{settings.SITE_URL}{page_url(topic, number)}",
        "preview_url": preview_url(topic),
        "thread": shown,
        "pages": shown.last_page,
        "badges": topic_badges(topic),
        "asked_by": writer_line(topic),
        "chips": chips_of(topic),
        "count_name": count_name(topic),
        "accepted_url": post_url(topic, topic.accepted_post.number) if topic.is_solved and not shown.accepted else "",
        "description": summary,
        "unread_url": unread_url(shown),
        "page_query": f"hal={number}&" if number > 1 else "",
        "can_manage": can_manage,
        "can_reply": can_reply(user, topic) and topic.is_shown and (not topic.is_locked or can_manage),
        "loop_panels": panels.shown("topic_loop", topic, user),
        "action_panels": panels.shown("topic_actions", topic, user),
    }


def preview_url(topic: Topic) -> str:
    """Where the picture of a link to the topic is; empty where not everybody may see it."""
    is_open = topic.is_shown and topic.room.audience == Audience.PUBLIC
    return settings.SITE_URL + reverse("forums:topic_preview", args=[topic.pk]) if is_open else ""


def chips_of(topic: Topic) -> list[tuple[str, str]]:
    """What the topic is about, each with the list of all topics about it; two queries."""
    subaspects = _subaspects_of(topic.pk)
    parts = {each.aspect_id for each in subaspects}
    whole = [(each.name, forum_url(aspek=each.code)) for each in _aspects_of(topic.pk) if each.pk not in parts]
    found = whole + [(each.name, forum_url(sub=each.code)) for each in subaspects]
    return found + [(str(kind.label), forum_url(masalah=kind.value)) for kind in topic.problem_kinds]


@prepared
def _subaspects_of(topic: int):
    return Topic(pk=topic).subaspects.all()


@prepared
def _aspects_of(topic: int):
    return Topic(pk=topic).aspects.all()


def unread_url(shown: Thread) -> str:
    """Where the reader left off, on this page if it is there; empty where they have read nothing, or all of it."""
    topic, read = shown.topic, shown.topic.read_number
    if not topic.is_unread or not read:
        return ""
    here = [number for number in shown.numbers if number > read]
    return f"#p{here[0]}" if here and page_of(read + 1) == shown.number else since_url(topic.pk, read + 1)
