"""What stewards keep for search, and what search keeps of questions."""

import factory

from search.enums import AnsweredBy
from search.models import AskedSearch, PromotedResult, SearchClick, SynonymGroup
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


class AskedSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AskedSearch

    text = "dialog kinerja"
    results = 3
    engine = AnsweredBy.DATABASE
    milliseconds = 20
    is_visitor = True


class SearchClickFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SearchClick

    search = factory.SubFactory(AskedSearchFactory)
    position = 1
    kind = "practice"
    object_id = factory.Sequence(lambda n: n + 1)
