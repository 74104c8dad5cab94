"""What people write about themselves, which mails they want in which language, and what they have read."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.enums import NoticeKind
from community.errors import HoldsPersonalData
from community.models import MailMute, Notice, Profile, User
from community.personal_data import personal_data_in
from community.signals import person_changed

FIELDS = ("position", "unit", "bio", "time_zone", "is_position_shown", "is_bio_shown", "is_expertise_shown")


@transaction.atomic
def save_profile(*, actor: User, expertise, **fields) -> Profile:
    """Write the profile of `actor`; `fields` are those of `Profile` but for `expertise`, a list of `Aspect`.

    `PermissionDenied` for who is not signed in; `HoldsPersonalData` when a text holds a NIP, NIK or phone number.
    """
    _require_person(actor)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"Profile has no such fields: {sorted(unknown)}")
    if personal_data_in(" ".join(fields.get(name, "") for name in ("position", "unit", "bio"))):
        raise HoldsPersonalData
    profile, _is_new = Profile.objects.update_or_create(person=actor, defaults=fields)
    profile.expertise.set(expertise)
    person_changed.send(User, user_id=actor.pk)
    return profile


@transaction.atomic
def choose_language(*, actor: User, language: str) -> None:
    """From now on mail to `actor` is in `language` (a code of `LANGUAGES`). `PermissionDenied`."""
    _require_person(actor)
    User.objects.filter(pk=actor.pk).exclude(language=language).update(language=language)


@transaction.atomic
def choose_mail(*, actor: User, kinds, language: str) -> None:
    """From now on `actor` gets mail of exactly `kinds` (codes of `NoticeKind`), in `language`. `PermissionDenied`."""
    choose_language(actor=actor, language=language)
    wanted = set(kinds)
    MailMute.objects.filter(person=actor, kind__in=wanted).delete()
    muted = [MailMute(person=actor, kind=kind) for kind in NoticeKind if kind not in wanted]
    MailMute.objects.bulk_create(muted, ignore_conflicts=True)


@transaction.atomic
def stop_mail(*, person_id: int, kind: str) -> None:
    """End mail of one kind for who holds a token that the portal signed; nothing for a person who is gone."""
    if User.objects.filter(pk=person_id).exists():
        MailMute.objects.bulk_create([MailMute(person_id=person_id, kind=kind)], ignore_conflicts=True)


@transaction.atomic
def mark_notices_read(*, actor: User, notice_ids=None) -> int:
    """Mark notices of `actor` as read, all of them without `notice_ids`; how many were unread. `PermissionDenied`."""
    _require_person(actor)
    rows = Notice.objects.filter(recipient=actor)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    return rows.mark_read()


def _require_person(actor) -> None:
    if not (actor.is_authenticated and actor.is_active):
        raise PermissionDenied
