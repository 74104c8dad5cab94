"""Text of ODT and ODS: the paragraphs of one part."""

import zipfile

from community.extraction import zipped
from community.extraction.types import Extract, Outcome, Text

CONTENT, MANIFEST, LOCKED = "content.xml", "META-INF/manifest.xml", "encrypted-package"
PARAGRAPHS = {"p", "h"}
SPACES = {"s", "tab", "line-break"}
LEFT_OUT = {"tracked-changes", "annotation"}  # what authors took out, kept to be brought back; what they remarked
KIND_OF_CELL = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def read(content: bytes) -> Extract:
    """The text of an OpenDocument; `Refused` for a bomb."""
    try:
        with zipped.opened(content) as archive:
            if _is_encrypted(archive):
                return Extract(Outcome.ENCRYPTED)
            return Extract(Outcome.READ, str(_text(archive)))
    except zipped.UNREADABLE:
        return Extract(Outcome.BROKEN)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if LOCKED in names or zipped.is_locked(archive):
        return True
    return MANIFEST in names and any(tag == "encryption-data" for _, tag, _ in zipped.elements(archive, MANIFEST))


def _text(archive: zipfile.ZipFile) -> Text:
    """What stands in paragraphs, but for those of cells that are numbers, and those that were deleted."""
    text, inside, left_out, is_number = Text(), 0, 0, False
    for event, tag, element in zipped.elements(archive, CONTENT):
        step = 1 if event == "start" else -1
        left_out += step * (tag in LEFT_OUT)
        inside += step * (tag in PARAGRAPHS)  # a paragraph may hold a frame with paragraphs
        if tag == "table-cell":
            is_number = event == "start" and element.get(KIND_OF_CELL, "string") != "string"
        if event == "start":
            continue
        if tag in SPACES or tag in PARAGRAPHS:
            element.text = f" {element.text or ''}"
        if tag in PARAGRAPHS and not (inside or left_out or is_number):
            text.add("".join(element.itertext()))
        if not inside or tag in LEFT_OUT:
            behind = element.tail  # stands in the paragraph around it
            element.clear()
            element.tail = behind
        if text.is_full:
            break
    return text
