"""Which practices a reader has picked to compare.

The address holds them, so that a comparison can be shared, works without a session, and pages stay the same for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from practices.limits import MOST_COMPARED
from practices.links import compare_url
from practices.models import PracticePage
from practices.querysets import PracticeQuerySet


@dataclass(frozen=True)
class Pick:
    """One practice of the comparison, and the address of what is left without it."""

    title: str
    remove_url: str


@dataclass(frozen=True)
class Picks:
    """What is picked: `pages` are compared, `beyond` are more than fit, `missing` is how many a reader may not see."""

    pages: list[PracticePage]
    beyond: list[PracticePage]
    missing: int
    most = MOST_COMPARED

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(page.slug for page in self.pages)

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= self.most

    @property
    def url(self) -> str:
        return compare_url(self.slugs)

    def chips(self, address_of: Callable[[tuple[str, ...]], str]) -> list[Pick]:
        """One per practice; `address_of` says where the others of them lead."""
        slugs = self.slugs
        return [Pick(page.title, address_of(without(slugs, page.slug))) for page in self.pages]


def picked(slugs: Iterable[str], rows: PracticeQuerySet) -> Picks:
    """The practices of `slugs` in their order; `rows` are those that the reader may read. No query for no slugs."""
    slugs = tuple(slugs)
    found = {page.slug: page for page in rows.filter(slug__in=slugs)} if slugs else {}
    pages = [found[slug] for slug in slugs if slug in found]
    return Picks(pages[:MOST_COMPARED], pages[MOST_COMPARED:], len(slugs) - len(pages))


def readable_by(reader) -> PracticeQuerySet:
    """All that may be compared: hidden practices are answered like those that do not exist."""
    return PracticePage.objects.published().visible_to(reader)


def without(slugs: tuple[str, ...], slug: str) -> tuple[str, ...]:
    return tuple(each for each in slugs if each != slug)
