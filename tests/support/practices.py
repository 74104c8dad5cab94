"""Practices as they are read, and as their form in the CMS is sent and decided."""

import re

import pytest
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from community.enums import Audience, Scope
from community.models import PortalSettings
from practices.models import PracticePage
from tests.factories.community import SubAspectFactory
from tests.factories.pages import practice_index

SUBMIT = "action-submit"


def address(practice) -> str:
    return f"/praktik/{practice.slug}/"


def text_of(client, practice, query="") -> str:
    response = client.get(f"{address(practice)}{query}")
    assert response.status_code == 200
    return response.content.decode()


def structured(text: str) -> str:
    return re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1]


@pytest.fixture
def subaspect():
    """A sub-aspect of the framework in use."""
    return SubAspectFactory(aspect__framework=PortalSettings.load().active_framework, aspect__number=90)


def form_data(subaspect, owner, **changes) -> dict:
    """What the form of a practice sends, whole and valid."""
    data = {
        "title": "Dialog 15 menit",
        "slug": "dialog-15-menit",
        "summary": "Dialog singkat tiap minggu.",
        "context": rich_text("<p>300 pegawai.</p>"),
        "problem": rich_text("<p>Dialog hanya di akhir tahun.</p>"),
        "solution": rich_text("<p>Dialog tiap minggu.</p>"),
        "lessons": rich_text("<p></p>"),
        "subaspects": [str(subaspect.pk)],
        "has_behaviour_problem": "on",
        "owners": [str(owner.pk)],
        "scope": Scope.BEST_PRACTICE.value,
        "audience": Audience.PUBLIC.value,
        "reported_at": "2022-04-28",
        **{name: streamfield([]) for name in PracticePage.STREAM_FIELDS},
        "comments": inline_formset([]),
    }
    data |= changes
    several = {name: data.pop(name) for name in [name for name, value in data.items() if isinstance(value, list)]}
    return {**nested_form_data(data), **several}


def create(client, data, action="action-publish"):
    address = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", practice_index().pk))
    return client.post(address, {**data, action: "1"} if action else data)


def edit(client, page, data, action="action-publish"):
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    return client.post(address, {**data, action: "1"} if action else data)


def decide(client, page, action: str, comment: str = ""):
    waiting = page.current_workflow_task_state or TaskState.objects.latest("pk")
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, waiting.pk))
    return client.post(address, {"comment": comment})
