"""What facets are called."""

import pytest

from community.models import Instansi
from community.reference import instansi
from practices import library_index
from search import facets
from tests.factories.community import InstansiFactory

pytestmark = pytest.mark.django_db


def test_agencies_have_the_names_of_now_without_a_query(django_assert_num_queries):
    agency = InstansiFactory(name="Pemerintah Kota Lama")
    library_index.current()
    agency.name = "Pemerintah Kota Baru"
    agency.save()
    names = facets.Names(library_index.current())

    with django_assert_num_queries(0):
        found = [names.of("pemilik", agency.code), names.of("provinsi", agency.code), names.of("pemilik", "no-such")]

    assert found == ["Pemerintah Kota Baru", "Kota Baru", "no-such"]


def test_agencies_that_came_many_at_once_have_their_names():
    library_index.current()
    instansi.load()
    agency = Instansi.objects.latest("pk")

    assert facets.Names(library_index.current()).of("pemilik", agency.code) == agency.name
