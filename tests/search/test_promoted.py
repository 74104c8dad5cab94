"""What stewards put first: for their words in any form, for who may read it, once, until its last day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.enums import Audience
from search.models import PromotedResult
from search.targets import found_at
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.factories.search import PromotedResultFactory, SynonymGroupFactory
from tests.search.test_views import found

pytestmark = pytest.mark.django_db
LIST = "/cms/snippets/search/promotedresult/"


def first(response) -> list[str]:
    return [card.title for card in response.context["promoted"]]


def listed(response) -> list[str]:
    return [row.hit.title.replace("<mark>", "").replace("</mark>", "") for row in response.context["listed"]]


@pytest.mark.once
def test_it_stands_first_and_not_again_in_the_list(client, each_engine):
    chosen = PracticePageFactory(title="Rotasi pegawai")
    PracticePageFactory(title="Rotasi rotasi rotasi")
    PromotedResultFactory(words="rotasi jabatan\nrotasi", target=chosen.get_url())

    page = client.get("/cari/", {"q": "rotasi"})

    assert first(page) == ["Rotasi pegawai"]
    assert listed(page) == ["Rotasi rotasi rotasi"]
    assert page.context["results"].total == 2
    assert page.content.decode().count(f'"{chosen.get_url()}"') == 1
    assert "Pilihan pengelola" in page.content.decode()


def test_words_are_met_in_any_form_and_by_their_synonyms(client):
    SynonymGroupFactory(terms="spektrometer, alat ukur warna")
    PromotedResultFactory(words="menilai spektrometer", target=PracticePageFactory(title="Pilihan").get_url())

    def asked(text: str) -> list[str]:
        return first(client.get("/cari/", {"q": text}))

    assert asked("gimana cara penilaian Alat ukur warna?") == ["Pilihan"]
    assert asked("spektrometer dinilai") == ["Pilihan"]
    assert asked("spektrometer") == asked("nilai spektrometer massa") == asked("-menilai spektrometer") == []


@pytest.mark.once
def test_it_is_shown_only_where_nothing_was_narrowed(client):
    PromotedResultFactory(target=PracticePageFactory(title="Spektrometer").get_url())

    for more in ({"jenis": "praktik"}, {"tahun": "2022"}, {"urut": "terbaru"}):
        page = client.get("/cari/", {"q": "spektrometer", **more})
        assert first(page) == []
        assert listed(page) == found(page)
    assert first(client.get("/cari/", {"q": "spektrometer"})) == ["Spektrometer"]


@pytest.mark.once
def test_it_is_shown_where_nothing_else_was_found(client):
    PromotedResultFactory(words="spektrometer", target=PracticePageFactory(title="Pilihan").get_url())

    page = client.get("/cari/", {"q": "spektrometer"})

    assert first(page) == ["Pilihan"]
    assert page.context["results"].total == 0


@pytest.mark.once
def test_what_a_reader_may_not_read_is_not_shown(client_of):
    hidden = PracticePageFactory(title="Rotasi tertutup istimewa", audience=Audience.MEMBERS)
    PromotedResultFactory(words="rotasi", target=hidden.get_url())

    visitor, member = (client_of(role).get("/cari/", {"q": "rotasi"}) for role in ("visitor", "member"))

    assert first(visitor) == []
    assert "istimewa" not in visitor.content.decode()
    assert first(member) == ["Rotasi tertutup istimewa"]


def test_it_ends_after_its_last_day_and_what_is_gone_goes_with_it(client, person_of):
    today = timezone.localdate()
    page = PracticePageFactory(title="Hari ini")
    PromotedResultFactory(target=page.get_url(), ends_on=today)
    PromotedResultFactory(target=PracticePageFactory().get_url(), ends_on=today - timedelta(days=1))
    before = first(client.get("/cari/", {"q": "spektrometer"}))

    page.unpublish(user=person_of("organiser"))

    assert before == ["Hari ini"]
    assert first(client.get("/cari/", {"q": "spektrometer"})) == []


@pytest.mark.once
@pytest.mark.parametrize("count", [1, 3])
def test_choices_cost_one_query_for_each_kind(client, django_assert_max_num_queries, count):
    for number in range(count):
        PromotedResultFactory(target=PracticePageFactory(title=f"Pilihan {number}").get_url())
    client.get("/cari/", {"q": "spektrometer"})

    with django_assert_max_num_queries(9):
        page = client.get("/cari/", {"q": "spektrometer"})

    assert first(page) == [f"Pilihan {number}" for number in reversed(range(count))]


def test_addresses_of_all_that_can_be_shown(client):
    topic = TopicFactory()
    event, room = EventPageFactory(), RoomPageFactory()

    assert found_at(topic.get_absolute_url() + "?hal=2#p1") == ("topic", topic.pk)
    assert found_at(f"http://localhost{event.get_url()}") == ("event", event.pk)
    assert found_at(room.get_url()) == ("room", room.pk)
    assert found_at("/tentang/")[0] == "page"
    for wrong in ("", "/", "x", "/tidak-ada/", "/forum/x/999999999999999999-x/", "//jahat.id/tentang/", "javascript:1"):
        assert found_at(wrong) is None


@pytest.mark.parametrize("role", ["steward", pytest.param("organiser", marks=pytest.mark.once)])
def test_a_steward_chooses_changes_and_deletes(client_of, role):
    client, practice, topic = client_of(role), PracticePageFactory(title="Pilihan"), TopicFactory(title="Topik pilihan")
    data = {"words": "spektrometer;\nalat ukur", "address": practice.get_url(), "ends_on": "", "note": "Sering dicari"}

    form = client.get(f"{LIST}add/", {"kata": "spektrometer"}).content.decode()
    client.post(f"{LIST}add/", data)
    row = PromotedResult.objects.get()
    kept = row.words, row.subject, row.object_id
    seen = client.get(LIST).content.decode()
    edit = client.get(f"{LIST}edit/{row.pk}/").content.decode()
    client.post(f"{LIST}edit/{row.pk}/", data | {"address": topic.get_absolute_url()})
    row.refresh_from_db()
    client.post(f"{LIST}edit/{row.pk}/", data | {"address": "", "note": "Baru"})
    changed = PromotedResult.objects.get()
    client.post(f"{LIST}delete/{row.pk}/")

    assert ">\nspektrometer</textarea>" in form
    assert kept == ("spektrometer\nalat ukur", "practice", practice.pk)
    assert (row.subject, row.object_id) == (changed.subject, changed.object_id) == ("topic", topic.pk)
    assert changed.note == "Baru"
    assert f'href="{practice.get_url()}"' in seen
    assert f'value="{practice.get_url()}"' in edit
    assert not PromotedResult.objects.exists()


@pytest.mark.once
def test_what_cannot_be_shown_is_refused(client_of):
    client = client_of("steward")
    draft = PracticePageFactory(draft=True, slug="rahasia")
    good = {"words": "spektrometer", "address": PracticePageFactory().get_url(), "ends_on": "", "note": ""}
    wrong = {
        "Tulis kata pencariannya": {"words": " ,;\n"},
        "Tidak memuat kata": {"words": "yang"},
        "sama artinya": {"words": "menilai spektrometer\nspektrometer dinilai"},
        "Paling banyak 20": {"words": "\n".join(f"kata{n}" for n in range(21))},
        "paling panjang 100": {"words": "x" * 101},
        "Tempel alamat": {"address": ""},
        "tidak ada praktik": {"address": "https://jahat.example/praktik/"},
        "tidak ada praktik, FGD": {"address": f"/praktik/{draft.slug}/"},
        "sudah lewat": {"ends_on": "2020-01-01"},
    }

    for reason, change in wrong.items():
        page = client.post(f"{LIST}add/", good | change).content.decode()
        assert reason.casefold() in page.casefold(), reason
    client.post(f"{LIST}add/", good | {"words": "x" * 100_000, "address": "/" + "x" * 100_000, "ends_on": "9" * 400})

    assert not PromotedResult.objects.exists()


@pytest.mark.once
def test_others_choose_nothing(client_of):
    data = {"words": "spektrometer", "address": PracticePageFactory().get_url()}
    row = PromotedResultFactory(target=data["address"])

    for role in ("contributor", "member", "visitor"):
        client_of(role).post(f"{LIST}add/", data)
        client_of(role).post(f"{LIST}delete/{row.pk}/")

    assert PromotedResult.objects.get() == row
