"""Forms of the CMS sent by hand with the ids of what their sender may not see: nothing opens by being named."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from community.models import PortalDocument
from community.permissions import can_read_file
from practices.models import PracticePage
from tests.factories.community import InstansiFactory
from tests.factories.media import PortalDocumentFactory
from tests.factories.practices import PracticePageFactory
from tests.support.practices import create, edit, form_data

pytestmark = pytest.mark.django_db


def attached(document: PortalDocument) -> dict:
    return streamfield([("attachment", {"document": str(document.pk), "caption": ""})])


def stored(document: PortalDocument) -> dict:
    return {"type": "attachment", "value": {"document": document.pk, "caption": ""}}


def linked(kind: str, pk: int) -> str:
    """A paragraph with a link, as the editor sends it."""
    entity = {"DOCUMENT": {"id": pk, "url": "/"}, "LINK": {"id": pk, "parentId": 1, "url": "/"}}[kind]
    block = {
        "key": "a",
        "text": "Lihat di sini",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 5}],
    }
    state = {"blocks": [block], "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": entity}}}
    return json.dumps(state)


@pytest.fixture
def closed():
    """A practice of another instansi and scope, and its file."""
    document = PortalDocumentFactory(title="Rahasia")
    return PracticePageFactory(
        slug="rahasia-kami",
        scope="helping",
        for_owners=True,
        owners=[InstansiFactory()],
        attachments=[stored(document)],
    ), document


@pytest.mark.parametrize(
    "place", ["attachments", *(pytest.param(each, marks=pytest.mark.once) for each in ("problem", "solution"))]
)
def test_nobody_opens_what_is_closed_by_naming_it(client_of, person_of, home_instansi, subaspect, closed, place):
    page, document = closed
    sent = {
        "attachments": attached(document),
        "problem": linked("DOCUMENT", document.pk),
        "solution": linked("LINK", page.pk),
    }[place]
    too_long = "a" * 9_000  # the field beside it is refused, so that the form would come back
    data = form_data(subaspect, home_instansi, **{place: sent, "summary": too_long})

    answers = [
        create(client_of("contributor"), data, action=""),
        client_of("contributor").post(
            reverse("wagtailadmin_pages:preview_on_add", args=("practices", "practicepage", page.get_parent().pk)), data
        ),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert not any(word in answer.content.decode() for answer in answers for word in ("rahasia-kami", document.url))
    assert PracticePage.objects.get() == page
    assert not can_read_file(person_of("contributor"), document)


def test_what_may_be_seen_and_what_stood_there_is_named(client_of, person_of, home_instansi, subaspect, closed):
    """An own file, a page that everybody reads, and the closed file that an organiser put into the practice."""
    own = PortalDocumentFactory(uploaded_by_user=person_of("contributor"))
    public = PracticePageFactory()
    given = PracticePageFactory(owners=[home_instansi], draft=True, attachments=[stored(closed[1])])
    sent = {"attachments": streamfield([("attachment", {"document": str(d.pk)}) for d in (closed[1], own)])}
    data = form_data(subaspect, home_instansi, slug=given.slug, solution=linked("LINK", public.pk), **sent)

    response = edit(client_of("contributor"), given, data, action="")

    draft = PracticePage.objects.get(pk=given.pk).get_latest_revision_as_object()
    assert response.status_code == 302
    assert [block.value["document"] for block in draft.attachments] == [closed[1], own]
    assert f'id="{public.pk}"' in draft.solution
