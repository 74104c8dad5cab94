"""Wagtail's bulk actions on people, through the services; registered after Wagtail's own, which they replace."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from community.errors import RuleBroken
from community.permissions import can_delete_person, can_manage_person
from community.services import people, roles


class ByService:
    """All of them or none: one refusal undoes the whole action and says why."""

    def check_perm(self, obj):
        return can_manage_person(self.request.user, obj)

    def get_execution_context(self):
        return {**super().get_execution_context(), "actor": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except RuleBroken as refusal:
            messages.error(self.request, refusal.message)
        except PermissionDenied:
            messages.error(self.request, _("Anda tidak berhak memberikan kelompok ini."))
        return redirect(self.next_url)


class AssignRole(ByService, AssignRoleBulkAction):
    @classmethod
    def execute_action(cls, objects, role=None, actor=None, **kwargs):
        for person in objects:
            roles.set_groups(person, actor=actor, groups=[*person.groups.all(), role])
        return len(objects), 0


class Delete(ByService, DeleteBulkAction):
    def check_perm(self, obj):
        return can_delete_person(self.request.user, obj) and obj.pk != self.request.user.pk

    @classmethod
    def execute_action(cls, objects, actor=None, **kwargs):
        for person in objects:
            people.delete_person(person, actor=actor)
        return len(objects), 0


class SetActiveState(ByService, SetActiveStateBulkAction):
    @classmethod
    def execute_action(cls, objects, mark_as_active=False, actor=None, **kwargs):
        change = people.reactivate_person if mark_as_active else people.deactivate_person
        for person in objects:
            change(person, actor=actor)
        return len(objects), 0
