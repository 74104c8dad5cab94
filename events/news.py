"""What followers hear of events: which news there is, and what the notice says."""

from django.utils.translation import gettext as _

from community import news, notices, subjects
from community.enums import NoticeKind, Scope, Subject
from community.models import Notice, User
from events.enums import EventState
from events.models import EventPage, Room

TOLD_STATES = {EventState.OPEN: "open", EventState.CLOSED: "closed", EventState.CANCELLED: "cancelled"}


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    notices.register(Subject.EVENT, tell)


def queue_published(page: EventPage) -> None:
    """An event that appears is news for its scope; what changes is told to who holds a seat."""
    if page.first_published_at == page.last_published_at:
        followed = (Subject.SCOPE, Scope(page.scope).number)
        _announce(page.pk, NoticeKind.NEW_EVENT, followed, f"event:{page.pk}:new", {})


def queue_state(page: EventPage, actor) -> None:
    """Registration opened, the event was closed or called off."""
    if what := TOLD_STATES.get(EventState(page.state)):
        _of_event(page.pk, what, f"event:{page.pk}:{what}", actor)


def queue_notulen(room: Room, event_id: int, actor) -> None:
    """The notulen of a room became final."""
    _of_event(event_id, "notulen", f"notulen:{room.pk}", actor)


def _of_event(event_id: int, what: str, key: str, actor) -> None:
    _announce(event_id, NoticeKind.EVENT_NEWS, (Subject.EVENT, event_id), key, {"what": what}, actor)


def _announce(event_id: int, kind: str, followed, key: str, data: dict, actor=None) -> None:
    news.announce(kind, subject=Subject.EVENT, object_id=event_id, followed=[followed], key=key, data=data, actor=actor)


def tell(rows: list[Notice], reader: User) -> dict[int, notices.Told]:
    """What happened to the events of `rows`; none that `reader` may not read now. One query."""
    cards = subjects.cards({(Subject.EVENT, row.object_id) for row in rows}, reader)
    texts = {
        "open": _("Pendaftaran FGD yang Anda ikuti dibuka."),
        "closed": _("FGD yang Anda ikuti selesai; hasilnya dapat dibaca."),
        "cancelled": _("FGD yang Anda ikuti dibatalkan."),
        "notulen": _("Notulen satu ruang FGD yang Anda ikuti sudah final."),
        "": _("FGD baru di lingkup yang Anda ikuti."),
    }
    return {
        row.pk: notices.Told(texts.get(row.data.get("what", ""), texts[""]), card.title, card.url)
        for row in rows
        if (card := cards.get((Subject.EVENT, row.object_id)))
    }
