"""Whose forum a person looks after: asked once per user object, that is once a request."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import BigIntegerField, Value

from community.models import ScopeSteward
from community.permissions import is_organiser
from community.prepared import prepared


@dataclass(frozen=True)
class Standing:
    """What a person moderates: everything, whole scopes (codes of `Scope`), or single rooms."""

    is_organiser: bool = False
    scopes: frozenset[str] = frozenset()
    room_ids: frozenset[int] = frozenset()

    def moderates(self, room) -> bool:
        return self.is_organiser or room.scope in self.scopes or room.pk in self.room_ids

    @property
    def is_anything(self) -> bool:
        return bool(self.is_organiser or self.scopes or self.room_ids)


NOTHING, EVERYTHING = Standing(), Standing(is_organiser=True)


def standing_of(user) -> Standing:
    """The standing of `user`; a visitor, or who was deactivated, has none."""
    if not user.is_active or not user.is_authenticated:
        return NOTHING
    kept = user.__dict__.get("_forum_standing")
    if kept is None:
        kept = user.__dict__["_forum_standing"] = _asked(user)
    return kept


def standing_in(user, room) -> Standing:
    """What `user` looks after in `room`: everything or nothing, whatever they look after elsewhere."""
    return EVERYTHING if standing_of(user).moderates(room) else NOTHING


def given(reader, standing: Standing):
    """`reader` (of a prepared query) with a standing that is known, so that nobody asks for it."""
    reader.__dict__["_forum_standing"] = standing
    return reader


def _asked(user) -> Standing:
    if is_organiser(user):
        return Standing(is_organiser=True)
    rows = _looked_after_by(user.pk)
    return Standing(
        scopes=frozenset(scope for scope, _ in rows if scope), room_ids=frozenset(room for _, room in rows if room)
    )


@prepared
def _looked_after_by(person: int):
    """Rows of scope and room, of which one is nothing."""
    stewards = apps.get_model("forums", "RoomSteward").objects.in_force().filter(person=person).order_by()
    scopes = ScopeSteward.objects.in_force().filter(person=person).order_by()
    return scopes.values_list("scope", Value(0, BigIntegerField())).union(
        stewards.values_list(Value(""), "room_id"), all=True
    )
