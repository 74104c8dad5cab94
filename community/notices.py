"""What a notice says, in the inbox and by mail.

A notice names its subject and repeats nothing of it. The app that the subject belongs to says here, for a reader and
at this moment, what to call it and where it is; nothing, when the reader may no longer read it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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


def register(subject: str, describe: Describer) -> None:
    """Say how notices about `subject` (a `Subject`) read; called once, in `AppConfig.ready`.

    `describe` takes notices of one reader, with `actor` fetched, and the reader; it returns what it may tell, by the
    notice's id, and asks the database a fixed number of times.
    """
    _describers[subject] = describe


def told(notices: Iterable[Notice], reader: User) -> dict[int, Told]:
    """What `reader` may be told of their `notices`, by id; nothing of a subject that is gone or closed to them."""
    by_subject = defaultdict(list)
    for notice in notices:
        by_subject[notice.subject].append(notice)
    found = {}
    for subject, rows in by_subject.items():
        if subject in _describers:
            found |= _describers[subject](rows, reader)
    return found
