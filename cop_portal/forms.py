"""The front page as the CMS edits it."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from search import services
from search.forms import Question


class HomePageForm(WagtailAdminPageForm):
    """Takes only suggested searches that find something for a visitor: a suggestion that leads nowhere is untrue."""

    def clean(self):
        cleaned = super().clean()
        searches = self._meta.model(suggested_searches=cleaned.get("suggested_searches") or "").suggested_list
        if len(searches) <= self._meta.model.MOST_SEARCHES:
            empty = [text for text in searches if not finds_something(text)]
            if empty:
                message = _("Belum menemukan apa pun bagi pengunjung: %(searches)s.")
                self.add_error("suggested_searches", message % {"searches": ", ".join(empty)})
        return cleaned


def finds_something(text: str) -> bool:
    """Whether a visitor who searches for exactly `text` gets a result."""
    return bool(services.search(Question(text=text, as_typed=True), AnonymousUser()).rows)
