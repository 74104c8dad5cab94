"""Text of documents: what waits to be read, reading it, and what the CMS tells of it."""

import hashlib
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.extraction import apart
from community.extraction.types import Extract, Outcome
from community.models import DocumentReading, DocumentText, PortalDocument
from community.signals import documents_changed

AT_ONCE = 500


def want_reading(document: PortalDocument) -> None:
    """Let the worker read the file of `document`, unless it has read this very file."""
    if not DocumentText.objects.filter(document=document, file=document.file.name).exists():
        DocumentReading.objects.create(document=document)


@transaction.atomic
def want_unread() -> int:
    """Let the worker read documents that were there before it read any; returns how many."""
    known = DocumentReading.objects.order_by().values("document")
    unread = PortalDocument.objects.filter(read_text=None).exclude(pk__in=known).order_by("pk")[:AT_ONCE]
    return len(DocumentReading.objects.bulk_create([DocumentReading(document=document) for document in unread]))


def read(row: DocumentReading) -> None:
    """Read the file that the document has now and keep its text; done twice, the second finds it read."""
    document = PortalDocument.objects.get(pk=row.document_id)
    known = DocumentText.objects.filter(document=document).first()
    name = document.file.name
    if known and known.file == name:
        return
    extract, digest = _extract(document, known)
    with transaction.atomic():
        if not PortalDocument.objects.select_for_update().filter(pk=document.pk, file=name).exists():
            return  # replaced or deleted meanwhile: who replaced it let it be read again
        DocumentText.objects.update_or_create(
            document=document,
            defaults={
                "state": extract.outcome.value,
                "text": extract.text.replace("\0", " ").encode("utf-8", "replace").decode(),
                "units": extract.units,
                "file": name,
                "digest": digest,
            },
        )
        documents_changed.send(PortalDocument, document_ids=[document.pk])


def _extract(document: PortalDocument, known: DocumentText | None) -> tuple[Extract, str]:
    """What the file says and its digest; the same bytes under another name are not read again."""
    kind = PurePosixPath(document.file.name).suffix[1:].lower()
    try:
        with document.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if known and known.digest == digest:
                return Extract(Outcome(known.state), known.text, known.units), digest
            file.seek(0)
            return apart.extract(kind, file), digest
    except FileNotFoundError:
        return Extract(Outcome.BROKEN), ""


def told(document: PortalDocument) -> str:
    """What the CMS tells of the text of `document`, in a sentence."""
    known = DocumentText.objects.filter(document=document, file=document.file.name).first()
    if known is None:
        return _("Teks berkas ini belum dibaca.")
    if known.state == Outcome.READ and known.file.lower().endswith(".pdf"):
        text = ngettext("Teks %(count)d halaman terbaca.", "Teks %(count)d halaman terbaca.", known.units)
        return text % {"count": known.units}
    return {
        Outcome.READ: _("Teks berkas ini terbaca."),
        Outcome.SCANNED: _("Berkas ini hasil pindaian: teksnya tidak dapat dicari."),
        Outcome.ENCRYPTED: _("Berkas ini berkata sandi: teksnya tidak dapat dicari."),
        Outcome.TOO_LARGE: _("Berkas ini terlalu besar: teksnya tidak dapat dicari."),
        Outcome.BROKEN: _("Berkas ini rusak: teksnya tidak dapat dicari."),
        Outcome.REFUSED: _("Berkas ini terlalu berat untuk dibaca: teksnya tidak dapat dicari."),
        Outcome.OTHER: _("Teks dari jenis berkas ini tidak dibaca."),
    }[Outcome(known.state)]
