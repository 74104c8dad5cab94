from django.conf import settings
from django.db import models
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


def address(file) -> str:
    """Where the portal itself serves a stored file, whatever address its storage would give."""
    return f"{settings.MEDIA_URL}{filepath_to_uri(file.name)}"


class PortalImage(AbstractImage):
    """An image of the CMS; served only to readers of a page that shows it (`permissions.can_read_file`)."""

    admin_form_fields = Image.admin_form_fields

    class Meta:
        verbose_name = verbose_name_plural = _("gambar")


class PortalRendition(AbstractRendition):
    """A sized copy of an image, served under the image's rule."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def url(self) -> str:
        return address(self.file)


class PortalDocument(AbstractDocument):
    """A document of the CMS; served only to readers of a page that offers it (`permissions.can_read_file`)."""

    admin_form_fields = Document.admin_form_fields

    def clean(self):
        if self.file:  # a refused file has had its reason; Wagtail would add that its ending “” is not allowed
            super().clean()

    @property
    def url(self) -> str:
        return address(self.file)
