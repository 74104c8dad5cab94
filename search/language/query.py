"""What a reader's question asks for: groups of alternatives, exact phrases, words to leave out."""

import re
from dataclasses import dataclass, replace

from search.language.lexicon import word_list
from search.language.related import MOST, Related
from search.language.roots import indexed_roots, is_compound, root
from search.language.synonyms import Synonyms, shipped_synonyms
from search.language.tokens import Token, tokens

LONGEST_QUERY, MOST_WORDS = 200, 32
SYNONYM_WEIGHT = 0.8  # a synonym counts a little less than the word that was typed
ASKING_SHARE, DOING_SHARE = 0.2, 0.5  # words of asking, and of doing something with what is asked for
DENYING = "tidak"
SHORTENED_WEIGHT = 0.4  # what a known term means, where one of its words was not typed
MOST_RELATED = 40  # related terms of a whole question
SCATTERED_WEIGHT = 0.5  # the words of a term anywhere in the text, instead of side by side

_CHUNK = re.compile(r'(-?)"([^"]+)"|(-(?=\w))?([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\0": " "})


@dataclass(frozen=True)
class Alternative:
    """Roots that an entry must have, side by side and in order if `is_adjacent`, else anywhere."""

    roots: tuple[str, ...]
    weight: float = 1.0
    is_adjacent: bool = True


@dataclass(frozen=True)
class Group:
    """One thing asked for, met by any of its alternatives (the typed one first).

    `words` are the words as typed, `start` and `end` their place in the question; `is_soft` means that an entry may
    lack it; `exact` are the words of a quoted phrase, which must stand in the text just so;
    `is_whole` means that its words ask for nothing apart (`balik` of `bolak balik`); `share` is the part
    of its weight that a soft group has; `related` are terms of the same subject, which answer in part.
    """

    alternatives: tuple[Alternative, ...]
    words: tuple[Token, ...]
    is_soft: bool = False
    exact: tuple[str, ...] = ()
    is_whole: bool = False
    share: float = 1.0
    related: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class ParsedQuery:
    """A question as the engines take it. Without groups it asks for nothing that can be found by text."""

    text: str
    groups: tuple[Group, ...] = ()
    excluded: tuple[Alternative, ...] = ()

    @property
    def required(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if not group.is_soft)

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        return tuple(group.exact for group in self.groups if group.exact)


def parse(query: str, synonyms: Synonyms | None = None) -> ParsedQuery:
    """Read a question: `"words in quotes"` stay exact, `-word` leaves out, the rest is words and their synonyms.

    Never raises: what cannot be read otherwise is plain words. Looks at 200 characters and 32 words.
    """
    text = query[:LONGEST_QUERY].translate(_QUOTES)
    plain, phrases, excluded = _chunks(text)
    if not plain and not phrases:
        plain, excluded = [token for tokens_ in excluded for token in tokens_], []
    groups = [*_phrase_groups(phrases), *_groups(plain, synonyms or shipped_synonyms())]
    return ParsedQuery(text, tuple(_bounded(_unique(_softened(groups)))), tuple(filter(None, map(_excluded, excluded))))


def _chunks(text: str) -> tuple[list[Token], list[list[Token]], list[list[Token]]]:
    """The tokens outside quotes, the quoted runs and the runs to leave out, each at its place in the question."""
    plain, phrases, excluded, left = [], [], [], MOST_WORDS
    for match in _CHUNK.finditer(text):
        quote_minus, quoted, minus, bare = match.groups()
        offset = match.start(2) if quoted else match.start(4)
        found = [Token(word, start + offset, end + offset) for word, start, end in tokens(quoted or bare)][:left]
        left -= len(found)
        if not found:
            continue
        if quote_minus or (minus and _starts_word(text, match.start())):
            excluded.append(found)
        elif quoted:
            phrases.append(found)
        else:
            plain += found
    return _joined(plain), phrases, excluded


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace()


def _joined(plain: list[Token]) -> list[Token]:
    """`e kinerja` as one word, though a space parts it in the question."""
    joined: list[Token] = []
    for token in plain:
        last = joined[-1] if joined else None
        if last and last.word == "e" and token.word.isalpha() and len(token.word) > 2 and token.start - last.end == 1:
            token = Token("e" + token.word, joined.pop().start, token.end)
        joined.append(token)
    return joined


def _content(found: list[Token]) -> tuple[str, ...]:
    """The roots that are stored for these tokens."""
    stop = word_list("stop")
    return tuple(stem for token in found if token.word not in stop for stem in indexed_roots(token.word).split())


def _phrase_groups(phrases: list[list[Token]]) -> list[Group]:
    groups = []
    for found in phrases:
        content = _content(found)
        if content:
            exact = tuple(token.word for token in found)
            groups.append(Group((Alternative(content),), tuple(found), exact=exact))
    return groups


def _excluded(found: list[Token]) -> Alternative | None:
    content = _content(found)
    return Alternative(content) if content else None


def _groups(plain: list[Token], synonyms: Synonyms) -> list[Group]:
    """The longest known terms first, then single words with their synonyms."""
    stop = word_list("stop")
    found = [token for token in plain if token.word not in stop]
    stems = [root(token.word) for token in found]
    groups, at = [], 0
    while at < len(found):
        length, terms = _longest_term(stems, at, synonyms)
        if length == 1 and at + 1 < len(found) and is_compound(found[at].word, found[at + 1].word):
            length = 2
            groups.append(Group((Alternative((*stems[at : at + 2],)),), (*found[at : at + 2],), is_whole=True))
        elif length == 1 and (shortened := _shortened(found, stems, at, synonyms)):
            length = 2
            groups.append(_term_group(_run(stems, at, 2), found[at : at + 2], shortened, SHORTENED_WEIGHT))
        elif length > 1:
            groups.append(_term_group(_run(stems, at, length), found[at : at + length], terms))
        else:
            groups.append(_word_group(found[at], stems[at], synonyms))
        at += length
    return _with_related(groups, found, stems, synonyms.related)


def _run(stems: list[str], at: int, length: int) -> tuple[str, ...]:
    return tuple(" ".join(stems[at : at + length]).split())


def _shortened(found: list[Token], stems: list[str], at: int, synonyms: Synonyms) -> set[tuple[str, ...]]:
    """What a known term means that lacks one word here, unless another word of the question says it already.

    A word that denies is never what is left of one: `pegawai tidak (datang)` is not `pegawai tidak tetap`.
    """
    if at + 1 == len(found) or DENYING in stems[at : at + 2]:
        return set()
    terms = synonyms.of_shortened(_run(stems, at, 2))
    return set() if any(terms <= synonyms.of_word(token.word) for token in found) else terms


def _longest_term(stems: list[str], at: int, synonyms: Synonyms) -> tuple[int, set[tuple[str, ...]]]:
    for length in range(min(synonyms.longest, len(stems) - at), 1, -1):
        terms = synonyms.of_roots(_run(stems, at, length))
        if terms:
            return length, terms
    return 1, set()


def _term_group(
    typed: tuple[str, ...], words: list[Token], terms: set[tuple[str, ...]], weight: float = SYNONYM_WEIGHT
) -> Group:
    alternatives = [Alternative(typed), Alternative(typed, SCATTERED_WEIGHT, is_adjacent=False)]
    return Group((*alternatives, *_synonyms(typed, terms, weight)), tuple(words))


def _word_group(token: Token, stem: str, synonyms: Synonyms) -> Group:
    typed = tuple(stem.split())
    if token.word in word_list("soft") | word_list("doing"):
        share = DOING_SHARE if token.word in word_list("doing") else ASKING_SHARE
        return Group((Alternative(typed),), (token,), is_soft=True, share=share)
    same = _synonyms(typed, synonyms.of_word(token.word))
    return Group((Alternative(typed), *same), (token,), is_whole=len(typed) > 1 and not same)


def _with_related(groups: list[Group], found: list[Token], stems: list[str], related: Related) -> list[Group]:
    """Each group with what its words lead to: as part of the longest known terms first, then by themselves."""
    terms: list[dict[tuple[str, ...], None]] = [{} for _ in groups]
    places = [number for number, group in enumerate(groups) for _ in group.words]
    for length in range(min(related.longest, len(found)), 1, -1):
        for at in range(len(found) - length + 1):
            met = sorted(set(places[at : at + length]))
            if len(met) > 1 or length == len(groups[met[0]].words):
                for number in met:
                    terms[number].update(dict.fromkeys(related.of_roots(_run(stems, at, length))))
    for number, group in enumerate(groups):
        if len(group.words) == 1:
            terms[number].update(dict.fromkeys(related.of_word(group.words[0].word)))
    return [
        group if group.is_soft else replace(group, related=tuple(map(Alternative, known)))
        for group, known in zip(groups, terms, strict=True)
    ]


def _synonyms(typed: tuple[str, ...], terms: set[tuple[str, ...]], weight: float = SYNONYM_WEIGHT) -> list[Alternative]:
    return [Alternative(term, weight) for term in sorted(terms - {typed})]


def _softened(groups: list[Group]) -> list[Group]:
    """Words of asking may be missing, unless nothing else was asked."""
    if all(group.is_soft for group in groups):
        return [replace(group, is_soft=False, share=1.0) for group in groups]
    return groups


def _bounded(groups: list[Group]) -> list[Group]:
    """With no more related terms than a question may have, and none that it asks for anyway."""
    asked = {each.roots for group in groups for each in group.alternatives}
    most = min(MOST, MOST_RELATED // max(1, sum(bool(group.related) for group in groups)))
    return [
        replace(group, related=tuple(each for each in group.related if each.roots not in asked)[:most])
        for group in groups
    ]


def _unique(groups: list[Group]) -> list[Group]:
    """Without repetitions (pegawai-pegawai), in order."""
    return list({(group.alternatives, group.exact): group for group in reversed(groups)}.values())[::-1]
