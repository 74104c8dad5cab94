"""The files that the CMS's own API names: those that a person may choose, as in its lists and choosers."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class ChoosableOnly:
    """Wagtail's API gives every editor the titles and addresses of all files (tried on 8.0.1)."""

    def get_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        choosable = policy.instances_user_has_permission_for(self.request.user, "choose")
        return super().get_queryset().filter(pk__in=choosable.values("pk"))


class ImagesAPI(ChoosableOnly, ImagesAdminAPIViewSet):
    pass


class DocumentsAPI(ChoosableOnly, DocumentsAdminAPIViewSet):
    pass
