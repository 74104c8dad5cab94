"""Text of TXT and CSV."""

import codecs
import csv

from community.extraction.types import MAX_TEXT, Extract, Outcome, Text

HEAD = 4 * MAX_TEXT  # bytes: no letter takes more
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
PARTED_BY = ";\t,"


def read(kind: str, content: bytes) -> Extract:
    """The beginning of the file; of a table what is not a number."""
    written = _decoded(content[:HEAD])
    if written is None:
        return Extract(Outcome.BROKEN)
    text = Text()
    try:
        for part in _cells(written) if kind == "csv" else [written]:
            text.add(f"{part} ")
            if text.is_full:
                break
    except csv.Error:
        return Extract(Outcome.BROKEN)
    return Extract(Outcome.READ, str(text))


def _decoded(content: bytes) -> str | None:
    """As the file says it is written, else UTF-8, else as Windows in Indonesia writes; None for what is no text."""
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    if marked is None and b"\0" in content:
        return None
    for name in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return codecs.getincrementaldecoder(name)().decode(content)  # the last letter may be cut
        except UnicodeDecodeError:
            continue
    return None


def _cells(written: str):
    """The cells that hold a letter."""
    first = written.partition("\n")[0]
    rows = csv.reader(written.splitlines(), delimiter=max(PARTED_BY, key=first.count))
    return (cell for row in rows for cell in row if any(map(str.isalpha, cell)))
