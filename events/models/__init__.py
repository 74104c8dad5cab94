from events.models.notulen import Notulen, NotulenBlock
from events.models.pages import EventIndexPage, EventPage
from events.models.programme import AgendaItem, Room, RoomPerson, Slot
from events.models.seats import Seat, Waiting

__all__ = [
    "AgendaItem",
    "EventIndexPage",
    "EventPage",
    "Notulen",
    "NotulenBlock",
    "Room",
    "RoomPerson",
    "Seat",
    "Slot",
    "Waiting",
]
