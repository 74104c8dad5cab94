"""What the library page shows: the rows of one page of the list, the filters, and what an empty list says."""

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.prepared import Ids, ReaderKind, prepared
from practices import facets, library_index
from practices.enums import Health, LibrarySort
from practices.facets import Library, Selection
from practices.library_index import LibraryIndex
from practices.links import LIBRARY, MAP, practice_url
from practices.models import PracticePage
from practices.picked import Picks, picked, readable_by, without

ROW_FIELDS = (
    "title",
    "slug",
    "summary",
    "scope",
    "owner_unit",
    "source_note",
    "reported_at",
    "reviewed_at",
    "review_by",
    "is_example",
)


def library_context(request: HttpRequest) -> dict:
    """Context of the library page; `Http404` beyond the last page, `BadRequest` for a page number that is none."""
    index = library_index.current()
    asked = Selection.of(request.GET)
    picks = picked(asked.compared, readable_by(request.user).only("title", "slug"))
    found = Library(index, request.user, asked.picking(picks.slugs))
    try:
        page_obj = Paginator(found.rows(), facets.PAGE_SIZE).page(found.selection.page)
    except EmptyPage as beyond:
        raise Http404 from beyond
    context = {
        "found": found,
        "page_obj": page_obj,
        "rows": _pickable(practice_rows(index, request.user, page_obj.object_list), picks, found.selection),
        "picks": picks,
        "pick_chips": picks.chips(lambda left: found.selection.picking(left).url()),
        "chips": found.chips(),
        "clear_url": found.selection.cleared().url(),
        "map_url": found.selection.on(MAP).url(),
        "sorts": LibrarySort.choices,
        "canonical_url": f"{settings.SITE_URL}{LIBRARY}",
    }
    if found.count:
        return {**context, "facets": found.facets()}
    near_name, near_ids = found.nearest()
    return {
        **context,
        "loosening": found.loosening(),
        "near_name": near_name,
        "near_rows": practice_rows(index, request.user, near_ids),
    }


def _pickable(rows: list[dict], picks: Picks, selection: Selection) -> list[dict]:
    """The rows with the address that picks a practice for the comparison, or lays it back; none once all are picked.

    Both lead to the same list, at the practice itself, so that the reader goes on where they were.
    """
    slugs = picks.slugs

    def address(row: dict) -> str:
        slug = row["slug"]
        if slug not in slugs and picks.is_full:
            return ""
        others = without(slugs, slug)
        picking = selection.picking(others if slug in slugs else (*others, slug))
        return f"{picking.url(page=selection.page)}#p-{slug}"

    return [{**row, "pick_url": address(row), "is_picked": row["slug"] in slugs} for row in rows]


def practice_rows(index: LibraryIndex, reader, ids: Iterable[int]) -> list[dict]:
    """The inputs of `components/item.html` for the practices `ids`, in their order; the audience is asked again."""
    ids = tuple(ids)
    pages = {page.pk: page for page in _readable(ids, kind=ReaderKind.of(reader))}
    today = timezone.localdate()
    return [practice_row(pages[pk], index.owners.get(pk, []), today) for pk in ids if pk in pages]


@prepared
def _readable(ids: Ids, *, kind: ReaderKind):
    return PracticePage.objects.published().visible_to(kind.reader()).filter(pk__in=ids).only(*ROW_FIELDS)


def practice_row(page: PracticePage, owners, today) -> dict:
    """One practice as the inputs of `components/item.html`."""
    badge = review_badge(page, today)
    reported = _("Dilaporkan %(date)s") % {"date": date_format(page.reported_at, "j F Y")}
    return {
        "url": practice_url(page.slug),
        "title": page.title,
        "slug": page.slug,
        "scope": page.scope,
        "meta": [owner_label(page.owner_unit, [owner.name for owner in owners])],
        "summary": page.summary,
        "badges": [badge] if badge else [],
        "facts": [page.source_note or reported],
        "is_example": page.is_example,
    }


def owner_label(unit: str, names: list[str]) -> str:
    """Who owns a practice, in a few words: "BKPSDM Kota Bandung", "Kota A dan Kota B", "Kota A dan 2 lainnya"."""
    if not names:
        return unit or _("Tanpa instansi pemilik")
    short = [name.removeprefix("Pemerintah ") for name in names]
    first = f"{unit} {short[0]}" if unit and short[0] not in unit else unit or short[0]
    if len(short) == 1:
        return first
    if len(short) == 2:
        return _("%(first)s dan %(second)s") % {"first": first, "second": short[1]}
    return _("%(first)s dan %(count)d lainnya") % {"first": first, "count": len(short) - 1}


def review_badge(page: PracticePage, today) -> dict | None:
    """Whether the practice is within its review date, as the inputs of `components/badge.html`."""
    if health_of(page, today) == Health.DUE:
        return {"text": _("Perlu ditinjau"), "icon": "clock", "tone": "warn"}
    if page.reviewed_at:
        text = _("Ditinjau %(month)s") % {"month": date_format(page.reviewed_at, "F Y")}
        return {"text": text, "icon": "badge-check", "tone": "ok"}
    return None


def health_of(page: PracticePage, today) -> Health:
    return Health.DUE if page.review_by is not None and page.review_by < today else Health.CURRENT
