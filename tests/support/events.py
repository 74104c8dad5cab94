"""Events as the CMS edits them."""

from events.models import EventPage


def edit(event: EventPage, change) -> EventPage:
    """Edit the latest version of `event` as the CMS does, and publish it."""
    draft = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
    change(draft)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def change_room(**values):
    def change(draft):
        for room in draft.room_list():
            for name, value in values.items():
                setattr(room, name, value)

    return change
