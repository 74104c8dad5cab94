"""Accounts: every exit of `services.people`."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from community.enums import Affiliation
from community.errors import (
    EmailTaken,
    InstansiNotAffiliable,
    LastAdministrator,
    OwnAccount,
    PersonHasContent,
)
from community.models import QueuedMail, User
from community.services import people
from community.system import SYSTEM
from tests.factories.community import InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.accounts import actions_on, addresses_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


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
