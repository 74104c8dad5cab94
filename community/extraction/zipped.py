"""Documents that are zips of XML, opened within limits; nothing is unpacked to disk, fetched or computed."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from community.extraction.types import Refused

MAX_PARTS = 5_000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_PART = 40 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
MAX_DEPTH = 200
# What Python's own modules raise on a file that they cannot read. They are caught, never raised here.
UNREADABLE = (
    zipfile.BadZipFile,  # no zip, or a broken one
    NotImplementedError,  # by zipfile: packed by a method, or in a version, that Python does not know
    zlib.error,  # by a decompressor: damaged data
    LZMAError,
    OSError,
    EOFError,  # cut off
    ParseError,  # by the parser: no XML
    KeyError,  # by zipfile: a part that should be there is not
    ValueError,
)


def opened(content: bytes) -> zipfile.ZipFile:
    """The zip; `Refused` for a bomb, one of `UNREADABLE` where it is none."""
    archive = zipfile.ZipFile(BytesIO(content))
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("parts")
    for part in parts:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refused("ratio")
    return archive


def is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether a part is encrypted by the zip itself."""
    return any(part.flag_bits & 1 for part in archive.infolist())


def elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str, Element]]:
    """What opens (`start`) and closes (`end`) in a part, as (event, name without its namespace, element).

    Whoever has read an element clears it.
    """
    if archive.getinfo(name).file_size > MAX_PART:
        raise Refused("part")
    depth = 0
    with archive.open(name) as part:
        try:
            for event, element in iterparse(part, events=("start", "end")):
                depth += 1 if event == "start" else -1
                if depth > MAX_DEPTH:
                    raise Refused("depth")
                yield event, element.tag.rpartition("}")[2], element
        except DefusedXmlException as error:
            raise Refused("entities") from error
