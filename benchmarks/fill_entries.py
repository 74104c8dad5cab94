"""Search entries by the hundred thousand, shaped like a portal in use: mostly posts and topics."""

from datetime import datetime, timedelta
from itertools import islice

from cop_portal.load.texts import Text, Writer

ROOMS, OWNERS, YEARS = 200, 650, range(2018, 2027)
SHARES = (("post", 0.58), ("topic", 0.20), ("practice", 0.20), ("instansi", 0.02))
LENGTHS = {"post": (2, 9), "topic": (4, 16), "practice": (14, 60), "instansi": (1, 1)}  # sentences
BATCH = 1_000
SCOPES = ("best_practice", "helping", "knowledge_stewarding", "innovative")
LAST_DAY = datetime.fromisoformat("2026-10-01T12:00:00+07:00")


def reader_containers() -> tuple[int, ...]:
    """The rooms that a visitor may open: three of four."""
    return tuple(number for number in range(1, ROOMS + 1) if number % 4)


def reader_inherited() -> dict[int, dict[str, tuple[str, ...]]]:
    """Scope and aspects that what lies in each of these rooms has from it."""
    from community.models import Aspect

    aspects = list(Aspect.objects.order_by("pk").values_list("code", flat=True))
    return {
        number: {
            "scope": (SCOPES[number % len(SCOPES)],),
            "aspect": tuple(sorted({aspects[number % len(aspects)], aspects[number * 7 % len(aspects)]})),
        }
        for number in reader_containers()
    }


def fill_entries(count: int) -> None:
    """Write `count` entries and the vocabulary of their texts, past all services: nothing else is asked of them."""
    from django.db import transaction

    from search import vocabulary
    from search.models import SearchEntry, SearchWord

    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    writer = Writer()
    made = _entries(writer, count)
    while batch := list(islice(made, BATCH)):
        with transaction.atomic():
            SearchEntry.objects.bulk_create(batch)
    vocabulary.add(writer.words())


def _entries(writer: Writer, count: int):
    from community.models import Aspect, SubAspect
    from search import language
    from search.models import SearchEntry

    aspects = list(Aspect.objects.order_by("pk").values_list("code", flat=True))
    subaspects = list(SubAspect.objects.order_by("pk").values_list("code", flat=True))
    topics: list[tuple[int, int]] = []  # topic, room
    for number in range(1, count + 1):
        kind = writer.random.choices([kind for kind, _ in SHARES], [share for _, share in SHARES])[0]
        owner = int(OWNERS * writer.random.random() ** 2)
        room, thread = _room_and_thread(writer, kind, number, topics)
        place = f"Kota {writer.tail[owner].capitalize()}"
        title = writer.title(place) if kind != "post" else Text("", "")  # a reply has none
        body = writer.sentences(writer.random.randint(*LENGTHS[kind]))
        summary = writer.sentences(2) if kind == "practice" else Text("", "")
        keywords = f"Pemerintah {place}" if kind in ("practice", "instansi") else ""
        yield SearchEntry(
            object_id=number,
            title=title.plain[:200],
            summary=summary.plain,
            keywords=keywords,
            body=body.plain,
            title_stems=title.stems,
            summary_stems=f"{summary.stems} {language.stems(keywords)}".strip(),
            body_stems=body.stems,
            dated_at=LAST_DAY - timedelta(minutes=int(4_000_000 * writer.random.random() ** 2)),
            language_version=language.VERSION,
            thread=thread,
            **_labelled(writer, kind, owner, room, aspects, subaspects),
        )


def _room_and_thread(writer: Writer, kind: str, number: int, topics: list[tuple[int, int]]) -> tuple:
    """Where a topic or a reply stands: most replies are in topics begun lately, some topics have very many."""
    if kind == "topic":
        topics.append((number, 1 + int(ROOMS * writer.random.random() ** 2)))
    if kind not in ("topic", "post") or not topics:
        return None, None
    thread, room = topics[-1] if kind == "topic" else topics[int(len(topics) * writer.random.random() ** 0.5)]
    return room, thread


def _labelled(
    writer: Writer, kind: str, owner: int, room: int | None, aspects: list[str], subaspects: list[str]
) -> dict:
    """Kind, doors or container, facets and the labels that follow from them."""
    from search.enums import tab_of
    from search.labels import labels_of

    facets = {} if room else {"scope": [writer.skewed([*SCOPES])]}
    if kind == "practice":
        facets |= {
            "aspect": sorted({writer.skewed(aspects) for _ in range(writer.random.randint(1, 3))}),
            "subaspect": sorted({writer.skewed(subaspects) for _ in range(writer.random.randint(1, 4))}),
            "problem": [writer.skewed(["behaviour", "substance"])],
            "instansi": [writer.skewed(["kota", "kabupaten", "provinsi", "kementerian", "lpnk"])],
            "owner": [f"OWNER-{owner}"],
            "province": [f"PROV-{owner % 38}"],
            "year": [str(writer.skewed([*reversed(YEARS)]))],
            "example": [writer.skewed(["no", "yes"], 3.0)],
        }
    elif room:  # scope and aspects it has from its room
        facets = {"year": [str(writer.skewed([*reversed(YEARS)]))], "example": [writer.skewed(["no", "yes"], 3.0)]}
    doors = [] if room else [writer.skewed(["public", "members", f"instansi:{owner}"], 4.0)]
    labels = labels_of(tab_of(kind), doors, facets, room)
    return {"kind": kind, "doors": doors, "facets": facets, "container": room, "labels": labels}
