"""Files of the demo's practices, made as DOCX from their texts, so that there is something to be read and found."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from community.models import PortalDocument

OFFICE = "http://schemas.openxmlformats.org"
TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
HEADING = "# "
BOLD = "<w:rPr><w:b/></w:rPr>"


def attached(rows: list[dict], actor) -> list[tuple[str, dict]]:
    """The blocks of a practice's attachments, each with a new document of the CMS."""
    return [("attachment", {"document": _document(row, actor), "caption": row["caption"]}) for row in rows]


def _document(row: dict, actor) -> PortalDocument:
    file = ContentFile(docx(row["title"], row["paragraphs"]), name=row["file"])
    return PortalDocument.objects.create(title=row["title"], file=file, uploaded_by_user=actor)


def docx(title: str, paragraphs: list[str]) -> bytes:
    """A document that Word opens: the title and paragraphs, those that begin with "# " as headings."""
    body = "".join(map(_paragraph, [HEADING + title, *paragraphs]))
    document = f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
            )  # a file of no day is always the same
    return out.getvalue()


def _paragraph(text: str) -> str:
    look = BOLD if text.startswith(HEADING) else ""
    written = escape(text.removeprefix(HEADING))
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{written}</w:t></w:r></w:p>'
