"""Two organisers have the form of one person open: saving one undoes nothing that the other did."""

import pytest
from django.urls import reverse

from community.enums import Scope
from tests.factories.community import InstansiContributorFactory, InstansiFactory, ScopeStewardFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(name="Sari Dewi", verified=True)


@pytest.fixture
def opened(client_of, person):
    """`opened()`: the form as a browser holds it, and how it is sent."""
    client, url = client_of("organiser"), reverse("wagtailusers_users:edit", args=[person.pk])

    def _opened():
        form = client.get(url).context["form"]
        held = {field.html_name: field.value() for field in form if field.value() not in (None, False)}

        def send(**changes):
            response = client.post(url, {**held, "is_active": "on", **changes})
            assert response.status_code == 302, response.context["form"].errors

        return send

    return _opened


def roles_of(person) -> tuple[set, set]:
    scopes = set(person.stewardships.values_list("scope", flat=True))
    return scopes, set(person.contributorships.values_list("instansi__name", flat=True))


def test_an_appointment_of_another_stays(opened, person):
    send = opened()
    ScopeStewardFactory(person=person, scope=Scope.HELPING)
    InstansiContributorFactory(person=person, instansi=InstansiFactory(name="Kota Satu"))

    send(name="Sari Dewi Lestari")

    person.refresh_from_db()
    assert (person.name, roles_of(person)) == ("Sari Dewi Lestari", ({Scope.HELPING}, {"Kota Satu"}))


def test_what_another_ended_is_not_given_back(opened, person):
    ScopeStewardFactory(person=person, scope=Scope.HELPING)
    InstansiContributorFactory(person=person, instansi=InstansiFactory(name="Kota Satu"))
    send = opened()
    person.stewardships.all().delete()
    person.contributorships.all().delete()
    InstansiFactory(name="Kota Dua")

    send(name="Sari Dewi Lestari", scopes=[Scope.HELPING, Scope.INNOVATIVE], writes_for_2="Kota Dua")

    assert roles_of(person) == ({Scope.INNOVATIVE}, {"Kota Dua"})


@pytest.mark.parametrize("forged", ["x", ",,", "9" * 30, "-1", "²"])
def test_a_forged_remark_of_what_was_seen_ends_nothing(opened, person, forged):
    ScopeStewardFactory(person=person, scope=Scope.HELPING)

    opened()(seen_scopes=forged, seen_writes_for=forged)

    assert roles_of(person) == ({Scope.HELPING}, set())
