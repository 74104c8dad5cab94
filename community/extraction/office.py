"""Text of DOCX, XLSX and PPTX, part by part."""

import re
import zipfile

from community.extraction import zipped
from community.extraction.types import MAX_UNITS, Extract, Outcome, Text

PARTS = {  # what holds text, in the order of reading; the first of each is a page of its kind where it has a number
    "docx": (r"word/document\.xml", r"word/(footnotes|endnotes)\.xml"),
    "pptx": (r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"),
    "xlsx": (r"xl/worksheets/sheet\d+\.xml", r"xl/sharedStrings\.xml"),
}
MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office keeps an encrypted document in its older container
BREAKS = {"p", "tab", "br", "si", "c", "tc"}


def read(kind: str, content: bytes) -> Extract:
    """The text of an Office document; `Refused` for a bomb."""
    if content.startswith(ENCRYPTED):
        return Extract(Outcome.ENCRYPTED)
    try:
        with zipped.opened(content) as archive:
            return _read(kind, archive)
    except zipped.UNREADABLE:
        return Extract(Outcome.BROKEN)


def _read(kind: str, archive: zipfile.ZipFile) -> Extract:
    names = archive.namelist()
    if MAIN[kind] not in names:
        return Extract(Outcome.BROKEN)
    if zipped.is_locked(archive):
        return Extract(Outcome.ENCRYPTED)
    text, units = Text(), 0
    for place, pattern in enumerate(PARTS[kind]):
        found = sorted((name for name in names if re.fullmatch(pattern, name)), key=_number)
        for name in found[:MAX_UNITS]:
            if text.is_full:
                break
            units += kind != "docx" and place == 0
            _add(archive, name, text)
    return Extract(Outcome.READ, str(text), units)


def _number(name: str) -> int:
    return int((re.findall(r"\d+", name) or ["0"])[-1][:9])


def _add(archive: zipfile.ZipFile, name: str, text: Text) -> None:
    """Add what is written in one part; of a sheet only what is not a number, a formula or a shared text."""
    kind_of_cell = ""
    for event, tag, element in zipped.elements(archive, name):
        if event == "start":
            if tag == "c":
                kind_of_cell = element.get("t", "")
            continue
        if element.text and (tag == "t" or (tag == "v" and kind_of_cell == "str")):
            text.add(element.text)
        if tag in BREAKS:
            text.add(" ")
        element.clear()
        if text.is_full:
            return
