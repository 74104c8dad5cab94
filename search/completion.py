"""What somebody is typing: the words that are complete, and all that the last one may become."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from search.engines.expressions import All, Expression, Run, Some, of_group
from search.language import Group, fold, parse, root, tokens
from search.language.lexicon import word_list
from search.language.roots import acronyms
from search.language.synonyms import Synonyms

SHORTEST_BEGINNING, SHORTEST_MISSPELT = 2, 5  # letters; many a short name is nearly a word
MOST_WORDS = 120  # of the vocabulary, that one beginning stands for; fewer for one of two letters
ENDS_A_WORD = re.compile(r"\W$")


@dataclass(frozen=True)
class Typed:
    """The words `head` and the beginning `last` of one more (empty after a space); `endings` are what it may become."""

    text: str
    head: str
    last: str
    endings: tuple[str, ...] = ()
    synonyms: Synonyms | None = None
    is_changed: bool = False  # this is not what was typed, but what was likely meant

    @classmethod
    def of(cls, text: str, vocabulary, synonyms: Synonyms | None = None) -> "Typed":
        """Read a text with the words that `vocabulary` has for its last one, and with the synonyms of now."""
        found = tokens(text)
        if not found or ENDS_A_WORD.search(text):
            return cls(text, text.strip(), "", synonyms=synonyms)
        last = found[-1]
        endings = []
        if len(last.word) >= SHORTEST_BEGINNING:
            endings = sorted(word for word in acronyms() if word.startswith(last.word))
            endings += vocabulary.beginning(last.word, min(MOST_WORDS, 8 ** len(last.word)))
        return cls(text, text[: last.start].strip(), last.word, tuple(dict.fromkeys(endings)), synonyms)

    def respelt(self, head: str, vocabulary) -> "Typed":
        """The same with another head, and with words that begin nearly like the last one; names stay as they are."""
        endings = []
        if len(self.last) >= SHORTEST_MISSPELT and self.last not in acronyms() | word_list("names"):
            endings = vocabulary.nearly_beginning(self.last, MOST_WORDS)
        return replace(self, head=head, endings=tuple(endings) or self.endings, is_changed=True)

    @cached_property
    def before(self) -> list[Expression]:
        """What the complete words ask for."""
        return [of_group(group) for group in self._groups if not self._has_last(group)]

    @cached_property
    def expression(self) -> Expression | None:
        """All of it; None where nothing is left to ask for."""
        complete = [] if self.is_changed else [of_group(group) for group in self._groups if self._has_last(group)]
        last = list(dict.fromkeys([*complete, *map(of_word, self.endings)]))
        parts = [*self.before, *([last[0] if len(last) == 1 else Some(tuple(last))] if last else [])]
        return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))

    def has_written(self, title: str) -> bool:
        """Whether the words stand in the title as they were typed, the last one at least in its beginning."""
        found = [token.word for token in tokens(title)]
        head = {token.word for token in tokens(self.head)}
        return head <= set(found) and (not self.last or any(word.startswith(self.last) for word in found))

    def begins(self, title: str) -> bool:
        """Whether the title begins with what was typed."""
        return bool(self.text.strip()) and fold(title).startswith(fold(" ".join(self.text.split())))

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        """Words of asking are left out, unless nothing else was asked."""
        return parse(f"{self.head} {self.last}", self.synonyms).required

    def _has_last(self, group: Group) -> bool:
        return bool(self.last) and any(token.start > len(self.head) for token in group.words)


def of_word(word: str) -> Expression:
    """Entries with a word, by its root."""
    return Run(tuple(root(word).split()))
