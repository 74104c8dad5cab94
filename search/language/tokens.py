"""Text to words: folded to plain letters and digits, parted at everything else, with their place in the text."""

import re
import unicodedata
from typing import NamedTuple

from search.language.lexicon import word_list

LONGESTWORD = 40
MOST_TOKENS = 6_000
OTHER_SCRIPT = "zx"
SENTENCE_END = ". "
PARTING_MARKS = "·–—“”„•…«»"  # marks that part words, as texts have them beside those of ASCII

_LOOKS_LIKE_POWER = re.compile(r"\d+e\d")  # PostgreSQL's parser reads 0e0a as the number 0e0 and the letter a
_JOINED_NUMBER = re.compile(r"[0-9][.eE][0-9]")  # 1.260, and what looks like a power
_APART = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_APART_IN_LOWER_CASE = _APART.lower()
WORD = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])|[^\W_]+(?:['’`][^\W_]+)*")


class Token(NamedTuple):
    """A word as indexed and where it stands in the text it came from (`text[start:end]`)."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents, look-alike forms (full width, ligatures) made plain; anything else stays."""
    text = (
        text.casefold()
        if text.isascii()
        else unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    )
    return text if text.isascii() else "".join(letter for letter in text if not unicodedata.combining(letter))


def tokens(text: str) -> list[Token]:
    """The words of a text in order, at most 6,000, each cut to 40 characters.

    Apostrophes inside a word vanish (jum'at → jumat), thousands join (1.260 → 1260), everything else parts: hyphens
    (pegawai-pegawai → pegawai, pegawai), slashes and points (19/2025 → 19, 2025). `e-kinerja` and `e kinerja` come out
    as `ekinerja`.
    """
    found: list[Token] = []
    last = ""
    for match in WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        word = word.lower() if word.isascii() and word.isalnum() else _plain(word)
        if not word:
            continue
        if word[0] <= "9" and _LOOKS_LIKE_POWER.match(word):
            word = "n" + word
        if last == "e" and word.isalpha() and len(word) > 2 and start - found[-1].end == 1:
            start, word = found.pop().start, "e" + word
        last = word
        found.append(Token(word[:LONGESTWORD], start, end))
        if len(found) >= MOST_TOKENS:
            break
    return found


def indexed_words(text: str) -> list[str]:
    """The words of `tokens` without their places, in a fraction of the time.

    Plain text is parted at once; where it is not plain, the sentences that are not are read word by word.
    """
    text = _marks_as_spaces(text)
    found = _plain_words(text)
    if found is None:
        found = []
        for sentence in _sentences(text):
            found += _plain_words(sentence) or [token.word for token in tokens(sentence)]
    return found if len(found) <= MOST_TOKENS else [token.word for token in tokens(text)]


def written_words(text: str) -> set[str]:
    """The words of a text as it writes them."""
    text = _marks_as_spaces(text)
    if _is_plain(text):
        return set(text.translate(_APART).split())
    found: set[str] = set()
    for sentence in _sentences(text):
        found.update(sentence.translate(_APART).split() if _is_plain(sentence) else WORD.findall(sentence))
    return found


def _plain_words(text: str) -> list[str] | None:
    """The words of a text whose words are all as they are indexed but for capitals; None for any other text."""
    if not _is_plain(text):
        return None
    found = text.translate(_APART_IN_LOWER_CASE).split()
    return None if "e" in found or max(map(len, found), default=0) > LONGESTWORD else found


def _marks_as_spaces(text: str) -> str:
    """The text with spaces for what parts words in it."""
    if not text.isascii():
        for mark in PARTING_MARKS:
            text = text.replace(mark, " ")
    return text


def _is_plain(text: str) -> bool:
    """Whether all that is no plain letter and no digit parts words."""
    return text.isascii() and "'" not in text and "`" not in text and not _JOINED_NUMBER.search(text)


def _sentences(text: str) -> list[str]:
    """Parts of a text such that no word reaches from one into the next."""
    *sentences, last = text.split(SENTENCE_END)
    return [*(each + SENTENCE_END for each in sentences), last]


def _plain(word: str) -> str:
    """The word in `a-z0-9`; one of another script is written as its bytes, which every engine stores alike."""
    folded = "".join(letter for letter in fold(word) if letter.isalnum())
    return folded if folded.isascii() else OTHER_SCRIPT + folded.encode("utf-8", "replace").hex()


def words(text: str) -> set[str]:
    """The words of a text that may serve to correct others: letters only, four or more, no stop words."""
    found = set(indexed_words(text)) - word_list("stop")
    return {word for word in found if len(word) > 3 and word.isascii() and word.isalpha()}
