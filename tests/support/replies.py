"""New replies in tests: writing and telling them, and what their followers are told."""

from django.db import transaction

from community import notices, work
from community.enums import NoticeKind
from community.models import Notice, QueuedMail
from forums.models import PostNews
from tests.factories.forums import PostFactory


def replied(topic, count: int = 1, **by) -> list:
    """So many replies of others, each told before the next; `author` for all of one."""
    posts = []
    for _ in range(count):
        posts.append(PostFactory(topic=topic, **by))
        work.work_off()
    topic.refresh_from_db()
    return posts


def told_of(person) -> list[tuple]:
    """First and last number of each notice of new replies, and whether it is read; the oldest first."""
    rows = Notice.objects.filter(recipient=person, kind=NoticeKind.REPLY).order_by("pk")
    return [(row.first_number, row.last_number, row.read_at is not None) for row in rows]


def said_to(person) -> list[notices.Told]:
    """What the inbox of `person` says, the oldest first."""
    rows = list(notices.detailed(Notice.objects.filter(recipient=person)).order_by("pk"))
    said = notices.told(rows, person)
    return [said[row.pk] for row in rows if row.pk in said]


def mails_to(person) -> list[str]:
    """Subjects of the mails that were queued for `person`, the oldest first."""
    return [row.subject for row in QueuedMail.objects.order_by("pk") if row.recipients == [person.email]]


def named(post) -> str:
    """Its author as notices name them."""
    return f"{post.author.name} ({post.author.instansi.name})"


def tell(row: PostNews) -> None:
    """What a worker does with news, without claiming it."""
    with transaction.atomic():
        next(job for job in work.registered() if job.model is PostNews).handle(row)
