"""Practices side by side: who sees which, what the table holds, and what is picked in the library."""

import gzip
import re

import pytest

from community.enums import Audience
from practices.facets import LONGEST_SLUG
from practices.limits import MOST_COMPARED
from practices.links import compare_url
from practices.models import PracticePage
from tests.factories.community import InstansiFactory, SubAspectFactory, UserFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory, RegulationFactory, result, step

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = "/praktik/banding/"


@pytest.fixture(autouse=True)
def _index():
    practice_index()


def compared(*pages) -> str:
    return compare_url(page.slug for page in pages)


def names(response) -> list[str]:
    return [str(row.name) for row in response.context["rows"]]


def cells(response, name: str) -> list:
    [row] = [row for row in response.context["rows"] if str(row.name) == name]
    return row.cells


def shown(response) -> list[str]:
    return [column.page.title for column in response.context["columns"]]


# --- the table ------------------------------------------------------------------------------------------------------


def test_practices_stand_in_the_order_of_the_address(client):
    pages = PracticePageFactory.create_batch(3)

    response = client.get(compared(pages[2], pages[0], pages[1]))

    assert shown(response) == [pages[2].title, pages[0].title, pages[1].title]
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()


def test_lines_that_no_practice_fills_are_left_out_and_gaps_are_said(client):
    told = PracticePageFactory(duration="Dua bulan", conditions=[{"type": "condition", "value": "Pimpinan hadir."}])
    silent = PracticePageFactory()

    response = client.get(compared(told, silent))

    assert names(response) == [
        "Ringkasan",
        "Instansi pemilik",
        "Jenis instansi",
        "Lingkup",
        "Aspek",
        "Sub-aspek",
        "Jenis masalah",
        "Masalah",
        "Agar bisa diterapkan",
        "Durasi",
        "Dilaporkan",
        "Peninjauan",
    ]
    assert cells(response, "Durasi") == ["Dua bulan", ""]
    assert response.content.decode().count("Belum dilaporkan") == 2


def test_results_steps_risks_and_regulations_are_told(client):
    law = RegulationFactory(name="Peraturan Uji 1/2022")
    results = [result(indicator="Hari menunggu", unit="hari", direction="down", baseline="9", result="4")]
    laws = [{"type": "regulation", "value": {"regulation": law.pk, "part": "pasal 3"}}]
    full = PracticePageFactory(complete=True, results=results, regulations=laws)

    text = client.get(compared(full, PracticePageFactory())).content.decode()

    assert "<b>2 langkah</b></p><ol><li>Sepakati jadwal</li><li>Catat hasil</li></ol>" in text
    assert re.search(r"<b>9 hari <span aria-hidden=\"true\">→</span>.*? 4 hari</b>", text)
    assert "Turun lebih baik." in text
    assert "<li>Jadwal bergeser</li>" in text
    assert f'<li><a href="/praktik/?dasar={law.code}">Peraturan Uji 1/2022</a>, pasal 3 ' in text


def test_indicator_that_several_measure_alike_has_a_line_of_its_own(client):
    first = PracticePageFactory(results=[result(indicator="Hari menunggu", unit="hari"), result(unit="orang")])
    other = PracticePageFactory(results=[result(indicator=" hari  Menunggu", unit="Hari", result="4"), result()])

    response = client.get(compared(first, other))

    same, lain = cells(response, "Hasil dengan indikator yang sama"), cells(response, "Hasil lain")
    assert [[each.result for each in cell.shown] for cell in same] == [[91], [4]]
    assert [[each.unit for each in cell.shown] for cell in lain] == [["orang"], ["%"]]


def test_every_common_indicator_has_a_line_of_its_own(client):
    results = [result(indicator=f"Indikator {number}") for number in range(12)]

    response = client.get(compared(*(PracticePageFactory(results=results) for _ in range(2))))

    assert names(response).count("Hasil dengan indikator yang sama") == 12
    assert "Hasil lain" not in names(response)


def test_all_words_for_per_cent_are_one_unit(client):
    pages = [PracticePageFactory(results=[result(unit=unit)]) for unit in ("%", "Persen", "per  cent")]

    [line] = [row for row in client.get(compared(*pages)).context["rows"] if row.kind == "results"]

    assert str(line.name) == "Hasil dengan indikator yang sama"
    assert [cell.count for cell in line.cells] == [1, 1, 1]


def test_results_without_a_common_indicator_share_one_line(client):
    first, other = PracticePageFactory(results=[result(unit="hari")]), PracticePageFactory()

    response = client.get(compared(first, other))

    assert "Hasil dengan indikator yang sama" not in names(response)
    assert [bool(cell) for cell in cells(response, "Hasil")] == [True, False]


def test_long_parts_are_cut_and_lead_to_the_rest(client):
    long = PracticePageFactory(
        problem=f"<p>{'kata ' * 70}akhir</p>", steps=[step(f"Langkah nomor {n}") for n in range(9)]
    )

    text = client.get(compared(long, PracticePageFactory())).content.decode()

    assert f'… <a href="/praktik/{long.slug}/#masalah">Baca lengkap</a>' in text
    assert "akhir</p>" not in text
    assert f'<a href="/praktik/{long.slug}/#langkah">dan 3 lagi</a>' in text


def test_table_names_its_columns_and_lines(client):
    pages = PracticePageFactory.create_batch(2)

    text = client.get(compared(*pages)).content.decode()

    assert text.count('<th scope="col">') == 2
    assert text.count('<th scope="rowgroup" colspan="2">') == text.count("<tbody>")
    assert 'tabindex="0" role="region" aria-label="Praktik berdampingan"' in text


# --- who sees what --------------------------------------------------------------------------------------------------


def test_hidden_practice_is_left_out_with_a_sentence_and_never_told(client):
    pages = PracticePageFactory.create_batch(2)
    secret = PracticePageFactory(members=True, title="Rahasia besar")

    response = client.get(compared(secret, *pages))
    text = response.content.decode()

    assert shown(response) == [page.title for page in pages]
    assert "1 praktik yang diminta tidak ada, atau tidak terbuka untuk Anda." in text
    assert secret.title not in text
    assert f"/praktik/{secret.slug}/" not in text


@pytest.mark.parametrize("traits", [{"members": True}, {"draft": True}, {"for_owners": True}])
def test_nothing_readable_is_not_there(client, traits):
    secret = PracticePageFactory(**traits)

    assert client.get(compared(secret)).status_code == 404
    assert client.get(f"{ADDRESS}?p=tidak-ada").status_code == 404


def test_member_compares_what_visitors_do_not_see(client):
    pages = [PracticePageFactory(members=True), PracticePageFactory()]
    client.force_login(UserFactory(verified=True))

    assert shown(client.get(compared(*pages))) == [page.title for page in pages]


# --- what is picked -------------------------------------------------------------------------------------------------


def test_more_than_three_are_refused_by_name(client):
    pages = PracticePageFactory.create_batch(MOST_COMPARED + 1)

    response = client.get(compared(*pages))

    assert shown(response) == [page.title for page in pages[:MOST_COMPARED]]
    told = f"Paling banyak 3 praktik dibandingkan sekaligus. Tidak ikut: “{pages[-1].title}”."
    assert told in response.content.decode()


def test_one_practice_is_told_what_else_could_be_compared(client):
    subaspect = SubAspectFactory()
    one = PracticePageFactory(subaspects=[subaspect])
    near = PracticePageFactory(subaspects=[subaspect])
    PracticePageFactory(subaspects=[subaspect], members=True)
    PracticePageFactory()

    response = client.get(compared(one))

    assert [row["title"] for row in response.context["suggestions"]] == [near.title]
    assert "Praktik tentang hal serupa</h2>" in response.content.decode()
    assert f'href="{ADDRESS}?p={one.slug}&amp;p={near.slug}"' in response.content.decode()


def test_practice_without_neighbours_gets_the_newest_and_an_empty_address_too(client):
    one, other = PracticePageFactory(), PracticePageFactory()

    alone, empty = client.get(compared(one)), client.get(ADDRESS)

    assert [row["title"] for row in alone.context["suggestions"]] == [other.title]
    assert len(empty.context["suggestions"]) == 2
    for response in (alone, empty):
        assert "Praktik terbaru</h2>" in response.content.decode()


def test_empty_library_has_nothing_to_compare(client):
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response.context["suggestions"] == []


def test_each_practice_is_removed_by_its_chip(client):
    pages = PracticePageFactory.create_batch(2)

    text = client.get(compared(*pages)).content.decode()

    assert f'href="{ADDRESS}?p={pages[1].slug}" rel="nofollow" title="{pages[0].title}"' in text
    assert f'href="/praktik/?p={pages[0].slug}&amp;p={pages[1].slug}"' in text  # adds a third


def test_library_keeps_what_is_picked_through_filters_order_and_pages(client):
    picked, other = PracticePageFactory(), PracticePageFactory()

    text = client.get(f"/praktik/?masalah=perilaku&p={picked.slug}").content.decode()

    assert text.count(f'<input type="hidden" name="p" value="{picked.slug}">') == 2  # filters and order
    assert f'href="/praktik/?p={picked.slug}"' in text  # without the filter
    assert f'href="/praktik/?masalah=perilaku&amp;p={picked.slug}&amp;p={other.slug}#p-{other.slug}"' in text
    assert f'href="/praktik/?masalah=perilaku#p-{picked.slug}"' in text  # laid back
    assert "1 dari 3 praktik dipilih." in text
    assert '<meta name="robots" content="noindex, follow">' in text


def test_library_leads_to_the_comparison_and_offers_no_fourth(client):
    pages = PracticePageFactory.create_batch(4)
    picked = "&p=".join(page.slug for page in pages[:3])

    text = client.get(f"/praktik/?p={picked}").content.decode()

    assert f'href="{ADDRESS}?p={picked.replace("&", "&amp;")}" rel="nofollow">Bandingkan</a>' in text
    assert "Lepas satu untuk memilih yang lain." in text
    assert f'id="p-{pages[3].slug}"' not in text


def test_library_forgets_picks_that_the_reader_may_not_see(client):
    PracticePageFactory()
    secret = PracticePageFactory(members=True)

    response = client.get(f"/praktik/?p={secret.slug}")

    assert response.context["picks"].pages == []
    assert "cop-picked" not in response.content.decode()


def test_practice_page_leads_to_its_comparison(client):
    page = PracticePageFactory()

    assert f'href="{compared(page)}"' in client.get(f"/praktik/{page.slug}/").content.decode()


def test_practice_with_the_longest_address_is_compared_and_picked(client):
    pages = [PracticePageFactory(slug=letter * LONGEST_SLUG) for letter in "ab"]

    assert shown(client.get(compared(*pages))) == [page.title for page in pages]
    assert client.get(f"/praktik/?p={pages[0].slug}").context["picks"].pages == pages[:1]


# --- bounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("p=", 200),
        ("p=%00", 400),
        ("p=" + "a" * 100_000, 404),
        ("&".join(f"p=x{n}" for n in range(100)), 400),
    ],
)
def test_bad_input_is_answered_without_an_error_of_ours(client, query, status):
    assert client.get(f"{ADDRESS}?{query}").status_code == status
    assert client.get(f"/praktik/?{query}").status_code == (200 if status == 404 else status)


@pytest.mark.parametrize("reader", ["visitor", "member"])
def test_query_count_does_not_grow(client, django_assert_max_num_queries, reader):
    law = RegulationFactory()
    laws = [{"type": "regulation", "value": {"regulation": law.pk, "part": ""}}]
    pages = [
        PracticePageFactory(
            complete=True,
            regulations=laws,
            owners=[InstansiFactory(), InstansiFactory()],
            subaspects=[SubAspectFactory(), SubAspectFactory()],
        )
        for _ in range(3)
    ]
    if reader == "member":
        client.force_login(UserFactory(verified=True))
    client.get(compared(*pages))
    most = 12 if reader == "visitor" else 15

    with django_assert_max_num_queries(most) as two:
        client.get(compared(*pages[:2]))
    with django_assert_max_num_queries(most) as three:
        client.get(compared(*pages))

    assert len(two) == len(three)


def test_full_page_is_light(client):
    words = " ".join(f"kata{n}" for n in range(900))
    pages = [
        PracticePageFactory(
            summary=words[:500],
            problem=f"<p>{words[:6000]}</p>",
            solution=f"<p>{words[:6000]}</p>",
            steps=[step(f"{n} {words[:110]}") for n in range(20)],
            results=[result(indicator=f"{n} {words[:150]}") for n in range(12)],
            conditions=[{"type": "condition", "value": f"{n} {words[:290]}"} for n in range(15)],
            risks=[{"type": "risk", "value": {"risk": f"{n} {words[:190]}", "mitigation": ""}} for n in range(12)],
        )
        for _ in range(3)
    ]

    assert len(gzip.compress(client.get(compared(*pages)).content)) < 15_000


def test_comparison_shows_one_public_practice_when_the_other_closes(client):
    first, second = PracticePageFactory(), PracticePageFactory()
    PracticePage.objects.filter(pk=second.pk).update(audience=Audience.MEMBERS)

    response = client.get(compared(first, second))

    assert [page.title for page in response.context["picks"].pages] == [first.title]
    assert second.title not in response.content.decode()
