"""Text of a PDF, page by page."""

import io

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from community.extraction.types import MAX_UNITS, Extract, Outcome, Refused, Text

FEWEST_LETTERS = 20  # fewer on all pages together are stray marks on a scan


def read(content: bytes) -> Extract:
    """The text of the first `MAX_UNITS` pages. A password that is empty is none: any reader opens such a file."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Extract(Outcome.ENCRYPTED)
        return _read(reader)
    except FileNotDecryptedError:
        return Extract(Outcome.ENCRYPTED)
    except (LimitReachedError, RecursionError) as error:
        raise Refused(type(error).__name__) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ArithmeticError):
        return Extract(Outcome.BROKEN)  # pypdf raises all of these on files that are cut or forged


def _read(reader: PdfReader) -> Extract:
    text, units = Text(), 0
    for page in reader.pages:
        if units >= MAX_UNITS or text.is_full:
            break
        text.add(f"{page.extract_text()}\n")
        units += 1
    if not units:
        return Extract(Outcome.BROKEN)
    said = str(text)
    if sum(map(str.isalnum, said)) < FEWEST_LETTERS:
        return Extract(Outcome.SCANNED, units=units)
    return Extract(Outcome.READ, said, units)
