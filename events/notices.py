"""What notices about seats say."""

from datetime import datetime

from django.utils.translation import gettext as _

from community import notices
from community.enums import NoticeKind, Subject
from community.models import Notice, User
from community.zones import Zone
from events.links import room_url
from events.models import EventPage, Room
from events.times import long_moment, slot_words


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    notices.register(Subject.EVENT_ROOM, tell)


def tell(rows: list[Notice], reader: User) -> dict[int, notices.Told]:
    """What happened to the seats of `rows`; none in an event that `reader` may not read now. One query."""
    readable = EventPage.objects.published().visible_to(reader).order_by().values("pk")
    ids = {row.object_id for row in rows}
    rooms = Room.objects.filter(pk__in=ids, slot__page__in=readable).select_related("slot__page").in_bulk()
    return {row.pk: _told(row, rooms[row.object_id]) for row in rows if row.object_id in rooms}


def _told(row: Notice, room: Room) -> notices.Told:
    event = room.slot.page
    zone = Zone(event.zone)
    texts = {
        NoticeKind.SEAT_GIVEN: _("Kursi Anda tercatat."),
        NoticeKind.SEAT_CANCELLED: _("Penyelenggara membatalkan kursi Anda."),
        NoticeKind.WAITING: _("Anda masuk daftar tunggu."),
        NoticeKind.OFFER: _("Sebuah kursi ditawarkan kepada Anda. Ambil atau lepas di halaman ruang."),
        NoticeKind.OFFER_EXPIRED: _("Tawaran kursi sudah lewat waktunya dan diteruskan kepada orang berikutnya."),
        NoticeKind.PROGRAMME_CHANGED: _("Waktu, tempat, atau cara hadirnya berubah."),
        NoticeKind.ROOM_CANCELLED: _("Ruang ini tidak jadi diadakan."),
    }
    excerpt = slot_words(room.slot, zone)
    if row.kind == NoticeKind.OFFER and row.data.get("until"):
        until = long_moment(datetime.fromisoformat(row.data["until"]), zone)
        excerpt = _("Tawaran berlaku sampai %(moment)s.") % {"moment": until}
    return notices.Told(texts[row.kind], f"{room.title} · {event.title}", room_url(room), excerpt)
