"""Every write of a practice outside the CMS; Wagtail's own log keeps who did what."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision

from community.models import User
from community.permissions import is_organiser
from practices.errors import PracticeIncomplete, PracticeUnderReview
from practices.models import PracticeIndexPage, PracticePage
from practices.permissions import (
    can_create_practice,
    can_edit_practice,
    can_publish_practice,
    contributed_instansi_ids,
    stewarded_scopes,
)

# The tree and Wagtail fill these when they take the page in.
TREE_FIELDS = ("path", "depth", "numchild", "url_path", "draft_title", "content_type", "slug", "locale")

# Links of an unsaved page have to be set before they can be asked.
NOBODY_YET = {"owners": [], "audience_groups": [], "aspects": [], "subaspects": []}


def create_practice(*, actor: User, **fields) -> PracticePage:
    """Make a draft below the library; locks the library's row, since the tree numbers its children there.

    `fields` are those of `PracticePage`; `owners`, `aspects`, `subaspects` and `audience_groups` take lists of rows.
    Raises `PermissionDenied` when the actor may not write for these owners and scope, `ValidationError` for bad
    fields.
    """
    with transaction.atomic():
        library = PracticeIndexPage.objects.select_for_update(of=("self",)).get()
        draft = PracticePage(owner=actor, live=False, **{**NOBODY_YET, **fields})
        if not (can_create_practice(actor) and _is_within_bounds(actor, draft)):
            raise PermissionDenied
        _check(draft)
        library.add_child(instance=draft)
        draft.save_revision(user=actor, log_action="wagtail.create", clean=False)
        return draft


def save_draft(practice: PracticePage, *, actor: User, **changes) -> Revision:
    """Keep a new version of `practice` that readers do not see yet; locks its row, so two saves follow each other.

    Starts from the latest version. Raises `PermissionDenied`, `PracticeUnderReview` while others decide on it,
    `ValidationError` for bad fields.
    """
    with transaction.atomic():
        draft = _locked(practice).get_latest_revision_as_object()
        if not can_edit_practice(actor, draft):
            raise PermissionDenied
        if draft.permissions_for_user(actor).page_locked():
            raise PracticeUnderReview
        for name, value in changes.items():
            setattr(draft, name, value)
        if not _is_within_bounds(actor, draft):
            raise PermissionDenied
        _check(draft)
        if not draft.live:
            draft.save(clean=True)
        return draft.save_revision(user=actor, log_action=True, clean=False)


def publish_practice(practice: PracticePage, *, actor: User) -> PracticePage:
    """Show the latest version to its audience, or at its `go_live_at`; locks its row.

    Raises `PermissionDenied`, and `PracticeIncomplete` when a reader would miss something.
    """
    with transaction.atomic():
        page = _locked(practice)
        draft = page.get_latest_revision_as_object()
        if not can_publish_practice(actor, draft):
            raise PermissionDenied
        if missing := draft.missing_parts():
            raise PracticeIncomplete(missing)
        revision = page.get_latest_revision() or page.save_revision(user=actor)
        revision.publish(user=actor)
        return PracticePage.objects.get(pk=page.pk)


def _locked(practice: PracticePage) -> PracticePage:
    Page.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    return PracticePage.objects.get(pk=practice.pk)


def _is_within_bounds(actor: User, draft: PracticePage) -> bool:
    """Whether the version the actor wants to keep is still theirs: of their scope, or of an instansi they write for."""
    if is_organiser(actor) or draft.scope in stewarded_scopes(actor):
        return True
    return not contributed_instansi_ids(actor).isdisjoint(draft.owner_ids)


def _check(draft: PracticePage) -> None:
    """Hold a draft to everything but completeness; `ValidationError` names the fields."""
    draft.clean_fields(exclude={*TREE_FIELDS, *(name for name in ("summary", "problem") if not getattr(draft, name))})
    draft.check_shape()
    for name in PracticePage.STREAM_FIELDS:
        stream = getattr(draft, name)
        stream.stream_block.clean(stream)
