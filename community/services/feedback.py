"""What readers say of a page: whether it helps, and what is missing."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community import subjects
from community.errors import FeedbackHoldsPersonalData, FeedbackTooLong
from community.models import PageFeedback
from community.models.feedback import MISSING_LIMIT
from community.personal_data import personal_data_in

KEPT = timedelta(days=2 * 365)


@transaction.atomic
def give_feedback(*, actor, subject: str, object_id: int, is_helpful: bool, missing: str = "") -> PageFeedback:
    """Write down what `actor`, a member or a visitor, says of a page; not who they are.

    `missing` is their sentence on what the page lacks. `PermissionDenied` for a page that they may not read,
    `FeedbackTooLong`, `FeedbackHoldsPersonalData` for a sentence with a NIP, NIK or phone number.
    """
    if subjects.card(subject, object_id, actor) is None:
        raise PermissionDenied
    missing = " ".join(missing.split())
    if len(missing) > MISSING_LIMIT:
        raise FeedbackTooLong
    if personal_data_in(missing):
        raise FeedbackHoldsPersonalData
    return PageFeedback.objects.create(subject=subject, object_id=object_id, is_helpful=is_helpful, missing=missing)


def forget_old_feedback() -> None:
    """Delete answers after two years: they spoke of another page."""
    PageFeedback.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
