"""The results page."""

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from forums.limits import TITLE_LIMIT
from forums.links import ask_url
from practices import library_index
from search import facets, services
from search.forms import PAGE_SIZE, Question, Sort


class SearchView(TemplateView):
    """`/cari/`: one box over everything, tabs, facets, results; without a question, where to start."""

    template_name = "search/result_list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        question = Question.of(self.request.GET)
        context = super().get_context_data(**kwargs) | {
            "question": question,
            "kept": question.pairs("q", "hal", "persis"),  # what a new question keeps: tab, filters, order
            "hide_header_search": True,
        }
        if question.is_empty:
            return context | {"start": services.start_for(self.request.user)}
        return context | self.answered(question)

    def answered(self, question: Question) -> dict:
        answer = services.search(question, self.request.user)
        results = answer.results
        if question.page > 1 and not results.hits:
            raise Http404
        names = facets.Names(question, results, library_index.current())
        chips = facets.chips(question, results, names)
        shown = {
            "results": results,
            "rows": answer.rows,
            "listed": answer.listed,
            "beside": answer.beside,
            "is_beside_first": answer.names_an_agency,
            "tabs": facets.tabs(question, results, self.request.user),
            "chips": chips,
            "clear_url": question.url(filters={}),
            "exact_url": question.url(as_typed=True),
            "suggestion_url": question.url(text=results.suggestion or ""),
        }
        if answer.rows:
            return shown | self.listed(question, results, names)
        return shown | {
            "nearby": services.nearby(question, self.request.user),
            "helping_chips": [chip for chip in chips if chip.helps] or chips,
            "in_other_tabs": sum(results.kinds.values()) if question.tab else 0,
            "all_tabs_url": question.url(tab=""),
            "ask_url": ask_url(judul=question.text[:TITLE_LIMIT]),
        }

    def listed(self, question: Question, results, names: facets.Names) -> dict:
        return {
            "facets": facets.facets(question, results, names),
            "without_examples": facets.without_examples(question, results),
            "asked": question.pairs("hal", *question.filters),  # what new filters keep: words, tab, order
            "sorts": [
                {"name": sort.label, "url": question.url(sort=sort), "is_current": sort == question.sort}
                for sort in Sort
            ],
            "page_obj": Paginator(range(results.total), PAGE_SIZE).get_page(question.page),
        }
