"""What a hit shows: its title and the passage that answers best, as safe HTML with what matched marked."""

from django.utils.html import escape

from search.language import ParsedQuery, Token, tokens
from search.language.lexicon import word_list
from search.language.roots import indexed_roots

PASSAGE = 240  # characters
LEAD = 40  # characters of context before the first marked word
ELLIPSIS = "…"

Span = tuple[int, int]


class Marker:
    """Marks what answers one question."""

    def __init__(self, parsed: ParsedQuery):
        self._known: dict[str, list[str]] = {}
        self._singles: set[str] = set()
        self._runs: dict[str, list[tuple[str, ...]]] = {}
        for group in parsed.groups:
            for alternative in group.alternatives:
                if not alternative.is_adjacent or len(alternative.roots) == 1:
                    self._singles.update(alternative.roots)
                else:
                    self._runs.setdefault(alternative.roots[0], []).append(alternative.roots)
        self._wanted = self._singles | self._runs.keys()

    def marked(self, text: str) -> str:
        """The whole text."""
        return _html(text, 0, len(text), self._spans(text))

    def excerpt(self, summary: str, body: str) -> str:
        """The passage with most of what was asked for: of the body, else of the summary, else the beginning."""
        found = [(text, self._spans(text)) for text in (summary, body)]
        text, spans = max(found, key=lambda pair: (len(pair[1]) > 0, pair[0] == summary or _best(pair[1])[1] > 2))
        if not spans:
            text = summary or body
        start, end = _borders(text, _best(spans)[0] if spans else 0)
        return (ELLIPSIS if start else "") + _html(text, start, end, spans) + (ELLIPSIS if end < len(text) else "")

    def _spans(self, text: str) -> list[Span]:
        """Where the text answers, in order, without overlap."""
        if not self._singles and not self._runs:
            return []
        known, learn = self._known, self._roots
        roots = [(root, token) for token in tokens(text) for root in known.get(token.word) or learn(token.word)]
        spans: list[Span] = []
        for at, (root, token) in enumerate(roots):
            if root not in self._wanted:
                continue
            for met in [token] if root in self._singles else self._run_at(roots, at):
                if not spans or met.start >= spans[-1][1]:
                    spans.append((met.start, met.end))
        return spans

    def _roots(self, word: str) -> list[str]:
        """The word's roots as indexed, none for a stop word; remembered, since texts repeat their words."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = [] if word in word_list("stop") else indexed_roots(word).split()
        return found

    def _run_at(self, roots: list[tuple[str, Token]], at: int) -> list[Token]:
        for run in self._runs.get(roots[at][0], ()):
            here = roots[at : at + len(run)]
            if tuple(root for root, _ in here) == run:
                return [token for _, token in here]
        return []


def _best(spans: list[Span]) -> tuple[int, int]:
    """Where the fullest passage begins (its first span's start) and how many spans it holds."""
    best, first = (0, 0), 0
    for last, (_, end) in enumerate(spans):
        while end - spans[first][0] > PASSAGE - LEAD and first < last:
            first += 1
        if last - first + 1 > best[1]:
            best = (spans[first][0], last - first + 1)
    return best


def _borders(text: str, at: int) -> Span:
    """A passage of whole words around `at`, from the beginning of its sentence if that is near."""
    if len(text) <= PASSAGE:
        return 0, len(text)
    start = max(0, min(at - LEAD, len(text) - PASSAGE))
    if start:
        sentence = max(text.rfind(mark, max(0, at - 2 * LEAD), at) for mark in (". ", "? ", "! ", "\n"))
        space = text.find(" ", start, at)
        start = sentence + 1 if sentence >= 0 else (space if space >= 0 else start)
        start += len(text[start:]) - len(text[start:].lstrip())
    end = min(len(text), start + PASSAGE)
    if end < len(text):
        space = text.rfind(" ", start + PASSAGE // 2, end)
        end = space if space > 0 else end
    return start, end


def _html(text: str, start: int, end: int, spans: list[Span]) -> str:
    parts, at = [], start
    for left, right in spans:
        if left >= start and right <= end:
            parts.append(f"{escape(text[at:left])}<mark>{escape(text[left:right])}</mark>")
            at = right
    return "".join([*parts, escape(text[at:end])])
