"""Names of files: what a sender typed never reaches the disk or a header as it is."""

import unicodedata
from pathlib import PurePosixPath

from django.utils.text import slugify

STEM_LENGTH = 80


def extension(name: str) -> str:
    """The extension in lower case, without its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()


def safe_name(name: str, suffix: str) -> str:
    """A name of lower-case letters, digits and hyphens with the extension `suffix`."""
    stem = PurePosixPath(name.replace("\\", "/")).name.rpartition(".")[0]
    return f"{slugify(stem)[:STEM_LENGTH].strip('-_') or 'berkas'}.{suffix}"


def plain_title(text: str) -> str:
    """The title without control characters and marks that turn the direction of writing, on one line."""
    shown = (" " if mark.isspace() else mark for mark in text if mark.isspace() or not _is_hidden(mark))
    return " ".join("".join(shown).split())


def _is_hidden(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn")
