"""Misspelt, run-together and split words of a question, met by words of entries that its reader may open.

Acronyms, names, numbers and short words are never corrected, nor is a word that an entry open to the reader has.
"""

from dataclasses import dataclass
from itertools import takewhile

from search.engines.expressions import All, Expression, Run, of_group
from search.language import Group, ParsedQuery, root, tokens
from search.language.lexicon import word_list
from search.language.roots import acronyms, is_known

SHORTEST, SHORTEST_PART = 4, 4
LONG_WORD = 6  # from here on, two edits are allowed in a word that no dictionary knows
MOST_LISTED = 200  # words of one start that are looked at
MOST_COMPARED = 12  # nearest words whose entries are counted
COUNTED_UP_TO = 200
SHARED_START, SHARED_PART = 7, 0.75  # letters, and share of the longer word, that forms of a foreign word share
OTHER_START = 0.5  # people rarely miss the first letter
LIKELIER = 10  # times as many entries, before another spelling is offered for a word that exists


@dataclass(frozen=True)
class Proposal:
    """Text in place of `text[start:end]` of the question."""

    text: str
    start: int
    end: int
    distance: float

    @property
    def expression(self) -> Expression:
        runs = [Run(tuple(root(word).split())) for word in self.text.split()]
        return runs[0] if len(runs) == 1 else All(tuple(runs))


def corrected_text(question, vocabulary) -> str | None:
    """The question with the words that the reader can find nowhere replaced; None when nothing better is known."""
    groups = [group for group in question.parsed.required if _may_be_misspelt(group)]
    counts = question.visible_counts([of_group(group) for group in groups], 1)
    missing = [group for group, count in zip(groups, counts, strict=True) if not count]
    if not missing:
        return None
    vocabulary.catch_up()
    chosen = []
    for group in missing:
        best = _best(question, _proposals(group, question.parsed, vocabulary), least=1)
        chosen.append(best or _best(question, _parted_nearly(group.words[0], vocabulary), least=1))
    return _replaced(question, chosen)


def likelier_text(question, vocabulary) -> str | None:
    """The question with a rare word replaced by a much commoner one that differs by one letter; None without one."""
    groups = [group for group in question.parsed.required if _may_be_misspelt(group)]
    groups = [group for group in groups if not is_known(group.words[0].word)]
    if not groups:
        return None
    vocabulary.catch_up()
    counts = question.visible_counts([of_group(group) for group in groups], COUNTED_UP_TO)
    found = []
    for group, count in zip(groups, counts, strict=True):
        near = [each for each in _proposals(group, question.parsed, vocabulary) if each.distance <= 1]
        found.append(_best(question, near, least=max(1, count) * LIKELIER))
    return _replaced(question, found)


def _may_be_misspelt(group: Group) -> bool:
    if group.exact or len(group.words) != 1:
        return False
    word = group.words[0].word
    return (
        len(word) >= SHORTEST
        and word.isascii()
        and word.isalpha()
        and len(group.alternatives) == 1  # a word with synonyms or related terms is a known one
        and not group.related
        and word not in acronyms()
        and word not in word_list("names")
    ) or (len(word) < SHORTEST and word.isalpha() and word not in acronyms())


def _proposals(group: Group, parsed: ParsedQuery, vocabulary) -> list[Proposal]:
    token = group.words[0]
    found = [*_joined(group, parsed, vocabulary)]
    if len(token.word) >= SHORTEST and not is_known(token.word):  # a word that exists is meant
        most = 2 if len(token.word) >= LONG_WORD else 1
        near = [
            Proposal(other, token.start, token.end, distance + OTHER_START * (other[0] != token.word[0]))
            for distance, other in vocabulary.near(token.word, most)
            if other not in _asking()
        ]
        found += sorted(near, key=lambda proposal: proposal.distance)[:MOST_COMPARED]
        found += _parted(token, vocabulary)
        found += _same_start(token, vocabulary)
    return found


def _asking() -> frozenset[str]:
    """Words that nobody means by one that is misspelt: an entry may lack them anyway."""
    return word_list("soft") | word_list("doing")


def _joined(group: Group, parsed: ParsedQuery, vocabulary) -> list[Proposal]:
    """`kin erja` as one word, with the word before or after it, which may be none by itself (`ber bagi`)."""
    token, found = group.words[0], []
    quoted = {word.start for other in parsed.groups if other.exact for word in other.words}
    for neighbour in tokens(parsed.text):
        first, second = sorted((token, neighbour), key=lambda each: each.start)
        whole = first.word + second.word
        if second.start - first.end == 1 and whole in vocabulary and neighbour.start not in quoted:
            found.append(Proposal(whole, first.start, second.end, 0.0))
    return found


def _parted(token, vocabulary) -> list[Proposal]:
    """`kontrakkinerja` as two words."""
    word = token.word
    return [
        Proposal(f"{word[:at]} {word[at:]}", token.start, token.end, 1.0)
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if word[:at] in vocabulary and word[at:] in vocabulary
    ]


def _parted_nearly(token, vocabulary) -> list[Proposal]:
    """`talenpool` as two words of which one lacks, has too many or mistakes a letter; asked where all else fails."""
    word, found = token.word, []
    if len(word) < 2 * SHORTEST_PART or is_known(word):
        return found
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        left, right = word[:at], word[at:]
        pairs = [(left, other) for other in _one_letter_off(right, vocabulary)] if left in vocabulary else []
        pairs += [(other, right) for other in _one_letter_off(left, vocabulary)] if right in vocabulary else []
        found += [Proposal(f"{one} {other}", token.start, token.end, 2.0) for one, other in pairs]
    return found[:MOST_COMPARED]


def _one_letter_off(word: str, vocabulary) -> list[str]:
    near = [other for _, other in vocabulary.near(word, 1) if other[0] == word[0] and other not in _asking()]
    return near[:MOST_COMPARED]


def _same_start(token, vocabulary) -> list[Proposal]:
    """Another form of a foreign word, `whistleblowing` for `whistleblower`; further off than any misspelling."""
    found = []
    for other in vocabulary.beginning(token.word[:SHARED_START], MOST_LISTED):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(token.word, other, strict=False)))
        longer = max(len(token.word), len(other))
        if shared >= max(SHARED_START, SHARED_PART * longer):
            found.append(Proposal(other, token.start, token.end, 2.0 + longer - shared))
    return sorted(found, key=lambda proposal: proposal.distance)[:MOST_COMPARED]


def _best(question, proposals: list[Proposal], *, least: int) -> Proposal | None:
    """The nearest proposal that `least` entries open to the reader have; of equally near ones the commonest."""
    if not proposals:
        return None
    counts = question.visible_counts([proposal.expression for proposal in proposals], max(COUNTED_UP_TO, least))
    ranked = [
        (each.distance, -count, each.text, each)
        for each, count in zip(proposals, counts, strict=True)
        if count >= least
    ]
    return min(ranked)[3] if ranked else None


def _replaced(question, chosen: list[Proposal | None]) -> str | None:
    text, border = question.parsed.text, len(question.parsed.text) + 1
    proposals = {each for each in chosen if each}
    for proposal in sorted(proposals, key=lambda each: each.start, reverse=True):
        if proposal.end <= border:  # `kin` and `erja` may both ask for the same place
            text = text[: proposal.start] + proposal.text + text[proposal.end :]
            border = proposal.start
    return text if proposals else None
