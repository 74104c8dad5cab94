"""Answers like the best answers: what the first entries have in common lifts those that share it.

A question of two words names its subject; the best entries for it tell what else belongs to the subject (an entry on
the talent pool speaks of committees, boxes and successors). Among the first entries, those that share such words come
forward, so that what is about the subject stands before what mentions it in passing. Nothing is found by it that the
question itself has not found. Measured: docs/search.md.
"""

import math
from collections import Counter
from itertools import chain

from search.engines.ranking import Candidate

LOOKED_AT = 50  # entries that may change places
LEARNT_FROM = 5
FEWEST = 10  # among fewer there are none that the best could be told from
WORDS = 20  # that describe the subject
TITLE_WEIGHT = 2
LONGEST_BODY = 4_000  # characters of roots; what comes later in a long text tells little of its subject
WEIGHT = 0.4  # of full likeness, as a share of the best entry's score


def lifted(ranked: list[Candidate]) -> list[Candidate]:
    """`ranked` (best first, bodies loaded) in the order that likeness to its first entries gives; scores are raised."""
    head = ranked[:LOOKED_AT]
    if len(head) < FEWEST or head[0].score <= 0:
        return ranked
    texts = [_counted(candidate) for candidate in head]
    subject = _subject(head, texts)
    most = WEIGHT * head[0].score / (sum(subject.values()) or 1.0)
    for candidate, text in zip(head, texts, strict=True):
        shared = sum(weight * text[word] / (1 + text[word]) for word, weight in subject.items() if word in text)
        candidate.score += most * shared * candidate.boost
    head.sort(key=lambda candidate: (candidate.score, candidate.dated or 0.0, candidate.id), reverse=True)
    return head + ranked[LOOKED_AT:]


def _counted(candidate: Candidate) -> Counter:
    title, summary, body = candidate.title.split(), candidate.summary.split(), candidate.body[:LONGEST_BODY].split()
    return Counter(title * TITLE_WEIGHT + summary + body)


def _subject(head: list[Candidate], texts: list[Counter]) -> dict[str, float]:
    """The words that the best entries have more than others do, with their weights; no word of one entry alone."""
    spread = Counter(chain.from_iterable(texts))
    total = sum(candidate.score for candidate in head[:LEARNT_FROM])
    rarities = {number: math.log(1 + len(texts) / number) for number in set(spread.values()) if number > 1}
    weights: dict[str, float] = {}
    for candidate, text in zip(head[:LEARNT_FROM], texts, strict=False):
        share = candidate.score / total
        for word, count in text.items():
            rarity = rarities.get(spread[word])
            if rarity and not word.isdigit():
                weights[word] = weights.get(word, 0) + share * count / (1 + count) * rarity
    return dict(Counter(weights).most_common(WORDS))
