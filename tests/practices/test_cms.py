"""Writing practices in the CMS: by requests, as each person sends them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import rich_text, streamfield

from community.enums import Audience, Scope
from community.models import PortalSettings
from practices.models import PracticePage
from tests.factories.community import AspectFactory, InstansiFactory, SubAspectFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory
from tests.support.practices import create, edit, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def errors_of(response) -> dict:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_organiser_publishes_a_new_practice(client_of, home_instansi, subaspect):
    response = create(client_of("organiser"), form_data(subaspect, home_instansi))

    page = PracticePage.objects.get()
    assert response.status_code == 302
    assert (page.live, page.slug, list(page.owners.all())) == (True, "dialog-15-menit", [home_instansi])
    assert page.aspects.get() == subaspect.aspect
    assert page.review_by == date(timezone.localdate().year + 1, *timezone.localdate().timetuple()[1:3])
    actions = set(PageLogEntry.objects.filter(page_id=page.pk).values_list("action", flat=True))
    assert {"wagtail.create", "wagtail.publish"} <= actions


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subaspects": []}, "aspects"),
        ({"has_behaviour_problem": None}, "has_substance_problem"),
        ({"problem": rich_text("<p></p>")}, "problem"),
        ({"summary": ""}, "summary"),
        ({"audience": "instansi", "owners": []}, "owners"),
        ({"audience": "group"}, "audience_groups"),
        ({"audience": "semua"}, "audience"),
        ({"scope": "semua"}, "scope"),
        ({"review_by": "2022-04-27"}, "review_by"),
        ({"reported_at": "kemarin"}, "reported_at"),
        ({"title": "a" * 201}, "title"),
        ({"summary": "a" * 501}, "summary"),
        ({"solution": rich_text("<p>" + "a" * 6_001 + "</p>")}, "solution"),
        ({"owners": ["0"]}, "owners"),
        ({"owners": ["x"]}, "owners"),
        ({"subaspects": ["0"]}, "subaspects"),
        ({"aspects": ["0"]}, "aspects"),
        ({"title": "a\x00b"}, "title"),
    ],
)
def test_form_refuses_with_a_message_and_keeps_what_was_typed(client_of, home_instansi, subaspect, changes, field):
    data = form_data(subaspect, home_instansi, **changes)
    data = {name: value for name, value in data.items() if value is not None}

    response = create(client_of("organiser"), data)

    assert response.status_code == 200
    assert field in errors_of(response)
    assert "300 pegawai." in response.content.decode()
    assert not PracticePage.objects.exists()


def result_block(**values):
    block = {
        "indicator": "Dialog",
        "unit": "%",
        "direction": "up",
        "baseline": "38",
        "baseline_period": "Jan",
        "result": "91",
        "result_period": "Jun",
        "points": streamfield([]),
        **values,
    }
    return {key: value for key, value in block.items() if key != "points"} | {
        f"points-{key}": value for key, value in _points(values.get("points_rows", [])).items()
    }


def _points(rows):
    data = {"count": str(len(rows))}
    for index, (label, value, is_after) in enumerate(rows):
        data |= {f"{index}-deleted": "", f"{index}-order": str(index), f"{index}-type": "item"}
        data |= {f"{index}-value-label": label, f"{index}-value-value": value}
        if is_after:
            data[f"{index}-value-is_after"] = "on"
    return data


@pytest.mark.once
@pytest.mark.parametrize(
    "blocks",
    [
        [result_block(baseline="NaN")],
        [result_block(result="Infinity")],
        [result_block(result="9" * 20)],
        [result_block(direction="samping")],
        [result_block(), result_block(unit="kasus")],
        [result_block(points_rows=[("Jan", "1", False), ("Feb", "2", False)])],
        [result_block(points_rows=[("Jan", "1", True), ("Feb", "2", False), ("Mar", "3", True)])],
    ],
)
def test_form_refuses_results_that_cannot_be_drawn(client_of, home_instansi, subaspect, blocks):
    for block in blocks:
        block.pop("points_rows", None)
    data = form_data(subaspect, home_instansi, results=streamfield([("result", block) for block in blocks]))

    response = create(client_of("organiser"), data)

    assert "results" in errors_of(response)
    assert not PracticePage.objects.exists()


def test_form_refuses_steps_that_are_too_long_together(client_of, home_instansi, subaspect):
    steps = [("step", {"title": f"Langkah {n}", "text": "a" * 1_400, "duration": "", "role": ""}) for n in range(15)]

    response = create(client_of("organiser"), form_data(subaspect, home_instansi, steps=streamfield(steps)))

    assert "20.000 karakter" in str(errors_of(response)["steps"])


def test_draft_may_be_incomplete_but_never_without_its_audience(client_of, home_instansi, subaspect):
    bare = form_data(subaspect, home_instansi, subaspects=[], summary="", problem=rich_text("<p></p>"))

    assert create(client_of("organiser"), bare, action=None).status_code == 302
    assert PracticePage.objects.get().live is False

    unreadable = form_data(subaspect, home_instansi, slug="lain", audience="instansi", owners=[])
    assert "owners" in errors_of(create(client_of("organiser"), unreadable, action=None))
    assert PracticePage.objects.count() == 1


@pytest.mark.parametrize("name", ["audience", "scope", "reported_at"])
def test_draft_needs_what_its_row_needs(client_of, home_instansi, subaspect, name):
    data = form_data(subaspect, home_instansi, **{name: ""})

    response = create(client_of("organiser"), data, action=None)

    assert response.status_code == 200
    assert list(errors_of(response)) == [name]
    assert not PracticePage.objects.exists()


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "1899-12-31 23:59", "2200-01-01 00:00", "9999-12-31 23:59"])
@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_a_time_beyond_all_plans_is_refused(client_of, home_instansi, subaspect, name, moment):
    data = form_data(subaspect, home_instansi, **{name: moment})

    response = create(client_of("organiser"), data)

    assert response.status_code == 200
    assert name in errors_of(response)
    assert not PracticePage.objects.exists()


def test_new_practice_of_a_title_that_is_there_gets_a_free_address(client_of, home_instansi, subaspect):
    """One whose address was chosen by hand is told instead."""
    data = form_data(subaspect, home_instansi)
    client = client_of("organiser")

    for _ in range(3):
        create(client, data)
    chosen = create(client, {**data, "title": "Judul lain"})

    assert sorted(PracticePage.objects.filter(title=data["title"]).values_list("slug", flat=True)) == [
        "dialog-15-menit",
        "dialog-15-menit-2",
        "dialog-15-menit-3",
    ]
    assert set(errors_of(chosen)) == {"slug"}


def test_new_practice_called_as_a_page_of_the_library_gets_a_free_address(client_of, home_instansi, subaspect):
    client = client_of("organiser")

    create(client, form_data(subaspect, home_instansi, title="Peta", slug="peta"))
    chosen = create(client, form_data(subaspect, home_instansi, slug="peta"))

    assert PracticePage.objects.get().slug == "peta-2"
    assert errors_of(chosen) == {"slug": ["Alamat ini dipakai portal sendiri. Pilih yang lain."]}


def test_draft_keeps_the_audience_of_its_owners(client_of, home_instansi, subaspect):
    create(client_of("organiser"), form_data(subaspect, home_instansi, audience="instansi"), action=None)

    page = PracticePage.objects.get()
    assert (page.audience, page.owner_count, page.live) == (Audience.INSTANSI, 1, False)

    response = edit(client_of("organiser"), page, form_data(subaspect, home_instansi, audience="instansi"))
    assert response.status_code == 302
    assert PracticePage.objects.get().live is True


def test_draft_of_a_published_practice_changes_nothing_readers_see(client_of, home_instansi, subaspect):
    create(client_of("organiser"), form_data(subaspect, home_instansi))
    page = PracticePage.objects.get()
    other = InstansiFactory()

    edit(
        client_of("organiser"), page, form_data(subaspect, other, title="Judul baru", audience="instansi"), action=None
    )

    page = PracticePage.objects.get()
    assert (page.title, page.audience, list(page.owners.all())) == ("Dialog 15 menit", Audience.PUBLIC, [home_instansi])
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.audience, list(draft.owners.all())) == ("Judul baru", Audience.INSTANSI, [other])


def test_form_offers_the_framework_in_use_and_what_was_chosen(client_of, subaspect):
    old = SubAspectFactory()
    page = PracticePageFactory(subaspects=[old])

    form = client_of("organiser").get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).context["form"]

    framework = PortalSettings.load().active_framework
    aspects = set(form.fields["aspects"].queryset)
    assert {aspect.framework for aspect in aspects} == {framework, old.aspect.framework}
    assert AspectFactory() not in aspects
    groups = dict(form.fields["subaspects"].choices)
    assert groups[old.aspect.name] == [(old.pk, old.name)]
    assert (subaspect.pk, subaspect.name) in groups[subaspect.aspect.name]


def test_new_practice_is_reported_today(client_of):
    address = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", practice_index().pk))

    form = client_of("organiser").get(address).context["form"]

    assert form["reported_at"].value() == timezone.localdate()


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIP 198001012005011001", "NIP"),
        ("NIP 19800101 200501 1 001", "NIP"),
        ("NIK 3273010101800001", "NIK"),
        ("Hubungi 0812-3456-7890", "nomor telepon"),
    ],
)
def test_personal_data_is_warned_of_but_not_refused(client_of, home_instansi, subaspect, text, kind):
    data = form_data(subaspect, home_instansi, problem=rich_text(f"<p>{text}</p>"))

    client = client_of("organiser")
    create(client, data, action=None)

    assert PracticePage.objects.count() == 1
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "tampaknya memuat data pribadi" in shown
    assert kind in shown


def test_preview_shows_what_is_not_saved_yet(client_of, home_instansi, subaspect):
    page = PracticePageFactory(draft=True)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))

    stored = client_of("organiser").post(address, form_data(subaspect, home_instansi, title="Belum disimpan"))

    assert stored.json() == {"is_valid": True, "is_available": True}


def test_preview_shows_what_was_never_saved(client_of, home_instansi, subaspect):
    client = client_of("organiser")
    address = reverse("wagtailadmin_pages:preview_on_add", args=("practices", "practicepage", practice_index().pk))

    client.post(address, form_data(subaspect, home_instansi, title="Belum pernah disimpan"))

    shown = client.get(address)
    assert shown.status_code == 200
    assert "Belum pernah disimpan" in shown.content.decode()
    assert not PracticePage.objects.exists()


# --- whose practice it is -------------------------------------------------------------------------------------------


def test_contributor_saves_a_draft_for_their_own_instansi(client_of, home_instansi, subaspect):
    response = create(client_of("contributor"), form_data(subaspect, home_instansi), action=None)

    assert response.status_code == 302
    assert (PracticePage.objects.get().live, PracticePage.objects.get().owners.get()) == (False, home_instansi)


def test_contributor_cannot_publish_even_by_a_forged_button(client_of, home_instansi, subaspect):
    create(client_of("contributor"), form_data(subaspect, home_instansi), action="action-publish")

    assert not PracticePage.objects.live().exists()


def test_contributor_of_one_instansi_finds_it_chosen(client_of, home_instansi):
    address = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", practice_index().pk))

    assert client_of("contributor").get(address).context["form"]["owners"].value() == [home_instansi.pk]
    assert client_of("organiser").get(address).context["form"]["owners"].value() == []


@pytest.mark.parametrize("role", ["contributor", "steward", "organiser"])
def test_first_screen_leads_to_a_new_practice(client_of, role):
    address = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", practice_index().pk))

    assert f'href="{address}"' in client_of(role).get("/cms/").content.decode()


def test_contributor_cannot_name_another_instansi(client_of, home_instansi, subaspect):
    response = create(client_of("contributor"), form_data(subaspect, InstansiFactory()), action=None)

    assert "owners" in errors_of(response)
    assert not PracticePage.objects.exists()


def test_contributor_cannot_give_their_last_instansi_away(client_of, home_instansi, subaspect):
    other = InstansiFactory()
    page = PracticePageFactory(draft=True, owners=[home_instansi, other])

    response = edit(client_of("contributor"), page, form_data(subaspect, other), action=None)

    assert errors_of(response)["owners"] == ["Pilih paling sedikit satu instansi yang Anda wakili."]
    assert home_instansi in PracticePage.objects.get().owners.all()


def test_contributor_does_not_set_review_dates_or_examples(client_of, home_instansi, subaspect):
    late = (timezone.localdate() + timedelta(days=9_000)).isoformat()

    create(client_of("contributor"), form_data(subaspect, home_instansi, review_by=late, is_example="on"), action=None)

    page = PracticePage.objects.get()
    assert (page.review_by, page.is_example) == (None, False)


def test_steward_publishes_in_their_scope_only(client_of, home_instansi, subaspect):
    mine = form_data(subaspect, home_instansi)
    other = form_data(subaspect, home_instansi, slug="lain", scope=Scope.INNOVATIVE.value)

    assert create(client_of("steward"), mine).status_code == 302
    assert "scope" in errors_of(create(client_of("steward"), other))
    assert [page.scope for page in PracticePage.objects.live()] == [Scope.BEST_PRACTICE]


def test_steward_cannot_take_a_practice_into_another_scope(client_of, home_instansi, subaspect):
    page = PracticePageFactory(owners=[home_instansi])

    response = edit(client_of("steward"), page, form_data(subaspect, home_instansi, scope=Scope.INNOVATIVE.value))

    assert "scope" in errors_of(response)
    assert PracticePage.objects.get().scope == Scope.BEST_PRACTICE
