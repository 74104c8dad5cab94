"""Whose staff somebody is: every exit of `services.affiliation`."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.enums import Affiliation
from community.errors import (
    AffiliationNeedsInstansi,
    AffiliationNotPending,
    InstansiNotAffiliable,
)
from community.models import QueuedMail, User
from community.services import affiliation, people
from tests.factories.community import InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.accounts import actions_on, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


def create(**fields) -> User:
    return people.create_person(**{"actor": None, "name": "Ratna", "email": "ratna@contoh.example", **fields})


# --- the domain of the address ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "is_found"),
    [
        ("a@kota.example", True),
        ("a@Dinas.KOTA.example", True),
        ("a@a.b.kota.example", True),
        ("a@lainkota.example", False),
        ("a@kota.example.id", False),
        ("kota.example", True),
        ("a@", False),
    ],
)
def test_instansi_of_email_takes_the_domain_and_its_parents_only(email, is_found):
    domain = InstansiDomainFactory(domain="kota.example")

    assert affiliation.instansi_of_email(email) == (domain.instansi if is_found else None)


def test_instansi_of_email_takes_the_nearest_parent():
    InstansiDomainFactory(domain="provinsi.example")
    nearest = InstansiDomainFactory(domain="kota.provinsi.example")

    assert affiliation.instansi_of_email("a@bkd.kota.provinsi.example") == nearest.instansi


def test_instansi_of_email_ignores_an_instansi_that_has_ended():
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    InstansiDomainFactory(domain="kota.example", instansi__active_to=yesterday)

    assert affiliation.instansi_of_email("a@kota.example") is None


def test_email_verified_gives_the_instansi_of_the_domain_over_the_named_one(announced):
    domain = InstansiDomainFactory(domain="kota.example")
    person = create(email="a@kota.example", instansi=InstansiFactory())
    announced.clear()

    person = people.email_verified(person, previous_email=person.email)

    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)
    assert announced == [person.pk]


def test_email_verified_leaves_a_named_instansi_waiting():
    instansi = InstansiFactory()
    person = create(instansi=instansi)

    person = people.email_verified(person, previous_email=person.email)

    assert (person.instansi, person.affiliation) == (instansi, Affiliation.PENDING)


def test_email_verified_without_instansi_gives_no_affiliation():
    person = people.email_verified(create(), previous_email="ratna@contoh.example")

    assert (person.instansi, person.affiliation) == (None, Affiliation.NONE)


def test_email_verified_takes_back_what_the_old_domain_had_proved():
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@pribadi.example", instansi=domain.instansi, affiliation=Affiliation.VERIFIED)

    person = people.email_verified(person, previous_email="a@kota.example")

    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.PENDING)


def test_email_verified_keeps_what_an_organiser_confirmed():
    person = UserFactory(email="baru@pribadi.example", verified=True)

    person = people.email_verified(person, previous_email="lama@pribadi.example")

    assert person.affiliation == Affiliation.VERIFIED


# --- affiliation by hand ------------------------------------------------------------------------------------------


def test_confirm_affiliation_verifies_tells_and_leaves_a_trace(organiser, announced):
    person = UserFactory(pending=True)
    announced.clear()

    affiliation.confirm_affiliation(person, actor=organiser)

    person.refresh_from_db()
    mail = QueuedMail.objects.get()
    assert person.affiliation == Affiliation.VERIFIED
    assert (mail.recipients, person.instansi.name in text_of(mail)) == ([person.email], True)
    assert actions_on(person) == [("community.confirm_affiliation", organiser.pk)]
    assert announced == [person.pk]


def test_refuse_affiliation_takes_the_instansi_away_and_tells(organiser, announced):
    person = UserFactory(pending=True)
    announced.clear()

    affiliation.refuse_affiliation(person, actor=organiser)

    person.refresh_from_db()
    assert (person.instansi, person.affiliation) == (None, Affiliation.NONE)
    assert [mail.recipients for mail in QueuedMail.objects.all()] == [[person.email]]
    assert actions_on(person) == [("community.refuse_affiliation", organiser.pk)]
    assert announced == [person.pk]


@pytest.mark.parametrize("decide", [affiliation.confirm_affiliation, affiliation.refuse_affiliation])
def test_deciding_on_an_affiliation_is_for_organisers(decide, person_of):
    person = UserFactory(pending=True)

    for role in ("member", "contributor", "steward"):
        with pytest.raises(PermissionDenied):
            decide(person, actor=person_of(role))

    person.refresh_from_db()
    assert person.affiliation == Affiliation.PENDING


@pytest.mark.parametrize("decide", [affiliation.confirm_affiliation, affiliation.refuse_affiliation])
def test_only_a_waiting_affiliation_is_decided_on(decide, organiser):
    with pytest.raises(AffiliationNotPending):
        decide(UserFactory(verified=True), actor=organiser)


def test_change_affiliation_sets_what_the_organiser_knows(organiser):
    person, instansi = UserFactory(), InstansiFactory()

    affiliation.change_affiliation(person, actor=organiser, instansi=instansi, affiliation=Affiliation.VERIFIED)

    person.refresh_from_db()
    assert (person.instansi, person.affiliation) == (instansi, Affiliation.VERIFIED)
    assert actions_on(person) == [("community.change_affiliation", organiser.pk)]


def test_change_affiliation_leaves_no_trace_of_no_change(organiser):
    person = UserFactory(verified=True)

    affiliation.change_affiliation(person, actor=organiser, instansi=person.instansi, affiliation=Affiliation.VERIFIED)

    assert actions_on(person) == []


def test_change_affiliation_refuses(organiser, person_of):
    person = UserFactory()
    ended = InstansiFactory(active_to=timezone.localdate() - timezone.timedelta(days=1))

    with pytest.raises(AffiliationNeedsInstansi):
        affiliation.change_affiliation(person, actor=organiser, instansi=None, affiliation=Affiliation.VERIFIED)
    with pytest.raises(InstansiNotAffiliable):
        affiliation.change_affiliation(person, actor=organiser, instansi=ended, affiliation=Affiliation.VERIFIED)
    with pytest.raises(PermissionDenied):
        affiliation.change_affiliation(
            person, actor=person_of("steward"), instansi=InstansiFactory(), affiliation=Affiliation.VERIFIED
        )


def test_change_instansi_of_oneself_waits_for_confirmation(announced):
    person, instansi = UserFactory(verified=True), InstansiFactory()
    announced.clear()

    affiliation.change_instansi(person, actor=person, instansi=instansi)

    person.refresh_from_db()
    assert (person.instansi, person.affiliation) == (instansi, Affiliation.PENDING)
    assert announced == [person.pk]


def test_change_instansi_to_the_one_of_the_domain_is_verified():
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@kota.example", pending=True)

    affiliation.change_instansi(person, actor=person, instansi=domain.instansi)

    person.refresh_from_db()
    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)


def test_change_instansi_with_an_unverified_address_proves_nothing():
    domain = InstansiDomainFactory(domain="kota.example")
    person = create(email="a@kota.example")

    affiliation.change_instansi(person, actor=person, instansi=domain.instansi)

    person.refresh_from_db()
    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.NONE)


def test_change_instansi_to_none_and_to_the_same():
    person = UserFactory(verified=True)
    before = person.instansi

    affiliation.change_instansi(person, actor=person, instansi=before)
    unchanged = User.objects.get(pk=person.pk).affiliation
    affiliation.change_instansi(person, actor=person, instansi=None)

    person.refresh_from_db()
    assert (unchanged, person.instansi, person.affiliation) == (Affiliation.VERIFIED, None, Affiliation.NONE)


def test_change_instansi_refuses(person_of):
    person = UserFactory()

    with pytest.raises(PermissionDenied):
        affiliation.change_instansi(person, actor=person_of("member"), instansi=InstansiFactory())
    with pytest.raises(InstansiNotAffiliable):
        affiliation.change_instansi(person, actor=person, instansi=InstansiFactory(is_autonomous=False))
