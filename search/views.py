"""The results page, and what is offered while somebody types."""

import time
from dataclasses import asdict, replace
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from forums.limits import TITLE_LIMIT
from forums.links import ask_url
from forums.models import RoomPage
from practices import library_index
from search import asked, facets, nearby, services
from search.dates import Dates
from search.enums import Kind
from search.forms import MAX_TEXT, PAGE_SIZE, Question, Sort, one_line
from search.suggestions import suggestions

UNDATED = (Kind.INSTANSI, Kind.PERSON)


class CountedResponse(TemplateResponse):
    """A page that is remembered once it was sent: the server closes an answer when nobody waits for it any more."""

    noted: asked.Noted | None = None

    def close(self):
        if self.noted:
            asked.keep(self.noted)
        super().close()  # gives the connection back


class SearchView(TemplateView):
    """`/cari/`: one box over everything, tabs, facets, results; without a question, where to start."""

    template_name = "search/result_list.html"
    http_method_names = ["get", "head", "options"]
    response_class = CountedResponse
    noted = None

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response.noted = self.noted
        return response

    def get_context_data(self, **kwargs):
        question = Question.of(self.request.GET)
        context = super().get_context_data(**kwargs) | {
            "question": question,
            "kept": question.pairs("q", "hal", "persis"),  # what a new question keeps: tab, filters, order
            "hide_header_search": True,
        }
        if question.is_empty:
            return context | {"start": nearby.start_for(self.request.user)}
        return context | self.answered(question)

    def answered(self, question: Question) -> dict:
        room = _room(question, self.request.user)
        began = time.monotonic()
        answer = services.search(question, self.request.user, room)
        results = answer.results
        self.noted = asked.note(self.request, question, results, time.monotonic() - began)
        if question.page > 1 and not results.hits:
            raise Http404
        index = library_index.current()
        names = facets.Names(index)
        chips = facets.chips(question, results, names, room)
        shown = {
            "room": room,
            "results": results,
            "rows": answer.rows,
            "listed": answer.listed,
            "clicks": self.noted.clicks if self.noted else "",
            "promoted": answer.promoted if question.page == 1 else [],
            "beside": answer.beside,
            "is_beside_first": answer.names_an_agency,
            "tabs": [] if room else facets.tabs(question, results, self.request.user),
            "chips": chips,
            "clear_url": question.url(filters={}, dates=Dates(), room=""),
            "exact_url": question.url(as_typed=True),
            "suggestion_url": question.url(text=results.suggestion or ""),
            "ask_url": ask_url(judul=question.text[:TITLE_LIMIT]),
        }
        if answer.rows:
            return shown | self.listed(question, results, names)
        if question.dates.fault:
            shown |= self.filters(question, results, names)
        return shown | self.nothing(question, answer, chips, index)

    def nothing(self, question: Question, answer: services.Answer, chips: list[facets.Chip], index) -> dict:
        reader, results = self.request.user, answer.results
        helping = [chip for chip in chips if self.would_help(chip, answer)]
        is_nowhere = not helping and not results.kinds  # no filter is to blame
        return {
            "nearby": nearby.practices_near(question, reader, index),
            "questions": nearby.questions_near(question, reader, answer.containers) if is_nowhere else [],
            "helping_chips": helping or chips,
            "in_other_tabs": sum(results.kinds.values()) if question.tab else 0,
            "all_tabs_url": question.url(tab=""),
        }

    def would_help(self, chip: facets.Chip, answer: services.Answer) -> bool:
        """Whether there are results without the filter."""
        if chip.without is None:
            return chip.helps
        room = None if chip.is_room else answer.room
        return services.finds(chip.without, self.request.user, answer.containers, room)

    def filters(self, question: Question, results, names: facets.Names) -> dict:
        return {
            "facets": facets.facets(question, results, names),
            "may_have_dates": question.kind not in UNDATED or any(question.dates.typed),
            "asked": question.pairs("hal", "dari", "sampai", *question.filters),  # what new filters keep
        }

    def listed(self, question: Question, results, names: facets.Names) -> dict:
        return self.filters(question, results, names) | {
            "sorts": [
                {"name": sort.label, "url": question.url(sort=sort), "is_current": sort == question.sort}
                for sort in Sort
            ],
            "page_obj": Paginator(range(results.total), PAGE_SIZE).get_page(question.page),
        }


@csrf_exempt  # browsers send it for the `ping` of a link, without a form; it changes nothing that is anybody's
@require_POST
def result_opened(request, search_id, kind, object_id, position):
    """A result was opened: noted once for each result of an answer, nothing said of whether it was."""
    asked.opened(search_id, kind=kind, object_id=object_id, position=position)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def suggestion_list(request):
    """`/cari/saran/?q=`: at most eight suggestions as JSON, with a sentence for screen readers that counts them.

    A visitor's answer may be kept where it is asked for again each time, as kept pages are; a member's is not kept.
    """
    typed = request.GET.get("q", "")
    try:
        within = replace(Question.of(request.GET), text="", as_typed=False)
    except BadRequest as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.BAD_REQUEST)
    if len(typed) > MAX_TEXT:
        refusal = {"error": _("Pertanyaan paling banyak 200 huruf.")}
        return JsonResponse(refusal, status=HTTPStatus.BAD_REQUEST)
    room = _room(within, request.user)
    found = suggestions(_keeping_its_end(typed), request.user, within, room)
    count = ngettext(
        "%(count)s saran, pilih dengan tombol panah", "%(count)s saran, pilih dengan tombol panah", len(found)
    )
    status = count % {"count": len(found)} if found else _("Tidak ada saran")
    response = JsonResponse({"label": _("Saran"), "status": status, "items": [asdict(each) for each in found]})
    response.headers["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _room(question: Question, reader) -> RoomPage | None:
    """The room that is searched; `Http404` for one that the reader may not open."""
    if not question.room:
        return None
    if room := services.room_called(question.room, reader):
        return room
    raise Http404


def _keeping_its_end(typed: str) -> str:
    """The text as one line, with the space that says that its last word is complete."""
    return one_line(typed) + (" " if typed[-1:].isspace() else "")
