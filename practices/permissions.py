"""Who may do what with a practice in the CMS; Wagtail asks the testers, services ask the functions.

Page permissions of Wagtail hold for a whole tree, so they only open the CMS here. Which practices a person may touch is
told by rows: `ScopeSteward` for a scope, `InstansiContributor` for an instansi; both rest while the person is no
verified member. The row in force and the version at hand must both lie within a person's bounds, so nobody takes over a
practice by editing its scope or owners.
"""

from django.db.models import QuerySet

from community.page_testers import IndexTester, LeafTester
from community.permissions import is_organiser
from practices.models.pages import PracticePage


def _kept(user, name: str, ask):
    """What `ask` answers about `user`, asked once per user object (a request's own)."""
    kept = user.__dict__.setdefault("_practice_standing", {})
    if name not in kept:
        kept[name] = ask()
    return kept[name]


def stewarded_scopes(user) -> set[str]:
    """Codes of the scopes that `user` stewards."""
    if not user.is_active:
        return set()
    return _kept(user, "scopes", lambda: set(user.stewardships.in_force().values_list("scope", flat=True)))


def contributed_instansi_ids(user) -> set[int]:
    """Ids of the instansi that `user` writes practices for."""
    if not user.is_active:
        return set()
    return _kept(user, "instansi", lambda: set(user.contributorships.in_force().values_list("instansi_id", flat=True)))


def can_create_practice(user) -> bool:
    """Whether `user` may start a practice; for whom and in which scope is asked when it is saved."""
    return is_organiser(user) or bool(stewarded_scopes(user) or contributed_instansi_ids(user))


def can_edit_practice(user, practice) -> bool:
    """Whether `user` may read and write drafts of `practice`."""
    return is_organiser(user) or _is_steward_of(user, practice) or _is_contributor_of(user, practice)


def can_publish_practice(user, practice) -> bool:
    """Whether `user` may publish, schedule, unpublish, approve and lock `practice`."""
    return is_organiser(user) or _is_steward_of(user, practice)


def can_delete_practice(user, practice) -> bool:
    """What readers have seen is the organiser's to delete; a draft never published goes with its scope or author."""
    if is_organiser(user):
        return True
    if practice.live or practice.first_published_at:
        return False
    return _is_steward_of(user, practice) or (practice.owner_id == user.pk and _is_contributor_of(user, practice))


def can_publish_in(user, scope: str) -> bool:
    """Whether `user` may publish a practice of `scope`."""
    return is_organiser(user) or scope in stewarded_scopes(user)


def _is_steward_of(user, practice) -> bool:
    scopes = stewarded_scopes(user)
    if practice.scope not in scopes:
        return False
    in_force = PracticePage.objects.filter(pk=practice.pk).values_list("scope", flat=True).first()
    return in_force is None or in_force in scopes


def _is_contributor_of(user, practice) -> bool:
    own = contributed_instansi_ids(user)
    if own.isdisjoint(practice.owner_ids):
        return False
    in_force = PracticePage.owners.through.objects.filter(practicepage_id=practice.pk)
    return practice.pk is None or in_force.filter(instansi_id__in=own).exists()


class PracticeTester(LeafTester):
    """Wagtail's questions about one practice, answered by the functions above."""

    def can_edit(self):
        return can_edit_practice(self.user, self.page)

    def can_copy(self):
        return self.can_edit()

    def can_submit_for_moderation(self):
        return self.can_edit() and super().can_submit_for_moderation()

    def can_publish(self):
        return can_publish_practice(self.user, self.page)

    def can_unlock(self):
        return self.can_publish() or (self.user_has_lock() and self.can_edit())

    def can_delete(self, ignore_bulk=False):
        return can_delete_practice(self.user, self.page)

    def can_move(self):
        return is_organiser(self.user)


class LibraryTester(IndexTester):
    """Wagtail's questions about the library: only organisers edit it, stewards too publish in it."""

    def can_add_subpage(self):
        return can_create_practice(self.user) and PracticePage.can_create_at(self.page)

    def can_publish_subpage(self):
        return is_organiser(self.user) or bool(stewarded_scopes(self.user))


def hidden_drafts(user) -> QuerySet:
    """Ids of practices that `user` may neither read nor edit: the CMS's lists leave them out, titles included."""
    if is_organiser(user):
        return PracticePage.objects.none().values("pk")
    seen = PracticePage.objects.filter(scope__in=stewarded_scopes(user))
    own = PracticePage.objects.filter(owners__in=contributed_instansi_ids(user))
    readable = PracticePage.objects.live().visible_to(user)
    return (
        PracticePage.objects.exclude(pk__in=seen.values("pk"))
        .exclude(pk__in=own.values("pk"))
        .exclude(pk__in=readable.values("pk"))
        .values("pk")
    )
