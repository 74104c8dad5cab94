"""The CMS's screens about people, and the CMS's own account page."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from community.enums import Affiliation, Role, Scope
from community.models import QueuedMail, User
from tests.factories.community import PASSWORD, GroupFactory, InstansiFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("queued_mails")]
INDEX = "wagtailusers_users:index"
ADD = "wagtailusers_users:add"


def edit_url(person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def delete_url(person) -> str:
    return reverse("wagtailusers_users:delete", args=[person.pk])


def page(response) -> str:
    return response.content.decode()


def names_listed(response) -> list[str]:
    return [person.name for person in response.context["users"]]


def fields_of(person, **changes) -> dict:
    """What the edit form holds, as a browser sends it back."""
    return {
        "name": person.name,
        "email": person.email,
        "instansi": person.instansi.name if person.instansi else "",
        "affiliation": person.affiliation,
        "is_active": "on",
        "writes_for_0": "",
        "writes_for_1": "",
        **changes,
    }


NEW = {"name": "Agus Hidayat", "email": "Agus@kota.example", "instansi": "", "affiliation": "none"}


# --- list ---------------------------------------------------------------------------------------------------------


def test_list_orders_by_name_without_regard_to_case(client_of):
    User.objects.filter(is_superuser=False).update(name="zz")
    for name in ("budi", "Agus", "Citra"):
        UserFactory(name=name)

    ascending = names_listed(client_of("organiser").get(reverse(INDEX)))
    descending = names_listed(client_of("organiser").get(reverse(INDEX), {"ordering": "-name"}))

    known = {"Agus", "budi", "Citra"}
    assert [name for name in ascending if name in known] == ["Agus", "budi", "Citra"]
    assert [name for name in descending if name in known] == ["Citra", "budi", "Agus"]


@pytest.mark.parametrize("ordering", ["email", "-affiliation", "is_active", "last_login", "tak-ada"])
def test_list_survives_any_order(client_of, ordering):
    assert client_of("organiser").get(reverse(INDEX), {"ordering": ordering}).status_code == 200


def test_list_searches_names_and_addresses(client_of):
    by_name, by_email = UserFactory(name="Ratna Wulandari"), UserFactory(email="yohanes@kab.example")
    client = client_of("organiser")

    found = [names_listed(client.get(reverse(INDEX), {"q": words})) for words in ("wulan", "yohanes@", "tak ada")]

    assert found == [[by_name.name], [by_email.name], []]
    assert client.get(reverse(INDEX), {"q": "\x00"}).status_code == 400


def test_list_shows_who_waits_for_confirmation(client_of):
    waiting = UserFactory(pending=True)
    UserFactory(verified=True)

    response = client_of("organiser").get(reverse(INDEX), {"affiliation": "pending"})

    assert names_listed(response) == [waiting.name]
    assert waiting.instansi.name in page(response)


def test_list_is_flat_in_people(client_of, assert_flat_queries):
    client = client_of("organiser")

    assert_flat_queries(lambda: UserFactory(verified=True), lambda: client.get(reverse(INDEX)))


@pytest.mark.parametrize("role", ["contributor", "steward"])
@pytest.mark.parametrize("name", [INDEX, ADD])
def test_screens_are_closed_to_other_editors(client_of, role, name):
    response = client_of(role).get(reverse(name))

    assert (response.status_code, response.headers["Location"]) == (302, "/cms/")


# --- adding -------------------------------------------------------------------------------------------------------


def test_adding_makes_the_address_and_invites(client_of, person_of):
    client = client_of("organiser")

    form = client.get(reverse(ADD))
    response = client.post(reverse(ADD), NEW)

    person = User.objects.get(email="agus@kota.example")
    assert "password" not in page(form).partition("<form")[2].partition("</form>")[0].lower()
    assert response.status_code == 302
    assert (person.name, person.affiliation, person.has_usable_password()) == ("Agus Hidayat", "none", False)
    assert list(person.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("agus@kota.example", True, False)
    ]
    assert [mail.recipients for mail in QueuedMail.objects.all()] == [["agus@kota.example"]]
    assert ModelLogEntry.objects.get(object_id=str(person.pk)).user_id == person_of("organiser").pk


def test_adding_with_instansi_and_appointments(client_of):
    instansi = InstansiFactory(name="Kota Merapi")
    readers = GroupFactory()
    organisers = Group.objects.get(name=Role.ORGANISER)

    client_of("organiser").post(
        reverse(ADD),
        {
            **NEW,
            "instansi": "kota merapi",
            "affiliation": "verified",
            "groups": [readers.pk, organisers.pk],
            "scopes": ["helping"],
            "writes_for_1": "Kota Merapi",
        },
    )

    person = User.objects.get(email="agus@kota.example")
    assert (person.instansi, person.affiliation) == (instansi, Affiliation.VERIFIED)
    assert {group.name for group in person.groups.all()} == {
        readers.name,
        Role.ORGANISER.value,
        Role.STEWARD.value,
        Role.CONTRIBUTOR.value,
    }
    assert list(person.stewardships.values_list("scope", flat=True)) == [Scope.HELPING]
    assert [row.instansi for row in person.contributorships.all()] == [instansi]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "ADA@kota.example"}, "sudah dipakai akun lain"),
        ({"affiliation": "verified"}, "Pilih instansinya"),
        ({"scopes": ["helping"]}, "afiliasinya sudah terverifikasi"),
        ({"instansi": "Negeri Antah"}, "belum terdaftar"),
        ({"name": "\u202e"}, "tidak terbaca"),
    ],
)
def test_adding_is_refused_with_the_reason_and_makes_nothing(client_of, change, sentence):
    UserFactory(email="ada@kota.example")
    client = client_of("organiser")
    before = User.objects.count()

    response = client.post(reverse(ADD), {**NEW, **change})

    assert response.status_code == 200
    assert sentence in page(response)
    assert (User.objects.count(), QueuedMail.objects.count()) == (before, 0)


def test_an_organiser_is_not_offered_more_than_they_hold(client_of):
    strong = GroupFactory()
    strong.permissions.add(*Group.permissions.field.related_model.objects.filter(codename="delete_user"))
    client = client_of("organiser")

    form = client.get(reverse(ADD)).context["form"]
    forged = client.post(reverse(ADD), {**NEW, "groups": [strong.pk], "is_superuser": "on"})

    assert "is_superuser" not in form.fields
    assert strong not in form.fields["groups"].queryset
    assert set(forged.context["form"].errors) == {"groups"}


# --- editing ------------------------------------------------------------------------------------------------------


def test_editing_without_change_changes_nothing(client_of):
    person = UserFactory(verified=True)
    client = client_of("organiser")

    seen = client.get(edit_url(person))
    response = client.post(edit_url(person), fields_of(person))

    assert person.email in page(seen)
    assert response.status_code == 302
    assert ModelLogEntry.objects.filter(object_id=str(person.pk)).count() == 0
    assert QueuedMail.objects.count() == 0


def test_editing_name_and_address(client_of):
    person = UserFactory(email="lama@kota.example")

    client_of("organiser").post(edit_url(person), fields_of(person, name="Nama Baru", email="Baru@kota.example"))

    person.refresh_from_db()
    assert (person.name, person.email) == ("Nama Baru", "baru@kota.example")
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("baru@kota.example", False)
    ]


def test_confirming_and_refusing_an_affiliation(client_of):
    confirmed, refused = UserFactory(pending=True), UserFactory(pending=True)
    client = client_of("organiser")

    client.post(edit_url(confirmed), fields_of(confirmed, affiliation="verified"))
    client.post(edit_url(refused), fields_of(refused, affiliation="none"))

    confirmed.refresh_from_db()
    refused.refresh_from_db()
    assert (confirmed.affiliation, refused.affiliation, refused.instansi) == ("verified", "none", None)
    assert [mail.recipients for mail in QueuedMail.objects.order_by("pk")] == [[confirmed.email], [refused.email]]


@pytest.mark.parametrize("state", ["verified", "pending"])
def test_moving_a_contributor_to_another_instansi_ends_what_they_wrote_for_the_old_one(client_of, person_of, state):
    person, joined = person_of("contributor"), InstansiFactory(name="Kota Tujuan")
    fields = fields_of(person, instansi=joined.name, affiliation=state, writes_for_0=person.instansi.name)

    response = client_of("organiser").post(edit_url(person), fields)

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.instansi, person.affiliation) == (joined, state)
    assert (list(person.contributorships.all()), list(person.groups.all())) == ([], [])


def test_editing_ends_appointments_and_keeps_what_was_not_offered(client_of):
    steward = UserFactory(verified=True)
    organiser = client_of("organiser")
    instansi = steward.instansi
    organiser.post(edit_url(steward), fields_of(steward, scopes=["helping"], writes_for_0=instansi.name))

    organiser.post(edit_url(steward), fields_of(steward, scopes=["innovative"], writes_for_0="", writes_for_2=""))

    assert list(steward.stewardships.values_list("scope", flat=True)) == [Scope.INNOVATIVE]
    assert list(steward.contributorships.all()) == []
    assert [group.name for group in steward.groups.all()] == [Role.STEWARD.value]


def test_deactivating_and_activating(client_of):
    person = UserFactory()
    client = client_of("organiser")

    fields = fields_of(person)
    del fields["is_active"]
    client.post(edit_url(person), fields)
    closed = User.objects.get(pk=person.pk).is_active
    client.post(edit_url(person), fields_of(person))

    assert (closed, User.objects.get(pk=person.pk).is_active) == (False, True)


def test_editing_oneself_offers_no_way_to_shut_oneself_out(client_of, person_of):
    me = person_of("organiser")
    client = client_of("organiser")

    fields = fields_of(me, name="Nama Saya", groups=[group.pk for group in me.groups.all()])
    del fields["is_active"]
    client.post(edit_url(me), fields)

    me.refresh_from_db()
    assert (me.name, me.is_active) == ("Nama Saya", True)


def test_an_organiser_does_not_edit_an_administrator(client_of, person_of):
    administrator = person_of("administrator")
    client = client_of("organiser")

    seen = client.get(edit_url(administrator))
    sent = client.post(edit_url(administrator), fields_of(administrator, email="jahat@kota.example"))

    administrator.refresh_from_db()
    assert [response.status_code for response in (seen, sent)] == [302, 403]
    assert administrator.email != "jahat@kota.example"


def test_an_administrator_makes_another(client_of):
    person = UserFactory()

    client_of("administrator").post(edit_url(person), fields_of(person, is_superuser="on"))

    person.refresh_from_db()
    assert person.is_superuser


@pytest.mark.parametrize("value", ["\x00", "x" * 100_000, "🙂" * 200])
@pytest.mark.parametrize("field", ["name", "email", "instansi", "affiliation", "scopes", "groups", "writes_for_0"])
def test_the_form_survives_anything(client_of, field, value):
    person = UserFactory()

    assert client_of("organiser").post(edit_url(person), fields_of(person, **{field: value})).status_code in (200, 302)


# --- deleting -----------------------------------------------------------------------------------------------------


def test_deleting_an_account_without_content(client_of):
    person = UserFactory()
    client = client_of("administrator")

    asked = client.get(delete_url(person))
    response = client.post(delete_url(person))

    assert asked.status_code == 200
    assert response.status_code == 302
    assert not User.objects.filter(pk=person.pk).exists()


def test_deleting_an_account_with_content_is_refused_with_the_reason(client_of):
    person = UserFactory()
    Page.objects.filter(depth=2).update(owner=person)

    response = client_of("administrator").post(delete_url(person), follow=True)

    assert response.redirect_chain[-1][0] == edit_url(person)
    assert "masih memiliki isi" in page(response)
    assert User.objects.filter(pk=person.pk).exists()


def test_an_organiser_deletes_nobody(client_of):
    person = UserFactory()

    client_of("organiser").post(delete_url(person))

    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("name", ["history", "usage"])
def test_the_other_screens_open(client_of, name):
    person = UserFactory()

    assert client_of("administrator").get(reverse(f"wagtailusers_users:{name}", args=[person.pk])).status_code == 200


# --- several at once ----------------------------------------------------------------------------------------------


def bulk(action: str, *people) -> str:
    ids = "&".join(f"id={person.pk}" for person in people)
    return f"/cms/bulk/community/user/{action}/?next=/cms/users/&{ids}"


def test_several_are_deactivated_through_the_service(client_of, person_of):
    some = UserFactory.create_batch(2)
    client = client_of("organiser")

    asked = client.get(bulk("set_active_state", *some))
    client.post(bulk("set_active_state", *some, person_of("administrator")), {"mark_as_active": "False"})

    assert asked.status_code == 200
    assert [User.objects.get(pk=person.pk).is_active for person in some] == [False, False]
    assert User.objects.get(pk=person_of("administrator").pk).is_active
    assert ModelLogEntry.objects.filter(action="community.deactivate_person").count() == 2


def test_several_get_only_a_group_that_may_be_granted(client_of):
    person, readers, strong = UserFactory(), GroupFactory(), GroupFactory()
    strong.permissions.add(*Group.permissions.field.related_model.objects.filter(codename="delete_user"))
    client = client_of("organiser")

    for group in (strong, Group.objects.get(name=Role.STEWARD), readers):
        client.post(bulk("assign_role", person), {"role": group.pk})

    assert list(person.groups.all()) == [readers]


def test_several_are_deleted_or_none(client_of):
    with_content, without = UserFactory(), UserFactory()
    Page.objects.filter(depth=2).update(owner=with_content)
    client = client_of("administrator")

    client.post(bulk("delete", with_content, without))
    both = User.objects.filter(pk__in=[with_content.pk, without.pk]).count()
    client.post(bulk("delete", without))

    assert (both, User.objects.filter(pk__in=[with_content.pk, without.pk]).count()) == (2, 1)


# --- the CMS's own ways in, and one's own account -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/cms/login/?next=/cms/pages/", "/akun/masuk/?next=/cms/pages/"),
        ("/cms/password_reset/", "/akun/sandi/lupa/"),
        ("/cms/password_reset/confirm/MQ/abc-def/", "/akun/sandi/lupa/"),
        ("/_util/login/?next=/", "/akun/masuk/?next=/"),
        ("/cms/", "/akun/masuk/?next=/cms/"),
        ("/cms/users/", "/akun/masuk/?next=/cms/users/"),
    ],
)
def test_every_way_in_leads_to_the_portals_own(client, address, target):
    response = client.get(address)
    client.post(address, {"username": UserFactory().email, "password": PASSWORD})

    assert (response.status_code, response.headers["Location"]) == (302, target)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", ["unverified", "member"])
@pytest.mark.parametrize("address", ["/cms/", "/cms/users/", "/cms/account/", "/cms/tak-ada/"])
def test_the_cms_tells_a_reader_clearly_that_it_is_closed(client_of, role, address):
    response = client_of(role).get(address)

    assert response.status_code == 403
    assert "tidak berwenang" in page(response)


def test_leaving_the_cms_is_leaving_the_portal(client_of):
    client = client_of("organiser")

    client.post("/cms/logout/")

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", ["contributor", "steward", "organiser", "administrator"])
def test_ones_account_in_the_cms_changes_the_name_and_points_to_the_rest(client_of, person_of, role):
    client = client_of(role)

    seen = client.get("/cms/account/")
    controls = set(re.findall(r'name="([\w-]+)"', page(seen)))
    look = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    response = client.post("/cms/account/", {"name-name": " Nama  Saya ", "locale-preferred_language": "id", **look})

    person_of(role).refresh_from_db()
    assert {"name-name"} <= controls
    assert "avatar-avatar" not in controls
    assert not {name for name in controls if "password" in name or ("email" in name and "name" in name)}
    assert 'href="/akun/sandi/"' in page(seen)
    assert 'href="/akun/surel/"' in page(seen)
    assert (response.status_code, person_of(role).name) == (302, "Nama Saya")
