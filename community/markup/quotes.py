"""Quoting a post: its words as a Markdown quote under a link to where they stand."""

from community.markup.documents import MAX_LENGTH, plain

MOST_QUOTED = 600


def quote(source: str, author: str, url: str) -> str:
    """The beginning of an answer that quotes `source`, written by `author` and standing at `url` (a path)."""
    words = plain(source)
    if len(words) > MOST_QUOTED:
        words = words[:MOST_QUOTED].rsplit(maxsplit=1)[0] + " …"
    flat = " ".join(author.split()).translate(str.maketrans("[]", "()")).replace("\\", "")
    lines = [f"[{flat}]({url}):", "", *words.split("\n")]
    return ("\n".join(f"> {line}".rstrip() for line in lines) + "\n\n")[:MAX_LENGTH]
