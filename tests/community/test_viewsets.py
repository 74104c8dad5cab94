"""Reference data in the CMS: what an organiser may change, and what nobody loses by it."""

import pytest
from django.urls import reverse

from community.models import Aspect, Instansi, InstansiDomain, PortalSettings, SubAspect
from search.models import SearchEntry
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SNIPPETS = ["instansi", "framework", "aspect"]


def address(model: str, view: str, *args) -> str:
    return reverse(f"wagtailsnippets_community_{model}:{view}", args=args)


def instansi_form(row: Instansi, **changes) -> dict:
    fields = {
        "name": row.name,
        "code": row.code,
        "kind": row.kind,
        "parent": row.parent_id or "",
        "province": row.province_id or "",
        "island": row.island,
        "size_class": row.size_class,
        "is_autonomous": "on",
        "active_from": "",
        "active_to": "",
        "domains-TOTAL_FORMS": 0,
        "domains-INITIAL_FORMS": 0,
        "domains-MIN_NUM_FORMS": 0,
        "domains-MAX_NUM_FORMS": 1000,
    }
    return fields | changes


def aspect_form(row: Aspect, **changes) -> dict:
    fields = {
        "framework": row.framework_id,
        "number": row.number,
        "name": row.name,
        "code": row.code,
        "is_confirmed": "on",
        "subaspects-INITIAL_FORMS": row.subaspects.count(),
        "subaspects-TOTAL_FORMS": row.subaspects.count(),
        "subaspects-MIN_NUM_FORMS": 0,
        "subaspects-MAX_NUM_FORMS": 1000,
    }
    for index, sub in enumerate(row.subaspects.all()):
        prefix = f"subaspects-{index}"
        fields |= {
            f"{prefix}-id": sub.pk,
            f"{prefix}-number": sub.number,
            f"{prefix}-name": sub.name,
            f"{prefix}-is_confirmed": "on",
            f"{prefix}-DELETE": "",
        }
    return fields | changes


@pytest.fixture
def bandung():
    return Instansi.objects.get(code="32.73")


@pytest.fixture
def kinerja():
    return Aspect.objects.get(code="manajemen-kinerja")


@pytest.mark.parametrize("model", SNIPPETS)
def test_organiser_reads_and_searches_every_list(client_of, model):
    client = client_of("organiser")

    everything = client.get(address(model, "list"))
    found = client.get(address(model, "list"), {"q": "tidak-ada-yang-bernama-ini"})

    assert everything.context["page_obj"].paginator.count > 0
    assert found.context["page_obj"].paginator.count == 0


def test_instansi_are_found_by_name_kind_and_province(client_of, bandung):
    found = client_of("organiser").get(
        address("instansi", "list"), {"q": "bandung", "kind": "kota", "province": bandung.province_id}
    )

    assert list(found.context["page_obj"].object_list) == [bandung]


def test_instansi_list_costs_the_same_for_every_page_size(client_of, django_assert_max_num_queries):
    client = client_of("organiser")
    client.get(address("instansi", "list"))

    with django_assert_max_num_queries(15):
        response = client.get(address("instansi", "list"))

    assert len(response.context["page_obj"].object_list) == 50


@pytest.mark.parametrize("role", ["member", "contributor", "steward"])
@pytest.mark.parametrize("model", SNIPPETS)
def test_others_may_not_change_reference_data(client_of, role, model):
    row = {"instansi": Instansi, "aspect": Aspect}.get(model, Aspect).objects.first()
    row = row.framework if model == "framework" else row

    response = client_of(role).post(address(model, "edit", row.pk), {"name": "Diubah"})

    row.refresh_from_db()
    assert response.status_code in (302, 403)
    assert row.name != "Diubah"


@pytest.mark.parametrize("model", SNIPPETS)
def test_nobody_but_an_administrator_deletes_reference_data(client_of, model):
    row = {"instansi": Instansi, "aspect": Aspect}.get(model, Aspect).objects.first()
    row = row.framework if model == "framework" else row

    client_of("organiser").post(address(model, "delete", row.pk))

    assert type(row).objects.filter(pk=row.pk).exists()


def test_renamed_instansi_is_found_by_its_new_name(client_of, bandung):
    response = client_of("organiser").post(
        address("instansi", "edit", bandung.pk), instansi_form(bandung, name="Kota Bandung Juara")
    )

    assert response.status_code == 302
    assert SearchEntry.objects.get(kind="instansi", object_id=bandung.pk).title == "Kota Bandung Juara"


def test_code_of_an_instansi_stays(client_of, bandung):
    client_of("organiser").post(address("instansi", "edit", bandung.pk), instansi_form(bandung, code="99.99"))

    bandung.refresh_from_db()
    assert bandung.code == "32.73"


@pytest.mark.parametrize(
    ("typed", "kept"), [("Bandung.GO.ID", ["bandung.go.id"]), ("@bandung.go.id", ["bandung.go.id"]), ("bandung", [])]
)
def test_domain_is_kept_bare_and_in_lower_case(client_of, bandung, typed, kept):
    form = instansi_form(bandung) | {
        "domains-TOTAL_FORMS": 1,
        "domains-0-id": "",
        "domains-0-domain": typed,
        "domains-0-DELETE": "",
    }

    client_of("organiser").post(address("instansi", "edit", bandung.pk), form)

    assert list(InstansiDomain.objects.values_list("domain", flat=True)) == kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"active_from": "2024-01-02", "active_to": "2024-01-01"}, "Tanggal terakhir tidak boleh lebih awal"),
        ({"parent": "self"}, "pilihan"),
        ({"kind": "kerajaan"}, "kerajaan"),
    ],
)
def test_wrong_instansi_is_refused_with_a_reason(client_of, bandung, changes, message):
    changes = {name: bandung.pk if value == "self" else value for name, value in changes.items()}

    response = client_of("organiser").post(
        address("instansi", "edit", bandung.pk), instansi_form(bandung, name="Baru", **changes)
    )

    bandung.refresh_from_db()
    assert (response.status_code, bandung.name) == (200, "Pemerintah Kota Bandung")
    assert message in response.content.decode()


def test_new_sub_aspect_gets_its_code(client_of, kinerja):
    form = aspect_form(kinerja) | {
        "subaspects-TOTAL_FORMS": 6,
        "subaspects-5-id": "",
        "subaspects-5-number": 6,
        "subaspects-5-name": "Umpan Balik Rutin",
        "subaspects-5-DELETE": "",
    }

    client_of("organiser").post(address("aspect", "edit", kinerja.pk), form)

    assert SubAspect.objects.get(name="Umpan Balik Rutin").code == "manajemen-kinerja--umpan-balik-rutin"
    assert SubAspect.objects.filter(aspect=kinerja).count() == 6


def test_sub_aspect_of_the_same_name_is_refused(client_of, kinerja):
    form = aspect_form(kinerja) | {
        "subaspects-TOTAL_FORMS": 6,
        "subaspects-5-id": "",
        "subaspects-5-number": 6,
        "subaspects-5-name": "Dialog kinerja",
        "subaspects-5-DELETE": "",
    }

    response = client_of("organiser").post(address("aspect", "edit", kinerja.pk), form)

    assert "sudah ada pada aspek ini" in response.content.decode()
    assert SubAspect.objects.filter(aspect=kinerja).count() == 5


@pytest.mark.parametrize("use", ["tag", "tip", "none"])
def test_sub_aspect_in_use_is_not_deleted(client_of, kinerja, use):
    sub = kinerja.subaspects.get(name="Dialog Kinerja")
    if use == "tag":
        PracticePageFactory(subaspects=[sub])
    if use == "tip":
        PracticePageFactory(tips=[{"type": "tip", "value": {"text": "Kiat.", "subaspect": sub.pk, "source": ""}}])
    index = list(kinerja.subaspects.all()).index(sub)

    response = client_of("organiser").post(
        address("aspect", "edit", kinerja.pk), aspect_form(kinerja, **{f"subaspects-{index}-DELETE": "on"})
    )

    assert SubAspect.objects.filter(pk=sub.pk).exists() is (use != "none")
    assert ("masih dipakai pada isi portal" in response.content.decode()) is (use != "none")


def test_sub_aspects_can_be_chosen_for_a_tip(client_of):
    response = client_of("contributor").get(reverse(SubAspect.snippet_viewset.chooser_viewset.get_url_name("choose")))

    assert response.status_code == 200
    assert "Dialog Kinerja" in response.json()["html"]


def test_organiser_changes_the_settings_of_the_portal(client_of):
    newer = Aspect.objects.get(code="pengelolaan-kinerja").framework
    page = client_of("organiser").get(
        reverse("wagtailsettings:edit", args=["community", "portalsettings"]), follow=True
    )

    client_of("organiser").post(
        page.request["PATH_INFO"],
        {
            "organiser_name": "Badan Kepegawaian Negara",
            "organiser_short_name": "BKN",
            "motto": "Connecting Practice",
            "contact_email": "",
            "active_framework": newer.pk,
        },
    )

    kept = PortalSettings.load()
    assert (kept.organiser_short_name, kept.active_framework) == ("BKN", newer)


def test_settings_are_closed_to_a_steward(client_of):
    row = PortalSettings.load()

    client_of("steward").post(
        reverse("wagtailsettings:edit", args=["community", "portalsettings", row.pk]),
        {"organiser_name": "Diubah", "organiser_short_name": "X", "motto": "Y"},
    )

    assert PortalSettings.objects.get().organiser_name == "Komisi Aparatur Sipil Negara"


def test_privacy_of_collections_is_not_offered(client_of):
    from wagtail.models import Collection

    collection = Collection.get_first_root_node().add_child(name="Foto")

    response = client_of("administrator").get(reverse("wagtailadmin_collections:edit", args=[collection.pk]))

    assert response.status_code == 200
    assert "set_privacy" not in response.content.decode()
    assert "/privacy/" not in response.content.decode()


@pytest.mark.parametrize("role", ["organiser", "administrator"])
def test_menu_names_what_is_edited_and_has_no_list_of_the_rest(client_of, role):
    page = client_of(role).get("/cms/").content.decode()

    assert "/cms/snippets/practices/regulation/" in page
    assert '"/cms/snippets/"' not in page
