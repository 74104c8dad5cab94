"""Seats of one person at the same time: they are told, and never kept from choosing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from community.zones import Zone
from events.links import event_url
from events.times import span

# what `Held` is made of, as columns of a queryset of seats
COLUMNS = (
    "slot_id",
    "slot__starts_at",
    "slot__ends_at",
    "event_id",
    "event__title",
    "event__slug",
    "room__title",
    "room__slug",
)


@dataclass(frozen=True)
class Held:
    """A seat that a person holds: when, and what it is called."""

    slot_id: int
    starts_at: datetime | None
    ends_at: datetime | None
    event_id: int
    event: str
    event_slug: str
    room: str
    room_slug: str

    def meets(self, slot) -> bool:
        """Whether it lies at the time of another slot; of hours that nobody recorded nothing is known."""
        if slot.pk == self.slot_id or not (self.starts_at and slot.starts_at):
            return False
        return self.starts_at < slot.ends_at and slot.starts_at < self.ends_at


def clashes_of(slot, held: Iterable[Held], zone: Zone) -> list[dict]:
    """The seats of `held` at the time of `slot`, the earliest first: `title`, `url` and `when`, in `zone`."""
    found = sorted((each for each in held if each.meets(slot)), key=lambda each: (each.starts_at, each.slot_id))
    return [
        {
            "title": each.room if each.event_id == slot.page_id else f"{each.event}, {each.room}",
            "url": f"{event_url(each.event_slug)}{each.room_slug}/",
            "when": span(each.starts_at, each.ends_at, zone),
        }
        for each in found
    ]
