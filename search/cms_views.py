"""Reports of search in the CMS."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_denied

from search import asked_report
from search.asked_report import PERIODS, Chosen, List
from search.permissions import can_read_questions
from search.spreadsheets import WRITERS

PER_PAGE = 50
MOST_EXPORTED = 5_000


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
