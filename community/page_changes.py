"""Announces every change of pages of one kind, whoever made it, and does once what a save would do many times.

Wagtail saves a page, then its owners and aspects, in one transaction of its own: so the save and each change of those
links announce, and nothing needs Wagtail's `page_published`, which is sent after that transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

# What `save_revision` writes on the page's row when readers see nothing new.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
LINKS = ("owners", "audience_groups", "aspects", "subaspects")  # of `ScopedContent`

# What waits for its end while a page is being saved (a dict for its order), or None.
_waiting: ContextVar[dict[tuple[Callable, tuple], None] | None] = ContextVar("waiting", default=None)


@contextmanager
def announced_once() -> Iterator[None]:
    """Do what is asked for inside (`at_the_end`) once at its end, in the same transaction: a page is one change.

    Each announcement makes the page's entry in the search anew, each part of a page has its references indexed, and
    Wagtail writes a row for each link, slot, room and speaker to save one page.
    """
    if _waiting.get() is not None:  # the save around this one does it
        yield
        return
    with transaction.atomic():
        token = _waiting.set({})
        try:
            yield
            changed = _waiting.get()
        finally:
            _waiting.reset(token)
        for act, arguments in changed:
            act(*arguments)


def at_the_end(act: Callable, *arguments) -> None:
    """Call `act` once at the end of the save that is going on, however often this is asked; at once outside of one."""
    waiting = _waiting.get()
    if waiting is None:
        act(*arguments)
    else:
        waiting[act, arguments] = None


@dataclass(frozen=True)
class PageChanges:
    """The receivers of one kind of page."""

    model: type[Page]
    announce: Callable[[int], None]

    def changed(self, page_id: int) -> None:
        at_the_end(self.announce, page_id)

    def saved(self, sender, instance, update_fields=None, raw=False, **kwargs):
        if not raw and not (update_fields and set(update_fields) <= DRAFT_FIELDS):
            self.changed(instance.pk)

    def base_page_saved(self, sender, instance, **kwargs):
        """Wagtail's bulk actions save the base page, without the part of its kind."""
        if instance.specific_class is self.model:
            self.saved(sender, instance, **kwargs)

    def deleted(self, sender, instance, **kwargs):
        self.changed(instance.pk)

    def linked(self, sender, instance, action, reverse, pk_set, **kwargs):
        """The links as saved; from the other side each page that was linked is named."""
        if action in {"post_add", "post_remove", "post_clear"}:
            for page_id in (pk_set or ()) if reverse else [instance.pk]:
                self.changed(page_id)

    def moved(self, sender, instance, **kwargs):
        """A moved branch takes the pages below it along. (A changed slug is a save; above, it changes none of them.)"""
        below = self.model.objects.descendant_of(instance, inclusive=True)
        for page_id in below.values_list("pk", flat=True):
            self.changed(page_id)


def announce_changes(model: type[Page], announce: Callable[[int], None], *, links: Iterable[str] = LINKS) -> None:
    """Call `announce` with the id of each page of `model` that is saved, deleted, linked or moved.

    Args:
        model: the page class, a `ScopedContent`.
        announce: sends the app's own signal, inside the transaction of the change.
        links: names of the many-to-many fields whose change counts as the page's.

    """
    name, changes = model._meta.label_lower, PageChanges(model, announce)
    # weak=False: nothing but the signals holds these methods
    post_save.connect(changes.saved, sender=model, weak=False, dispatch_uid=f"{name}_saved")
    post_save.connect(changes.base_page_saved, sender=Page, weak=False, dispatch_uid=f"{name}_base_page_saved")
    post_delete.connect(changes.deleted, sender=model, weak=False, dispatch_uid=f"{name}_deleted")
    for link in links:
        through = model._meta.get_field(link).remote_field.through
        m2m_changed.connect(changes.linked, sender=through, weak=False, dispatch_uid=f"{name}_linked_{link}")
    post_page_move.connect(changes.moved, weak=False, dispatch_uid=f"{name}_moved")
