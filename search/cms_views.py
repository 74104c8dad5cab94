"""Reports of search in the CMS."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_denied

from search import asked_report, backlog
from search.asked_report import PERIODS, Chosen, List
from search.engines import schema
from search.engines.elastic import condition
from search.models import EntryRefresh, SearchEntry
from search.permissions import can_read_questions, can_retry_refused
from search.spreadsheets import WRITERS

PER_PAGE = 50
MOST_EXPORTED = 5_000
LONGEST_ID = 18


@require_safe
def question_list(request):
    """What was asked most, or in vain, within a period; as a page or as a file."""
    if not can_read_questions(request.user):
        return permission_denied(request)
    chosen = Chosen.of(request.GET)
    rows = asked_report.rows(chosen)
    if write := WRITERS.get(request.GET.get("export", "")):
        return write(f"pencarian-{chosen.list}-{chosen.days}-hari", *_table(rows, chosen))
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("p", "1")[:9])
    context = {
        "chosen": chosen,
        "page_obj": page_obj,
        "lines": asked_report.lines(list(page_obj.object_list), chosen),
        "sum": asked_report.summed(chosen),
        "lists": [(each.label, _address(each, chosen.days), each == chosen.list) for each in List],
        "periods": [(name, _address(chosen.list, days), days == chosen.days) for days, name in PERIODS.items()],
        "address": _address(chosen.list, chosen.days),
        "kept_days": settings.SEARCH_LOG_DAYS,
        "may_add_synonyms": request.user.has_perm("search.add_synonymgroup"),
        "may_promote": request.user.has_perm("search.add_promotedresult"),
    }
    return render(request, "search/cms/question_list.html", context)


@require_safe
def index_state(request):
    """What the index has not heard of yet, and what Elasticsearch refuses with its reason."""
    if not can_read_questions(request.user):
        return permission_denied(request)
    has_elasticsearch = bool(settings.ELASTICSEARCH_URL)
    context = {
        "has_elasticsearch": has_elasticsearch,
        "fault": condition.fault() if has_elasticsearch else None,
        "backlog": backlog.backlog(),
        "waiting": backlog.waiting_lines(request.user) if has_elasticsearch else [],
        "refused": backlog.refused_lines(request.user) if has_elasticsearch else [],
        "queued": EntryRefresh.objects.waiting().count(),
        "has_old_roots": SearchEntry.objects.findable().with_old_roots().exists(),
        "index_faults": schema.faults(),
        "may_retry": can_retry_refused(request.user),
    }
    return render(request, "search/cms/index_state.html", context)


@require_POST
def refused_retry(request):
    """Send what was refused once more: one entry (`tolakan`), or all."""
    chosen = request.POST.get("tolakan", "")
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID):
        raise BadRequest("Not the number of a refusal.")
    try:
        count = backlog.try_again([int(chosen)] if chosen else None, actor=request.user)
    except PermissionDenied:
        return permission_denied(request)
    text = ngettext("%(count)d entri menunggu lagi.", "%(count)d entri menunggu lagi.", count)
    messages.success(request, text % {"count": count})
    return redirect("search_index")


def _address(name: str, days: int) -> str:
    return "?" + urlencode({"daftar": name, "hari": days})


def _table(rows, chosen: Chosen) -> tuple[list[str], list[list]]:
    head = [_("Kata pencarian"), _("Dicari"), _("Tanpa hasil"), _("Dibuka"), _("Posisi rata-rata"), _("Terakhir")]
    lines = asked_report.lines(list(rows[:MOST_EXPORTED]), chosen)
    return head, [
        [
            line.text,
            line.times,
            line.in_vain,
            line.opened,
            line.position and round(line.position, 1),
            timezone.localtime(line.last_at).strftime("%Y-%m-%d %H:%M"),
        ]
        for line in lines
    ]
