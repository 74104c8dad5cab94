"""Terms of a synonym group as a steward types them: read, and refused with a reason where they cannot work."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.forms import one_line
from search.language import fold, tokens
from search.language.lexicon import word_list

MOST_TERMS = 20  # of one group
LONGEST_TERM, MOST_WORDS = 100, 12
MOST_GROUPS = 3_000  # every process keeps all of them in memory
MOST_TYPED = 4_000  # characters
SEPARATOR = ", "
_PARTED = re.compile(r"[,;\r\n]+")
_WRITTEN = re.compile(r"[^\W_](?:[^\W_]|[ /&.'’-])*", re.UNICODE)


def split(text: str) -> list[str]:
    """The terms of a text with commas, semicolons or lines between them: small letters, single spaces, none empty."""
    parts = (" ".join(part.split()) for part in _PARTED.split(text.replace("\0", " ")))
    return [fold(part) for part in parts if part]


def joined(found: list[str]) -> str:
    """Terms as a group stores them."""
    return SEPARATOR.join(found)


def read(text: str) -> list[str]:
    """The terms of one group; `ValidationError` names what is wrong with them, each reason as a full sentence."""
    if len(text) > MOST_TYPED:
        raise ValidationError(_("Tulisan ini terlalu panjang. Bagi menjadi beberapa kelompok."))
    found = split(text)
    if not found:
        raise ValidationError(_("Tulis istilahnya."))
    wrong = [reason for term in dict.fromkeys(found) if (reason := _refused(term))]
    wrong += [
        _("Istilah “%(term)s” tertulis lebih dari sekali.") % {"term": term}
        for term in dict.fromkeys(found)
        if found.count(term) > 1
    ]
    if len(set(found)) == 1:
        wrong.append(_("Tulis sedikitnya dua istilah yang sama artinya, dengan koma di antaranya."))
    if len(found) > MOST_TERMS:
        wrong.append(
            _("Satu kelompok paling banyak %(most)d istilah; ini ada %(found)d.")
            % {"most": MOST_TERMS, "found": len(found)}
        )
    if wrong:
        raise ValidationError(wrong[:MOST_TERMS])
    return found


def questions(text: str) -> list[str]:
    """Questions of a text with commas, semicolons or lines between them; `ValidationError` for none or far too many."""
    parts = (one_line(part) for part in _PARTED.split(text[: MOST_TYPED + 1]))
    found = [part for part in parts if part]
    if not found:
        raise ValidationError(_("Tulis kata pencariannya."))
    if len(found) > MOST_TERMS or len(text) > MOST_TYPED:
        raise ValidationError(_("Paling banyak %(most)d kata pencarian untuk satu pilihan.") % {"most": MOST_TERMS})
    if any(len(part) > LONGEST_TERM for part in found):
        raise ValidationError(_("Kata pencarian paling panjang %(most)d huruf.") % {"most": LONGEST_TERM})
    return found


def _refused(term: str) -> str | None:
    """Why a term can be met by no question."""
    shown = term if len(term) <= LONGEST_TERM else f"{term[:LONGEST_TERM]}…"
    words = [token.word for token in tokens(term)]
    if len(term) > LONGEST_TERM or len(words) > MOST_WORDS:
        reason = _("Istilah “%(term)s” terlalu panjang: paling banyak %(letters)d huruf dan %(words)d kata.")
        return reason % {"term": shown, "letters": LONGEST_TERM, "words": MOST_WORDS}
    if not _WRITTEN.fullmatch(term) or not words or not term.isprintable():
        return _("Istilah “%(term)s” memuat tanda yang tidak dapat dicari. Pakai huruf dan angka saja.") % {
            "term": shown
        }
    if all(word in word_list("stop") for word in words):
        return _("Istilah “%(term)s” hanya berisi kata umum yang diabaikan pencarian.") % {"term": shown}
    return None
