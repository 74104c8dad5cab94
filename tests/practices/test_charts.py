"""Charts of results: scales that hold zero, words for what is drawn, and numbers of any size."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from practices.charts import Result, bar_chart, charts_of, compact, describe, line_chart
from practices.enums import Direction

JAN_TO_DEC = [("Januari 2025", "18", False), ("Juni 2025", "26", True), ("Desember 2025", "84", True)]


def result(points=(), **values) -> Result:
    raw = {
        "indicator": "Pegawai yang berdialog",
        "unit": "%",
        "direction": "up",
        "baseline": "18",
        "baseline_period": "Januari 2025",
        "result": "84",
        "result_period": "Desember 2025",
        "evidence": None,
        "points": [{"label": label, "value": value, "is_after": after} for label, value, after in points],
    }
    return Result.of({**raw, **values})


def boxes(chart) -> list[tuple[float, float]]:
    return [(float(bar.x), float(bar.width)) for bar in chart.bars]


# --- bars -----------------------------------------------------------------------------------------------------------


def test_per_cents_stand_on_a_scale_of_a_hundred():
    chart = bar_chart(result())

    assert boxes(chart) == [(0, 18), (0, 84)]
    assert [bar.text for bar in chart.bars] == ["18%", "84%"]
    assert (chart.zero, chart.note) == ("", "")


def test_other_units_stand_on_a_round_scale():
    chart = bar_chart(result(unit="kasus", baseline="23", result="9", direction="down"))

    assert boxes(chart) == [(0, 95.83), (0, 37.5)]  # of 24
    assert [bar.text for bar in chart.bars] == ["23 kasus", "9 kasus"]
    assert chart.note == "Turun lebih baik."


@pytest.mark.parametrize(
    ("direction", "baseline", "after", "note"),
    [
        ("down", "9", "23", "Turun lebih baik; angka ini belum membaik."),
        ("down", "9", "9", "Turun lebih baik; angka ini belum membaik."),
        ("up", "23", "9", "Naik lebih baik; angka ini belum membaik."),
        ("up", "9", "23", ""),
        ("sideways", "9", "23", ""),
    ],
)
def test_note_says_which_way_is_better(direction, baseline, after, note):
    assert result(direction=direction, baseline=baseline, result=after).note() == note


def test_negative_values_stand_left_of_zero():
    chart = bar_chart(result(unit="poin", baseline="-40", result="40"))

    assert chart.zero == "50"
    assert boxes(chart) == [(0, 50), (50, 50)]


def test_two_negative_values_keep_zero_in_the_picture():
    chart = bar_chart(result(unit="poin", baseline="-50", result="-25"))

    assert chart.zero == "100"
    assert boxes(chart) == [(0, 100), (50, 50)]


def test_zero_is_no_bar_and_two_zeros_are_no_error():
    assert boxes(bar_chart(result(baseline="0", result="0"))) == [(0, 0), (0, 0)]
    assert boxes(bar_chart(result(unit="hari", baseline="0", result="0"))) == [(0, 0), (0, 0)]


def test_very_different_magnitudes_are_both_seen():
    small, large = boxes(bar_chart(result(unit="rupiah", baseline="1", result="999999999999.99")))

    assert small == (0, 0.8)
    assert large == (0, 100)


@pytest.mark.parametrize("value", ["-999999999999.99", "-1", "0", "0.01", "100", "100.01", "999999999999.99"])
@pytest.mark.parametrize("other", ["-999999999999.99", "-0.01", "0", "1", "999999999999.99"])
def test_bars_never_leave_their_row(value, other):
    for x, width in boxes(bar_chart(result(baseline=value, result=other))):
        assert x >= 0
        assert x + width <= 100.01


def test_long_units_stand_in_the_heading():
    chart = bar_chart(result(unit="hari kerja per berkas", baseline="30", result="12"))

    assert chart.heading == "Pegawai yang berdialog (hari kerja per berkas)"
    assert [bar.text for bar in chart.bars] == ["30", "12"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.70", "1,7"),
        ("2340", "2.340"),
        ("999999", "999.999"),
        ("1250000", "1,25 juta"),
        ("-3400000000", "-3,4 miliar"),
        ("999999999999.99", "1.000 miliar"),
        ("2000000000000", "2 triliun"),
        ("0", "0"),
    ],
)
def test_numbers_are_short_in_charts(value, text):
    assert compact(Decimal(value)) == text


def test_tables_have_numbers_in_full():
    assert result(unit="rupiah", result="1250000.50").exact_result == "1.250.000,5 rupiah"


@pytest.mark.parametrize("broken", [None, "", "abc", "NaN", "Infinity", [], {}])
def test_a_number_that_is_none_counts_as_zero(broken):
    assert result(baseline=broken).baseline == 0


# --- lines ----------------------------------------------------------------------------------------------------------


def test_three_periods_make_a_line_and_two_do_not():
    lines, bars = charts_of([result(JAN_TO_DEC), result(JAN_TO_DEC[:2]), result()])

    assert (len(lines), len(bars)) == (1, 2)


def test_line_is_told_in_words():
    assert describe(result(JAN_TO_DEC)) == (
        "Pegawai yang berdialog: 18 persen pada Januari 2025, "
        "26 persen pada Juni 2025 saat praktik mulai, 84 persen pada Desember 2025."
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("Januari 2025", "Desember 2025", "Januari 2025 – Desember 2025"), ("2025", "2025", "2025"), ("", "2025", "2025")],
)
def test_line_says_from_when_to_when(first, last, said):
    line = line_chart(result(JAN_TO_DEC, baseline_period=first, result_period=last))

    drawn = render_to_string("practices/_line_chart.html", {"line": line, "number": 1})
    assert f'</b> <span class="cop-mut">{said}</span></figcaption>' in drawn


def test_line_that_falls_says_that_falling_is_better():
    points = [("2022", "40", False), ("2023", "30", False), ("2024", "12", True)]
    fallen = result(points, unit="hari", direction="down", baseline="40", result="12")

    assert describe(fallen) == ("Pegawai yang berdialog: 40 hari pada 2022, 12 hari pada 2024. Turun lebih baik.")


def test_line_parts_at_the_first_period_of_the_practice():
    line = line_chart(result(JAN_TO_DEC))

    assert line.before.count("L") == 1
    assert line.after.count("L") == 1
    assert line.before.rpartition("L")[2] == line.after[1:].partition("L")[0]
    assert line.cut.text == "mulai, Juni 2025"
    assert [kind for _x, _y, kind in line.dots] == ["dot0", "dot"]


@pytest.mark.parametrize(("afters", "has_before", "has_after"), [("000", True, False), ("111", False, True)])
def test_line_all_before_or_all_after_has_no_cut(afters, has_before, has_after):
    line = line_chart(result([(str(n), str(n), after == "1") for n, after in enumerate(afters)]))

    assert (bool(line.before), bool(line.after), line.cut) == (has_before, has_after, None)


@pytest.mark.parametrize("count", [3, 12, 24])
@pytest.mark.parametrize("label", ["Jan", "Triwulan I 2022 akhir"])
@pytest.mark.parametrize("size", ["1", "-1", "0", "999999999999"])
def test_line_stays_in_its_drawing_whatever_its_values(count, label, size):
    points = [(f"{label}{n}"[:20], str(Decimal(size) * (n - 2)), n > 1) for n in range(count)]
    line = line_chart(result(points, unit="kasus"))

    spots = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", line.before + line.after + line.area)
    assert all(0 <= float(x) <= 360 and 19 <= float(y) <= 171 for x, y in spots)
    assert all(0 <= float(mark.x) <= 345 and 10 <= float(mark.y) <= 196 for mark in [*line.values, *line.labels])
    shown = sorted(float(mark.x) for mark in line.labels)
    assert shown[-1] == 338
    assert len(set(shown)) == len(shown)
    assert [value for _period, value, _after in line.rows] == [
        line_value
        for line_value in (result(points, unit="kasus").exact(value) for _l, value, _a in result(points).points)
    ]


def test_pictures_have_no_style_and_escape_what_was_typed():
    hostile = "<b>\"'&</b>"
    line = line_chart(result(JAN_TO_DEC, indicator=hostile))
    bars = bar_chart(result(indicator=hostile, baseline_period=hostile))

    drawn = render_to_string("practices/_line_chart.html", {"line": line, "number": 1, "css": "is-best"})
    drawn += render_to_string("practices/_bar_chart.html", {"chart": bars})

    assert "style" not in drawn
    assert '<b>"' not in drawn
    assert drawn.count("&lt;b&gt;") == 4
    assert 'role="img" aria-labelledby="garis-1"' in drawn
    assert result(direction="down").direction == Direction.DOWN
