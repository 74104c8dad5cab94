"""Accounts and affiliation: every exit of `services.people` and `services.affiliation`."""

from email import message_from_bytes, policy

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from community.enums import Affiliation
from community.errors import (
    AffiliationNeedsInstansi,
    AffiliationNotPending,
    EmailTaken,
    InstansiNotAffiliable,
    LastAdministrator,
    OwnAccount,
    PersonHasContent,
)
from community.models import QueuedMail, User
from community.services import affiliation, people
from community.signals import person_changed
from community.system import SYSTEM
from tests.factories.community import InstansiDomainFactory, InstansiFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_is_queued(settings):
    settings.EMAIL_BACKEND = "community.mail.QueueBackend"  # the test runner puts a box in memory in its place


@pytest.fixture
def announced():
    """Ids that `person_changed` was sent for, in order."""
    ids = []

    def keep(sender, user_id, **kwargs):
        ids.append(user_id)

    person_changed.connect(keep)
    yield ids
    person_changed.disconnect(keep)


@pytest.fixture
def organiser(person_of):
    return person_of("organiser")


def actions_on(person) -> list[tuple]:
    rows = ModelLogEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    return [(row.action, row.user_id) for row in rows]


def addresses_of(person) -> list[tuple]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified"))


def text_of(mail: QueuedMail) -> str:
    return message_from_bytes(bytes(mail.message), policy=policy.default).get_content()


def create(**fields) -> User:
    return people.create_person(**{"actor": None, "name": "Ratna", "email": "ratna@contoh.example", **fields})


# --- making accounts ----------------------------------------------------------------------------------------------


def test_create_person_makes_the_row_and_its_address(announced):
    person = create(name="  Ratna \n Wulandari ", email="Ratna@Contoh.Example", password="kopi-pagi-lagi")

    assert (person.name, person.email, person.affiliation) == ("Ratna Wulandari", "ratna@contoh.example", "none")
    assert person.check_password("kopi-pagi-lagi")
    assert addresses_of(person) == [("ratna@contoh.example", True, False)]
    assert announced == [person.pk]
    assert actions_on(person) == []


@pytest.mark.parametrize("privilege", [{"is_email_verified": True}, {"is_superuser": True}, {"is_example": True}])
def test_create_person_gives_who_signs_up_no_privilege(privilege):
    with pytest.raises(PermissionDenied):
        create(**privilege)

    assert not User.objects.filter(email="ratna@contoh.example").exists()


def test_create_person_refuses_a_member(person_of):
    with pytest.raises(PermissionDenied):
        create(actor=person_of("member"))


def test_create_person_lets_only_administrators_make_administrators(organiser, person_of):
    with pytest.raises(PermissionDenied):
        create(actor=organiser, is_superuser=True)

    assert create(actor=person_of("administrator"), is_superuser=True).is_superuser


def test_create_person_refuses_an_address_in_use_whatever_its_case():
    UserFactory(email="ratna@contoh.example")

    with pytest.raises(EmailTaken):
        create(email="RATNA@contoh.example")

    assert User.objects.filter(email__iexact="ratna@contoh.example").count() == 1


def test_create_person_refuses_an_instansi_that_has_ended():
    ended = InstansiFactory(active_to=timezone.localdate() - timezone.timedelta(days=1))

    with pytest.raises(InstansiNotAffiliable):
        create(instansi=ended)


def test_create_person_by_the_system_settles_the_affiliation_and_leaves_a_trace():
    domain = InstansiDomainFactory(domain="kota-contoh.example")

    person = create(actor=SYSTEM, email="a@kota-contoh.example", is_email_verified=True)

    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)
    assert actions_on(person) == [("community.create_person", None)]


def test_invite_person_queues_a_mail_with_a_link_to_choose_a_password(organiser, client, settings):
    settings.SITE_URL = "https://merit.contoh.example"

    person = people.invite_person(actor=organiser, name="Agus", email="agus@contoh.example")

    mail = QueuedMail.objects.get()
    text = text_of(mail)
    link = next(word for word in text.split() if word.startswith("https://merit.contoh.example/akun/sandi/baru/"))
    response = client.get(link.removeprefix("https://merit.contoh.example"), follow=True)
    assert mail.recipients == ["agus@contoh.example"]
    assert not person.has_usable_password()
    assert response.context["form"].user == person


def test_who_chooses_a_password_by_the_invitation_has_a_verified_address(organiser, client):
    domain = InstansiDomainFactory(domain="kota-contoh.example")
    person = people.invite_person(actor=organiser, name="Agus", email="agus@kota-contoh.example")
    text = text_of(QueuedMail.objects.get())
    path = next(word for word in text.split() if "/akun/sandi/baru/" in word).partition("testserver")[2]
    form = client.get(path, follow=True)

    client.post(form.request["PATH_INFO"], {"password1": "kopi-pagi-lagi", "password2": "kopi-pagi-lagi"})

    person.refresh_from_db()
    assert addresses_of(person) == [("agus@kota-contoh.example", True, True)]
    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)


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


# --- changing accounts --------------------------------------------------------------------------------------------


def test_change_name_of_oneself_and_by_an_organiser(organiser, announced):
    person = UserFactory()
    announced.clear()

    people.change_name(person, actor=person, name="Nama  Baru")
    people.change_name(person, actor=organiser, name="Nama Lain")
    people.change_name(person, actor=organiser, name="Nama Lain")

    person.refresh_from_db()
    assert person.name == "Nama Lain"
    assert announced == [person.pk, person.pk]
    assert actions_on(person) == [("community.change_person", organiser.pk)]


def test_change_name_of_another_is_refused(person_of):
    with pytest.raises(PermissionDenied):
        people.change_name(UserFactory(), actor=person_of("member"), name="Nama Baru")


def test_change_email_asks_the_new_address_to_be_verified(organiser):
    person = UserFactory(email="lama@contoh.example", verified=True)

    people.change_email(person, actor=organiser, email="Baru@contoh.example")

    person.refresh_from_db()
    assert person.email == "baru@contoh.example"
    assert addresses_of(person) == [("baru@contoh.example", True, False)]
    assert person.affiliation == Affiliation.VERIFIED
    assert [mail.recipients for mail in QueuedMail.objects.all()] == [["baru@contoh.example"]]
    assert actions_on(person) == [("community.change_person", organiser.pk)]


def test_change_email_takes_back_what_the_domain_had_proved(organiser):
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@kota.example", instansi=domain.instansi, affiliation=Affiliation.VERIFIED)

    people.change_email(person, actor=organiser, email="a@pribadi.example")

    person.refresh_from_db()
    assert person.affiliation == Affiliation.PENDING


def test_change_email_refuses(organiser, person_of):
    person, other = UserFactory(), UserFactory()

    with pytest.raises(EmailTaken):
        people.change_email(person, actor=organiser, email=other.email.upper())
    with pytest.raises(PermissionDenied):
        people.change_email(person, actor=person, email="baru@contoh.example")
    with pytest.raises(PermissionDenied):
        people.change_email(person_of("administrator"), actor=organiser, email="baru@contoh.example")

    assert QueuedMail.objects.count() == 0


def test_deactivate_and_reactivate(organiser, announced):
    person = UserFactory()
    announced.clear()

    people.deactivate_person(person, actor=organiser)
    people.deactivate_person(person, actor=organiser)
    was_active = User.objects.get(pk=person.pk).is_active
    people.reactivate_person(person, actor=organiser)
    people.reactivate_person(person, actor=organiser)

    person.refresh_from_db()
    assert (was_active, person.is_active) == (False, True)
    assert actions_on(person) == [
        ("community.deactivate_person", organiser.pk),
        ("community.reactivate_person", organiser.pk),
    ]
    assert announced == [person.pk, person.pk]


def test_deactivation_ends_open_sessions(organiser, client):
    person = UserFactory()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    people.deactivate_person(person, actor=organiser)

    assert client.get("/akun/surel/").status_code == 302


def test_deactivate_refuses(organiser, person_of):
    administrator = person_of("administrator")

    with pytest.raises(OwnAccount):
        people.deactivate_person(organiser, actor=organiser)
    with pytest.raises(PermissionDenied):
        people.deactivate_person(administrator, actor=organiser)
    with pytest.raises(PermissionDenied):
        people.deactivate_person(UserFactory(), actor=person_of("member"))
    with pytest.raises(PermissionDenied):
        people.reactivate_person(UserFactory(is_active=False), actor=person_of("member"))


def test_the_last_administrator_stays(person_of):
    administrator = person_of("administrator")
    User.objects.filter(is_superuser=True).exclude(pk=administrator.pk).update(is_active=False)

    with pytest.raises(LastAdministrator):
        people.deactivate_person(administrator, actor=SYSTEM)
    with pytest.raises(LastAdministrator):
        people.delete_person(administrator, actor=SYSTEM)

    assert User.objects.get(pk=administrator.pk).is_active


def test_delete_person_without_content(person_of, announced):
    person = UserFactory()
    announced.clear()

    people.delete_person(person, actor=person_of("administrator"))

    assert not User.objects.filter(pk=person.pk).exists()
    assert actions_on(person) == [("community.delete_person", person_of("administrator").pk)]
    assert announced == [person.pk]


def test_delete_person_with_a_page_is_refused(person_of):
    person = UserFactory()
    Page.objects.filter(depth=2).update(owner=person)

    with pytest.raises(PersonHasContent):
        people.delete_person(person, actor=person_of("administrator"))

    assert User.objects.filter(pk=person.pk).exists()


def test_delete_person_refuses(organiser, person_of):
    administrator = person_of("administrator")

    with pytest.raises(PermissionDenied):
        people.delete_person(UserFactory(), actor=organiser)
    with pytest.raises(OwnAccount):
        people.delete_person(administrator, actor=administrator)
