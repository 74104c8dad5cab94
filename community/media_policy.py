"""Who may choose which files in the CMS."""

from django.db.models import Q
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from community.models import PortalDocument, PortalImage


class OwnFilesPolicy(CollectionOwnershipPermissionPolicy):
    """Who may add files may choose their own; all files of a collection only with Wagtail's right to choose.

    Wagtail knows only the latter, which would show contributors of one instansi the closed files of another.
    """

    def __init__(self, model, auth_model):
        super().__init__(model, auth_model=auth_model, owner_field_name="uploaded_by_user")

    def user_has_permission(self, user, action):
        if action == "choose":
            return self._check_perm(user, ["add", "choose"])
        return super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if "choose" in actions and getattr(instance, self.owner_field_name) == user:
            actions = {*actions, "change"}
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        if "choose" not in actions or not user.is_authenticated or user.is_superuser:
            return found
        collections = self._collections_with_perm(user, ["add"])
        own = Q(collection__in=collections, **{self.owner_field_name: user})
        return found | self.model._default_manager.filter(own)


def register() -> None:
    """Put the policy before the ones that Wagtail registers for the same models, whichever comes first."""
    for model, auth_model in ((PortalImage, "wagtailimages.Image"), (PortalDocument, "wagtaildocs.Document")):
        register_permission_policy(model, OwnFilesPolicy(model, auth_model), exact_class=True)
