"""What a text may hold: no control characters, no hidden direction changes, no towers of accents."""

import re

# Characters of the private use area that stand for mentions in prepared HTML; nobody may type them.
MARK_OPEN, MARK_NAME, MARK_CLOSE = "\ue000", "\ue001", "\ue002"

_REPLACED = re.compile(f"[\x00\ud800-\udfff{MARK_OPEN}{MARK_NAME}{MARK_CLOSE}]")
_DROPPED = re.compile(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab and line breaks
    "\u202a-\u202e\u2066-\u2069"  # they turn the direction of what follows, to show another text than there is
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_TOWER = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LINE_BREAK = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")


def cleaned(source: str) -> str:
    """`source` with one kind of line break and without what a page, a mail or a database could stumble over."""
    text = _REPLACED.sub("\ufffd", _LINE_BREAK.sub("\n", source))
    return _TOWER.sub(r"\1", _DROPPED.sub("", text))
