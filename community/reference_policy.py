"""Who may do what with reference data in the CMS: what others refer to is never deleted there, by nobody."""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from community.models import Aspect, Framework, Instansi, SubAspect


class Without(ModelPermissionPolicy):
    """Django's rights for a model, less the actions that the CMS has no screen for: not even for administrators."""

    def __init__(self, model, *refused: str):
        super().__init__(model)
        self.refused = set(refused)

    def user_has_permission(self, user, action):
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - self.refused)


def register() -> None:
    """What ended gets its last day; sub-aspects are written with their aspect."""
    for model in (Instansi, Framework, Aspect):
        register_permission_policy(model, Without(model, "delete"), exact_class=True)
    register_permission_policy(SubAspect, Without(SubAspect, "add", "change", "delete"), exact_class=True)
