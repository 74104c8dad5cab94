"""Lists of topics: the forum's front page, a room, what waits for an answer. Paged by keys, never by offset."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import panels
from community.enums import Scope
from community.links import filtered_url
from community.prepared import NEVER, ReaderKind, prepared, values_of
from forums.links import FORUM, PAGE_SIZE, ask_url, room_url
from forums.models import RoomActivity, RoomPage, Topic
from forums.narrowing import Narrowing, filters_of
from forums.paging import BadCursor, TopicCursor
from forums.permissions import can_moderate, kinds_open_to
from forums.rows import RoomRow, TopicRow, room_row, topic_row
from forums.standing import Standing, given, standing_in, standing_of

ROOM_PATHS = {"open": "tanya/", "read": "terbaca/", "feed": "feed/"}  # below a room
MOST_ROOMS = 3  # of each scope beside the newest topics; the others stand on the page of all rooms


class Show(TextChoices):
    """Which topics a list shows, as its address says it."""

    ALL = "", gettext_lazy("Terbaru")
    UNANSWERED = "belum-terjawab", gettext_lazy("Belum terjawab")
    SOLVED = "terjawab", gettext_lazy("Terjawab")
    FOLLOWED = "diikuti", gettext_lazy("Saya ikuti")
    MINE = "saya", gettext_lazy("Saya tulis")

    @property
    def is_personal(self) -> bool:
        return self in (Show.FOLLOWED, Show.MINE)


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; `filters` are parameter → values as written there."""

    show: Show
    after: TopicCursor | None = None  # the page begins behind this topic
    before: TopicCursor | None = None  # the page ends ahead of this one
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Read the address; `BadRequest` for a filter or a place that is none, or one for members only."""
        wanted = request.GET.get("tampil", "")
        if wanted not in Show.values or (Show(wanted).is_personal and not request.user.is_authenticated):
            raise BadRequest("no such filter")
        after, before = (_place(request.GET.get(name, "")) for name in ("sesudah", "sebelum"))
        if after and before:
            raise BadRequest("two places in the list")
        return cls(Show(wanted), after, before, filters_of(request.GET))

    @property
    def is_first_page(self) -> bool:
        return not (self.after or self.before)

    @property
    def is_plain(self) -> bool:
        """Whether it asks for the list as most readers see it: all topics, from the newest on."""
        return self.show == Show.ALL and self.is_first_page and not self.filters


def _place(text: str) -> TopicCursor | None:
    try:
        return TopicCursor.parse(text) if text else None
    except BadCursor as error:
        raise BadRequest("no such place in the list") from error


@dataclass(frozen=True)
class Page:
    """A page of topics; `older_url` leads to the next one, `newer_url` to the one before, `newest_url` to the first."""

    rows: list[TopicRow]
    older_url: str = ""
    newer_url: str = ""
    newest_url: str = ""


def filtered(topics, show: Show, user):
    """The topics that `show` names."""
    match show:
        case Show.UNANSWERED:
            return topics.unanswered()
        case Show.SOLVED:
            return topics.solved()
        case Show.FOLLOWED:
            return topics.followed_by(user)
        case Show.MINE:
            return topics.written_by(user)
    return topics


def page(found: list[Topic], asked: Asked, base: str, *, with_room: bool) -> Page:
    """The page of a list at the address `base` that begins with `found`.

    `found`: topics with all that a line shows, in the order of the list, one more than a page has where there are more.
    """
    has_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if asked.before:
        found.reverse()
    has_older, has_newer = (True, has_more) if asked.before else (has_more, bool(asked.after))

    def beside(name: str, topic: Topic) -> str:
        return address(base, asked.show, asked.filters, **{name: str(TopicCursor.of(topic))})

    return Page(
        [topic_row(topic, with_room=with_room) for topic in found],
        older_url=beside("sesudah", found[-1]) if found and has_older else "",
        newer_url=beside("sebelum", found[0]) if found and has_newer else "",
        newest_url="" if asked.is_first_page else address(base, asked.show, asked.filters),
    )


def address(base: str, show: Show, filters: dict | None = None, **query: str) -> str:
    """The address of a list with its filters."""
    return filtered_url(base, tampil=show.value, **(filters or {}), **query)


def tabs(base: str, current: Show, user, counts: dict[Show, int], filters: dict | None = None) -> list[dict]:
    """The inputs of `components/tabs.html`: filters that this reader may use."""
    return [
        {
            "name": show.label,
            "url": address(base, show, filters),
            "count": None if filters else counts.get(show),
            "is_current": show == current,
        }
        for show in Show
        if user.is_authenticated or not show.is_personal
    ]


def empty_text(show: Show) -> dict:
    """What an empty list says, as inputs of `components/empty.html`."""
    titles = {
        Show.ALL: _("Belum ada topik di sini"),
        Show.UNANSWERED: _("Semua pertanyaan sudah terjawab"),
        Show.SOLVED: _("Belum ada pertanyaan yang terjawab"),
        Show.FOLLOWED: _("Anda belum mengikuti topik di sini"),
        Show.MINE: _("Anda belum menulis topik di sini"),
    }
    texts = {
        Show.ALL: _("Mulailah: tuliskan masalah yang sedang Anda hadapi, sesama pengelola akan menjawab."),
        Show.UNANSWERED: _("Pertanyaan baru akan muncul di sini sampai penanyanya menerima satu jawaban."),
        Show.SOLVED: _("Pertanyaan muncul di sini setelah penanyanya menerima satu jawaban."),
        Show.FOLLOWED: _("Pilih “Ikuti” pada sebuah topik, dan balasan barunya sampai kepada Anda."),
        Show.MINE: _("Topik yang Anda buka terkumpul di sini."),
    }
    return {"title": titles[show], "text": texts[show]}


def empty_under_filters() -> dict:
    """What a list says that filters have emptied."""
    return {
        "title": _("Tidak ada topik dengan saringan ini"),
        "text": _("Hapus satu saringan di atas, atau ajukan pertanyaan tentang hal itu."),
    }


def list_context(asked: Asked, base: str, narrowing: Narrowing, counts: dict[Show, int]) -> dict:
    """What every list of topics with filters says of itself, at the address `base`."""
    return {
        "asked": asked,
        "tabs": tabs(base, asked.show, narrowing.reader, counts, asked.filters),
        "chips": narrowing.chips(lambda filters: address(base, asked.show, filters)),
        "empty": empty_under_filters() if asked.filters else empty_text(asked.show),
        "canonical_url": f"{settings.SITE_URL}{address(base, asked.show)}",
        "is_first_page": asked.is_first_page,
    }


# --- the forum's front page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ScopeRooms:
    """The rooms of one scope; `hidden` is how many more there are on the page of all rooms."""

    scope: Scope
    rooms: list[RoomRow]
    hidden: int = 0


def readable_rooms(user) -> list[RoomPage]:
    """Every room that `user` may read, with its counts; one query."""
    return _readable_rooms(*values_of(user), kind=ReaderKind.of(user))


@prepared
def _readable_rooms(person: int = 0, joined: datetime = NEVER, *, kind: ReaderKind):
    reader = kind.reader(person, joined)
    return RoomPage.objects.readable_by(reader).for_list().with_unread(reader)


def by_scope(rooms: list[RoomPage], most: int | None = None) -> list[ScopeRooms]:
    """Rooms under their scope, the liveliest first; scopes without a room are left out."""
    groups = []
    for scope in Scope:
        found = [room for room in rooms if room.scope == scope]
        if found:
            shown = sorted(found, key=lambda room: -room.activity.topic_count)[:most] if most else found
            groups.append(ScopeRooms(scope, [room_row(room) for room in shown], len(found) - len(shown)))
    return groups


def held_for(user, rooms: list[RoomPage]) -> int:
    """How many posts of these rooms wait for `user` to look at them."""
    standing = standing_of(user)
    return sum(room.activity.held_count for room in rooms if standing.moderates(room))


def topics_of(room_ids: Iterable[int], asked: Asked, user):
    """Topics of some rooms as a list over many rooms shows them."""
    topics = Topic.objects.in_rooms(room_ids)
    return filtered(topics if asked.show == Show.MINE else topics.shown(), asked.show, user)


def _newest(rooms: tuple[int, ...], asked: Asked, narrowing: Narrowing, user) -> list[Topic]:
    """The topics of a page over many rooms, and one more where there are more."""
    if asked.is_plain:
        return _newest_of_all(*values_of(user), rooms=rooms, kind=ReaderKind.of(user))
    topics = narrowing.narrowed(topics_of(rooms, asked, user)).newest_first(asked.after, asked.before)
    return list(_with_lines(topics, user))


@prepared
def _newest_of_all(person: int = 0, joined: datetime = NEVER, *, rooms: tuple[int, ...], kind: ReaderKind):
    return _with_lines(Topic.objects.in_rooms(rooms).shown().newest_first(), kind.reader(person, joined))


def _with_lines(topics, reader):
    """The first of `topics`, with all that a line of the list shows `reader`."""
    return topics.for_list().with_unread(reader)[: PAGE_SIZE + 1]


def forum_context(request: HttpRequest) -> dict:
    """Context of `/forum/`."""
    asked, user = Asked.of(request), request.user
    rooms = readable_rooms(user)
    counts = {
        Show.UNANSWERED: sum(room.activity.unanswered_count for room in rooms),
        Show.SOLVED: sum(room.activity.solved_count for room in rooms),
    }
    narrowing = Narrowing(asked.filters, user)
    found = _newest(tuple(room.pk for room in rooms), asked, narrowing, user)
    return {
        **list_context(asked, FORUM, narrowing, counts),
        "topics": page(found, asked, FORUM, with_room=True),
        "groups": by_scope(rooms, MOST_ROOMS),
        "held": held_for(user, rooms),
        "ask_url": ask_url(),
    }


def counts_of(room: RoomPage) -> RoomActivity:
    """The counts of a room; those of one that the CMS previews before it was ever saved are nought."""
    try:
        return room.activity
    except RoomActivity.DoesNotExist:
        return RoomActivity()


def _in_order(room: RoomPage, asked: Asked, narrowing: Narrowing, user) -> list[Topic]:
    """The topics of a page of a room, and one more where there are more."""
    if asked.is_plain:
        standing = standing_in(user, room)
        return _first_of_room(room.pk or 0, *values_of(user), kind=ReaderKind.of(user), standing=standing)
    topics = narrowing.narrowed(filtered(Topic.objects.of_room(room, user), asked.show, user))
    return list(_with_lines(topics.pinned_first(asked.after, asked.before), user))


@prepared
def _first_of_room(room: int, person: int = 0, joined: datetime = NEVER, *, kind: ReaderKind, standing: Standing):
    reader = given(kind.reader(person, joined), standing)
    return _with_lines(Topic.objects.of_room(RoomPage(pk=room), reader).pinned_first(), reader)


def room_context(room: RoomPage, request: HttpRequest) -> dict:
    """Context of a room's page; the caller has asked whether the reader may read it."""
    asked, user = Asked.of(request), request.user
    base = room_url(room.slug)
    narrowing = Narrowing(asked.filters, user)
    found = _in_order(room, asked, narrowing, user)
    activity = counts_of(room)
    stewards = room.room_stewards.select_related("person")  # of a preview: rows that are not stored
    counts = {Show.UNANSWERED: activity.unanswered_count, Show.SOLVED: activity.solved_count}
    return {
        **list_context(asked, base, narrowing, counts),
        "room": room,
        "activity": activity,
        "scope": Scope(room.scope),
        "topics": page(found, asked, base, with_room=False),
        "urls": {name: f"{base}{path}" for name, path in ROOM_PATHS.items()},
        "can_open": not user.is_authenticated or bool(kinds_open_to(user, room)),  # a visitor signs in on the way
        "stewards": [link.person.name for link in stewards if link.person.is_verified_member],
        "is_followed": getattr(room, "is_followed", False),  # a preview was not asked for it
        "held": activity.held_count if can_moderate(user, room) else 0,
        "panels": panels.shown("room_side", room, user),
    }


def unanswered_context(request: HttpRequest) -> dict:
    """Context of the list of questions that wait for an answer, over all rooms."""
    user = request.user
    asked = replace(Asked.of(request), show=Show.UNANSWERED, filters={})
    waiting = dict(RoomPage.objects.readable_by(user).order_by().values_list("pk", "activity__unanswered_count"))
    base = reverse("forums:topic_unanswered")
    found = topics_of(waiting, asked, user).newest_first(asked.after, asked.before)
    shown = page(list(_with_lines(found, user)), replace(asked, show=Show.ALL), base, with_room=True)
    return {
        "topics": shown,
        "total": sum(count or 0 for count in waiting.values()),
        "empty": empty_text(Show.UNANSWERED),
        "ask_url": ask_url(),
        "canonical_url": f"{settings.SITE_URL}{base}",
        "is_first_page": asked.is_first_page,
    }


def rooms_context(request: HttpRequest) -> dict:
    """Context of the page of all rooms."""
    rooms = readable_rooms(request.user)
    return {
        "groups": by_scope(rooms),
        "total": len(rooms),
        "held": held_for(request.user, rooms),
        "ask_url": ask_url(),
        "canonical_url": f"{settings.SITE_URL}{reverse('forums:room_list')}",
    }
