"""News of what people follow: a row of the transaction of its cause, told by the worker to who may read it then."""

from collections.abc import Iterable

from django.db.models import Q

from community import notifications, subjects
from community.models import Follow, News, User
from community.subjects import Pair

TOLD_AT_ONCE = 500


def announce(
    kind: str,
    *,
    subject: str,
    object_id: int,
    followed: Iterable[Pair],
    key: str,
    actor: User | None = None,
    data: dict | None = None,
) -> None:
    """Have told who follows any of `followed` that this happened; what has the same `key` is told once.

    `kind` is a `NoticeKind`; `subject` and `object_id` name the row that the notice speaks of, and whose app says who
    may read it (`Naming.readers`).
    """
    row = News(
        kind=kind,
        subject=subject,
        object_id=object_id,
        followed=[[str(name), pk] for name, pk in followed],
        key=key,
        actor=actor if actor and actor.pk else None,
        data=data or {},
    )
    News.objects.bulk_create([row], ignore_conflicts=True)


def tell(row: News) -> None:
    """Do what a `News` asks: one notice for each person, however many of the rows they follow (`community.work`)."""
    people = subjects.readers_of(row.subject, row.object_id)
    if people is None:
        return
    ids = people.filter(pk__in=followers(map(tuple, row.followed))).order_by("pk").values_list("pk", flat=True)
    notifications.notify(
        ids.iterator(TOLD_AT_ONCE),
        row.kind,
        subject=row.subject,
        object_id=row.object_id,
        key=row.key,
        actor=row.actor,
        data=row.data,
    )


def followers(pairs: Iterable[Pair]):
    """Ids of the people who follow any of these rows, for a filter."""
    wanted = Q(pk__in=[])
    for subject, object_id in pairs:
        wanted |= Q(subject=subject, object_id=object_id)
    return Follow.objects.wanted().filter(wanted).values("person")
