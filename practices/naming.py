"""How practices are named on other pages, and found by their address."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import subjects
from community.enums import Scope, Subject
from community.models import User
from community.prepared import Ids, ReaderKind, prepared
from community.subjects import Card, Naming
from practices.library import review_badge
from practices.links import LIBRARY, practice_url
from practices.models import PracticePage

FIELDS = ("title", "slug", "scope", "reviewed_at", "review_by", "is_example")


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    subjects.register(Subject.PRACTICE, Naming(cards, below=LIBRARY, ids=ids, readers=readers))


def cards(ids, reader) -> dict[int, Card]:
    """Published practices that `reader` may read."""
    return {page.pk: card(page) for page in _named(tuple(ids), kind=ReaderKind.of(reader))}


@prepared
def _named(ids: Ids, *, kind: ReaderKind):
    return PracticePage.objects.published().visible_to(kind.reader()).filter(pk__in=ids).only(*FIELDS)


def readers(pk: int):
    """Who may read a published practice."""
    page = PracticePage.objects.published().filter(pk=pk).first()
    return User.objects.readers_of(page) if page else None


def card(page: PracticePage) -> Card:
    """A practice with its state."""
    badge = review_badge(page, timezone.localdate())
    kind = pgettext("tunggal", "Praktik")
    state = badge["text"][:1].lower() + badge["text"][1:] if badge else ""
    return Card(
        Subject.PRACTICE,
        page.pk,
        page.title,
        practice_url(page.slug),
        note=_("%(kind)s, %(state)s") % {"kind": kind, "state": state} if state else kind,
        scope=Scope(page.scope),
        slug=page.slug,
        is_example=page.is_example,
    )


def ids(slugs: set[str]) -> dict[str, int]:
    """Practices by the last part of their address, whoever may read them."""
    return dict(PracticePage.objects.filter(slug__in=slugs).values_list("slug", "pk"))
