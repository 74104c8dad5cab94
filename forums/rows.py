"""What the forum's pages show of rooms, topics and posts: plain values, made from rows that were fetched before."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.enums import Scope
from community.subjects import Card
from forums.enums import PostState, TopicKind
from forums.links import room_url, since_url, topic_url
from forums.models import RoomPage, Topic

AVATAR_COLOURS = [scope.css for scope in Scope]


@dataclass(frozen=True)
class Badge:
    """The inputs of `components/badge.html`."""

    text: str
    icon: str
    tone: str = ""
    fill: bool = False


@dataclass(frozen=True)
class Writer:
    """Who wrote something, as readers see them; a deleted account keeps its texts."""

    name: str
    note: str = ""
    css: str = ""

    @classmethod
    def of(cls, person) -> "Writer":
        if person is None:
            return cls(_("Anggota dihapus"))
        instansi = short_name(person.instansi.name) if person.is_verified_member else _("Belum terverifikasi")
        return cls(person.name, instansi, AVATAR_COLOURS[person.pk % len(AVATAR_COLOURS)])


@dataclass(frozen=True)
class TopicRow:
    """One line of a list of topics."""

    url: str
    title: str
    scope: str
    room: str
    writer: str
    last_post_at: datetime
    count: int
    count_name: str
    new_url: str
    badges: list[Badge]
    is_unread: bool
    is_solved: bool
    is_example: bool


@dataclass(frozen=True)
class RoomRow:
    """One room in the forum's list of rooms."""

    url: str
    title: str
    summary: str
    topic_count: int
    last_post_at: datetime | None
    is_unread: bool
    is_example: bool


@dataclass
class PostRow:
    """One post on the page of its topic, with what this reader may do with it.

    `tells_reader`: a notice may have told them of it, since it names them or is their answer that was accepted.
    """

    pk: int
    number: int
    html: SafeString
    writer: Writer
    at: datetime
    state: str
    badges: list[Badge] = field(default_factory=list)
    edited_at: datetime | None = None
    reason: str = ""
    read_before: list[Card] = field(default_factory=list)
    helpful_count: int = 0
    is_opening: bool = False
    is_accepted: bool = False
    is_voted: bool = False
    tells_reader: bool = False
    can_vote: bool = False
    can_edit: bool = False
    can_quote: bool = False
    can_accept: bool = False
    can_manage: bool = False


def short_name(name: str) -> str:
    """An instansi as people say it."""
    return name.removeprefix("Pemerintah ")


def writer_line(topic: Topic) -> str:
    """Who asks, in a list: their instansi, as people know it; a person without one by name."""
    person = topic.author
    if person is None:
        return _("Anggota dihapus")
    return short_name(person.instansi.name) if person.is_verified_member else person.name


def topic_badges(topic: Topic) -> list[Badge]:
    """States of a topic, each in a word."""
    badges = []
    if topic.state == PostState.HELD:
        badges.append(Badge(_("Menunggu pemeriksaan"), "clock", "warn", fill=True))
    if topic.state == PostState.HIDDEN:
        badges.append(Badge(_("Disembunyikan"), "eye", "bad", fill=True))
    if topic.is_pinned:
        badges.append(Badge(_("Disematkan"), "pin"))
    if topic.kind == TopicKind.ANNOUNCEMENT:
        badges.append(Badge(_("Pengumuman"), "info"))
    if topic.is_solved:
        badges.append(Badge(_("Terjawab"), "circle-check", "ok"))
    if topic.is_locked:
        badges.append(Badge(_("Dikunci"), "lock"))
    return badges


def count_name(topic: Topic) -> str:
    """What the replies of a topic are called."""
    return _("jawaban") if topic.is_question else pgettext("jamak", "balasan")


def topic_row(topic: Topic, *, with_room: bool = True) -> TopicRow:
    """A line for `topic`, fetched by `for_list().with_unread(…)`."""
    read = topic.read_number or 0
    return TopicRow(
        url=topic_url(topic),
        title=topic.title,
        scope=topic.room.scope if with_room else "",
        room=topic.room.title if with_room else "",
        writer=writer_line(topic),
        last_post_at=topic.last_post_at,
        count=topic.reply_count,
        count_name=count_name(topic),
        new_url=since_url(topic.pk, read + 1) if topic.is_unread and read else "",
        badges=topic_badges(topic),
        is_unread=topic.is_unread,
        is_solved=topic.is_solved,
        is_example=topic.is_example,
    )


def room_row(room: RoomPage) -> RoomRow:
    """A line for `room`, fetched by `for_list().with_unread(…)`."""
    return RoomRow(
        url=room_url(room.slug),
        title=room.title,
        summary=room.summary,
        topic_count=room.activity.topic_count,
        last_post_at=room.activity.last_post_at,
        is_unread=room.has_unread,
        is_example=room.is_example,
    )
