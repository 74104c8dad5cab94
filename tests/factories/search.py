"""What stewards keep for search, and what search keeps of questions."""

import factory

from search.models import SynonymGroup


class SynonymGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SynonymGroup

    terms = factory.Sequence(lambda n: f"istilah{n}a, istilah{n}b")
