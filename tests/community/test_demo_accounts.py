"""One account per role, in the demo only."""

import pytest
from django.core.management import CommandError, call_command

from community.demo_accounts import DEMO_ACCOUNTS, PASSWORD, ensure_demo_accounts, ensure_demo_instansi, shown_accounts
from community.enums import Affiliation, Scope
from community.errors import DemoOnly
from community.models import Instansi, User
from community.permissions import is_organiser, is_steward_of

pytestmark = pytest.mark.django_db


def test_every_role_has_what_it_needs(settings):
    settings.DEMO = True

    unverified, member, other, contributor, steward, organiser, administrator = ensure_demo_accounts()

    assert (unverified.affiliation, unverified.instansi == member.instansi) == (Affiliation.PENDING, True)
    assert [person.is_verified_member for person in (member, other, contributor, steward, organiser)] == [True] * 5
    assert member.instansi != other.instansi
    assert [row.instansi for row in contributor.contributorships.all()] == [member.instansi]
    assert [scope for scope in Scope if is_steward_of(steward, scope)] == [Scope.HELPING, Scope.BEST_PRACTICE]
    assert (is_organiser(organiser), organiser.is_superuser, administrator.is_superuser) == (True, False, True)
    assert [person.has_perm("wagtailadmin.access_admin") for person in ensure_demo_accounts()] == [
        *[False] * 3,
        *[True] * 4,
    ]


@pytest.mark.once
def test_each_signs_in(client, settings):
    settings.DEMO = True
    ensure_demo_accounts()

    for account in DEMO_ACCOUNTS:
        client.post("/akun/masuk/", {"login": account.email, "password": PASSWORD})
        assert User.objects.get(pk=client.session["_auth_user_id"]).email == account.email
        client.post("/akun/keluar/")


def test_a_second_run_changes_nothing(settings):
    settings.DEMO = True
    first = ensure_demo_accounts()
    User.objects.filter(pk=first[0].pk).update(name="Nama Lain")

    second = ensure_demo_accounts()

    assert [person.pk for person in first] == [person.pk for person in second]
    assert second[0].name == "Nama Lain"
    assert Instansi.objects.filter(code__startswith="CONTOH-").count() == 3


def test_outside_the_demo_all_of_it_refuses(settings):
    settings.DEMO = False

    for refused in (ensure_demo_accounts, ensure_demo_instansi):
        with pytest.raises(DemoOnly):
            refused()
    with pytest.raises(CommandError, match="DEMO"):
        call_command("demo_accounts")

    assert shown_accounts() == []
    assert not User.objects.filter(email__in=[account.email for account in DEMO_ACCOUNTS]).exists()


@pytest.mark.once
def test_the_command_prints_every_account(settings, capsys):
    settings.DEMO = True

    call_command("demo_accounts")

    printed = capsys.readouterr().out
    assert [account.email in printed for account in DEMO_ACCOUNTS] == [True] * 7
    assert PASSWORD in printed


def test_createsuperuser_makes_an_account_that_signs_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "kopi-pagi-lagi")

    call_command("createsuperuser", interactive=False, email="Admin@kota.example", name="Admin", verbosity=0)

    person = User.objects.get(email="admin@kota.example")
    assert list(person.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("admin@kota.example", True, True)
    ]
    assert (
        client.post("/akun/masuk/", {"login": "admin@kota.example", "password": "kopi-pagi-lagi"}).headers["Location"]
        == "/"
    )
