"""Every screen of the CMS, those of Wagtail too, asked for by people to whom the thing behind it is none of theirs.

The addresses come from the URLconf, filled with the ids of one hidden draft, its files and what hangs on it; no answer
may hold its words, and none may be a 5xx. What each role may open is `test_url_matrix`'s to say.
"""

import math
import re
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page, TaskState, UploadedFile, WorkflowState

from community.enums import Scope
from practices.models import PracticePage
from tests.factories.media import PDF, PortalDocumentFactory, PortalImageFactory, picture
from tests.factories.practices import PracticePageFactory
from tests.support.addresses import patterns

pytestmark = pytest.mark.django_db

CANARY = "zubaidah"  # stands in everything that is hidden
ENDS_THE_SESSION = {"cms/logout/", "cms/failwhale/"}  # the second raises on purpose, with DEBUG on only


@dataclass
class Hidden:
    """What nobody but organisers and the stewards of another scope may see."""

    page: PracticePage
    values: dict[str, list]

    def addresses(self, route: str) -> list[str]:
        """The address of `route` for each hidden thing that fits its variable parts."""
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        turns = math.lcm(*(len(self.choices(route, name)) for name in names))
        filled = []
        for turn in range(turns):
            address = route
            for name in names:
                choices = self.choices(route, name)
                address = re.sub(
                    rf"\(\?P<{name}>[^)]*\)|<(?:\w+:)?{name}>", str(choices[turn % len(choices)]), address, count=1
                )
            filled.append("/" + address.replace("\\.", ".").replace("^", "").replace("$", "").replace(".*/", "x/"))
        return filled

    def choices(self, route: str, name: str) -> list:
        if name in ("pk", "id", "object_id"):
            for part, key in (("images", "image_id"), ("documents", "document_id"), ("pages", "page_id")):
                if part in route:
                    return self.values[key]
            return self.values["pk"]
        return self.values.get(name, ["1"])


@pytest.fixture
def hidden(person_of) -> Hidden:
    organiser = person_of("organiser")
    image = PortalImageFactory(
        title=f"Gambar {CANARY}", file=ContentFile(picture(), name=f"{CANARY}.jpg"), uploaded_by_user=organiser
    )
    document = PortalDocumentFactory(
        title=f"Dokumen {CANARY}", file=ContentFile(PDF, name=f"{CANARY}.pdf"), uploaded_by_user=organiser
    )
    page = PracticePageFactory(
        title=f"Naskah {CANARY}",
        slug=f"naskah-{CANARY}",
        summary=f"Ringkasan {CANARY}",
        scope=Scope.HELPING,
        draft=True,
        problem=f'<p>Isi {CANARY}</p><embed embedtype="image" id="{image.pk}" format="left" alt="{CANARY}"/>',
        attachments=[{"type": "attachment", "value": {"document": document.pk, "title": CANARY}}],
    )
    page.save_revision(user=organiser, log_action=True)
    page.get_workflow().start(page, organiser)
    image.get_rendition("width-20")
    upload = UploadedFile.objects.create(file=ContentFile(PDF, name=f"{CANARY}.pdf"), uploaded_by_user=organiser)
    task_state = TaskState.objects.get()
    return Hidden(
        page,
        {
            "pk": [page.pk, 1],
            "page_id": [page.pk],
            "parent_page_id": [page.pk, page.get_parent().pk],
            "page_to_move_id": [page.pk],
            "destination_id": [Page.objects.get(depth=2).pk],
            "page_pk": [page.pk],
            "revision_id": [page.latest_revision_id],
            "revision_id_a": ["earliest", page.latest_revision_id],
            "revision_id_b": ["latest", page.latest_revision_id],
            "task_state_id": [task_state.pk],
            "task_id": [task_state.task_id],
            "workflow_state_id": [WorkflowState.objects.get().pk],
            "workflow_pk": [page.get_workflow().pk],
            "action_name": ["approve", "reject", "convert_alias", "publish"],
            "image_id": [image.pk],
            "document_id": [document.pk],
            "doc_id": [document.pk],
            "uploaded_file_id": [upload.pk],
            "filter_spec": ["original", "width-20", "width-200000|format-webp", "bukan"],
            "app_label": ["practices", "community", "community", "wagtailcore", "community", "tidak-ada"],
            "model_name": ["practicepage", "portalimage", "portaldocument", "page", "user", "tidak-ada"],
            "app_name": ["community", "practices"],
            "content_type_app_name": ["practices"],
            "content_type_model_name": ["practicepage"],
            "action": ["delete", "move", "publish", "tag", "bukan"],
            "redirect_id": [1],
            "collection_id": [1],
            "session_id": [1],
        },
    )


def queries_of(hidden: Hidden) -> list[str]:
    """Questions that Wagtail's screens take: none, a search, ids."""
    known = "q=naskah&search=naskah"  # a word of the hidden title that is no secret: pages repeat what was asked
    ids = [hidden.page.pk, *hidden.values["image_id"], *hidden.values["document_id"]]
    return ["", f"?{known}", "?" + "&".join(f"id={pk}" for pk in ids) + "&fields=*&export=csv"]


@pytest.mark.once
@pytest.mark.parametrize(
    "role",
    [
        "contributor",
        *(pytest.param(role, marks=pytest.mark.slow) for role in ("visitor", "member", "steward", "steward_other")),
    ],
)
def test_no_screen_tells_what_is_hidden(client_of, hidden, some, role):
    client = client_of(role)
    client.raise_request_exception = False
    wrong = []
    for route in sorted({route for route, _ in patterns() if route.startswith("cms/")} - ENDS_THE_SESSION):
        for turn, address in enumerate(hidden.addresses(route)):
            for query in some(queries_of(hidden), turn):
                response = client.get(address + query)
                if response.status_code >= 500 or CANARY in response.getvalue().decode(errors="replace").lower():
                    wrong.append(f"{response.status_code} {address}{query}")

    assert not wrong, "\n".join(wrong)
