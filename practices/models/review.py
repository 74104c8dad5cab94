from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


class ScopeReview(Task):
    """A step of the review of practices: the stewards of the practice's own scope approve or ask for changes."""

    class Meta:
        verbose_name = _("tinjauan penatalayan lingkup")
        verbose_name_plural = _("tinjauan penatalayan lingkup")

    @classmethod
    def get_description(cls):
        return _("Penatalayan lingkup praktik menyetujui atau meminta perbaikan.")

    def _may_decide(self, practice, user) -> bool:
        return practice.permissions_for_user(user).can_publish()

    def user_can_access_editor(self, practice, user):
        return self._may_decide(practice, user)

    def locked_for_user(self, practice, user):
        return not self._may_decide(practice, user)

    def user_can_lock(self, practice, user):
        return self._may_decide(practice, user)

    def user_can_unlock(self, practice, user):
        return self._may_decide(practice, user)

    def get_actions(self, practice, user):
        """Wagtail publishes on approval and asks no more: so the version at hand decides, and it must be complete."""
        latest = practice.specific.get_latest_revision_as_object()
        if not self._may_decide(latest, user):
            return []
        reject = ("reject", _("Minta perbaikan"), True)
        if latest.missing_parts():
            return [reject]
        # Wagtail adds to both what follows from the last approval: "dan Publikasikan"
        return [reject, ("approve", _("Setujui"), False), ("approve", _("Setujui dengan catatan"), True)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("workflow_state")
            if (practice := state.workflow_state.content_object)
            and self._may_decide(practice.get_latest_revision_as_object(), user)
        ]
        return TaskState.objects.filter(pk__in=mine)
