"""Whom a writer may name with an @: verified members who may read the room."""

from dataclasses import dataclass

from django.urls import reverse

from community import markup
from community.markup import Mentioned
from community.markup.characters import cleaned
from community.models import User
from community.permissions import can_read_members
from forums.rows import short_name

MOST_FOUND = 8
SHORTEST = 2  # letters of a name; one letter would list the members


@dataclass(frozen=True)
class Found:
    """A member that the chooser offers; `text` is what names them in Markdown."""

    pk: int
    name: str
    instansi: str
    text: str


def nameable(room, writer: User):
    """The members whom `writer` may name in `room`; none for who may not read members: an id would tell its name."""
    if not can_read_members(writer):
        return User.objects.none()
    return User.objects.verified() & User.objects.readers_of(room)


def people_found(words: str, room, writer: User) -> list[Found]:
    """Members whose name holds each of `words`; at most eight."""
    parts = cleaned(words)[:100].split()
    if len("".join(parts)) < SHORTEST:
        return []
    people = nameable(room, writer).exclude(pk=writer.pk).select_related("instansi")
    for part in parts[:6]:
        people = people.filter(name__icontains=part)
    return [found(person) for person in people.order_by("name", "pk")[:MOST_FOUND]]


def found(person: User) -> Found:
    return Found(person.pk, person.name, short_name(person.instansi.name), markup.mention(person.name, person.pk))


def names_in(source: str, room, reader) -> dict[int, Mentioned]:
    """The members that a text not yet sent names, as its preview shows them to `reader`."""
    ids = markup.mentioned_ids(source)
    if not ids:
        return {}
    return {person.pk: as_mentioned(person, is_linked=True) for person in nameable(room, reader).filter(pk__in=ids)}


def as_mentioned(person: User, *, is_linked: bool) -> Mentioned:
    """A member as a mention shows them; `is_linked` for a reader who may open members' pages.

    Who left, or is no longer verified, has no page to open and keeps their name.
    """
    has_page = is_linked and person.is_verified_member
    return Mentioned(person.name, reverse("member_detail", args=[person.pk]) if has_page else "")
