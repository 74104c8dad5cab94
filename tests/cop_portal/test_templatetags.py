import pytest
from django.template import Context, Template

from community.enums import Scope
from cop_portal.templatetags import cop
from practices.facets import Option


def render(source, request=None, **context):
    return Template("{% load cop %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/praktik/", 'aria-current="page"'), ("/praktik/satu/", 'aria-current="true"'), ("/cari/", "")],
)
def test_current_tells_page_from_section(rf, path, expected):
    assert render('{% current "/praktik/" %}', rf.get(path)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ratna Wijayanti", "RW"), ("Tomi", "T"), ("Dr. Siti Nur Aminah", "DA"), ("", ""), ("  ", "")],
)
def test_initials(name, expected):
    assert cop.initials(name) == expected


def test_hours_stay_on_one_line():
    assert cop.unbroken("Kamis, 21 Mei 2026, 09.00–11.30 WIB") == "Kamis, 21 Mei 2026, 09.00\u2060–\u206011.30\xa0WIB"
    assert cop.unbroken("Kamis, 21 Mei 2026") == "Kamis, 21 Mei 2026"


def test_scope_filter_knows_codes_and_nothing_else():
    assert cop.as_scope("helping") is Scope.HELPING
    assert cop.as_scope("tak-dikenal") is None
    assert cop.as_scope(None) is None


def test_number_filter_of_nothing_is_nothing():
    assert render("{{ nothing|number }}|{{ count|number }}", nothing=None, count=0) == "|0"


def test_item_escapes_what_people_wrote():
    shown = render(
        '{% include "components/item.html" with url="/x/" title=title slug=slug scope="helping" only %}',
        title="<script>alert(1)</script>",
        slug='"><b>',
    )

    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_facet_options_are_boxes_and_escape_what_they_are_called():
    options = [Option("a&b", "Kota <Baru>", 1_234, is_chosen=True), Option("c", "Lain", 0, is_chosen=False)]

    assert render("{% facet_options 'pemilik' options %}", options=options) == (
        '<label><input type="checkbox" name="pemilik" value="a&amp;b" checked>'
        "<span>Kota &lt;Baru&gt;</span><span>1.234</span></label>"
        '<label><input type="checkbox" name="pemilik" value="c"><span>Lain</span><span>0</span></label>'
    )
