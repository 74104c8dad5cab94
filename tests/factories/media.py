"""Images and documents with real content, and the bytes of honest and hostile uploads."""

import io
import zipfile

import factory
from django.core.files.base import ContentFile
from PIL import Image

from community.models import PortalDocument, PortalImage

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "JPEG", size=(40, 30), **options) -> bytes:
    """The bytes of a small picture in format `kind`."""
    out = io.BytesIO()
    Image.new("RGB", size, (15, 118, 110)).save(out, kind, **options)
    return out.getvalue()


def package(parts: dict[str, bytes], stored=("mimetype",)) -> bytes:
    """A zip of `parts`; those named in `stored` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A bare Word document; `more` adds parts, with `__` for `/` in their names."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return package(parts | {name.replace("__", "/"): content for name, content in more.items()})


class PortalImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalImage

    title = factory.Sequence(lambda n: f"Gambar {n}")
    file = factory.Sequence(lambda n: ContentFile(picture(), name=f"gambar-{n}.jpg"))
    file_hash = factory.Sequence(lambda n: f"{n:040}")


class PortalDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalDocument

    title = factory.Sequence(lambda n: f"Dokumen {n}")
    file = factory.Sequence(lambda n: ContentFile(PDF, name=f"dokumen-{n}.pdf"))
    file_hash = factory.Sequence(lambda n: f"{n:040}")
