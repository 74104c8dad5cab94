from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import translation
from django.utils.formats import date_format

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def to_facts(apps, schema_editor):
    """Times of announced programmes as facts: they were words of one language, and mails are in two."""
    rewrite(apps, lambda when, times: times if isinstance(when, str) else when)


def to_words(apps, schema_editor):
    """The same times as the words that were kept before."""
    with translation.override("id"):
        rewrite(apps, lambda when, times: when if isinstance(when, str) else words(*when))


def words(day: str, starts_at: str, ends_at: str, zone: str) -> str:
    long_day = date_format(date.fromisoformat(day), "l, j F Y")
    if not starts_at:
        return long_day
    start, end = (datetime.fromisoformat(each).astimezone(ZoneInfo(zone)) for each in (starts_at, ends_at))
    return f"{long_day}, {start:%H.%M}–{end:%H.%M} {ZONES[zone]}"


def rewrite(apps, change) -> None:
    """Write `change(when, times)` as the announced time of each room; a slot stands in its row as it was announced."""
    EventPage, Room = apps.get_model("events", "EventPage"), apps.get_model("events", "Room")
    for event in EventPage.objects.exclude(announced={}).iterator():
        programme = event.announced
        for room in Room.objects.filter(slot__page=event.pk).select_related("slot"):
            facts = programme["rooms"].get(str(room.uid))
            if facts:
                facts["when"] = change(facts["when"], [*times_of(room.slot), event.zone])
        EventPage.objects.filter(pk=event.pk).update(announced=programme)


def times_of(slot) -> list[str]:
    """Day, beginning and end; only the day where nobody recorded the hours."""
    hours = [slot.starts_at.isoformat(), slot.ends_at.isoformat()] if slot.starts is not None and slot.ends is not None else ["", ""]
    return [slot.day.isoformat(), *hours]


class Migration(migrations.Migration):
    dependencies = [("events", "0002_hours_both_or_none")]
    operations = [migrations.RunPython(to_facts, to_words)]
