"""Forms of the CMS that no screen of it sends: they cannot be read (tried on Wagtail 8.0.1 and modelcluster 6.5).

Rows without their id, ids and orders that are no numbers or beyond any row (on SQLite), rich text that is no JSON fail
while the form is read or shown again, a way back that is none fails after it; a stream of more blocks than the form has
fields would be read until the memory is full.
"""

import traceback
from pathlib import Path

from django.core.exceptions import BadRequest, ValidationError
from django.urls import NoReverseMatch
from draftjs_exporter.error import ExporterException

COUNT = "-count"  # how many blocks a stream has
FAILURES = (
    AttributeError,
    ExporterException,
    LookupError,
    NoReverseMatch,
    OverflowError,
    TypeError,
    ValidationError,
    ValueError,
)
# Functions that read what was sent: of forms, of the widgets that show a chosen row, of the way back, of the point that
# a picture is cut around.
READERS = {"value_from_datadict", "_construct_form", "_check_values", "get_instance", "resolve_url", "get_focal_point"}


def require_readable_counts(sent) -> None:
    """`BadRequest` for a stream that claims more blocks than there are fields in `sent` (a QueryDict)."""
    for name, value in sent.items():
        if name.endswith(COUNT) and not (value.isdecimal() and len(value) < 6 and int(value) <= len(sent)):
            raise BadRequest("no such number of blocks")


def failed_while_read(error: Exception) -> bool:
    """Whether a view failed while it read a form; what fails later, while something is written, must be heard of."""
    frames = traceback.walk_tb(error.__traceback__)
    return isinstance(error, FAILURES) and any(frame.f_code.co_name in READERS for frame, _line in frames)


def unreadable(error: Exception) -> BadRequest:
    """What answers a form that could not be read; it tells the log how and where that failed, nothing of the form."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    place = f"{Path(frame.f_code.co_filename).name}:{line}"
    return BadRequest(f"a form that cannot be read ({type(error).__name__} at {place})")
