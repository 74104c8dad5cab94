"""The calendar of events: what runs, what comes, what is over, under filters that are links."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.enums import Scope
from community.links import MOST_FILTER_VALUES
from community.models import Aspect
from community.zones import Zone
from events.enums import EventKind, EventMode, EventState
from events.links import CALENDAR, calendar_url, event_url
from events.models import EventPage
from events.reading import state_badge
from events.times import span

PAGE_SIZE = 12
PAST_SHOWN = 5  # below what comes, where no part of the calendar was chosen
MAX_PAGE = 10_000
LONGEST_VALUE = 160
WHENS = ("mendatang", "berlangsung", "lalu")
FILTERS = ("lingkup", "aspek", "tahun", "keadaan", "contoh")
LINKED_ONLY = {"keadaan": gettext_lazy("Keadaan"), "contoh": gettext_lazy("Isi contoh")}  # chosen by links alone
STATES = {"selesai": EventState.CLOSED}  # of `keadaan`; the other states are parts of the calendar


@dataclass(frozen=True)
class Selection:
    """What a reader chose: a part of the calendar (`waktu`) or all of it, filters, and a page."""

    when: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """Read an address; `BadRequest` for an impossible page, an unknown part or absurdly many values."""
        when = query.get("waktu", "")
        if when not in ("", *WHENS):
            raise BadRequest("Not a part of the calendar.")
        filters = {}
        for name in FILTERS:
            values = tuple(dict.fromkeys(" ".join(raw.split())[:LONGEST_VALUE] for raw in query.getlist(name)))
            values = tuple(value for value in values if value)
            if len(values) > MOST_FILTER_VALUES:
                raise BadRequest(f"More than {MOST_FILTER_VALUES} values of one filter.")
            if values:
                filters[name] = values
        return cls(when, filters, _page_number(query.get("hal", "") or "1"))

    def url(self, **changes) -> str:
        """The address of this selection with changes, on its first page."""
        chosen = replace(self, **{"page": 1, **changes})
        return calendar_url(waktu=chosen.when, **chosen.filters)

    def toggled(self, name: str, value: str) -> str:
        """The address with one value of a filter more, or without it."""
        values = self.filters.get(name, ())
        kept = tuple(each for each in values if each != value) if value in values else (*values, value)
        return self.url(filters={**self.filters, name: kept} if kept else _without(self.filters, name))

    def has(self, name: str, value: str) -> bool:
        return value in self.filters.get(name, ())

    def apply(self, events: QuerySet, *left_out: str) -> QuerySet:
        """`events` under the filters but those named; a value that nobody knows matches nothing."""
        for name, values in self.filters.items():
            if name not in left_out:
                events = events.filter(_condition(name, values))
        return events

    def in_part(self, events: QuerySet, now: datetime) -> QuerySet:
        """`events` of the chosen part of the calendar; all of them where none was chosen."""
        return _part(events, self.when, now) if self.when else events


def calendar_context(request: HttpRequest) -> dict:
    """Context of the calendar; `Http404` beyond the last page, `BadRequest` for what no page links to."""
    now, selection = timezone.now(), Selection.of(request.GET)
    readable = EventPage.objects.published().visible_to(request.user)
    chosen = selection.apply(readable).with_room_counts()
    counts = _counts(chosen, now)
    context = {
        "selection": selection,
        "counts": counts,
        "tabs": _tabs(selection, counts),
        "facets": _facets(selection, readable, now),
        "clear_url": selection.url(filters={}),
        "canonical_url": f"{settings.SITE_URL}{CALENDAR}",
        "feed_url": f"{CALENDAR}feed/",
    }
    if selection.when:
        page_obj = _page(_part(chosen, selection.when, now), selection.page, counts[selection.when])
        return {**context, "page_obj": page_obj, "rows": rows_of(page_obj.object_list, now)}
    ahead = chosen.coming(now).order_by("starts_at", "pk")
    page_obj = _page(ahead, selection.page, counts["mendatang"] + counts["berlangsung"])
    coming = rows_of(page_obj.object_list, now)
    past = rows_of(_part(chosen, "lalu", now)[:PAST_SHOWN], now) if selection.page == 1 else []
    return {
        **context,
        "page_obj": page_obj,
        "rows": coming,
        "past_rows": past,
        "past_url": selection.url(when="lalu") if counts["lalu"] > len(past) else "",
    }


def rows_of(events, now: datetime) -> list[dict]:
    """Events (`with_room_counts`) as the inputs of `events/_event_row.html`."""
    return [event_row(event, event.room_count, now) for event in events]


def event_row(event: EventPage, room_count: int, now: datetime) -> dict:
    """One event of a list: date, title, how one attends, its state."""
    zone = Zone(event.zone)
    local = event.starts_at.astimezone(zone.info) if event.starts_at else None
    is_one_day = local and event.ends_at and (event.ends_at - event.starts_at).total_seconds() < 86_400
    mode = str(EventMode(event.mode).label).lower()
    return {
        "url": event_url(event.slug),
        "title": event.title,
        "summary": event.summary,
        "scope": Scope(event.scope),
        "day": local.day if local else "–",
        "month": date_format(local, "M Y") if local else "",
        "date": date_format(local, "l, j F Y") if local else "",
        "iso": f"{local:%Y-%m-%d}" if local else "",
        "hours": span(event.starts_at, event.ends_at, zone) if is_one_day else "",
        "is_report": event.is_report_date,
        "kind": _("%(kind)s %(mode)s") % {"kind": EventKind(event.kind).label, "mode": mode},
        "rooms": ngettext("%(count)d ruang", "%(count)d ruang", room_count) % {"count": room_count}
        if room_count
        else "",
        "badge": state_badge(event, now),
        "is_example": event.is_example,
    }


def _page_number(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9 and 0 < int(raw) <= MAX_PAGE):
        raise BadRequest("Not a page of the calendar.")
    return int(raw)


def _page(events: QuerySet, number: int, count: int):
    """A page of `events`, whose number is known."""
    paginator = Paginator(events, PAGE_SIZE)
    paginator.count = count
    try:
        return paginator.page(number)
    except EmptyPage as beyond:
        raise Http404 from beyond


def _part(events: QuerySet, when: str, now: datetime) -> QuerySet:
    """What is over comes newest first, the rest in the order in which it happens."""
    match when:
        case "mendatang":
            return events.upcoming(now).order_by("starts_at", "pk")
        case "berlangsung":
            return events.running(now).order_by("starts_at", "pk")
    return events.over(now).order_by("-starts_at", "-pk")


def _counts(events: QuerySet, now: datetime) -> dict[str, int]:
    """How many events each part of the calendar holds, by one query."""
    over = Q(state__in=[EventState.CLOSED, EventState.CANCELLED]) | Q(ends_at__lte=now)
    counted = events.order_by().aggregate(
        lalu=Count("pk", filter=over),
        berlangsung=Count("pk", filter=~over & Q(starts_at__lte=now, ends_at__gt=now)),
        mendatang=Count("pk", filter=~over & Q(starts_at__gt=now)),
    )
    return {when: counted[when] for when in WHENS}


def _tabs(selection: Selection, counts: dict[str, int]) -> list[dict]:
    names = {"mendatang": _("Akan datang"), "berlangsung": _("Berlangsung"), "lalu": _("Sudah lewat")}
    everything = {
        "name": _("Semua"),
        "url": selection.url(when=""),
        "count": sum(counts.values()),
        "is_current": not selection.when,
    }
    return [
        everything,
        *(
            {
                "name": names[when],
                "url": selection.url(when=when),
                "count": counts[when],
                "is_current": selection.when == when,
            }
            for when in WHENS
            if counts[when] or selection.when == when
        ),
    ]


def _facets(selection: Selection, readable: QuerySet, now: datetime) -> list[dict]:
    """The filters, each counted under all others, as groups of links; one query each."""

    def under_others(name: str) -> QuerySet:
        return selection.in_part(selection.apply(readable, name), now).order_by()

    groups = [
        ("lingkup", _("Lingkup"), _scopes(under_others("lingkup"))),
        ("aspek", _("Aspek"), _aspects(under_others("aspek"))),
        ("tahun", _("Tahun"), _years(under_others("tahun"))),
        *((name, label, _chosen(selection, name, readable, now)) for name, label in LINKED_ONLY.items()),
    ]
    return [
        {"label": label, "options": options}
        for name, label, values in groups
        if (options := _options(selection, name, values))
    ]


def _scopes(events: QuerySet) -> list[tuple]:
    counted = events.values_list("scope").annotate(n=Count("pk", distinct=True)).order_by("scope")
    return [(Scope(code).slug, str(Scope(code).label), n) for code, n in counted]


def _aspects(events: QuerySet) -> list[tuple]:
    among = Q(eventpage__in=events.values("pk"))
    counted = Aspect.objects.filter(among).annotate(n=Count("eventpage", filter=among, distinct=True))
    return list(counted.order_by("framework__valid_from", "number").values_list("code", "name", "n"))


def _years(events: QuerySet) -> list[tuple]:
    dated = events.filter(starts_at__isnull=False).annotate(year=ExtractYear("starts_at", tzinfo=Zone.WIB.info))
    counted = dated.values_list("year").annotate(n=Count("pk", distinct=True)).order_by("-year")
    return [(str(year), str(year), n) for year, n in counted]


def _chosen(selection: Selection, name: str, readable: QuerySet, now: datetime) -> list[tuple]:
    """The values of a filter that only links of other pages set, so that they can be taken away."""
    if name not in selection.filters:
        return []
    count = selection.in_part(selection.apply(readable), now).order_by().count()
    labels = {"selesai": EventState.CLOSED.label, "tanpa": _("Tanpa contoh")}
    return [(value, labels[value], count) for value in selection.filters[name] if value in labels]


def _options(selection: Selection, name: str, values: list[tuple]) -> list[dict]:
    """Links of one filter; a chosen value without events stays, so that it can be taken away."""
    known = {value for value, _label, _n in values}
    gone = [(value, value, 0) for value in selection.filters.get(name, ()) if value not in known]
    return [
        {"text": label, "count": n, "url": selection.toggled(name, value), "is_current": selection.has(name, value)}
        for value, label, n in [*values, *gone]
    ]


def _condition(name: str, values: tuple[str, ...]) -> Q:
    if name == "lingkup":
        return Q(scope__in=[scope.value for scope in Scope if scope.slug in values])
    if name == "aspek":
        links = EventPage.aspects.through.objects.filter(aspect__code__in=values)
        return Q(pk__in=links.values("eventpage_id"))
    if name == "keadaan":
        return Q(state__in=[STATES[value] for value in values if value in STATES])
    if name == "contoh":
        return Q(is_example=False) if "tanpa" in values else Q(pk__in=[])
    years = [int(value) for value in values if value.isascii() and value.isdigit() and 1900 <= int(value[:5]) <= 9998]
    matches = Q(pk__in=[])
    for year in years:
        first = datetime(year, 1, 1, tzinfo=Zone.WIB.info)
        matches |= Q(starts_at__gte=first, starts_at__lt=first.replace(year=year + 1))
    return matches


def _without(filters: dict, name: str) -> dict:
    return {other: values for other, values in filters.items() if other != name}
