"""Text of DOCX, XLSX and PPTX, part by part from the zip; nothing is unpacked to disk, fetched or computed."""

import io
import re
import zipfile
import zlib
from lzma import LZMAError
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from community.extraction.types import MAX_UNITS, Extract, Outcome, Refused, Text

MAX_PARTS = 5_000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_PART = 40 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
MAX_DEPTH = 200

PARTS = {  # what holds text, in the order of reading; the first of each is a page of its kind where it has a number
    "docx": (r"word/document\.xml", r"word/(footnotes|endnotes)\.xml"),
    "pptx": (r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"),
    "xlsx": (r"xl/worksheets/sheet\d+\.xml", r"xl/sharedStrings\.xml"),
}
MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office keeps an encrypted document in its older container
# What zipfile and the parser raise on a file that is cut, damaged or packed in a way Python does not know: the last is
# zipfile's `NotImplementedError`, damaged data its decompressor's own error.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, NotImplementedError),
    *(ParseError, KeyError, ValueError),
)
BREAKS = {"p", "tab", "br", "si", "c", "tc"}


def read(kind: str, content: bytes) -> Extract:
    """The text of an Office document; `Refused` for a bomb."""
    if content.startswith(ENCRYPTED):
        return Extract(Outcome.ENCRYPTED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            return _read(kind, archive)
    except UNREADABLE as error:
        if isinstance(error, DefusedXmlException):
            raise Refused("entities") from error
        return Extract(Outcome.BROKEN)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("parts")
    for part in parts:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refused("ratio")


def _read(kind: str, archive: zipfile.ZipFile) -> Extract:
    names = archive.namelist()
    if MAIN[kind] not in names:
        return Extract(Outcome.BROKEN)
    if any(archive.getinfo(name).flag_bits & 1 for name in names):
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
    if archive.getinfo(name).file_size > MAX_PART:
        raise Refused("part")
    depth, kind_of_cell = 0, ""
    with archive.open(name) as part:
        for event, element in iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                depth += 1
                if depth > MAX_DEPTH:
                    raise Refused("depth")
                if tag == "c":
                    kind_of_cell = element.get("t", "")
                continue
            depth -= 1
            if element.text and (tag == "t" or (tag == "v" and kind_of_cell == "str")):
                text.add(element.text)
            if tag in BREAKS:
                text.add(" ")
            element.clear()
            if text.is_full:
                return
