"""The first screen of the CMS: ways into what may be written there."""

from django.urls import reverse
from wagtail.admin.ui.components import Component


class StartPanel(Component):
    """The way into a new page of `model` (a child of the page `index_id`), and the list of those that are there."""

    order = 50  # before what waits and what was edited last
    template_name = "community/cms_start.html"

    def __init__(self, model, index_id: int, *, title: str, add: str, see: str):
        self.model, self.index_id = model, index_id
        self.words = {"title": title, "add": add, "see": see}

    @classmethod
    def offer(cls, panels: list, model, index, may_write: bool, **words) -> None:
        """Add the way into a new page of `model`, below the only page of `index`, for who may write one."""
        index_id = index.objects.values_list("pk", flat=True).first() if may_write else None
        if index_id:
            panels.append(cls(model, index_id, **words))

    def get_context_data(self, parent_context=None):
        place = (self.model._meta.app_label, self.model._meta.model_name, self.index_id)
        return {
            **self.words,
            "add_url": reverse("wagtailadmin_pages:add", args=place),
            "list_url": reverse("wagtailadmin_explore", args=(self.index_id,)),
        }
