"""What a topic is about: aspects, sub-aspects, and the kind of problem."""

from dataclasses import dataclass, field

from django.db.models import Q

from community.enums import ProblemKind
from community.models import Aspect, SubAspect
from forums.errors import TooManySubAspects
from forums.limits import MOST_SUBASPECTS
from forums.models import Topic


@dataclass(frozen=True)
class About:
    """Codes of aspects, sub-aspects and `ProblemKind`; unknown ones are passed over."""

    aspects: tuple[str, ...] = ()
    subaspects: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    whole: tuple[str, ...] = field(default=(), compare=False)  # those of `aspects` of which no part is named


NOTHING = About()


def checked_about(about: About) -> About:
    """`TooManySubAspects` for more than a topic can be about."""
    if len({*about.aspects, *about.subaspects}) > MOST_SUBASPECTS:
        raise TooManySubAspects
    return about


def mark_problems(topic: Topic, about: About) -> None:
    """The kinds of problem, in memory."""
    topic.has_substance_problem = ProblemKind.SUBSTANCE in about.problems
    topic.has_behaviour_problem = ProblemKind.BEHAVIOUR in about.problems


def add_aspects(topic: Topic, about: About) -> None:
    """The aspects and sub-aspects of a topic that was just saved for the first time."""
    aspects, subaspects = _rows_of(about)
    topic.aspects.add(*aspects)
    topic.subaspects.add(*subaspects)


def keep_about(topic: Topic, about: About) -> bool:
    """Write what a locked topic is about; returns whether that changed."""
    was = about_of(topic)
    aspects, subaspects = _rows_of(about)
    mark_problems(topic, about)
    if was == About(_codes(aspects), _codes(subaspects), _problems(topic)):
        return False
    topic.save(update_fields=["has_substance_problem", "has_behaviour_problem"])
    topic.aspects.set(aspects)
    topic.subaspects.set(subaspects)
    return True


def about_of(topic: Topic) -> About:
    """What a saved topic is about; two queries."""
    aspects, subaspects = list(topic.aspects.all()), list(topic.subaspects.all())
    parts = {each.aspect_id for each in subaspects}
    whole = _codes(aspect for aspect in aspects if aspect.pk not in parts)
    return About(_codes(aspects), _codes(subaspects), _problems(topic), whole)


def _rows_of(about: About) -> tuple[list[Aspect], list[SubAspect]]:
    """The aspects and sub-aspects: who names the part has named the whole. No query for what names neither."""
    subaspects = list(SubAspect.objects.filter(code__in=about.subaspects)) if about.subaspects else []
    is_named = Q(code__in=about.aspects) | Q(pk__in=[each.aspect_id for each in subaspects])
    aspects = list(Aspect.objects.filter(is_named)) if about.aspects or subaspects else []
    return aspects, subaspects


def _codes(rows) -> tuple[str, ...]:
    return tuple(sorted(row.code for row in rows))


def _problems(topic: Topic) -> tuple[str, ...]:
    return tuple(map(str, topic.problem_kinds))
