"""Structured logs: one JSON object a line where a machine reads them, plain lines on a terminal."""

import logging.config
import os
import re

import structlog

from community.personal_numbers import NIK, NIP, PHONE


def _apart(number: re.Pattern) -> re.Pattern:
    """The number where no letter touches it: not in the midst of a UUID or a token."""
    return re.compile(rf"(?<![A-Za-z])(?:{number.pattern})(?![A-Za-z])")


# Of e-mail addresses, and what PostgreSQL adds to a refusal: the whole row, to the end of the message (an exception
# that was raised from it follows).
EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+?(?:@|%40)[\w-]+(?:\.[\w-]+)+")
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")  # of a service: its host is to be read, and its secret by nobody
DETAIL = re.compile(r"\nDETAIL: .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)
MASKS = (
    (DETAIL, ""),
    (CREDENTIALS, "***@"),
    (EMAIL, "[email]"),
    (NIP, "[nip]"),
    *((_apart(pattern), instead) for pattern, instead in ((NIK, "[nik]"), (PHONE, "[phone]"))),
)


def without_trace_of_refusals(logger, method: str, event: dict) -> dict:
    """One line for what Django refused (4xx): the fault lies in the request, not in the code that raised."""
    if getattr(event.get("_record"), "status_code", 500) < 500:
        event.pop("exc_info", None)
    return event


def masked(logger, method: str, event: dict) -> dict:
    """Take out what tells of persons: messages of exceptions, ours or a library's, quote what was sent."""
    return {name: value if name.startswith("_") else _masked(value) for name, value in event.items()}


def _masked(value):
    if isinstance(value, str):
        for pattern, instead in MASKS:
            value = pattern.sub(instead, value)
    elif isinstance(value, dict):
        return {_masked(name): _masked(each) for name, each in value.items()}
    elif isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(each) for each in value]
    elif not isinstance(value, (int, float, type(None))):  # an exception, a lazy text: written as it is, later
        return _masked(str(value))
    return value


SHARED = [
    without_trace_of_refusals,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    masked,  # the last, so that it sees the trace as it is written
]


def logging_config(level: str = "INFO") -> None:
    """Configure the standard library's loggers and structlog alike; `LOG_FORMAT=json` gives JSON lines."""
    as_json = os.environ.get("LOG_FORMAT", "") == "json"
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                    "foreign_pre_chain": SHARED,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": level},
            # Wagtail's lines of what was saved hold its title; who did what stands in the history of the CMS.
            "loggers": {
                name: {"level": "WARNING"} for name in ("django.server", "django_tasks", "django_tasks_db", "wagtail")
            }
            | {"elastic_transport": {"level": "ERROR"}},  # what fails there is told by whoever asked
        }
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
