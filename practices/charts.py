"""Results of a practice as charts that also speak: bars before/after, a line over periods, a sentence for each.

Everything here is arithmetic and words; the templates draw it. Numbers are `Decimal` of at most 14 digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil

from django.utils.translation import gettext as _

from community.formats import number
from practices.enums import Direction

PERCENT = "%"
PERCENT_UNITS = {PERCENT, "persen", "per cent", "percent"}
SHORT_UNIT = 8  # characters; a longer unit stands in the heading, once
LEAST_BAR = Decimal("0.8")  # per cent of the width: what is not zero is seen
LEAST_POINTS = 3

WIDTH, TOP, BOTTOM, HEIGHT = 360, 20, 170, 196
RIGHT = 338
LETTER = Decimal("6.3")  # width of one at the largest size that labels take, in units of the drawing


@dataclass(frozen=True)
class Bar:
    """One bar: `x` and `width` in per cent of the row."""

    name: str
    period: str
    text: str
    exact: str
    x: str
    width: str
    css: str


@dataclass(frozen=True)
class BarChart:
    indicator: str
    heading: str
    note: str
    bars: tuple[Bar, Bar]
    zero: str  # where zero lies when a value is negative, else empty


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """A line over periods: paths in a drawing of 360 × 196; `description` says in words what it shows."""

    indicator: str
    heading: str
    periods: str  # from when to when: the drawing itself has room for short names only
    note: str
    description: str
    left: str
    right: str
    gridlines: list[Label]
    labels: list[Label]
    before: str
    after: str
    area: str
    cut: Label | None
    dots: list[tuple[str, str, str]]  # x, y, class
    values: list[Label]
    rows: list[tuple[str, str, bool]]  # period, exact value, whether the practice had begun


@dataclass(frozen=True)
class Result:
    """One result as its block holds it, with numbers made of what was typed."""

    indicator: str
    unit: str
    direction: Direction
    baseline: Decimal
    baseline_period: str
    result: Decimal
    result_period: str
    evidence_id: int | None
    points: list[tuple[str, Decimal, bool]]

    @classmethod
    def of(cls, raw: dict) -> "Result":
        """From the raw value of a result block; a direction that nobody knows counts as up."""
        direction = raw.get("direction")
        return cls(
            indicator=raw.get("indicator") or "",
            unit=(raw.get("unit") or "").strip(),
            direction=Direction(direction) if direction in Direction.values else Direction.UP,
            baseline=_decimal(raw.get("baseline")),
            baseline_period=raw.get("baseline_period") or "",
            result=_decimal(raw.get("result")),
            result_period=raw.get("result_period") or "",
            evidence_id=raw.get("evidence"),
            points=[_point(item) for item in raw.get("points") or []],
        )

    @property
    def measure(self) -> tuple[str, str]:
        return measured(self.indicator, self.unit)

    @property
    def is_percent(self) -> bool:
        return self.measure[1] == PERCENT

    @property
    def is_better(self) -> bool:
        return self.result < self.baseline if self.direction == Direction.DOWN else self.result > self.baseline

    def heading(self) -> str:
        """The indicator, with its unit where the values do not carry it."""
        if self.is_percent or not self.unit or len(self.unit) <= SHORT_UNIT:
            return self.indicator
        return f"{self.indicator} ({self.unit})"

    def text(self, value: Decimal) -> str:
        """The value as a chart shows it: 84%, 23 kasus, 1,25 juta."""
        return self._with_unit(compact(value))

    def exact(self, value: Decimal) -> str:
        """The value in full, as the table shows it."""
        return self._with_unit(number(value))

    def _with_unit(self, written: str) -> str:
        if self.is_percent:
            return f"{written}%"
        return f"{written} {self.unit}" if self.unit and len(self.unit) <= SHORT_UNIT else written

    def spoken(self, value: Decimal) -> str:
        """The value in words: 84 persen, 23 kasus."""
        unit = _("persen") if self.is_percent else self.unit
        return f"{number(value)} {unit}".strip()

    @property
    def exact_baseline(self) -> str:
        return self.exact(self.baseline)

    @property
    def exact_result(self) -> str:
        return self.exact(self.result)

    @property
    def periods(self) -> str:
        """Both periods, once if they are one."""
        return ", ".join(dict.fromkeys(filter(None, [self.baseline_period, self.result_period])))

    def note(self) -> str:
        """What a reader cannot see in the picture: which way is better, and whether it went there."""
        if self.direction == Direction.DOWN:
            return _("Turun lebih baik.") if self.is_better else _("Turun lebih baik; angka ini belum membaik.")
        return "" if self.is_better else _("Naik lebih baik; angka ini belum membaik.")


def measured(indicator: str, unit: str) -> tuple[str, str]:
    """What is measured and in what, however both were typed; figures compare where these are the same."""
    plain = _plain_words(unit)
    return _plain_words(indicator), PERCENT if plain in PERCENT_UNITS else plain


def _plain_words(text: str) -> str:
    return " ".join(text.casefold().split())


def charts_of(results: Iterable[Result]) -> tuple[list[LineChart], list[BarChart]]:
    """The results with enough periods as lines, the others as bars, each in their order."""
    lines, bars = [], []
    for result in results:
        if len(result.points) >= LEAST_POINTS:
            lines.append(line_chart(result))
        else:
            bars.append(bar_chart(result))
    return lines, bars


# --- bars -----------------------------------------------------------------------------------------------------------


def bar_chart(result: Result) -> BarChart:
    """Two bars on one scale that holds zero; per cents within 0 and 100 stand on a scale of a hundred."""
    low, high = _span([result.baseline, result.result], result.is_percent)
    return BarChart(
        indicator=result.indicator,
        heading=result.heading(),
        note=result.note(),
        bars=(
            _bar(_("Sebelum"), result, result.baseline, result.baseline_period, low, high, "pre"),
            _bar(_("Sesudah"), result, result.result, result.result_period, low, high, "post"),
        ),
        zero=_plain(-low / (high - low) * 100) if low < 0 else "",
    )


def _bar(name, result, value, period, low, high, css) -> Bar:
    zero = -low / (high - low) * 100
    width = abs(value) / (high - low) * 100
    if value:
        width = max(width, LEAST_BAR)
    x = max(Decimal(0), zero - width) if value < 0 else min(zero, 100 - width)
    return Bar(name, period, result.text(value), result.exact(value), _plain(x), _plain(width), css)


# --- line -----------------------------------------------------------------------------------------------------------


def _gridlines(ticks: list[Decimal], left: Decimal, low: Decimal, high: Decimal) -> list[Label]:
    """A label left of the picture for every line across it; ticks that round alike stand once."""
    return [
        Label(_plain(left - 6), _plain(_height(tick, low, high)), compact(tick), "end") for tick in dict.fromkeys(ticks)
    ]


def _unit_beside(result: Result) -> str:
    """The unit in brackets, where it is short enough to stand in the heading."""
    if result.is_percent:
        return " (%)"
    return f" ({result.unit})" if _is_short(result) else ""


def _from_to(result: Result) -> str:
    return " – ".join(dict.fromkeys(filter(None, [result.baseline_period, result.result_period])))


def line_chart(result: Result) -> LineChart:
    """A line from the first period to the last; the practice begins at the first period marked as after."""
    values = [value for _label, value, _after in result.points]
    low, high = _span(values, result.is_percent)
    ticks = [low + (high - low) * step / 4 for step in range(5)]
    left = max(Decimal(30), max(len(compact(tick)) for tick in ticks) * LETTER + 10)
    last = len(values) - 1
    xs = [left + (RIGHT - left) * place / last for place in range(last + 1)]
    ys = [_height(value, low, high) for value in values]
    start = next((place for place, point in enumerate(result.points) if point[2]), None)
    zero = _height(min(max(Decimal(0), low), high), low, high)
    split = last if start is None else start
    spots = list(zip(xs, ys, strict=True))
    return LineChart(
        indicator=result.indicator,
        heading=result.heading() + _unit_beside(result),
        periods=_from_to(result),
        note=result.note(),
        description=describe(result),
        left=_plain(left),
        right=_plain(Decimal(RIGHT)),
        gridlines=_gridlines(ticks, left, low, high),
        labels=_period_labels([label for label, _value, _after in result.points], xs, left),
        before=_path(spots[: split + 1]) if split else "",
        after=_path(spots[split:]) if start is not None else "",
        area=f"{_path(spots[split:])}L{_plain(xs[last])} {_plain(zero)}L{_plain(xs[split])} {_plain(zero)}z"
        if start is not None
        else "",
        cut=_cut(result.points[start][0], xs[start]) if start else None,
        dots=[
            (_plain(xs[0]), _plain(ys[0]), "dot" if start == 0 else "dot0"),
            (_plain(xs[last]), _plain(ys[last]), "dot0" if start is None else "dot"),
        ],
        values=[
            Label(_plain(xs[0] + 4), _plain(_above(ys, 0)), result.text(values[0]), "start"),
            Label(_plain(xs[last] + 4), _plain(_above(ys, last)), result.text(values[last]), "end"),
        ],
        rows=[(label, result.exact(value), after) for label, value, after in result.points],
    )


def describe(result: Result) -> str:
    """The line as a sentence: first period, the start of the practice, last period, and the way that is better."""
    first, last = result.points[0], result.points[-1]
    started = next((point for point in result.points[1:-1] if point[2]), None)
    said = [_("%(value)s pada %(period)s") % {"value": result.spoken(first[1]), "period": first[0]}]
    if started and not first[2]:
        said.append(
            _("%(value)s pada %(period)s saat praktik mulai")
            % {"value": result.spoken(started[1]), "period": started[0]}
        )
    said.append(_("%(value)s pada %(period)s") % {"value": result.spoken(last[1]), "period": last[0]})
    return " ".join(filter(None, [f"{result.indicator}: {', '.join(said)}.", result.note()]))


def _is_short(result: Result) -> bool:
    return bool(result.unit) and len(result.unit) <= SHORT_UNIT


def _height(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)


def _above(ys: list[Decimal], place: int) -> Decimal:
    """Where a value's label stands: over its dot, or under it where the picture ends."""
    return ys[place] - 10 if ys[place] - 10 > TOP - 4 else ys[place] + 18


def _cut(label: str, x: Decimal) -> Label:
    text = _("mulai, %(period)s") % {"period": label}
    fits_left = x - len(text) * LETTER > 34
    return Label(_plain(x), _plain(x - 6 if fits_left else x + 6), text, "end" if fits_left else "start")


def _period_labels(names: list[str], xs: list[Decimal], left: Decimal) -> list[Label]:
    """As many names under the line as have room, the first and the last among them."""
    longest = max(len(name) for name in names) * LETTER + 6
    last = len(names) - 1
    room = max(1, int((RIGHT - left) / longest))
    every = ceil(last / room) if room < last else 1
    shown = [place for place in range(0, last, every) if last - place >= every] + [last]
    is_tight = longest > 40  # a long name at the edge would leave the drawing
    return [
        Label(
            _plain(xs[place]),
            "188",
            names[place],
            "start" if is_tight and place == 0 else "end" if is_tight and place == last else "middle",
        )
        for place in shown
    ]


def _path(spots: list[tuple[Decimal, Decimal]]) -> str:
    return "M" + "L".join(f"{_plain(x)} {_plain(y)}" for x, y in spots)


# --- numbers --------------------------------------------------------------------------------------------------------


def compact(value: Decimal) -> str:
    """A number short enough for a chart: in full up to 999.999, then 1,25 juta, 3,4 miliar, 2 triliun."""
    for size, name in (
        (Decimal(10) ** 12, _("triliun")),
        (Decimal(10) ** 9, _("miliar")),
        (Decimal(10) ** 6, _("juta")),
    ):
        if abs(value) >= size:
            return f"{number((value / size).quantize(Decimal('0.01')))} {name}"
    return number(value)


def _span(values: list[Decimal], is_percent: bool) -> tuple[Decimal, Decimal]:
    """The scale: it holds zero and every value, ends on a round number, and is never empty."""
    low, high = min(0, *values), max(0, *values)
    if is_percent and low == 0 and high <= 100:
        return Decimal(0), Decimal(100)
    if low == high:
        return Decimal(0), Decimal(1)
    return (-_rounded_up(-low) if low else Decimal(0)), (_rounded_up(high) if high else Decimal(0))


def _rounded_up(value: Decimal) -> Decimal:
    """The least of 1, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 4, 5, 6, 8, 10 × 10ⁿ that holds the value: quarters stay round."""
    size = Decimal(10) ** value.adjusted()
    return next(step * size for step in _ROUND if step * size >= value)


_ROUND = [Decimal(step) for step in ("1", "1.2", "1.6", "2", "2.4", "2.8", "3.2", "4", "5", "6", "8", "10")]


def _plain(value: Decimal) -> str:
    """A coordinate: at most two decimals, a point, never an exponent."""
    return f"{round(float(value), 2):g}" if abs(value) < 100_000 else "0"


def _decimal(raw) -> Decimal:
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)


def _point(item: dict) -> tuple[str, Decimal, bool]:
    value = item.get("value", item) if "value" in item and isinstance(item.get("value"), dict) else item
    return value.get("label") or "", _decimal(value.get("value")), bool(value.get("is_after"))
