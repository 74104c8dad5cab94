"""What stewards keep for search, and what search keeps of questions."""

import factory

from search.models import PromotedResult, SynonymGroup
from search.targets import found_at


class SynonymGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SynonymGroup

    terms = factory.Sequence(lambda n: f"istilah{n}a, istilah{n}b")


class PromotedResultFactory(factory.django.DjangoModelFactory):
    """A choice of stewards; `target` is the address of what it shows."""

    class Meta:
        model = PromotedResult

    words = "spektrometer"
    subject = factory.LazyAttribute(lambda o: found_at(o.target)[0])
    object_id = factory.LazyAttribute(lambda o: found_at(o.target)[1])

    class Params:
        target = ""  # an address
