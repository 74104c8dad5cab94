"""What somebody is writing, kept on the server until they send it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.errors import DraftTooLong
from community.models import Draft, User

LONGEST = 25_000  # characters of all fields together
MOST = 50  # drafts of one person; beyond them the oldest goes
KEPT = timedelta(days=90)  # what nobody sent within it is forgotten; docs/roles/anggota.md says so


@transaction.atomic
def save_draft(*, actor: User, place: str, **fields: str) -> Draft | None:
    """Keep what `actor` has typed at `place` (as `topic:12`); empty fields alone take the draft away (returns None).

    `PermissionDenied` for who is not signed in, `DraftTooLong`.
    """
    if not (actor.is_authenticated and actor.is_active):
        raise PermissionDenied
    if len(place) > Draft._meta.get_field("place").max_length or sum(map(len, fields.values())) > LONGEST:
        raise DraftTooLong
    typed = {name: _storable(value) for name, value in fields.items() if value.strip()}
    if not typed:
        discard_draft(actor=actor, place=place)
        return None
    draft = Draft(person=actor, place=place, fields=typed, saved_at=timezone.now())
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["person", "place"],
        update_fields=["fields", "saved_at"],
    )
    kept = actor.drafts.order_by("-saved_at", "-pk").values("pk")[:MOST]
    actor.drafts.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return Draft.objects.get(person=actor, place=place)


def discard_draft(*, actor: User, place: str) -> bool:
    """Forget what `actor` was writing at `place`; returns whether there was a draft."""
    discarded, _by_model = Draft.objects.filter(person=actor.pk, place=place.replace("\0", "")).delete()
    return bool(discarded)


def draft_of(actor: User, place: str) -> Draft | None:
    """What `actor` was writing at `place`; None for nothing, and for a visitor."""
    return Draft.objects.filter(person=actor.pk, place=place).first() if actor.pk else None


def forget_old_drafts() -> int:
    """Delete the drafts that nobody has touched for `KEPT`; returns how many. Safe to run twice."""
    forgotten, _by_model = Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()
    return forgotten


def _storable(text: str) -> str:
    """The text without NUL and halves of characters, which PostgreSQL refuses."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
