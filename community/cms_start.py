"""The first screen of the CMS: ways into what may be written there."""

from django.urls import reverse
from wagtail.admin.ui.components import Component


class StartPanel(Component):
    """The way into something new, and into what is there already."""

    order = 50  # before what waits and what was edited last
    template_name = "community/cms_start.html"

    def __init__(self, *, title: str, add: str, add_url: str, see: str, list_url: str):
        self.shown = {"title": title, "add": add, "add_url": add_url, "see": see, "list_url": list_url}

    @classmethod
    def offer(cls, panels: list, model, index, may_write: bool, **words) -> None:
        """Add the way into a new page of `model`, below the only page of `index`, for who may write one."""
        index_id = index.objects.values_list("pk", flat=True).first() if may_write else None
        if index_id:
            place = (model._meta.app_label, model._meta.model_name, index_id)
            add_url = reverse("wagtailadmin_pages:add", args=place)
            panels.append(cls(add_url=add_url, list_url=reverse("wagtailadmin_explore", args=(index_id,)), **words))

    def get_context_data(self, parent_context=None):
        return self.shown
