"""The one place that knows Indonesian: tokens, root words, synonyms, and what a reader's question means.

Both engines store and search what `stems` and `parse` make of a text, so they agree. Raise `VERSION` whenever stored
roots would come out differently: the index then has to be rebuilt.
"""

from search.language.query import Alternative, Group, ParsedQuery, parse
from search.language.roots import root, roots, stems
from search.language.tokens import Token, fold, indexed_words, tokens, words, written_words

VERSION = 7

__all__ = [
    "VERSION",
    "Alternative",
    "Group",
    "ParsedQuery",
    "Token",
    "fold",
    "indexed_words",
    "parse",
    "root",
    "roots",
    "stems",
    "tokens",
    "words",
    "written_words",
]
