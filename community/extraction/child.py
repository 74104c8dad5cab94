"""`python -m community.extraction.child KIND`: a file on standard input, what was read as JSON on standard output."""

import json
import logging
import resource
import sys
from dataclasses import asdict

MEMORY = 768 * 1024 * 1024
SECONDS = 20


def main(kind: str) -> None:
    """Read within limits of memory and time; the kernel ends a process that goes beyond."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    json.dump(asdict(extract(kind, sys.stdin.buffer.read())), sys.stdout)


def extract(kind: str, content: bytes):
    """What is read of `content`, a file of `kind`, in this process."""
    from community.extraction import office, opendocument, pdf, plain
    from community.extraction.types import MAX_BYTES, Extract, Outcome, Refused

    if len(content) > MAX_BYTES:
        return Extract(Outcome.TOO_LARGE)
    try:
        match kind:
            case "pdf":
                return pdf.read(content)
            case "odt" | "ods":
                return opendocument.read(content)
            case "txt" | "csv":
                return plain.read(kind, content)
        return office.read(kind, content)
    except (Refused, MemoryError):
        return Extract(Outcome.REFUSED)


if __name__ == "__main__":
    main(sys.argv[1])
