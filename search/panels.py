"""What search shows on other pages: while somebody asks, what was written already with their words."""

from dataclasses import replace

from community import panels, subjects
from community.enums import Subject
from forums.models import Topic
from search.containers import containers_of
from search.engines.base import current_engine
from search.enums import Kind
from search.forms import Question
from search.services import request_for

LOOKED_AT = 30
MOST = 3  # of practices, and of solved topics


def register() -> None:
    """Put what is similar into the form that asks; called once, in `AppConfig.ready`."""
    panels.register(panels.Panel("ask_similar", similar, "search/similar_panel.html", queries=15))


def similar(words: str, reader) -> dict | None:
    """Practices and solved topics that match `words` best, as far as `reader` may read them now."""
    request = replace(request_for(Question(text=words), reader, containers_of(reader)), limit=LOOKED_AT)
    hits = current_engine().search(request).hits
    practices = [hit.object_id for hit in hits if hit.kind == Kind.PRACTICE][:MOST]
    topics = [hit.object_id for hit in hits if hit.kind == Kind.TOPIC]
    solved = set(Topic.objects.solved().filter(pk__in=topics).values_list("pk", flat=True)) if topics else set()
    wanted = [(Subject.PRACTICE, pk) for pk in practices]
    wanted += [(Subject.TOPIC, pk) for pk in topics if pk in solved][:MOST]
    cards = subjects.cards(wanted, reader)
    rows = [(f"{subject.value}:{pk}", cards[subject, pk]) for subject, pk in wanted if (subject, pk) in cards]
    return {"rows": rows} if rows else None
