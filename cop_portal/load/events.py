"""Events with slots and rooms, made as the CMS makes them: there are never many."""

from collections.abc import Iterator
from datetime import time, timedelta

from django.db import transaction
from django.utils import timezone

from cop_portal.load.people import next_pk
from cop_portal.load.texts import Writer
from events.enums import EventState
from events.models import EventIndexPage, EventPage, Room, Slot
from search import entries
from search.enums import Kind

ROOMS = 3
DAYS_AHEAD, DAYS_BACK = 60, 1_500


def add_events(count: int, writer: Writer) -> Iterator[int]:
    """Write `count` published events, most of them over and closed; yields how many are written."""
    for number in range(1, count + 1):
        _add(writer)
        yield number


@transaction.atomic
def _add(writer: Writer) -> None:
    days = DAYS_AHEAD - int((DAYS_AHEAD + DAYS_BACK) * writer.random.random() ** 1.5)
    day = timezone.localdate() + timedelta(days=days)
    rooms = [
        Room(title=f"Ruang {number}: {writer.title('').plain[:100]}", capacity=50) for number in range(1, ROOMS + 1)
    ]
    page = EventPage(
        title=writer.title("").plain[:120],
        slug=f"uji-{next_pk(EventPage)}",
        summary=writer.sentences(2).plain[:500],
        description=f"<p>{writer.sentences(8).plain}</p>",
        slots=[Slot(day=day, starts=time(9), ends=time(12), rooms=rooms)],
        is_example=True,
        state=EventState.CLOSED if days < 0 else EventState.OPEN,
        closed_at=timezone.now() if days < 0 else None,
    )
    EventIndexPage.objects.get().add_child(instance=page)
    entries.refresh(Kind.EVENT, page.pk)  # its rooms are written after the page, which announces itself
