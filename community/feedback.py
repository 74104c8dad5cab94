"""The kinds of page that readers are asked about, “does this page help?”, by their word in addresses.

How a page is found for a reader is said by the app it belongs to (`community.subjects`).
"""

from community.enums import Subject

WORDS = {
    "praktik": Subject.PRACTICE,
    "fgd": Subject.EVENT,
    "ruang-fgd": Subject.EVENT_ROOM,
    "ruang": Subject.ROOM,
    "topik": Subject.TOPIC,
    "halaman": Subject.PAGE,
}
