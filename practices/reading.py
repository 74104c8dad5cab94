"""What a practice page shows, gathered in few queries whatever its blocks cite."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.rich_text import expand_db_html

from community import panels
from community.enums import Audience, InstansiKind, ProblemKind, Scope, Subject
from community.links import filtered_url
from community.models import SubAspect
from community.services.follows import follows
from forums.discussion import Discussion, discussion_of
from practices import charts, structured_data
from practices.enums import Health, RegulationState
from practices.library import health_of, owner_label
from practices.link_rows import LinkRow, link_rows
from practices.links import SEARCH, compare_url, library_url, practice_url
from practices.models import PracticePage, Regulation

PROSE = ("context", "problem", "solution", "lessons")
_BETWEEN = "<!-- cop -->"  # rich text is expanded once for all fields, so that its links cost one round of queries


@dataclass(frozen=True)
class Linked:
    """A value of the page with the list of all practices that share it."""

    text: str
    url: str
    code: str = ""


@dataclass(frozen=True)
class Facts:
    """Owners, aspects and sub-aspects with the lists behind them."""

    owners: list[Linked]
    kinds: list[Linked]
    provinces: list[Linked]
    aspects: list[Linked]
    subaspects: list[Linked]
    subaspect_names: dict[int, str]


def practice_context(page: PracticePage, request: HttpRequest) -> dict:
    """Context of a practice page for the reader of `request`; the caller has asked whether they may read it."""
    results = [charts.Result.of(block["value"]) for block in page.results.raw_data]
    documents = _documents(page, results)
    [regulations] = regulations_of([page])
    facts = _facts(page, in_memory=getattr(request, "is_preview", False))
    lines, bars = charts.charts_of(results)
    owner = owner_label(page.owner_unit, [each.text for each in facts.owners])
    context = {
        "owner": owner,
        "scope": Scope(page.scope),
        "result_count": len(results),
        "prose": _prose(page),
        "steps": [block["value"] for block in page.steps.raw_data],
        "lines": lines,
        "bars": bars,
        "results": results,
        "evidence": _evidence(results, documents),
        "tip_groups": _tip_groups(page, facts.subaspect_names),
        "conditions": [block["value"] for block in page.conditions.raw_data],
        "risks": [block["value"] for block in page.risks.raw_data],
        "regulations": regulations,
        "attachments": _attachments(page, documents),
        "facts": _fact_list(page, facts, regulations),
        "strip": _strip(page, facts),
        "banner": _banner(page, regulations),
        "first_aspect": facts.aspects[0] if facts.aspects else None,
        "discussion": _discussion(page, request.user, facts),
        **_for_reader(page, request.user),
        "is_print": "cetak" in request.GET,
        **_addresses(page),
    }
    is_open = page.audience == Audience.PUBLIC
    return {
        **context,
        "sections": _sections(context),
        "is_open": is_open,
        "structured": structured_data.article(page, facts, owner) if is_open and not page.is_example else "",
    }


def _addresses(page: PracticePage) -> dict[str, str]:
    """Where the practice is found by machines and on paper, and where it stands beside others."""
    return {
        "compare_url": compare_url([page.slug]),
        "absolute_url": f"{settings.SITE_URL}{practice_url(page.slug)}",
        "preview_url": f"{settings.SITE_URL}{reverse('practices:practice_preview', args=[page.slug])}",
    }


def _for_reader(page: PracticePage, user) -> dict:
    """What differs from reader to reader: whether they follow the practice, and what other apps show beside it."""
    return {
        "is_followed": follows(user, subject=Subject.PRACTICE, object_id=page.pk or 0),
        "loop_panels": panels.shown("practice_loop", page, user),
        "body_panels": panels.shown("practice_body", page, user),
        "side_panels": panels.shown("practice_side", page, user),
    }


# --- what the page is linked to -------------------------------------------------------------------------------------


def _facts(page: PracticePage, *, in_memory: bool) -> Facts:
    """By one query; a preview (`in_memory`) shows what the form holds."""
    tipped = {block["value"].get("subaspect") for block in page.tips.raw_data} - {None}
    return facts_from(rows_in_memory(page, tipped) if in_memory else link_rows(page.pk, named=tipped))


def facts_from(rows: Iterable[LinkRow]) -> Facts:
    """The facts of one practice by what it is linked to."""
    found: dict[str, dict[str, Linked]] = defaultdict(dict)
    names: dict[int, str] = {}
    for row in sorted(rows, key=lambda each: (each.facet, each.target_id)):
        if row.facet == "group":
            continue
        if row.facet in ("sub", "named"):
            names[row.target_id] = row.name
        if row.facet == "named":
            continue
        found[row.facet][row.code] = Linked(row.name, library_url(**{row.facet: row.code}), row.code)
        if row.facet == "pemilik":
            kind = InstansiKind(row.kind)
            found["instansi"][kind.value] = Linked(kind.label, library_url(instansi=kind.value), kind.value)
            if province := row.province():
                found["provinsi"][province[0]] = Linked(province[1], library_url(provinsi=province[0]))
    return Facts(
        owners=list(found["pemilik"].values()),
        kinds=list(found["instansi"].values()),
        provinces=list(found["provinsi"].values()),
        aspects=list(found["aspek"].values()),
        subaspects=list(found["sub"].values()),
        subaspect_names=names,
    )


def rows_in_memory(page: PracticePage, named: Collection[int] = ()) -> list[LinkRow]:
    """What a practice in memory is linked to: a preview, or one whose relations were read before."""
    rows = []
    for owner in page.owners.all():
        place = owner.province
        province = (place.code, place.name) if place else (None, None)
        rows.append(LinkRow(0, "pemilik", owner.code, owner.pk, owner.name, owner.kind, *province))
    others = SubAspect.objects.filter(pk__in=named) if named else []
    for facet, values in (("aspek", page.aspects.all()), ("sub", page.subaspects.all()), ("named", others)):
        rows += [LinkRow(0, facet, each.code, each.pk, each.name, "", None, None) for each in values]
    return rows


def _documents(page: PracticePage, results: list[charts.Result]) -> dict:
    """Evidence and attachments by id, by one query for all; a document that was deleted is missing."""
    ids = {result.evidence_id for result in results}
    ids |= {block["value"].get("document") for block in page.attachments.raw_data}
    ids.discard(None)
    return get_document_model().objects.in_bulk(ids) if ids else {}


def _evidence(results: list[charts.Result], documents: dict) -> list[dict]:
    """Each evidence file once, with the indicators that it proves."""
    proven: dict[int, list[str]] = defaultdict(list)
    for result in results:
        if result.evidence_id in documents:
            proven[result.evidence_id].append(result.indicator)
    return [{**file_of(documents[pk]), "indicators": indicators} for pk, indicators in proven.items()]


def _attachments(page: PracticePage, documents: dict) -> list[dict]:
    return [
        {**file_of(document), "caption": block["value"].get("caption") or document.title}
        for block in page.attachments.raw_data
        if (document := documents.get(block["value"].get("document")))
    ]


def file_of(document) -> dict:
    """Address, title, and kind with size, such as "PDF, 120 KB"."""
    size = filesizeformat(document.file_size) if document.file_size else ""
    return {
        "url": document.url,
        "title": document.title,
        "kind": ", ".join(filter(None, [document.file_extension.upper(), size])),
    }


def regulations_of(pages: list[PracticePage]) -> list[list[dict]]:
    """What each of the pages cites, with its state and what replaced it, by one query."""
    cited = [[block["value"] for block in page.regulations.raw_data] for page in pages]
    ids = {value.get("regulation") for values in cited for value in values} - {None}
    rows = Regulation.objects.select_related("replaced_by").in_bulk(ids) if ids else {}
    return [
        [
            {
                "regulation": row,
                "part": value.get("part") or "",
                "state": RegulationState(row.state),
                "badge": STATE_BADGES[RegulationState(row.state)],
                "list_url": library_url(dasar=row.code),
            }
            for value in values
            if (row := rows.get(value.get("regulation")))
        ]
        for values in cited
    ]


STATE_BADGES = {
    RegulationState.IN_FORCE: {"icon": "circle-check", "tone": "ok"},
    RegulationState.AMENDED: {"icon": "history", "tone": "warn"},
    RegulationState.REVOKED: {"icon": "circle-alert", "tone": "bad"},
}


def _discussion(page: PracticePage, reader, facts: Facts) -> Discussion | None:
    """What is said about the practice; None for a preview of a page that has no row yet."""
    if page.pk is None:
        return None
    about = {"sub": [each.code for each in facts.subaspects], "masalah": [kind.value for kind in page.problem_kinds]}
    return discussion_of((Subject.PRACTICE, page.pk), practice_url(page.slug), reader, **about)


def _tip_groups(page: PracticePage, names: dict[int, str]) -> list[dict]:
    """Tips by sub-aspect (`names` by id) in the order of the page, those without one last."""
    tips = [block["value"] for block in page.tips.raw_data]
    groups: dict[str, list[dict]] = defaultdict(list)
    for tip in tips:
        groups[names.get(tip.get("subaspect"), "")].append(tip)
    return [{"name": name, "tips": group} for name, group in sorted(groups.items(), key=lambda each: not each[0])]


def _prose(page: PracticePage) -> dict[str, SafeString]:
    """The rich texts of the page as HTML of the page's own, expanded together."""
    joined = expand_db_html(_BETWEEN.join(getattr(page, name) or "" for name in PROSE))
    return dict(zip(PROSE, map(mark_safe, joined.split(_BETWEEN)), strict=True))


# --- facts and words ------------------------------------------------------------------------------------------------


def _fact(name: str, values: list) -> dict:
    return {
        "name": name,
        "values": [(each.text, each.url) if isinstance(each, Linked) else (each, "") for each in values],
    }


def problems_of(page: PracticePage) -> list[Linked]:
    """The kinds of problem that the practice answers, each with its list."""
    kinds = [(ProblemKind.SUBSTANCE, page.has_substance_problem), (ProblemKind.BEHAVIOUR, page.has_behaviour_problem)]
    return [Linked(kind.label, library_url(masalah=kind.value)) for kind, is_so in kinds if is_so]


def scope_of(page: PracticePage) -> Linked:
    scope = Scope(page.scope)
    return Linked(scope.label, library_url(lingkup=scope.slug))


def reported_of(page: PracticePage) -> Linked:
    """The day it was reported, with the list of its year."""
    return Linked(date_format(page.reported_at, "j F Y"), library_url(tahun=page.reported_at.year))


def health_fact_of(page: PracticePage) -> Linked:
    health = health_of(page, timezone.localdate())
    return Linked(health.label, library_url(tinjauan=health.value))


def _fact_list(page: PracticePage, facts: Facts, regulations: list[dict]) -> list[dict]:
    """All facts of the side column; a fact that other practices can share leads to the list of those that do."""
    shared = [
        (_("Instansi pemilik"), facts.owners),
        (_("Jenis instansi"), facts.kinds),
        (_("Provinsi"), facts.provinces),
        (_("Lingkup"), [scope_of(page)]),
        (_("Aspek"), facts.aspects),
        (_("Sub-aspek"), facts.subaspects),
        (_("Jenis masalah"), problems_of(page)),
        (_("Dilaporkan"), [reported_of(page)]),
        (_("Peninjauan"), [health_fact_of(page)]),
        (
            _("Dasar hukum"),
            [Linked(f"{each['regulation']}, {each['state'].label.lower()}", each["list_url"]) for each in regulations],
        ),
        (_("Kata kunci"), [Linked(word, filtered_url(SEARCH, q=word, jenis="praktik")) for word in page.keyword_list]),
    ]
    own = [(_("Durasi"), page.duration), (_("Biaya"), page.cost), (_("Tenaga"), page.staff)]
    told = [_fact(name, [value]) for name, value in own if value]
    if not told:
        told = [_fact(_("Durasi, biaya, tenaga"), [_("Belum dilaporkan")])]
    contact = [_fact(_("Narahubung"), [page.contact_role])] if page.contact_role else []
    return [_fact(name, values) for name, values in shared if values] + told + contact


def _strip(page: PracticePage, facts: Facts) -> list[dict]:
    """The few facts that a reader on a phone needs before the text."""
    own = page.duration or page.cost or page.staff
    strip = [
        (_("Instansi pemilik"), facts.owners[:2]),
        (_("Sub-aspek"), facts.subaspects[:2] or facts.aspects[:2]),
        (_("Jenis masalah"), problems_of(page)),
        (_("Durasi") if page.duration else _("Biaya dan tenaga"), [own] if own else []),
    ]
    return [_fact(name, values) for name, values in strip if values]


def _banner(page: PracticePage, regulations: list[dict]) -> dict:
    """Whether the practice still holds: what is known, with dates and the reason."""
    changed = [_change(each) for each in regulations if each["state"] != RegulationState.IN_FORCE]
    source = date_format(page.reviewed_at or page.reported_at, "F Y")
    if health_of(page, timezone.localdate()) == Health.DUE:
        words = _("Isi praktik ini berasal dari %(source)s dan sudah melewati batas tinjau %(due)s. %(advice)s") % {
            "source": source,
            "due": date_format(page.review_by, "j F Y"),
            "advice": _("Periksa lagi dasar hukumnya sebelum dipakai."),
        }
        return {"tone": "warn", "icon": "clock", "title": _("Perlu ditinjau."), "text": " ".join([words, *changed])}
    if changed:
        advice = _("Cocokkan langkahnya dengan peraturan yang berlaku.")
        return {
            "tone": "warn",
            "icon": "clock",
            "title": _("Dasar hukum berubah."),
            "text": " ".join([*changed, advice]),
        }
    dates = []
    if page.reviewed_at:
        dates.append(_("Ditinjau pada %(date)s.") % {"date": date_format(page.reviewed_at, "j F Y")})
    else:
        dates.append(_("Dilaporkan pada %(date)s.") % {"date": date_format(page.reported_at, "j F Y")})
    if page.review_by:
        dates.append(_("Tinjauan berikutnya %(date)s.") % {"date": date_format(page.review_by, "j F Y")})
    return {"tone": "ok", "icon": "badge-check", "title": _("Masih berlaku."), "text": " ".join(dates)}


def _change(cited: dict) -> str:
    regulation = cited["regulation"]
    state = cited["state"].label.lower()
    if regulation.replaced_by:
        return _("%(name)s %(state)s, digantikan oleh %(successor)s.") % {
            "name": regulation,
            "state": state,
            "successor": regulation.replaced_by,
        }
    return _("%(name)s %(state)s.") % {"name": regulation, "state": state}


def _sections(context: dict) -> list[tuple[str, str]]:
    """Anchors and names of the parts that the page has."""
    prose = context["prose"]
    parts = [
        ("masalah", _("Masalah"), prose["problem"]),
        ("konteks", _("Konteks"), prose["context"]),
        ("penyelesaian", _("Penyelesaian"), prose["solution"]),
        ("langkah", _("Langkah"), context["steps"]),
        ("hasil", _("Hasil"), True),
        ("kiat", _("Kiat menurut sub-aspek"), context["tip_groups"]),
        ("syarat", _("Agar bisa diterapkan"), context["conditions"]),
        ("risiko", _("Risiko"), context["risks"]),
        ("pelajaran", _("Pelajaran"), prose["lessons"]),
        ("dasar-hukum", _("Dasar hukum"), context["regulations"]),
        ("lampiran", _("Lampiran"), context["attachments"]),
        ("diskusi", _("Diskusi"), context["discussion"]),
    ]
    return [(anchor, name) for anchor, name, is_there in parts if is_there]
