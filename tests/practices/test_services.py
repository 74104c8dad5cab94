"""Every exit of the services of practices."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from community.enums import Audience, Scope
from practices import services
from practices.errors import PracticeIncomplete, PracticeUnderReview
from practices.models import PracticePage
from practices.signals import practice_changed
from tests.factories.community import InstansiFactory, SubAspectFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library():
    practice_index()


def fields(owner, **changes):
    return {
        "title": "Dialog 15 menit",
        "summary": "Dialog singkat tiap minggu.",
        "problem": "<p>Dialog hanya di akhir tahun.</p>",
        "owners": [owner],
        "subaspects": [SubAspectFactory()],
        "has_behaviour_problem": True,
        **changes,
    }


def actions_of(page) -> list[tuple[str, int]]:
    rows = PageLogEntry.objects.filter(page_id=page.pk).order_by("timestamp", "pk")
    return list(rows.values_list("action", "user_id"))


def test_create_makes_a_draft_and_says_who_did(person_of, home_instansi):
    actor = person_of("contributor")

    draft = services.create_practice(actor=actor, **fields(home_instansi, steps=[step()]))

    row = PracticePage.objects.get()
    assert (row.pk, row.live, row.owner) == (draft.pk, False, actor)
    assert row.steps[0].value["title"] == "Sepakati jadwal"
    assert row.aspects.get() == row.subaspects.get().aspect
    assert row.latest_revision.user == actor
    assert ("wagtail.create", actor.pk) in actions_of(row)


@pytest.mark.parametrize("role", ["unverified", "member", "member_other"])
def test_create_refuses_who_writes_for_nobody(person_of, home_instansi, role):
    with pytest.raises(PermissionDenied):
        services.create_practice(actor=person_of(role), **fields(home_instansi))

    assert not PracticePage.objects.exists()


def test_create_refuses_the_name_of_another_instansi_and_scope(person_of, home_instansi):
    for role, changes in (
        ("contributor", {"owners": [InstansiFactory()]}),
        ("contributor", {"owners": []}),
        ("steward", {"scope": Scope.INNOVATIVE}),
    ):
        with pytest.raises(PermissionDenied):
            services.create_practice(actor=person_of(role), **fields(home_instansi, **changes))

    assert not PracticePage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "a" * 201}, "title"),
        ({"title": ""}, "title"),
        ({"summary": "a" * 501}, "summary"),
        ({"audience": Audience.GROUP}, "audience_groups"),
        ({"audience": "semua"}, "audience"),
        ({"solution": "<p>" + "a" * 20_001 + "</p>"}, "solution"),
        ({"steps": [step("a" * 121)]}, None),
        ({"reported_at": date(2022, 4, 28), "review_by": date(2022, 4, 27)}, "review_by"),
    ],
)
def test_create_refuses_bad_fields(person_of, home_instansi, changes, field):
    with pytest.raises(ValidationError) as refusal:
        services.create_practice(actor=person_of("contributor"), **fields(home_instansi, **changes))

    assert field is None or list(refusal.value.error_dict) == [field]
    assert not PracticePage.objects.exists()


def test_save_draft_of_a_published_practice_leaves_readers_alone(person_of, home_instansi):
    page = PracticePageFactory(title="Lama", owners=[home_instansi])

    revision = services.save_draft(page, actor=person_of("contributor"), title="Baru")

    row = PracticePage.objects.get()
    assert (row.title, row.has_unpublished_changes) == ("Lama", True)
    assert (revision.as_object().title, revision.user) == ("Baru", person_of("contributor"))


def test_save_draft_of_an_unpublished_practice_moves_its_row(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi])
    other = InstansiFactory()

    services.save_draft(page, actor=person_of("contributor"), title="Baru", owners=[home_instansi, other])

    row = PracticePage.objects.get()
    assert (row.title, set(row.owners.all()), row.owner_count) == ("Baru", {home_instansi, other}, 2)


def test_save_draft_refuses_strangers_and_giving_it_away(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi])

    with pytest.raises(PermissionDenied):
        services.save_draft(page, actor=person_of("member"), title="Baru")
    with pytest.raises(PermissionDenied):
        services.save_draft(page, actor=person_of("contributor"), owners=[InstansiFactory()])
    assert page.revisions.count() == 1


def test_save_draft_refuses_bad_fields(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi])

    with pytest.raises(ValidationError):
        services.save_draft(page, actor=person_of("organiser"), audience=Audience.INSTANSI, owners=[])
    assert page.revisions.count() == 1


def test_save_draft_refuses_while_stewards_decide(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi])
    page.get_workflow().start(page, person_of("contributor"))

    with pytest.raises(PracticeUnderReview):
        services.save_draft(page, actor=person_of("contributor"), title="Baru")
    services.save_draft(page, actor=person_of("steward"), title="Baru")
    assert PracticePage.objects.get().title == "Baru"


@pytest.mark.parametrize("role", ["steward", "organiser", "administrator"])
def test_publish_shows_the_latest_version_and_sets_its_review(person_of, home_instansi, role):
    page = PracticePageFactory(draft=True, owners=[home_instansi])
    services.save_draft(page, actor=person_of("contributor"), title="Baru")

    published = services.publish_practice(page, actor=person_of(role))

    assert (published.live, published.title) == (True, "Baru")
    assert published.review_by > timezone.localdate() + timedelta(days=364)
    assert ("wagtail.publish", person_of(role).pk) in actions_of(page)


@pytest.mark.parametrize("role", ["member", "contributor", "steward_other"])
def test_publish_refuses_who_may_not(person_of, home_instansi, role):
    page = PracticePageFactory(draft=True, owners=[home_instansi])

    with pytest.raises(PermissionDenied):
        services.publish_practice(page, actor=person_of(role))
    assert not PracticePage.objects.live().exists()


def test_publish_refuses_what_readers_would_miss(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi], subaspects=[], has_behaviour_problem=False)

    with pytest.raises(PracticeIncomplete) as refusal:
        services.publish_practice(page, actor=person_of("organiser"))

    assert set(refusal.value.missing) == {"aspects", "has_substance_problem"}
    assert not PracticePage.objects.live().exists()


def test_a_failing_listener_undoes_the_write(person_of, home_instansi):
    """The announcement belongs to the transaction: what listens can refuse it as a whole."""

    def fail(sender, **kwargs):
        raise RuntimeError("entry could not be written")

    page = PracticePageFactory(draft=True, owners=[home_instansi])
    practice_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.publish_practice(page, actor=person_of("organiser"))
    finally:
        practice_changed.disconnect(fail)

    assert not PracticePage.objects.live().exists()
