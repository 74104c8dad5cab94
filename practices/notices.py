"""What followers hear of practices: which news there is, and what the notice says."""

from django.utils import timezone
from django.utils.translation import gettext as _

from community import news, notices, subjects
from community.enums import NoticeKind, Scope, Subject
from community.models import Notice, User
from practices.models import PracticePage


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    notices.register(Subject.PRACTICE, tell)


def queue_published(page: PracticePage) -> None:
    """A practice that appears is news for its scope; one published again, at most once a day, for who follows it."""
    is_new = page.first_published_at == page.last_published_at
    scope = (Subject.SCOPE, Scope(page.scope).number)
    news.announce(
        NoticeKind.NEW_PRACTICE if is_new else NoticeKind.PRACTICE_CHANGED,
        subject=Subject.PRACTICE,
        object_id=page.pk,
        followed=[scope] if is_new else [(Subject.PRACTICE, page.pk)],
        key=f"practice:{page.pk}:new" if is_new else f"practice:{page.pk}:{timezone.localdate()}",
    )


def tell(rows: list[Notice], reader: User) -> dict[int, notices.Told]:
    """What happened to the practices of `rows`; none that `reader` may not read now. One query."""
    cards = subjects.cards({(Subject.PRACTICE, row.object_id) for row in rows}, reader)
    texts = {
        NoticeKind.NEW_PRACTICE: _("Praktik baru di lingkup yang Anda ikuti."),
        NoticeKind.PRACTICE_CHANGED: _("Praktik yang Anda ikuti diperbarui."),
    }
    return {
        row.pk: notices.Told(texts[row.kind], card.title, card.url)
        for row in rows
        if (card := cards.get((Subject.PRACTICE, row.object_id)))
    }
