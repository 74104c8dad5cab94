"""What waits for Elasticsearch and what it refuses: figures, a report that tells nobody what is hidden, another try."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.enums import Audience
from search import backlog, truth
from search.enums import Kind
from search.models import RefusedEntry, SearchEntry
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
REPORT, RETRY = "/cms/pencarian/indeks/", "/cms/pencarian/indeks/ulang/"


@pytest.fixture
def away(settings):
    """An Elasticsearch that does not answer; nothing waits but what the test makes."""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    SearchEntry.objects.all().delete()


def entry_of(page, **values) -> SearchEntry:
    """The entry of a practice; those of its owners wait no longer."""
    SearchEntry.objects.exclude(kind=Kind.PRACTICE).delete()
    SearchEntry.objects.filter(object_id=page.pk).update(**values)
    return SearchEntry.objects.get(object_id=page.pk)


def refuse(entry: SearchEntry, reason: str = "mapper_parsing: <b>alasan</b>") -> RefusedEntry:
    return RefusedEntry.objects.create(entry=entry, version=entry.version, reason=reason)


def test_figures_tell_what_waits_since_when_and_what_is_refused(away, client_of):
    hour = timezone.now() - timedelta(hours=1)
    entry_of(PracticePageFactory(), changed_at=hour)
    entry_of(PracticePageFactory())
    refuse(entry_of(PracticePageFactory(), changed_at=hour - timedelta(hours=1)))

    left = backlog.backlog()
    told = client_of("administrator").get("/metrics").text

    assert (left.waiting, left.oldest_at, left.refused) == (2, hour, 1)
    assert 3_600 <= left.oldest_seconds < 3_700
    assert "cop_search_sync_waiting 2.0" in told
    assert "cop_search_sync_oldest_seconds 36" in told
    assert "cop_search_sync_failed 1.0" in told
    assert truth.state().waiting == 2


@pytest.mark.once
def test_nothing_waits_for_the_embedded_engine(client_of):
    PracticePageFactory()

    page = client_of("steward").get(REPORT).content.decode()

    assert backlog.backlog() == backlog.Backlog(0, None, 0)
    assert "cop_search_sync_waiting 0.0" in client_of("administrator").get("/metrics").text
    assert "berlaku seketika" in page


def test_the_report_names_what_its_reader_may_read_and_nothing_else(away, client_of):
    PracticePageFactory(title="Menunggu terbuka")
    refuse(entry_of(PracticePageFactory(title="Ditolak terbuka")))
    hidden = PracticePageFactory(title="Rahasia istimewa", audience=Audience.INSTANSI)
    refuse(entry_of(hidden), "Preview of field's value: 'Rahasia istimewa'")

    page = client_of("steward_other").get(REPORT).content.decode()

    assert "Elasticsearch sedang tidak dapat dipakai" in page
    assert "Menunggu terbuka" in page
    assert "Ditolak terbuka" in page
    assert "mapper_parsing: &lt;b&gt;alasan" in page
    assert "istimewa" not in page
    assert "istimewa" in client_of("administrator").get(REPORT).content.decode()


def test_what_was_refused_waits_again_and_leaves_a_trace(away, client_of, person_of):
    first, second, third = (refuse(entry_of(PracticePageFactory())) for _ in range(3))
    client = client_of("steward")
    waited = backlog.backlog().waiting

    one = client.post(RETRY, {"tolakan": first.pk}, follow=True)
    left = set(RefusedEntry.objects.all())
    client.post(RETRY)

    assert "1 entri menunggu lagi" in one.content.decode()
    assert left == {second, third}
    assert not RefusedEntry.objects.exists()
    assert (waited, backlog.backlog().waiting) == (0, 3)
    log = ModelLogEntry.objects.filter(action=backlog.RETRY).order_by("pk")
    assert [(row.object_id, row.user) for row in log] == [
        (str(each.entry_id), person_of("steward")) for each in (first, second, third)
    ]


@pytest.mark.once
def test_who_may_not_try_again_changes_nothing(away, client_of, person_of):
    refusal = refuse(entry_of(PracticePageFactory(title="Ditolak terbuka")))

    for role in ("visitor", "member", "contributor"):
        client_of(role).post(RETRY, {"tolakan": refusal.pk})
        assert "Ditolak terbuka" not in client_of(role).get(REPORT, follow=True).content.decode()
    with pytest.raises(PermissionDenied):
        backlog.try_again(None, actor=person_of("member"))
    for wrong in ("x", "-1", "9" * 400, "²"):
        assert client_of("steward").post(RETRY, {"tolakan": wrong}).status_code == 400
    assert client_of("steward").post(RETRY, {"tolakan": str(refusal.pk + 1)}).status_code == 302
    assert client_of("steward").get(RETRY).status_code == 405

    assert list(RefusedEntry.objects.all()) == [refusal]


@pytest.mark.once
@pytest.mark.parametrize("count", [1, 5])
def test_the_report_costs_the_same_however_much_waits(away, client_of, django_assert_max_num_queries, count):
    client = client_of("organiser")
    client.get(REPORT)
    for _ in range(count):
        entry_of(PracticePageFactory())
        refuse(entry_of(PracticePageFactory()))

    with django_assert_max_num_queries(26):
        page = client.get(REPORT)

    assert (len(page.context["waiting"]), len(page.context["refused"])) == (count, count)
