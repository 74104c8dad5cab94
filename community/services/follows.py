"""Who wants to hear of what. Whether they may read it is asked by the app it belongs to, and again when it is told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community import subjects
from community.enums import Subject
from community.models import Follow, User

FOLLOWABLE = (Subject.ROOM, Subject.TOPIC, Subject.PRACTICE, Subject.EVENT, Subject.SCOPE)


@transaction.atomic
def set_following(*, actor: User, subject: str, object_id: int, is_on: bool) -> None:
    """Tell `actor` of news of a row of any kind in `FOLLOWABLE`, or nothing more, also when they write there again.

    `PermissionDenied` for who is not signed in, and for what `actor` may not read; who can no longer read something may
    still stop following it.
    """
    if not (actor.is_authenticated and actor.is_active):
        raise PermissionDenied
    if subject not in FOLLOWABLE or (is_on and subjects.card(subject, object_id, actor) is None):
        raise PermissionDenied
    Follow.objects.bulk_create(
        [Follow(person=actor, subject=subject, object_id=object_id, is_muted=not is_on)],
        update_conflicts=True,
        unique_fields=["person", "subject", "object_id"],
        update_fields=["is_muted"],
    )


def follow_by_writing(person: User, *, subject: str, object_id: int) -> None:
    """Follow what somebody takes part in, unless they said that they do not want to."""
    Follow.objects.bulk_create([Follow(person=person, subject=subject, object_id=object_id)], ignore_conflicts=True)


def follows(person: User, *, subject: str, object_id: int) -> bool:
    """Whether `person` follows this."""
    return bool(person.pk) and Follow.objects.of(subject, object_id).wanted().filter(person=person).exists()
