"""What is taken out of the history of posts: the text of an earlier version that nobody should read any more."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.enums import NoticeKind
from community.personal_data import personal_data_in
from forums import notifications
from forums.errors import AlreadySo, ReasonHoldsPersonalData
from forums.models import PostRevision
from forums.permissions import can_remove_earlier_text
from forums.services.steps import audit, checked_reason, locked_topic


@transaction.atomic
def remove_earlier_text(revision: PostRevision, *, actor, reason: str = "") -> PostRevision:
    """Take an earlier text of a post, and the title it had, out of the history for good; that it was stays told.

    Who removes another's says why, which the author reads; one's own needs no reason. Locks the topic, as every act on
    its posts does. `PermissionDenied`, `AlreadySo`, `ReasonMissing`, `ReasonTooLong`, `ReasonHoldsPersonalData`.
    """
    topic = locked_topic(revision.post.topic_id)
    revision = PostRevision.objects.select_related("post").get(pk=revision.pk)
    post = revision.post
    post.topic = topic
    if not can_remove_earlier_text(actor, revision):
        raise PermissionDenied
    if revision.is_removed:
        raise AlreadySo
    is_own = actor.pk is not None and post.author_id == actor.pk
    reason = "" if is_own and not reason.strip() else checked_reason(reason)
    if personal_data_in(reason):
        raise ReasonHoldsPersonalData
    revision.title = revision.source = ""
    revision.removed_at = timezone.now()
    revision.save(update_fields=["title", "source", "removed_at"])
    audit(topic, "forums.remove_earlier_text", actor, post=post.number, version=revision.number, reason=reason)
    notifications.queue_moderated(post, NoticeKind.TEXT_REMOVED, actor, reason)
    return revision
