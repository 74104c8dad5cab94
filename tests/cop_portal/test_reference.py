"""What `load_reference` makes, and that it makes it once."""

from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Page, Site

from community.enums import InstansiKind, Role
from community.models import Aspect, Framework, Instansi, PortalSettings, SubAspect
from cop_portal import reference
from cop_portal.models import HomePage
from forums.models import ForumIndexPage
from practices.enums import RegulationState
from practices.models import PracticeIndexPage, Regulation

pytestmark = pytest.mark.django_db  # a database that `load_reference` filled
fresh = pytest.mark.usefixtures("migrated_only")


def snapshot() -> dict:
    """Every row of every table of ours, Django's groups and Wagtail's tree."""
    labels = {"community", "practices", "cop_portal", "search", "wagtailcore", "auth"}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}


def test_load_makes_every_agency_of_the_list():
    assert Counter(Instansi.objects.values_list("kind", flat=True)) == {
        InstansiKind.KEMENTERIAN: 48,
        InstansiKind.LPNK: 31,
        InstansiKind.LNS: 21,
        InstansiKind.PROVINSI: 38,
        InstansiKind.KABUPATEN: 416,
        InstansiKind.KOTA: 98,
    }
    bandung = Instansi.objects.get(code="32.73")
    assert (bandung.name, bandung.parent.code, bandung.province.code, bandung.island) == (
        "Pemerintah Kota Bandung",
        "32",
        "32",
        "Jawa",
    )
    assert Instansi.objects.filter(is_autonomous=False).count() == 6
    assert str(Instansi.objects.get(code="KASN").active_to) == "2023-10-31"


def test_load_makes_frameworks_with_aspects_that_follow_older_ones():
    assert list(Framework.objects.values_list("code", flat=True)) == ["permenpanrb-40-2018", "permenpanrb-19-2025"]
    assert Counter(Aspect.objects.values_list("framework__code", flat=True)) == {
        "permenpanrb-40-2018": 8,
        "permenpanrb-19-2025": 8,
    }
    talent = Aspect.objects.get(code="manajemen-talenta")
    assert {aspect.code for aspect in talent.follows.all()} == {"pengembangan-karier", "promosi-dan-mutasi"}
    assert PortalSettings.load().active_framework.code == "permenpanrb-40-2018"
    assert SubAspect.objects.count() == 35
    assert list(SubAspect.objects.filter(aspect__code="manajemen-kinerja").values_list("code", flat=True)) == [
        "manajemen-kinerja--kontrak-kinerja",
        "manajemen-kinerja--metode-penilaian-kinerja",
        "manajemen-kinerja--dialog-kinerja",
        "manajemen-kinerja--analisis-permasalahan-kinerja",
        "manajemen-kinerja--pemanfaatan-hasil-penilaian-kinerja",
    ]


def test_load_makes_the_page_tree_below_the_default_site(settings):
    settings.SITE_URL = "https://cop.example.go.id"

    reference.load()

    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("cop.example.go.id", 443, True)
    assert site.root_page.specific == HomePage.objects.get()
    assert PracticeIndexPage.objects.get().get_url() == "/praktik/"
    assert ForumIndexPage.objects.get().get_url() == "/forum/"
    assert Page.objects.filter(depth__gt=1).count() == 14


@pytest.mark.once
@fresh
def test_load_makes_the_roles_instead_of_wagtails_groups():
    reference.load()

    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    pages = {
        (row.group.name, row.page.slug, row.permission.codename)
        for row in GroupPagePermission.objects.select_related("group", "page", "permission")
        if row.group.name in (Role.CONTRIBUTOR, Role.STEWARD)
    }
    assert pages == {
        ("Kontributor", "praktik", "add_page"),
        *(("Penatalayan", "praktik", f"{kind}_page") for kind in ("add", "change", "publish", "lock", "unlock")),
    }


def test_no_group_may_change_groups_or_delete_people_and_agencies():
    kept = ["add_group", "change_group", "delete_group", "delete_user", "delete_instansi", "delete_aspect"]
    assert not Group.objects.filter(permissions__codename__in=kept).exists()


def test_only_organisers_may_change_people():
    assert [group.name for group in Group.objects.filter(permissions__codename="change_user")] == [Role.ORGANISER]


@pytest.mark.once
@fresh
def test_wagtails_group_with_people_in_it_is_kept(django_user_model):
    person = django_user_model.objects.create_user("editor@contoh.go.id", name="Editor")
    person.groups.add(Group.objects.get(name="Editors"))

    reference.load()

    assert set(Group.objects.values_list("name", flat=True)) == {*Role.values, "Editors"}


def test_load_knows_which_regulation_replaced_which():
    replaced = Regulation.objects.filter(replaced_by__isnull=False)
    assert {(row.code, row.replaced_by.code, row.state) for row in replaced} == {
        ("uu-5-2014", "uu-20-2023", RegulationState.REVOKED),
        ("permenpanrb-8-2021", "permenpanrb-6-2022", RegulationState.REVOKED),
        ("permenpanrb-40-2018", "permenpanrb-19-2025", RegulationState.REVOKED),
    }


def test_a_second_load_changes_no_row():
    first = snapshot()

    counts = reference.load()

    assert set(counts.values()) == {0}
    assert snapshot() == first


def test_a_second_load_keeps_what_was_edited_and_adds_what_is_missing():
    Instansi.objects.filter(code="BKN").update(name="Badan Kepegawaian Negara RI")
    Instansi.objects.filter(code="96.71").delete()
    SubAspect.objects.filter(code="pengadaan--rencana-pengadaan").update(name="Rencana pengadaan pegawai")
    Regulation.objects.filter(code="pp-30-2019").update(state=RegulationState.AMENDED)
    HomePage.objects.update(title="Halaman depan")
    Group.objects.get(name=Role.ORGANISER).permissions.clear()
    newer = Framework.objects.get(code="permenpanrb-19-2025")
    portal = PortalSettings.load()
    portal.active_framework = newer
    portal.save()

    counts = reference.load()

    assert {name: count for name, count in counts.items() if count} == {"instansi": 1}
    assert Instansi.objects.get(code="BKN").name == "Badan Kepegawaian Negara RI"
    assert Instansi.objects.get(code="96.71").province.code == "96"
    assert SubAspect.objects.get(code="pengadaan--rencana-pengadaan").name == "Rencana pengadaan pegawai"
    assert Regulation.objects.get(code="pp-30-2019").state == RegulationState.AMENDED
    assert HomePage.objects.get().title == "Halaman depan"
    assert not Group.objects.get(name=Role.ORGANISER).permissions.exists()
    assert PortalSettings.objects.get().active_framework == newer


def test_a_framework_that_the_organiser_unset_stays_unset():
    PortalSettings.objects.update(active_framework=None)

    reference.load()

    assert PortalSettings.objects.get().active_framework is None


def run(*args) -> str:
    out = StringIO()
    call_command("load_reference", *args, stdout=out)
    return out.getvalue()


@fresh
def test_command_says_what_it_added_and_that_nothing_is_missing():
    assert "652 instansi" in run()
    assert run() == "Data acuan sudah lengkap.\n"


def test_command_lists_differences_and_restores_the_official_values():
    Instansi.objects.filter(code="32.73").update(name="Kota Bandung", parent=None)

    listed = run("--differences")
    run("--restore", "32.73")

    assert listed.splitlines() == [
        "32.73 name: Kota Bandung (data resmi: Pemerintah Kota Bandung)",
        "32.73 parent:  (data resmi: 32)",
    ]
    assert run("--differences") == ""


def test_command_refuses_to_restore_an_unknown_agency():
    with pytest.raises(CommandError, match="TAK-ADA"):
        run("--restore", "TAK-ADA")
