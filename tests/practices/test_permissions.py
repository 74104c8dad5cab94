"""Whose practice it is: every verb for every role, asked of the tester and of the CMS itself."""

import pytest
from django.db import transaction
from django.urls import reverse

from community.enums import Affiliation, Audience, Scope
from community.models import User
from practices.models import PracticePage
from practices.permissions import can_create_practice, can_publish_in, hidden_drafts
from tests.factories.community import InstansiFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory
from tests.support.people import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WRITERS = {"contributor", "steward", "organiser", "administrator"}
STEWARDS = {"steward", "organiser", "administrator"}
ORGANISERS = {"organiser", "administrator"}
SIGNED_IN = ROLES[1:]  # all but the visitor

# verb → state of the practice → the roles that may; `own` is of the contributor's instansi and the steward's scope
MAY = {
    "can_edit": {"draft": WRITERS, "live": WRITERS},
    "can_view_revisions": {"draft": WRITERS, "live": WRITERS},
    "can_copy": {"draft": WRITERS, "live": WRITERS},
    "can_publish": {"draft": STEWARDS, "live": STEWARDS},
    "can_unschedule": {"draft": STEWARDS, "live": STEWARDS},
    "can_lock": {"draft": STEWARDS, "live": STEWARDS},
    "can_unlock": {"draft": STEWARDS, "live": STEWARDS},
    "can_unpublish": {"draft": set(), "live": STEWARDS},
    "can_delete": {"draft": STEWARDS, "live": ORGANISERS},
    "can_move": {"draft": ORGANISERS, "live": ORGANISERS},
    "can_submit_for_moderation": {"draft": WRITERS, "live": WRITERS},
    "can_add_subpage": {"draft": set(), "live": set()},
    "can_publish_subpage": {"draft": set(), "live": set()},
    "can_set_view_restrictions": {"draft": set(), "live": set()},
}


@pytest.mark.parametrize("role", SIGNED_IN)
@pytest.mark.parametrize("state", ["draft", "live"])
def test_tester_answers_every_verb_by_role(person_of, home_instansi, role, state):
    page = PracticePageFactory(owners=[home_instansi], draft=state == "draft")

    tester = page.permissions_for_user(person_of(role))

    assert {verb: getattr(tester, verb)() for verb in MAY} == {verb: role in MAY[verb][state] for verb in MAY}


@pytest.mark.parametrize("role", ["unverified", "member", "contributor", "steward", "steward_other"])
def test_tester_gives_nothing_of_what_is_others(person_of, role):
    page = PracticePageFactory(scope=Scope.HELPING)

    tester = page.permissions_for_user(person_of(role))

    assert [verb for verb in MAY if getattr(tester, verb)()] == []


@pytest.mark.parametrize("role", SIGNED_IN)
def test_library_is_written_into_by_writers_and_stays_where_it_is(person_of, role):
    person, tester = person_of(role), practice_index().permissions_for_user(person_of(role))

    assert tester.can_add_subpage() is can_create_practice(person) is (role in {*WRITERS, "steward_other"})
    assert tester.can_publish_subpage() is (role in {*STEWARDS, "steward_other"})
    assert tester.can_edit() is tester.can_reorder_children() is (role in ORGANISERS)
    assert not any([tester.can_delete(), tester.can_move(), tester.can_unpublish(), tester.can_copy()])


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("member", set()),
        ("contributor", set()),
        ("steward", {Scope.BEST_PRACTICE}),
        ("steward_other", {Scope.INNOVATIVE}),
        ("organiser", set(Scope)),
    ],
)
def test_scopes_a_person_may_publish_in(person_of, role, scopes):
    assert {scope for scope in Scope if can_publish_in(person_of(role), scope)} == scopes


def test_deactivated_people_may_nothing(person_of, home_instansi):
    page = PracticePageFactory(owners=[home_instansi])
    for role in ("contributor", "steward", "organiser", "administrator"):
        person = person_of(role)
        person.is_active = False

        tester = page.permissions_for_user(person)

        assert not any([tester.can_edit(), tester.can_publish(), tester.can_delete()])


@pytest.mark.parametrize("role", ["contributor", "steward"])
def test_roles_rest_while_the_affiliation_waits(person_of, home_instansi, role):
    page = PracticePageFactory(draft=True, owners=[home_instansi])
    User.objects.filter(pk=person_of(role).pk).update(affiliation=Affiliation.PENDING)
    person = User.objects.get(pk=person_of(role).pk)

    tester = page.permissions_for_user(person)

    assert not any([tester.can_edit(), tester.can_publish(), can_create_practice(person)])
    assert page.pk in hidden_drafts(person).values_list("pk", flat=True)


def test_contributor_deletes_only_drafts_they_started(person_of, home_instansi):
    started = PracticePageFactory(draft=True, owners=[home_instansi], owner=person_of("contributor"))
    given = PracticePageFactory(draft=True, owners=[home_instansi])
    once_live = PracticePageFactory(owners=[home_instansi], owner=person_of("contributor"))
    once_live.unpublish()

    deletable = [
        page.permissions_for_user(person_of("contributor")).can_delete() for page in (started, given, once_live)
    ]

    assert deletable == [True, False, False]


def test_nobody_takes_a_practice_over_by_its_draft(person_of, home_instansi):
    """A draft that claims another scope and owner opens nothing: what is in force counts too."""
    page = PracticePageFactory(scope=Scope.HELPING, owners=[InstansiFactory()])
    page.scope = Scope.BEST_PRACTICE
    page.owners = [home_instansi]
    page.save_revision()
    draft = page.get_latest_revision_as_object()

    assert draft.scope == Scope.BEST_PRACTICE
    assert not draft.permissions_for_user(person_of("steward")).can_publish()
    assert not draft.permissions_for_user(person_of("contributor")).can_edit()


def test_person_who_is_no_longer_contributor_may_nothing(person_of, home_instansi):
    page = PracticePageFactory(draft=True, owners=[home_instansi], owner=person_of("contributor"))
    person_of("contributor").contributorships.all().delete()

    assert not page.permissions_for_user(person_of("contributor")).can_edit()


# --- the same by requests -------------------------------------------------------------------------------------------

VERBS = {  # name → address, what to send (None: ask only), states and the roles that may
    "edit": ("wagtailadmin_pages:edit", None, MAY["can_edit"]),
    "view_draft": ("wagtailadmin_pages:view_draft", None, MAY["can_edit"]),
    "history": ("wagtailadmin_pages:history", None, MAY["can_edit"]),
    "usage": ("wagtailadmin_pages:usage", None, MAY["can_edit"]),
    "preview": ("wagtailadmin_pages:preview_on_edit", None, MAY["can_edit"]),
    "delete": ("wagtailadmin_pages:delete", {}, MAY["can_delete"]),
    "unpublish": ("wagtailadmin_pages:unpublish", {}, MAY["can_unpublish"]),
    "move": ("wagtailadmin_pages:move", None, MAY["can_move"]),
    "copy": ("wagtailadmin_pages:copy", None, MAY["can_copy"]),
    "lock": ("wagtailadmin_pages:lock", {}, MAY["can_lock"]),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["draft", "live"])
def test_cms_answers_every_verb_by_role(client_of, home_instansi, role, state):
    page = PracticePageFactory(owners=[home_instansi], draft=state == "draft")
    client = client_of(role)

    for verb in VERBS:
        with transaction.atomic():  # each finds the page as it was
            _ask(client, page, verb, may=role in VERBS[verb][2][state])
            transaction.set_rollback(True)


def _ask(client, page, verb: str, *, may: bool) -> None:
    """Ask for one verb and look whether its answer and its deed are those of who `may`."""
    name, data, _may = VERBS[verb]
    address = reverse(name, args=(page.pk,))

    response = client.get(address) if data is None else client.post(address, data)

    leads_to = response.get("Location", "")
    if may:
        assert response.status_code in {200, 302}, verb
        assert not leads_to.startswith(("/cms/login", "/akun")), verb
    else:
        assert response.status_code in {302, 403, 404}, verb
        listing = reverse("wagtailadmin_explore", args=(practice_index().pk,))
        assert leads_to in {"", "/cms/", listing} or leads_to.startswith(("/cms/login", "/akun")), verb
    after = PracticePage.objects.filter(pk=page.pk).first()
    done = {
        "delete": after is None,
        "unpublish": bool(after) and page.live and not after.live,
        "lock": bool(after) and after.locked,
    }
    assert done.get(verb, False) is (data is not None and may), verb


SCREENS = [
    ("wagtailadmin_home", ()),
    ("wagtailadmin_explore_root", ()),
    ("wagtailadmin_pages:search", ()),
    ("wagtailadmin_choose_page", ()),
    ("wagtailadmin_choose_page_search", ()),
    ("wagtailadmin_reports:workflow", ()),
    ("wagtailadmin_reports:workflow_tasks", ()),
    ("wagtailadmin_reports:locked_pages", ()),
    ("wagtailadmin_reports:site_history", ()),
    ("wagtailadmin_reports:aging_pages", ()),
    ("wagtailadmin_reports:page_types_usage", ()),
]


@pytest.mark.parametrize("role", ["contributor", "steward"])
def test_cms_lists_do_not_tell_the_drafts_of_others(client_of, person_of, home_instansi, role):
    """Nor practices that this person may not read: not in lists, choosers, reports or the dashboard."""
    secrets = [
        PracticePageFactory(title="Rahasia satu", draft=True, scope=Scope.HELPING),
        PracticePageFactory(title="Rahasia dua", for_owners=True, scope=Scope.HELPING),
        PracticePageFactory(title="Rahasia tiga", draft=True, scope=Scope.HELPING, locked=True),
    ]
    secrets[0].get_workflow().start(secrets[0], person_of("organiser"))
    own = PracticePageFactory(title="Milik sendiri", draft=True, owners=[home_instansi])
    library = practice_index()
    screens = [reverse(name, args=args) for name, args in SCREENS]
    screens += [
        reverse("wagtailadmin_explore", args=(library.pk,)),
        reverse("wagtailadmin_choose_page_child", args=(library.pk,)),
        reverse("wagtailadmin_pages:search") + "?q=rahasia",
        reverse("wagtailadmin_choose_page_search") + "?q=rahasia",
        reverse("wagtailadmin_explore", args=(library.pk,)) + "?q=rahasia",
        reverse("wagtailadmin_pages:type_use", args=("practices", "practicepage")),
    ]

    client = client_of(role)
    told = {address: client.get(address).content.decode() for address in screens}

    assert {address for address, page in told.items() if "Rahasia" in page or "rahasia-" in page} == set()
    assert own.title in told[reverse("wagtailadmin_explore", args=(library.pk,))]


def test_wagtails_own_privacy_is_off(client_of):
    page = PracticePageFactory(audience=Audience.PUBLIC)

    response = client_of("administrator").get(reverse("wagtailadmin_pages:set_privacy", args=(page.pk,)))

    assert response.status_code in {302, 403}
