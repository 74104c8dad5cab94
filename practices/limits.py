"""How long the texts of a practice may be; beyond it, root words and index would cost more than a reader gains.

Besides: what it may not be called, and how many of them are compared at once.
"""

TITLE_LIMIT = 200
BODY_LIMIT = 20_000
RESERVED_SLUGS = {"banding", "feed", "peta"}  # of practices: addresses of the library itself
MOST_COMPARED = 3  # practices side by side


def stream_texts(value) -> list[str]:
    """All texts inside a StreamField's raw data, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, each in value.items() if key not in {"id", "type"} for text in stream_texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in stream_texts(each)]
    return []
