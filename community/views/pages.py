"""Pages of a list whose number comes from the address."""

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404


class TolerantPages:
    """For `ListView`: the page number is `hal`; what is no number is the first page, one that does not exist is 404."""

    page_kwarg = "hal"

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        asked = self.request.GET.get(self.page_kwarg) or "1"
        try:
            page = paginator.page(asked if len(asked) < 10 else "0")
        except PageNotAnInteger:
            page = paginator.page(1)
        except EmptyPage as error:
            raise Http404 from error
        return paginator, page, page.object_list, page.has_other_pages()
