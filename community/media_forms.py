"""Every way of uploading in the CMS passes through these forms: add, many at once, chooser, replace."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from community.errors import UploadRefused
from community.services import documents
from community.uploads import checked_document, checked_image, plain_title, safe_name
from community.uploads.names import extension


def checked_upload(upload, check) -> SimpleUploadedFile:
    """What `check` keeps of `upload`, under a name of ours; `ValidationError` with its reason when it refuses."""
    upload.seek(0)
    try:
        kept = check(upload.name, upload.read())
    except UploadRefused as refusal:
        raise ValidationError(refusal.message) from refusal
    return SimpleUploadedFile(safe_name(upload.name, extension(upload.name)), kept, upload.content_type)


class CheckedImageField(WagtailImageField):
    """Judges before Wagtail does: its own check opens the image, and hostile ones raise there (tried on 8.0.1)."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        self.check_image_file_size(upload)
        return checked_upload(upload, checked_image)


class CheckedDocumentField(WagtailDocumentField):
    def to_python(self, data):
        upload = super().to_python(data)
        return upload and checked_upload(upload, checked_document)


class CheckedFileForm:
    """Puts the checked field where Wagtail's form has its own; the edit forms of an upload have none."""

    file_field = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = self.file_field(label=field.label, required=field.required, widget=field.widget)

    def clean_title(self):
        title = plain_title(self.cleaned_data["title"])
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"], code="required")
        return title


class PortalImageForm(CheckedFileForm, BaseImageForm):
    file_field = CheckedImageField


class PortalDocumentForm(CheckedFileForm, BaseDocumentForm):
    file_field = CheckedDocumentField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.instance.pk:
            self.fields["file"].help_text = documents.told(self.instance)
