"""The library page: its list, filters, pages, empty state and who sees what."""

import gzip
import re
from datetime import date

import pytest
from django.urls import reverse

from community.enums import Scope
from practices import facets, library
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TITLE = re.compile(r"<h[23]><a href=\"([^\"]+)\">([^<]+)</a></h[23]>")


@pytest.fixture(autouse=True)
def _index():
    practice_index()


def titles(response) -> list[str]:
    return [title for _url, title in TITLE.findall(response.content.decode())]


def test_list_shows_what_a_visitor_may_read_newest_first(client):
    old = PracticePageFactory(reported_at=date(2020, 1, 1))
    new = PracticePageFactory(reported_at=date(2022, 1, 1))
    PracticePageFactory(members=True)
    PracticePageFactory(draft=True)

    response = client.get("/praktik/")

    assert titles(response) == [new.title, old.title]
    assert "<b>2 praktik</b>" in response.content.decode()


def test_member_sees_and_counts_what_visitors_do_not(client):
    hidden = PracticePageFactory(members=True, scope=Scope.INNOVATIVE)
    client.force_login(UserFactory(verified=True))

    response = client.get("/praktik/?lingkup=inovasi")

    assert titles(response) == [hidden.title]
    [scope] = [facet for facet in response.context["facets"] if facet.name == "lingkup"]
    assert [(option.value, option.count) for option in scope.options] == [("inovasi", 1)]


def test_hidden_practice_leaves_no_trace_in_a_visitors_filters(client):
    PracticePageFactory()
    secret = PracticePageFactory(members=True, scope=Scope.INNOVATIVE)

    text = client.get("/praktik/").content.decode()

    assert 'value="inovasi"' not in text
    assert secret.subaspects.first().code not in text
    assert secret.title not in text


def test_filters_are_kept_in_the_forms_and_chips_take_them_away(client):
    owner = InstansiFactory()
    PracticePageFactory(owners=[owner])

    text = client.get(f"/praktik/?pemilik={owner.code}&masalah=perilaku&urut=judul").content.decode()

    assert text.count(f'<input type="hidden" name="pemilik" value="{owner.code}">') == 2  # filters and order
    assert '<input type="hidden" name="urut" value="judul">' in text
    assert 'name="masalah" value="perilaku" checked' in text
    assert f'href="/praktik/?pemilik={owner.code}&amp;urut=judul"' in text
    assert 'href="/praktik/?masalah=perilaku&amp;urut=judul"' in text
    assert '<a class="cop-chip" href="/praktik/?urut=judul">Hapus semua</a>' in text
    assert '<meta name="robots" content="noindex, follow">' in text


def test_empty_list_names_its_filters_and_drops_all_where_no_single_one_helps(client):
    practice = PracticePageFactory(scope=Scope.BEST_PRACTICE)

    response = client.get("/praktik/?lingkup=inovasi&masalah=perilaku&tahun=abc")
    text = response.content.decode()

    assert response.status_code == 200
    assert "<h1>Belum ada praktik seperti ini</h1>" in text
    assert "<b>Perilaku</b>, <b>Inovasi</b> dan <b>abc</b> (tidak dikenal)." in text
    assert response.context["loosening"] == []
    assert "jadi 0 praktik" not in text
    assert '<a class="cop-btn cop-btn--line" href="/praktik/">Hapus semua saringan</a>' in text
    assert titles(response) == [practice.title]


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("tahun=abc", [("abc", 1)]),
        ("tahun=abc&aspek=xyz", []),
        ("tahun=abc&tahun=xyz", []),
        ("lingkup=praktik-terbaik&tahun=abc", [("abc", 1)]),
    ],
)
def test_filters_that_name_nothing_are_dropped_alone_only_where_that_shows_something(client, query, offered):
    PracticePageFactory(scope=Scope.BEST_PRACTICE)

    response = client.get(f"/praktik/?{query}")

    assert [(chip.label, chip.count_without) for chip in response.context["loosening"]] == offered
    assert ("Longgarkan satu saringan" in response.content.decode()) is bool(offered)


def test_empty_list_counts_what_loosening_would_show(client):
    PracticePageFactory(scope=Scope.BEST_PRACTICE)

    response = client.get("/praktik/?lingkup=inovasi&masalah=perilaku")

    assert "Inovasi, jadi 1 praktik" in response.content.decode()
    assert [(chip.label, chip.count_without) for chip in response.context["loosening"]] == [("Inovasi", 1)]


def test_library_without_practices_says_so(client):
    text = client.get("/praktik/").content.decode()

    assert "<h1>Belum ada praktik yang terbit</h1>" in text
    assert "Longgarkan" not in text


def test_pages_follow_each_other_under_the_filters(client, monkeypatch):
    monkeypatch.setattr(facets, "PAGE_SIZE", 2)
    PracticePageFactory.create_batch(5)

    first = client.get("/praktik/?masalah=perilaku")
    last = client.get("/praktik/?masalah=perilaku&hal=3")

    assert 'rel="next" href="?masalah=perilaku&amp;hal=2"' in first.content.decode()
    assert len(titles(first)) == 2
    assert len(titles(last)) == 1
    assert "5–5 dari 5" in last.content.decode()
    assert 'rel="next"' not in last.content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("hal=2", 404),
        ("hal=999999999", 404),
        ("hal=0", 400),
        ("hal=-1", 400),
        ("hal=abc", 400),
        ("hal=%00", 400),
        ("hal=" + "9" * 5_000, 400),
        ("aspek=%00", 400),
        ("provinsi=%F0%9F%A6%9C", 200),
        ("sub=" + "a" * 100_000, 200),
        ("urut=%00", 400),
        ("&".join(f"tahun={n}" for n in range(100)), 400),
        ("&".join(f"x{n}=1" for n in range(6_000)), 413),
    ],
)
def test_bad_input_is_answered_without_an_error_of_ours(client, query, status):
    PracticePageFactory()

    response = client.get(f"/praktik/?{query}")

    assert response.status_code == status


@pytest.mark.parametrize("item_count", [1, 5])
@pytest.mark.parametrize("query", ["", "?aspek=tidak-ada", "?masalah=perilaku&urut=judul"])
def test_query_count_does_not_grow(client, django_assert_max_num_queries, item_count, query):
    PracticePageFactory.create_batch(item_count)

    with django_assert_max_num_queries(12) as cold:
        client.get(f"/praktik/{query}")
    with django_assert_max_num_queries(8) as warm:
        client.get(f"/praktik/{query}")

    assert len(cold) - len(warm) >= 3  # the index is kept


def test_signed_in_query_count(client, django_assert_max_num_queries):
    PracticePageFactory.create_batch(5)
    client.force_login(UserFactory(verified=True))

    with django_assert_max_num_queries(15):
        client.get("/praktik/")


def test_full_page_is_light(client):
    for n in range(20):
        PracticePageFactory(title=f"Praktik dengan judul panjang nomor {n}", summary="Ringkasan yang panjang. " * 15)

    content = client.get("/praktik/?masalah=perilaku").content

    assert len(gzip.compress(content)) < 15_000


@pytest.mark.parametrize(
    ("unit", "names", "label"),
    [
        ("BKPSDM", ["Pemerintah Kota Bandung"], "BKPSDM Kota Bandung"),
        ("BKPSDM Kota Bandung", ["Kota Bandung"], "BKPSDM Kota Bandung"),
        ("", ["Kota A", "Kota B"], "Kota A dan Kota B"),
        ("", ["Kota A", "Kota B", "Kota C"], "Kota A dan 2 lainnya"),
        ("", [], "Tanpa instansi pemilik"),
    ],
)
def test_owner_label(unit, names, label):
    assert library.owner_label(unit, names) == label


def test_library_announces_its_feed(client):
    text = client.get("/praktik/").content.decode()

    assert f'type="application/atom+xml" title="Praktik terbaru" href="{reverse("practices:practice_feed")}"' in text
