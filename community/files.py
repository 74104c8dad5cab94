"""Stored files by their path: what they belong to, their type, and their mark for caches."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from community.models import PortalDocument, PortalImage, PortalRendition

TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
SHOWN_IN_BROWSER = {"jpg", "jpeg", "png", "webp", "pdf"}
PATH_LENGTH = 255


@dataclass(frozen=True)
class StoredFile:
    """A file in the storage and the image or document whose rule it follows."""

    subject: PortalImage | PortalDocument
    file: object
    etag: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.file.name).name

    @property
    def extension(self) -> str:
        return PurePosixPath(self.name).suffix[1:].lower()

    @property
    def content_type(self) -> str:
        return TYPES.get(self.extension, "application/octet-stream")

    @property
    def is_shown_in_browser(self) -> bool:
        return self.extension in SHOWN_IN_BROWSER


def find(path: str) -> StoredFile | None:
    """The file stored under exactly `path`; None when no row names it. One query."""
    if "\x00" in path or len(path) > PATH_LENGTH:
        return None
    folder = path.partition("/")[0]
    if folder == "documents":
        document = PortalDocument.objects.filter(file=path).first()
        return document and StoredFile(document, document.file, document.file_hash)
    if folder == "original_images":
        image = PortalImage.objects.filter(file=path).first()
        return image and StoredFile(image, image.file, image.file_hash)
    rendition = PortalRendition.objects.filter(file=path).select_related("image").first()
    if rendition is None:
        return None
    return StoredFile(rendition.image, rendition.file, f"{rendition.image.file_hash}-{rendition.pk}")
