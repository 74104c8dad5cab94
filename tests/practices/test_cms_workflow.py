"""The review of a practice: sent in, sent back, approved; nobody else decides and nothing shows before that."""

import pytest
from django.urls import reverse

from community.enums import Audience, Scope
from practices.models import PracticePage
from search.enums import Kind
from search.models import SearchEntry
from tests.factories.community import InstansiFactory
from tests.factories.practices import PracticePageFactory
from tests.support.people import make_person
from tests.support.practices import SUBMIT, create, decide, edit, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TITLE = "Dialog 15 menit"


@pytest.fixture
def submitted(client_of, home_instansi, subaspect):
    """A practice that the contributor sent in, waiting for the stewards of best practice."""
    create(client_of("contributor"), form_data(subaspect, home_instansi), action=SUBMIT)
    return PracticePage.objects.get()


def is_hidden(client, page) -> bool:
    """Whether a visitor finds nothing of the practice: no page, no entry, no result."""
    found = client.get("/cari/", {"q": page.title}).content.decode()
    return (
        client.get(f"/praktik/{page.slug}/").status_code == 404
        and not entry_of(page)
        and f"/praktik/{page.slug}/" not in found
    )


def entry_of(page):
    return SearchEntry.objects.filter(kind=Kind.PRACTICE, object_id=page.pk, title=page.title).first()


def state_of(page) -> tuple[str, bool]:
    return page.workflow_states.latest("pk").status, PracticePage.objects.get(pk=page.pk).live


def test_what_is_sent_in_waits_and_is_seen_by_nobody_else(submitted, client_of, client):
    assert state_of(submitted) == ("in_progress", False)
    assert is_hidden(client, submitted)
    assert TITLE in client_of("steward").get("/cms/").content.decode()
    assert TITLE not in client_of("steward_other").get("/cms/").content.decode()


def test_incomplete_practice_is_not_sent_in(client_of, home_instansi, subaspect):
    response = create(client_of("contributor"), form_data(subaspect, home_instansi, summary=""), action=SUBMIT)

    assert "summary" in response.context["form"].errors
    assert not PracticePage.objects.exists()


def test_approval_publishes_and_makes_it_found(submitted, client_of, client):
    decide(client_of("steward"), submitted, "approve")

    assert state_of(submitted) == ("approved", True)
    assert client.get(f"/praktik/{submitted.slug}/").status_code == 200
    assert entry_of(submitted)
    assert f"/praktik/{submitted.slug}/" in client.get("/cari/", {"q": TITLE}).content.decode()


@pytest.mark.parametrize("role", ["contributor", "steward_other", "member"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_others_decide_nothing(submitted, client_of, client, role, action):
    decide(client_of(role), submitted, action, "Dari orang lain.")

    assert state_of(submitted) == ("in_progress", False)
    assert is_hidden(client, submitted)


def test_contributor_of_another_instansi_cannot_open_it(submitted, client):
    stranger = make_person("contributor", InstansiFactory())
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")

    answers = [
        client.get(reverse(f"wagtailadmin_pages:{name}", args=(submitted.pk,)))
        for name in ("edit", "view_draft", "history", "workflow_history")
    ]

    assert all(answer.status_code in (302, 403, 404) for answer in answers)
    assert all(TITLE not in answer.content.decode() for answer in answers)
    assert TITLE not in client.get("/cms/").content.decode()


def test_practice_sent_back_carries_its_message_and_returns(submitted, client_of, home_instansi, subaspect):
    asked = "Tambahkan <b>angka</b> sesudah."
    decide(client_of("steward"), submitted, "reject", asked)
    form = client_of("contributor").get(reverse("wagtailadmin_pages:edit", args=(submitted.pk,)))

    assert state_of(submitted) == ("needs_changes", False)
    assert [str(message) for message in form.context["messages"]] == [f"Perbaikan yang diminta peninjau: {asked}"]
    assert asked not in form.content.decode()

    edit(client_of("contributor"), submitted, form_data(subaspect, home_instansi, title="Sudah lengkap"), action=SUBMIT)
    assert state_of(submitted) == ("in_progress", False)

    decide(client_of("steward"), submitted, "approve")
    assert state_of(submitted) == ("approved", True)
    assert PracticePage.objects.get().title == "Sudah lengkap"


def test_changes_of_a_published_practice_wait_for_approval(client_of, client, home_instansi, subaspect):
    page = PracticePageFactory(owners=[home_instansi], title="Judul lama", scope=Scope.BEST_PRACTICE)
    changed = form_data(subaspect, home_instansi, title="Judul baru", slug=page.slug, audience=Audience.PUBLIC.value)

    edit(client_of("contributor"), page, changed, action=SUBMIT)
    assert "Judul baru" not in client.get(f"/praktik/{page.slug}/").content.decode()
    assert entry_of(PracticePage.objects.get()).title == "Judul lama"

    decide(client_of("steward"), page, "approve")
    assert "Judul baru" in client.get(f"/praktik/{page.slug}/").content.decode()
    assert entry_of(PracticePage.objects.get()).title == "Judul baru"
