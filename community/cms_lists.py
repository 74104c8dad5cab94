"""What the CMS's lists of pages and its choosers leave out."""

from collections.abc import Callable

from wagtail import hooks


def leave_out(hidden: Callable) -> None:
    """Show no page of `hidden(user)` (ids, or a queryset of them) to that user, not even its title.

    To be called where an app registers its hooks.
    """

    @hooks.register("construct_explorer_page_queryset")
    def of_lists(parent_page, pages, request):
        return pages.exclude(pk__in=hidden(request.user))

    @hooks.register("construct_page_chooser_queryset")
    def of_choosers(pages, request):
        return pages.exclude(pk__in=hidden(request.user))
