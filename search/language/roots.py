"""Root words: menilai, dinilai, penilaian → nilai. PySastrawi with a dictionary of our own, remembered per process."""

import re
from functools import cache, lru_cache
from importlib import resources

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer

from search.language.lexicon import synonym_lines, variants, word_list
from search.language.tokens import OTHER_SCRIPT, indexed_words

CLITICS = ("nya", "lah", "kah")
SHORTEST_STEMMED, LONGEST_STEMMED, SHORTEST_ROOT = 4, 25, 3
# How people write verbs as they speak: ngajuin → ajukan, nyusun → susun, dijadiin → dijadikan.
_SPOKEN_PREFIXES = (("nge", ""), ("ng", ""), ("ng", "k"), ("ng", "h"), ("ny", "s"), ("n", "t"), ("m", "p"))
_SHORTEST_SPOKEN = 5  # shorter ones are names as often (Nara)
# Written together with the word they belong to, and as often apart: antardaerah, antar daerah.
_BOUND = re.compile(r"(?:ke(?=tidak))?(antar|pasca|multi|non|anti|(?<=ke)tidak)([a-z]{4,})")
# Before two consonants the first of them is lost as it is before a vowel: pemrosesan (proses), mengritik (kritik).
_LOST = re.compile(r"(?:pe|me)(m|n|ng)(?=r)")
_LOST_LETTER = {"m": "mp", "n": "nt", "ng": "ngk"}
# Two words under one affix: penyalahgunaan (salah guna), mengikutsertakan (ikut serta).
_AROUND = re.compile(r"(?:[mp]e|di|ke|memper|diper)(?=[a-z]{10,})([a-z]+?)(?:kan|an|i)")
_NASALS = (("ng", ""), ("ng", "k"), ("ny", "s"), ("m", ""), ("m", "p"), ("n", "t"), ("n", ""), ("", ""))
_SHORTEST_HALF = 4
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-z]{3,}")


@cache
def _stemmer() -> Stemmer:
    text = resources.files("Sastrawi.Stemmer").joinpath("data/kata-dasar.txt").read_text(encoding="utf-8")
    dictionary = ArrayDictionary(text.split())
    dictionary.add_words(word_list("roots"))
    dictionary.add_words(word_list("names"))
    dictionary.add_words(word for line in synonym_lines() for word in line.split(", ") if _NO_VOWEL.fullmatch(word))
    for word in word_list("not roots"):
        dictionary.words.pop(word, None)
    return Stemmer(dictionary)


def is_root(word: str) -> bool:
    """Whether the word is one of the dictionary's root words."""
    return _stemmer().dictionary.contains(word)


def is_compound(one: str, other: str) -> bool:
    """Whether two words are one that the dictionary writes with a hyphen (bolak balik)."""
    return is_root(f"{one}-{other}")


def is_known(word: str) -> bool:
    """Whether the word is a root or formed of one by the rules; roots of three letters prove nothing (pensun: sun)."""
    if is_root(word) or is_root(variants().get(word, "")):
        return True
    stem = _stem(word) if len(word) <= LONGEST_STEMMED else word
    return len(stem) >= SHORTEST_STEMMED and is_root(stem)


@cache
def acronyms() -> frozenset[str]:
    """Short forms of the synonym groups (skp, bkpsdm, pppk): never cut, never corrected.

    A term is one when it is a single word that is neither in the dictionary nor derived from a word of it.
    """
    alone = {term.strip() for line in synonym_lines() for term in line.split(",")}
    known = word_list("roots") | frozenset(variants())
    return frozenset(word for word in alone - known if word.isalnum() and _is_made_up(word))


def _is_made_up(word: str) -> bool:
    return bool(_NO_VOWEL.fullmatch(word)) or (not is_root(word) and _stem(word) == word)


def _stem(word: str) -> str:
    return _stemmer().stem_singular_word(word)


def _spoken(word: str) -> str:
    """The root of a verb written as it is spoken, or the word itself."""
    forms = [word]
    if word.endswith("in"):
        forms += [word[:-2] + "kan", word[:-2] + "i", word[:-2]]
    for form in forms:
        for cut, put in (("", ""), *_SPOKEN_PREFIXES):
            candidate = put + form[len(cut) :]
            is_short = len(candidate) < (SHORTEST_ROOT if len(cut) != 1 else _SHORTEST_SPOKEN)
            if candidate == word or not form.startswith(cut) or is_short:
                continue
            stem = _stem(candidate)
            if len(stem) >= SHORTEST_ROOT and is_root(stem):
                return stem
    return word


@lru_cache(maxsize=60_000)
def root(word: str) -> str:
    """The root of one folded word, as menilai → nilai; a word without known root is its own. May be two words."""
    known = variants().get(word)
    if known is None:
        if not SHORTEST_STEMMED <= len(word) <= LONGEST_STEMMED or not word.isalpha() or word.startswith(OTHER_SCRIPT):
            return word
        stem = _stem(word)
        parted = _parted(stem)  # of a stem too: penonaktifan meets nonaktif
        if stem == word and not parted and not is_root(word):
            parted = _twofold(word)
            stem = _restored(word) or _spoken(word)
        known = parted or variants().get(stem, stem)
    return known


def _parted(word: str) -> str | None:
    """A word with a bound form before it as two roots: antardaerah → antar daerah; None for any other word."""
    if bound := _BOUND.fullmatch(word):
        rest = root(bound[2])
        if is_root(rest):
            return f"{bound[1]} {rest}"
    return None


def _twofold(word: str) -> str | None:
    """The two roots of a word that has one affix around both, or None."""
    if around := _AROUND.fullmatch(word):
        for cut, put in _NASALS:
            if around[1].startswith(cut) and (halves := _halves(put + around[1][len(cut) :])):
                return halves
    return None


def _halves(word: str) -> str | None:
    """Two roots written as one word; without one that is a stop word (ikut serta), as in a text."""
    stop = word_list("stop")
    for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
        halves = word[:at], word[at:]
        if all(map(is_root, halves)):
            return " ".join(half for half in halves if half not in stop) or None
    return None


def _restored(word: str) -> str | None:
    """The root of a word that lost the first of two consonants to its prefix, or None."""
    if lost := _LOST.match(word):
        stem = _stem("me" + _LOST_LETTER[lost[1]] + word[lost.end() :])
        return stem if is_root(stem) else None
    return None


@lru_cache(maxsize=60_000)
def indexed_roots(word: str) -> str:
    """The roots stored for a word: `ekinerja` is found by `kinerja` too."""
    stem = root(word)
    rest = word[1:]
    if stem == word and word[0] == "e" and len(rest) > 4 and not is_root(word) and is_root(root(rest)):
        return f"{word} {root(rest)}"
    return stem


def affixed_root(word: str) -> str | None:
    """The root of a word that is formed of it (menilai: nilai); None for a root and for another spelling of one."""
    for clitic in CLITICS:
        word = word.removesuffix(clitic)
    stem = root(word) if word else ""
    return stem if len(stem) < len(word) and " " not in stem and word not in variants() else None


def stems(text: str) -> str:
    """The roots of a text in order, parted by spaces, without stop words: what the engines store."""
    stop = word_list("stop")
    return " ".join(indexed_roots(word) for word in indexed_words(text) if word not in stop)


def roots(text: str) -> list[str]:
    """`stems` as a list."""
    return stems(text).split()
