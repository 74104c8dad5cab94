from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """An image of the CMS; served only to readers of a page that shows it (`permissions.can_read_file`)."""

    admin_form_fields = Image.admin_form_fields


class PortalRendition(AbstractRendition):
    """A sized copy of an image, served under the image's rule."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    """A document of the CMS; served only to readers of a page that offers it (`permissions.can_read_file`)."""

    admin_form_fields = Document.admin_form_fields
