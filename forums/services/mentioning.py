"""Whom a post names: kept as rows, so that a page knows the names and nobody is told twice."""

from community.markup import Document
from community.models import User
from forums.models import Mention, Post, Topic


def keep_mentions(topic: Topic, post: Post, laid_out: Document) -> list[User]:
    """Make the post's mentions those of its text, as far as they are members who may read it; returns the new ones."""
    known = dict(post.mentions.values_list("person_id", "pk"))
    people = User.objects.verified() & User.objects.readers_of(topic.room)
    named = {person.pk: person for person in people.filter(pk__in=laid_out.mentions)} if laid_out.mentions else {}
    Mention.objects.filter(pk__in=[pk for person, pk in known.items() if person not in named]).delete()
    new = [person for pk, person in named.items() if pk not in known]
    Mention.objects.bulk_create((Mention(post=post, person=person) for person in new), ignore_conflicts=True)
    return new
