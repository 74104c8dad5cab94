"""`practice_changed` is sent inside the transaction of every change, whoever made it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from practices.models import PracticePage
from practices.signals import practice_changed
from tests.factories.community import InstansiFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory


class Heard:
    """What a listener saw in the database at each announcement, and whether a transaction was open."""

    def __init__(self):
        self.rows = []
        self.all_inside = True

    def __call__(self, sender, practice_id, **kwargs):
        self.all_inside &= connection.in_atomic_block
        row = PracticePage.objects.filter(pk=practice_id).first()
        self.rows.append((practice_id, row and (row.live, row.slug, sorted(row.owners.values_list("pk", flat=True)))))

    @property
    def last(self):
        return self.rows[-1]


@pytest.fixture
def heard():
    listener = Heard()
    practice_changed.connect(listener)
    yield listener
    practice_changed.disconnect(listener)
    assert listener.all_inside


def state_of(page):
    row = PracticePage.objects.filter(pk=page.pk).first()
    return page.pk, row and (row.live, row.slug, sorted(row.owners.values_list("pk", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_publishing_unpublishing_and_saving_are_announced_as_they_stand(heard):
    page = PracticePageFactory()
    assert heard.last == state_of(page)
    assert heard.last[1][0] is True

    page.unpublish()
    assert heard.last == state_of(page)
    assert heard.last[1][0] is False

    page.slug = "alamat-baru"
    page.save()
    assert heard.last == state_of(page)
    assert heard.last[1][1] == "alamat-baru"


@pytest.mark.django_db(transaction=True)
def test_new_owners_are_announced_once_they_stand(heard):
    page = PracticePageFactory()
    page.owners = [InstansiFactory(), InstansiFactory()]
    page.save_revision().publish()

    assert heard.last == state_of(page)
    assert len(heard.last[1][2]) == 2


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_readers_do_not_see_is_not_announced(heard):
    page = PracticePageFactory()
    heard.rows.clear()

    page.title = "Naskah"
    page.save_revision()

    assert heard.rows == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_base_page", [False, True])
def test_deleting_is_announced_when_it_is_gone(heard, by_base_page):
    page = PracticePageFactory()

    (page.page_ptr if by_base_page else page).delete()

    assert heard.last == (page.pk, None)


@pytest.mark.django_db(transaction=True)
def test_moving_in_the_cms_is_announced(heard, client_of):
    pages = PracticePageFactory.create_batch(2)
    heard.rows.clear()

    response = client_of("organiser").post(
        reverse("wagtailadmin_pages:set_page_position", args=(pages[1].pk,)) + "?position=0"
    )

    assert response.status_code == 200
    assert [page.pk for page in practice_index().get_children()] == [pages[1].pk, pages[0].pk]
    assert {pk for pk, _ in heard.rows} == {pages[1].pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_bulk_actions_of_the_cms_are_announced(heard, client_of, action):
    pages = PracticePageFactory.create_batch(2, draft=action == "publish")
    heard.rows.clear()
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
    query = "&".join(f"id={page.pk}" for page in pages)

    response = client_of("organiser").post(f"{address}?{query}&next=/cms/", {"include_descendants": ""})

    assert response.status_code == 302
    assert {pk for pk, _ in heard.rows} == {page.pk for page in pages}
    found = {row and row[0] for pk, row in heard.rows[-2:]}
    assert found == {{"publish": True, "unpublish": False, "delete": None}[action]}


@pytest.mark.django_db(transaction=True)
def test_bulk_publishing_refuses_what_is_incomplete(client_of):
    page = PracticePageFactory(draft=True, subaspects=[], has_behaviour_problem=False)
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))

    led = [
        client_of("organiser").post(f"{address}?id={page.pk}&next={target}", {"include_descendants": ""})
        for target in ("/cms/reports/", "https://jahat.example/", "//jahat.example/")
    ]

    assert [response.headers["Location"] for response in led] == ["/cms/reports/", "/cms/pages/", "/cms/pages/"]
    assert not PracticePage.objects.live().exists()


@pytest.mark.django_db(transaction=True)
def test_publish_scheduled_publishes_and_expires_within_transactions(heard):
    coming, going = PracticePageFactory(draft=True), PracticePageFactory()
    now = timezone.now()
    coming.go_live_at = now + timedelta(hours=1)
    coming.save_revision().publish()
    revision = coming.latest_revision
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.save()
    PracticePage.objects.filter(pk=going.pk).update(expire_at=now - timedelta(minutes=1))
    heard.rows.clear()

    call_command("publish_scheduled")

    assert {pk: row[0] for pk, row in heard.rows} == {coming.pk: True, going.pk: False}


@pytest.mark.django_db(transaction=True)
def test_publish_scheduled_goes_on_after_one_that_cannot_be_published(heard, caplog):
    """A draft that lost its aspect stays a draft and is reported; the others go live."""
    bad, good = PracticePageFactory.create_batch(2, draft=True)
    for page in (bad, good):
        revision = page.latest_revision
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        if page is bad:
            revision.content |= {"aspects": [], "subaspects": []}
        revision.save()

    call_command("publish_scheduled")

    assert [page.pk for page in PracticePage.objects.live()] == [good.pk]
    (line,) = (record.msg for record in caplog.records if record.levelname == "ERROR")
    assert line["page"] == str(bad.pk)
    assert bad.title not in caplog.text
