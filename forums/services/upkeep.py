"""Counting anew: what a count says against what its rows say, looked at again where nobody else can write."""

from collections.abc import Iterator

from django.db import transaction

from forums import counting
from forums.counting import Difference
from forums.models import RoomActivity, Topic
from forums.services.steps import locked_topic


def recount(*, is_fixing: bool = False) -> Iterator[Difference]:
    """Every miscount of topics, then of rooms; corrects them when `is_fixing`.

    Locks one suspect at a time, so that the forum goes on meanwhile; a room is counted by its topics' own counts.
    """
    for pk in Topic.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=1_000):
        row = Topic.objects.filter(pk=pk).first()
        if row is not None and counting.differences_of(row):
            yield from _settled(locked_topic, pk, is_fixing)
    for pk in RoomActivity.objects.order_by("pk").values_list("pk", flat=True):
        yield from _settled(_locked_room, pk, is_fixing)


@transaction.atomic
def _settled(locked, pk: int, is_fixing: bool) -> list[Difference]:
    row = locked(pk)
    found = counting.differences_of(row)
    if found and is_fixing:
        for difference in found:
            setattr(row, difference.field, difference.counted)
        row.save(update_fields=[difference.field.removesuffix("_id") for difference in found])
    return found


def _locked_room(pk: int) -> RoomActivity:
    return counting.locked_activity(pk)[pk]
