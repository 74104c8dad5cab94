"""What the forum shows on other pages: of a person, a scope, on one's own page and on the front page."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community import panels
from community.prepared import NEVER, ReaderKind, number_of, prepared, values_of
from forums.links import FORUM, forum_url
from forums.lists import Show, address
from forums.models import Post, RoomPage, Topic
from forums.rows import room_row, topic_row
from forums.standing import Standing, given, standing_of

SHOWN = 5
ON_FRONT = 3


def register() -> None:
    """Put the forum into the slots of other pages; called once, in `AppConfig.ready`."""
    topics = "forums/_panel_topics.html"
    panels.register(panels.Panel("home_join", open_questions, topics, queries=2, position=50))
    panels.register(panels.Panel("home_trust", numbers, "components/stats.html", queries=1, position=30))
    panels.register(panels.Panel("instansi", of_instansi, topics, queries=2, position=30))
    panels.register(panels.Panel("person", of_person, topics, queries=2, position=30))
    panels.register(panels.Panel("saya", followed, topics, queries=2, position=20))
    panels.register(panels.Panel("saya", held, "forums/_panel_held.html", queries=2, position=10))
    panels.register(panels.Panel("scope", rooms, "forums/_panel_rooms.html", queries=1, position=20))


def open_questions(_page, reader) -> dict | None:
    """Questions without an accepted answer in rooms that `reader` may read, the newest first."""
    kind = ReaderKind.of(reader)
    rooms = tuple(sorted(_rooms_open_to(kind=kind)))
    found = _unanswered(*values_of(reader), rooms=rooms, kind=kind)
    return _lines(found, "terbuka", _("Menunggu jawaban Anda"), address(FORUM, Show.UNANSWERED))


@prepared
def _rooms_open_to(*, kind: ReaderKind):
    return RoomPage.objects.readable_by(kind.reader()).order_by().values_list("pk", flat=True)


@prepared
def _unanswered(person: int = 0, joined: datetime = NEVER, *, rooms: tuple[int, ...], kind: ReaderKind):
    reader = kind.reader(person, joined)
    return Topic.objects.in_rooms(rooms).unanswered().newest_first().for_list().with_unread(reader)[:ON_FRONT]


@prepared
def _solved(*, kind: ReaderKind):
    return number_of(Topic.objects.open_to(kind.reader()).solved().genuine())


def numbers(_page, reader) -> dict | None:
    """How many questions are solved, without examples, and their list; None for nought."""
    (solved,) = _solved(kind=ReaderKind.of(reader))
    if not solved:
        return None
    text = ngettext("pertanyaan terjawab", "pertanyaan terjawab", solved)
    return {"stats": [{"value": solved, "text": text, "url": address(FORUM, Show.SOLVED, {"contoh": ("tanpa",)})}]}


def of_person(person, reader) -> dict | None:
    """Topics that a person opened and `reader` may read."""
    found = Topic.objects.visible_to(reader).shown().filter(author=person)
    return _panel(found, reader, SHOWN, "topik", _("Topik yang dibuka"), "")


def of_instansi(instansi, reader) -> dict | None:
    """The newest topics that members of an agency opened, or that lie in rooms it owns, as far as `reader` may read."""
    found = Topic.objects.open_to(reader).of_instansi([instansi.pk])
    return _panel(found, reader, SHOWN, "diskusi", pgettext("jamak", "Diskusi"), forum_url(instansi=instansi.code))


def followed(_person, reader) -> dict | None:
    """Topics that the reader follows and has not read to the end."""
    found = _news_of(*values_of(reader), kind=ReaderKind.of(reader), standing=standing_of(reader))
    return _lines(found, "diikuti", _("Balasan yang belum Anda baca"), address(FORUM, Show.FOLLOWED))


@prepared
def _news_of(person: int, joined: datetime, *, kind: ReaderKind, standing: Standing):
    reader = given(kind.reader(person, joined), standing)
    topics = Topic.objects.visible_to(reader).shown().followed_by(reader).unread_for(reader)
    return topics.newest_first().for_list().with_unread(reader)[:SHOWN]


def held(person, reader) -> dict | None:
    """How many posts wait for the person's eyes; only for who looks after rooms."""
    count = Post.objects.waiting_for(person).count()
    return {"count": count} if count else None


def rooms(scope, reader) -> dict | None:
    """Rooms of a scope (a `Scope`)."""
    found = RoomPage.objects.readable_by(reader).filter(scope=scope).for_list().with_unread(reader)
    rows = [room_row(room) for room in found]
    return {"rows": rows} if rows else None


def _panel(topics, reader, count: int, anchor: str, title: str, url: str) -> dict | None:
    return _lines(topics.newest_first().for_list().with_unread(reader)[:count], anchor, title, url)


def _lines(topics: Iterable[Topic], anchor: str, title: str, url: str) -> dict | None:
    rows = [topic_row(topic) for topic in topics]
    return {"rows": rows, "anchor": anchor, "title": title, "all_url": url} if rows else None
