"""Asking: what somebody wants first, then the rooms that suit it, with what others wrote already."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import panels, subjects
from community.enums import Scope
from community.links import own_path
from community.notifications import on_site
from community.subjects import Card, Pair
from forums.enums import TopicKind
from forums.limits import MOST_READ, PARAMETER_LIMIT, TITLE_LIMIT
from forums.links import ask_url
from forums.lists import by_scope, readable_rooms
from forums.models import RoomPage
from forums.rows import RoomRow, room_row
from forums.standing import standing_of

WORD = re.compile(r"\w{4,}")
CARRIED = ("tentang", "aspek", "sub", "masalah")  # what the form is filled in with, from the page that led here
MOST_CARRIED = 10
READ = re.compile(r"([a-z_]{1,12}):([1-9]\d{0,17})")
OPEN_KINDS = (TopicKind.QUESTION, TopicKind.DISCUSSION)


@dataclass(frozen=True)
class Purpose:
    """What brings somebody here, and where that belongs: a scope, or None for wherever it is taken."""

    code: str
    title: str
    text: str
    scope: Scope | None
    kind: TopicKind


PURPOSES = [
    Purpose(
        "masalah",
        _("Saya menghadapi masalah dan mencari jawaban"),
        _("Pertanyaan untuk sesama pengelola yang mungkin pernah mengalaminya."),
        Scope.HELPING,
        TopicKind.QUESTION,
    ),
    Purpose(
        "praktik",
        _("Saya ingin membahas cara kerja yang sudah berjalan"),
        _("Pengalaman, penyesuaian, dan hasil dari praktik instansi Anda atau instansi lain."),
        Scope.BEST_PRACTICE,
        TopicKind.DISCUSSION,
    ),
    Purpose(
        "pengetahuan",
        _("Saya menemukan istilah, peraturan, atau isi yang perlu dirawat"),
        _("Hal yang perlu diperjelas, diperbarui, atau disambungkan dengan aturannya."),
        Scope.KNOWLEDGE_STEWARDING,
        TopicKind.DISCUSSION,
    ),
    Purpose(
        "gagasan",
        _("Saya punya gagasan yang belum terbukti"),
        _("Gagasan untuk diuji kecil dulu, bersama instansi lain yang tertarik."),
        Scope.INNOVATIVE,
        TopicKind.DISCUSSION,
    ),
]
ANNOUNCING = Purpose(  # of who looks after rooms
    "pengumuman",
    _("Saya ingin mengumumkan sesuatu"),
    _("Kabar untuk semua pembaca ruang, dari penatalayan atau penyelenggara."),
    None,
    TopicKind.ANNOUNCEMENT,
)


@dataclass(frozen=True)
class Proposed:
    """A room that suits the purpose, with the address where the text is written."""

    row: RoomRow
    url: str
    is_best: bool


def ask_context(request: HttpRequest) -> dict:
    """Context of the page that asks for the purpose; `BadRequest` for a purpose that is none."""
    title = " ".join(request.GET.get("judul", "").split())[:TITLE_LIMIT]
    wanted = request.GET.get("tujuan", "")
    standing = standing_of(request.user)
    purposes = [*PURPOSES, ANNOUNCING] if standing.is_anything else PURPOSES
    purpose = next((each for each in purposes if each.code == wanted), None)
    if wanted and purpose is None and wanted != ANNOUNCING.code:
        raise BadRequest("no such purpose")
    context = {
        "title": title,
        "purposes": purposes,
        "purpose": purpose,
        "about": about(request),
        "carried": carried(request),
        **similar_context(title, request.user),
    }
    if purpose is None:
        return context
    rooms = readable_rooms(request.user)
    if purpose == ANNOUNCING:
        suited = [room for room in rooms if room.allows_announcements and standing.moderates(room)]
        others = []
    else:
        open_rooms = [room for room in rooms if set(OPEN_KINDS) & set(room.allowed_kinds)]
        suited = [room for room in open_rooms if room.scope == purpose.scope]
        others = [room for room in open_rooms if room.scope != purpose.scope]
    return {
        **context,
        "back_url": ask_url(judul=title, **with_lists(carried(request))),
        "proposed": proposed(suited, title, purpose.kind, carried(request)),
        "others": by_scope(others),
    }


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What the page that led here fills in, as pairs of parameter and value; it goes from step to step."""
    return [
        (name, value.replace("\0", "")[:PARAMETER_LIMIT])
        for name in CARRIED
        for value in request.GET.getlist(name)[:MOST_CARRIED]
        if value.strip("\0 ")
    ]


def with_lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as a mapping from each parameter to its values."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def about(request: HttpRequest) -> Card | None:
    """What is asked about: the row whose page stands at `?tentang=`; None where the reader finds nothing there."""
    return subjects.card_at(own_path(request.GET.get("tentang", "")[:PARAMETER_LIMIT]), request.user)


def with_address(text: str, card: Card | None) -> str:
    """A text that leads to `card`, at its beginning unless it does already."""
    if card is None or card.url in text:
        return text
    return f"{on_site(card.url)}\n\n{text}"


def read_before(values: list[str], reader) -> list[Pair]:
    """The rows that were ticked as read, as far as `reader` may read them."""
    found = [READ.fullmatch(value) for value in values[:MOST_READ]]
    return list(subjects.cards({(match[1], int(match[2])) for match in found if match}, reader))


def similar_context(words: str, reader) -> dict:
    """What was written with these words; apps above know how to look for it."""
    words = " ".join(words.split())[:TITLE_LIMIT]
    return {"similar": panels.shown("ask_similar", words, reader) if words else []}


def proposed(rooms: list[RoomPage], title: str, kind: TopicKind, filled: list[tuple[str, str]]) -> list[Proposed]:
    """The rooms with what was typed in the name and description first, then the liveliest."""
    typed = {word.lower() for word in WORD.findall(title)}
    meeting = {room.pk: len(typed & words_of(room)) for room in rooms}
    ordered = sorted(rooms, key=lambda room: (-meeting[room.pk], -room.activity.topic_count, room.path))
    return [
        Proposed(room_row(room), write_url(room, title, kind, filled), place == 0 and meeting[room.pk] > 0)
        for place, room in enumerate(ordered)
    ]


def words_of(room: RoomPage) -> set[str]:
    return {word.lower() for word in WORD.findall(f"{room.title} {room.summary}")}


def write_url(room: RoomPage, title: str, kind: TopicKind, filled: list[tuple[str, str]]) -> str:
    """Where a topic is written in `room`, with what was typed and filled in so far."""
    query = urlencode([(name, value) for name, value in (("jenis", kind.value), ("judul", title), *filled) if value])
    return f"{reverse('forums:topic_create', args=[room.slug])}?{query}"
