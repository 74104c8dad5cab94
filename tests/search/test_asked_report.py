"""The report of what is asked: sums that hold, a period, files that compute nothing, and ways on."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.search import AskedSearchFactory, SearchClickFactory

pytestmark = pytest.mark.django_db
REPORT = "/cms/pencarian/pertanyaan/"


@pytest.fixture
def questions():
    asked = [AskedSearchFactory(text="dialog kinerja", results=number) for number in (0, 3, 3, 3)]
    SearchClickFactory(search=asked[1], position=2)
    SearchClickFactory(search=asked[1], position=4)
    SearchClickFactory(search=asked[2], position=0)
    AskedSearchFactory.create_batch(2, text="-2+3", results=0)
    AskedSearchFactory(text="rotasi", asked_at=timezone.now() - timedelta(days=40))


def test_most_wanted_and_in_vain(client_of, questions):
    client = client_of("steward")

    wanted = client.get(REPORT)
    in_vain = client.get(REPORT, {"daftar": "kosong"})
    longer = client.get(REPORT, {"hari": "90"})

    lines = [
        (line.text, line.times, line.in_vain, line.opened, line.share, line.position)
        for line in wanted.context["lines"]
    ]
    assert lines == [("dialog kinerja", 4, 1, 2, 50, 3.0), ("-2+3", 2, 2, 0, 0, None)]
    assert [(line.text, line.in_vain) for line in in_vain.context["lines"]] == [("-2+3", 2), ("dialog kinerja", 1)]
    assert [line.text for line in longer.context["lines"]] == ["dialog kinerja", "-2+3", "rotasi"]
    total = wanted.context["sum"]
    assert (total.times, total.in_vain, total.in_vain_share, total.milliseconds) == (6, 3, 50, 20)


def test_each_question_leads_on(client_of, questions):
    page = client_of("organiser").get(REPORT).content.decode()

    assert 'href="/cari/?q=dialog+kinerja"' in page
    assert 'href="/cms/snippets/search/synonymgroup/add/?kata=dialog%20kinerja"' in page
    assert 'href="/cms/snippets/search/promotedresult/add/?kata=-2%2B3"' in page


@pytest.mark.parametrize(
    "query", [{"hari": "x"}, {"daftar": "x"}, {"p": "9" * 400}, {"p": "-1", "hari": "0"}, {"export": "exe"}]
)
def test_what_is_no_choice_is_the_usual_one(client_of, questions, query):
    page = client_of("steward").get(REPORT, query)

    assert page.status_code == 200
    assert [line.text for line in page.context["lines"]] == ["dialog kinerja", "-2+3"]


def test_files_compute_nothing(client_of, questions):
    client = client_of("steward")

    table = client.get(REPORT, {"export": "csv"})
    book = client.get(REPORT, {"export": "xlsx", "daftar": "kosong"})

    rows = list(csv.reader(StringIO(table.content.decode("utf-8-sig"))))
    assert [row[:5] for row in rows[1:]] == [["dialog kinerja", "4", "1", "2", "3.0"], ["'-2+3", "2", "2", "0", ""]]
    assert table["Content-Disposition"] == 'attachment; filename="pencarian-tercari-30-hari.csv"'
    sheet = load_workbook(BytesIO(book.content)).active
    cells = [(cell.value, cell.data_type) for cell in sheet["A"]]
    assert cells == [("Kata pencarian", "s"), ("-2+3", "s"), ("dialog kinerja", "s")]


@pytest.mark.parametrize("count", [1, 5])
def test_the_report_costs_the_same_however_much_was_asked(client_of, django_assert_max_num_queries, count):
    client = client_of("steward")
    client.get(REPORT)
    for number in range(count):
        SearchClickFactory(search__text=f"kata {number}")

    with django_assert_max_num_queries(18):
        page = client.get(REPORT)

    assert len(page.context["lines"]) == count


@pytest.mark.once
def test_who_keeps_nothing_reads_nothing(client_of, questions):
    for role in ("visitor", "member", "contributor"):
        assert "dialog kinerja" not in client_of(role).get(REPORT, follow=True).content.decode()
        assert "kinerja," not in client_of(role).get(REPORT, {"export": "csv"}, follow=True).content.decode()
