"""What a notice says, in the inbox and by mail.

A notice names its subject and repeats nothing of it. The app that the subject belongs to says here, for a reader and
at this moment, what to call it and where it is; nothing, when the reader may no longer read it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from community.models import Notice, User


@dataclass(frozen=True)
class Told:
    """A notice as its reader sees it: the `text` of what happened, the subject's `title` and `url`, maybe an `excerpt`.

    `url` is a path of the portal.
    """

    text: str
    title: str
    url: str
    excerpt: str = ""


Describer = Callable[[list[Notice], User], dict[int, Told]]
_describers: dict[str, Describer] = {}
_details: dict[str, object] = {}


def register(subject: str, describe: Describer, **details) -> None:
    """Say how notices about `subject` (a `Subject`) read; called once, in `AppConfig.ready`.

    `describe` takes notices of one reader, with `actor` fetched, and the reader; it returns what it may tell, by the
    notice's id, and asks the database a fixed number of times. `details` are expressions over notices, by name, that
    are fetched with every notice, so that they cost no query of their own; they find nothing for other subjects.
    """
    _describers[subject] = describe
    _details.update(details)


def detailed(notices: QuerySet) -> QuerySet:
    """Notices as `told` wants them: with `actor`, and with what the apps want to know of them."""
    return notices.select_related("actor__instansi").annotate(**_details)


def told(notices: Iterable[Notice], reader: User) -> dict[int, Told]:
    """What `reader` may be told of their `notices`, by id; nothing of a subject that is gone or closed to them.

    The notices come from `detailed`.
    """
    of_describer = defaultdict(list)  # which may know several subjects, and ask for all at once
    for notice in notices:
        if describe := _describers.get(notice.subject):
            of_describer[describe].append(notice)
    found = {}
    for describe, rows in of_describer.items():
        found |= describe(rows, reader)
    return found
