"""Up to three practices side by side: the rows of the table, each with a cell for every practice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.rich_text import get_text_for_indexing

from community.enums import InstansiKind
from community.models import Instansi
from practices import charts, library_index
from practices.facets import Library, Selection, compared_slugs
from practices.library import owner_label, practice_rows
from practices.library_index import LibraryIndex
from practices.limits import MOST_COMPARED
from practices.links import COMPARED, central_url, compare_url, library_url, practice_url
from practices.models import PracticePage
from practices.picked import Picks, picked, readable_by
from practices.reading import (
    Facts,
    Linked,
    facts_from,
    health_fact_of,
    problems_of,
    regulations_of,
    reported_of,
    rows_in_memory,
    scope_of,
)

MOST_WORDS = 60  # of a text; the practice has the rest
MOST_ITEMS = 6  # of a list
SUGGESTED = 5


@dataclass(frozen=True)
class Column:
    """One practice with what its cells are made of."""

    page: PracticePage
    facts: Facts
    regulations: list[dict]

    @property
    def url(self) -> str:
        return practice_url(self.page.slug)

    @property
    def owner(self) -> str:
        return owner_label(self.page.owner_unit, [each.text for each in self.facts.owners])


@dataclass(frozen=True)
class Part:
    """A cell that shows the beginning: `rest` is how many items follow, `is_cut` that the text goes on."""

    shown: object
    url: str
    rest: int = 0
    is_cut: bool = False
    count: int = 0


@dataclass(frozen=True)
class Row:
    """One line of the table; an empty cell is what a practice does not tell."""

    name: str
    kind: str
    cells: list


def comparison_context(request: HttpRequest) -> dict:
    """Context of the comparison; `Http404` where nothing that was asked for may be read."""
    slugs = compared_slugs(request.GET)
    picks = picked(slugs, _complete(readable_by(request.user)))
    if slugs and not picks.pages:
        raise Http404
    context = {
        "picks": picks,
        "chips": picks.chips(lambda left: compare_url(left)),
        "notices": _notices(picks),
        "library_url": library_url(**{COMPARED: picks.slugs}),
    }
    if len(picks.pages) < 2:
        return {**context, **_suggestions(picks, request.user)}
    columns = columns_of(picks.pages)
    return {**context, "columns": columns, "rows": rows_of(columns)}


def _notices(picks: Picks) -> list[str]:
    """What was asked for and is not compared, and why."""
    notices = []
    if picks.beyond:
        titles = [f"“{page.title}”" for page in picks.beyond]
        told = _("Paling banyak %(most)d praktik dibandingkan sekaligus. Tidak ikut: %(titles)s.")
        notices.append(told % {"most": MOST_COMPARED, "titles": ", ".join(titles)})
    if picks.missing:
        told = ngettext(
            "%(total)d praktik yang diminta tidak ada, atau tidak terbuka untuk Anda.",
            "%(total)d praktik yang diminta tidak ada, atau tidak terbuka untuk Anda.",
            picks.missing,
        )
        notices.append(told % {"total": picks.missing})
    return notices


def _complete(rows):
    """With what the table shows of other tables: three queries, however many practices."""
    owners = Prefetch("owners", Instansi.objects.select_related("province"))
    return rows.prefetch_related(owners, "aspects", "subaspects")


def columns_of(pages: list[PracticePage]) -> list[Column]:
    cited = regulations_of(pages)
    return [
        Column(page, facts_from(rows_in_memory(page)), regulations)
        for page, regulations in zip(pages, cited, strict=True)
    ]


def rows_of(columns: list[Column]) -> list[Row]:
    """The lines that at least one practice has something to say in."""
    rows: list[Row] = []
    for name, kind, cell in ROWS:
        if kind == "results":
            rows += _result_rows(columns)
        else:
            rows.append(Row(name, kind, [cell(column) for column in columns]))
    return [row for row in rows if any(row.cells)]


def _result_rows(columns: list[Column]) -> list[Row]:
    """A line for each indicator that several practices measure in one unit, then one for what each measures alone."""
    told = [[charts.Result.of(block["value"]) for block in column.page.results.raw_data] for column in columns]
    measured = Counter(key for results in told for key in {result.measure for result in results})
    in_order = dict.fromkeys(result.measure for results in told for result in results)
    shared = [key for key in in_order if measured[key] > 1]

    def cells(wanted: Callable[[tuple], bool]) -> list[Part | None]:
        return [
            _part([result for result in results if wanted(result.measure)], f"{column.url}#hasil")
            for column, results in zip(columns, told, strict=True)
        ]

    rows = [
        Row(_("Hasil dengan indikator yang sama"), "results", cells(lambda key, one=one: key == one)) for one in shared
    ]
    return [*rows, Row(_("Hasil lain") if shared else _("Hasil"), "results", cells(lambda key: key not in shared))]


# --- cells ----------------------------------------------------------------------------------------------------------


def _text(name: str, anchor: str) -> Callable[[Column], Part | None]:
    def cell(column: Column) -> Part | None:
        words = " ".join(get_text_for_indexing(getattr(column.page, name) or "").split())
        shown = Truncator(words).words(MOST_WORDS, truncate=" …")
        return Part(shown, f"{column.url}#{anchor}", is_cut=shown != words) if words else None

    return cell


def _list(name: str, anchor: str, item: Callable[[dict | str], object]) -> Callable[[Column], Part | None]:
    def cell(column: Column) -> Part | None:
        items = [item(block["value"]) for block in getattr(column.page, name).raw_data]
        return _part(items, f"{column.url}#{anchor}")

    return cell


def _part(items: list, url: str) -> Part | None:
    shown = items[:MOST_ITEMS]
    return Part(shown, url, rest=len(items) - len(shown), count=len(items)) if items else None


def _places(column: Column) -> list[Linked]:
    """The provinces of the owners; a national agency lies in none, which is no gap."""
    kinds = {each.code for each in column.facts.kinds}
    central = [Linked(_("Instansi pusat"), central_url())] if kinds & set(InstansiKind.central()) else []
    return column.facts.provinces + central


ROWS = (
    (_("Ringkasan"), "words", lambda column: column.page.summary),
    (_("Instansi pemilik"), "links", lambda column: column.facts.owners),
    (_("Jenis instansi"), "links", lambda column: column.facts.kinds),
    (_("Provinsi"), "links", _places),
    (_("Lingkup"), "links", lambda column: [scope_of(column.page)]),
    (_("Aspek"), "links", lambda column: column.facts.aspects),
    (_("Sub-aspek"), "links", lambda column: column.facts.subaspects),
    (_("Jenis masalah"), "links", lambda column: problems_of(column.page)),
    (_("Masalah"), "text", _text("problem", "masalah")),
    (_("Penyelesaian"), "text", _text("solution", "penyelesaian")),
    (_("Langkah"), "steps", _list("steps", "langkah", lambda value: value.get("title") or "")),
    (_("Hasil"), "results", None),
    (_("Agar bisa diterapkan"), "list", _list("conditions", "syarat", str)),
    (_("Risiko"), "list", _list("risks", "risiko", lambda value: value.get("risk") or "")),
    (_("Durasi"), "words", lambda column: column.page.duration),
    (_("Biaya"), "words", lambda column: column.page.cost),
    (_("Tenaga"), "words", lambda column: column.page.staff),
    (_("Dasar hukum"), "laws", lambda column: _part(column.regulations, f"{column.url}#dasar-hukum")),
    (_("Dilaporkan"), "links", lambda column: [reported_of(column.page)]),
    (_("Peninjauan"), "links", lambda column: [health_fact_of(column.page)]),
)


# --- what else could be compared ------------------------------------------------------------------------------------


def _suggestions(picks: Picks, reader) -> dict:
    """Practices near the only one picked, or the newest; `are_near` says which."""
    index = library_index.current()
    ids, are_near = _likely(index, picks, reader)
    rows = [
        {**row, "compare_url": compare_url([*picks.slugs, row["slug"]])} for row in practice_rows(index, reader, ids)
    ]
    return {"suggestions": rows, "are_near": are_near}


def _likely(index: LibraryIndex, picks: Picks, reader) -> tuple[list[int], bool]:
    """Those that share a sub-aspect with the pick, else an aspect, else the newest; and whether they share one."""
    library = Library(index, reader, Selection())
    own = {page.pk for page in picks.pages}
    codes = [
        ("sub", [each.code for page in picks.pages for each in page.subaspects.all()]),
        ("aspek", [each.code for page in picks.pages for each in page.aspects.all()]),
    ]
    for facet, values in codes:
        shared = library.readable & index.having(facet, values)
        if found := [pk for pk in library.ids(shared, 0, SUGGESTED + len(own)) if pk not in own]:
            return found[:SUGGESTED], True
    newest = library.ids(library.readable, 0, SUGGESTED + len(own))
    return [pk for pk in newest if pk not in own][:SUGGESTED], False
