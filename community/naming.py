"""How the four scopes are named where rows are named by kind and id."""

from community import subjects
from community.enums import Scope, Subject
from community.subjects import Card, Naming

SCOPES = {scope.number: scope for scope in Scope}


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    subjects.register(Subject.SCOPE, Naming(cards))


def cards(ids, reader) -> dict[int, Card]:
    """Scopes, which everybody may read."""
    return {
        pk: Card(Subject.SCOPE, pk, str(SCOPES[pk].label), f"/komunitas/{SCOPES[pk].slug}/", scope=SCOPES[pk])
        for pk in ids
        if pk in SCOPES
    }
