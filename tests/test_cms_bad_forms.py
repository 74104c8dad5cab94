"""Hostile input at the forms of the CMS that make and change what the portal shows: an answer below 500, nothing lost.

The fields are taken from the forms themselves, rows within rows and blocks within blocks, each with one that is new.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.forms import BooleanField, ModelMultipleChoiceField
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, FieldBlock, ListBlock
from wagtail.blocks.base import BlockField

from community.models import Aspect, Framework, PortalSettings
from cop_portal.models import CommunityPage, ContactPage, HomePage, InfoPage, ScopePage
from events.models import EventIndexPage, EventPage
from forums.models import ForumIndexPage, RoomPage
from practices.models import PracticeIndexPage, PracticePage
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.events import EventPageFactory, make_room, make_slot
from tests.factories.forums import RoomPageFactory
from tests.factories.media import PortalDocumentFactory, PortalImageFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory
from tests.factories.search import PromotedResultFactory, SynonymGroupFactory
from tests.support.addresses import patterns
from tests.support.hostile import TEXTS, Prober

pytestmark = pytest.mark.django_db

MADE_ELSEWHERE = {"/cms/snippets/community/subaspect/add/"}  # with their aspect
NO_TEXT = "null"  # what the editor sends of a text that is empty; what is no JSON is refused before all else
NEW_ROW = "__prefix__"
MODES = {"draft": {}, "publish": {"action-publish": "1"}, "submit": {"action-submit": "1"}}
SHORT = 3_000  # characters of a text that all fields get at once; what is beyond a request's size is refused unread
PAGES = [
    (PracticePage, PracticeIndexPage, lambda: PracticePageFactory(complete=True)),
    (EventPage, EventIndexPage, lambda: EventPageFactory(slots=[make_slot(rooms=[make_room("Ruang")])])),
    (RoomPage, ForumIndexPage, RoomPageFactory),
]
TRUNK = (
    *(HomePage, CommunityPage, ScopePage, InfoPage, ContactPage),
    *(PracticeIndexPage, EventIndexPage, ForumIndexPage),
)
Fields = dict[str, str | None]  # None: the browser leaves it out


def page_forms() -> Iterator[str]:
    """Addresses at which pages are made and changed."""
    for model, parent, make in PAGES:
        yield f"/cms/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.objects.get().pk}/"
        yield f"/cms/pages/{make().pk}/edit/"


def trunk_forms() -> list[str]:
    """Addresses at which the pages are changed that are there from the start, one of each kind."""
    return [f"/cms/pages/{model.objects.order_by('path').first().pk}/edit/" for model in TRUNK]


def changing_forms() -> list[str]:
    """Addresses at which rows, people, settings and what is known of files are changed, and people are made."""
    rows = [
        SynonymGroupFactory(),
        PromotedResultFactory(target=f"/praktik/{PracticePageFactory().slug}/"),
        RegulationFactory(),
        Aspect.objects.first(),
        Framework.objects.first(),
        InstansiFactory(),
    ]
    return [
        *(f"/cms/snippets/{row._meta.app_label}/{row._meta.model_name}/edit/{row.pk}/" for row in rows),
        f"/cms/settings/community/portalsettings/{PortalSettings.load().pk}/",
        f"/cms/images/{PortalImageFactory().pk}/",
        f"/cms/documents/edit/{PortalDocumentFactory().pk}/",
        f"/cms/users/edit/{UserFactory().pk}/",
        "/cms/users/new/",
    ]


def row_forms() -> list[str]:
    """Addresses at which rows of the CMS are made."""
    found = {f"/{route}" for route, _ in patterns() if route.startswith("cms/snippets/") and route.endswith("add/")}
    return sorted(found - MADE_ELSEWHERE)


def fields_of(form) -> Fields:
    """What a browser sends of a form as it is opened, with a new row in each list."""
    sent = {}
    for field in form:
        if isinstance(field.field, BlockField):
            sent |= fields_of_block(field.field.block, field.html_name)
        else:
            sent[field.html_name] = written(field.field, field.value())
    for rows in getattr(form, "formsets", {}).values():
        sent |= fields_of_rows(rows)
    return sent


def written(field, value) -> str | None:
    """A value as the browser sends it, None for one that it leaves out; formatted text is the editor's own JSON."""
    if isinstance(field.widget, DraftailRichTextArea):
        return NO_TEXT
    if isinstance(value, list):
        return str(value[0]) if value else None
    if value is False or (value is None and isinstance(field, (BooleanField, ModelMultipleChoiceField))):
        return None
    return "" if value is None else str(value)


def fields_of_rows(rows) -> Fields:
    first, new = len(rows.initial_forms), f"{rows.prefix}-{len(rows.forms)}"
    sent = {f"{rows.prefix}-{name}": "1000" for name in ("MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    sent |= {f"{rows.prefix}-TOTAL_FORMS": str(len(rows.forms) + 1), f"{rows.prefix}-INITIAL_FORMS": str(first)}
    for row in rows.forms:
        sent |= fields_of(row)
    empty = fields_of(rows.empty_form)
    return sent | {name.replace(f"{rows.prefix}-{NEW_ROW}", new, 1): value for name, value in empty.items()}


def fields_of_block(block, name: str) -> Fields:
    """One block of each kind in a stream, one in a list."""
    match block:
        case BaseStructBlock():
            return {
                each: value
                for child, inner in block.child_blocks.items()
                for each, value in fields_of_block(inner, f"{name}-{child}").items()
            }
        case BaseStreamBlock():
            return _listed(name, block.child_blocks)
        case ListBlock():
            return _listed(name, {"item": block.child_block})
        case FieldBlock():
            return {name: written(block.field, None)}
    return {}


def _listed(name: str, blocks: dict) -> Fields:
    sent = {f"{name}-count": str(len(blocks))}
    for place, (kind, block) in enumerate(blocks.items()):
        about = {"deleted": "", "order": str(place), "type": kind, "id": ""}
        sent |= {f"{name}-{place}-{key}": value for key, value in about.items()}
        sent |= fields_of_block(block, f"{name}-{place}-value")
    return sent


def all_hostile(fields: Fields, text: str) -> Fields:
    """`text` in every field that a person writes; the others say how many rows there are, and of what kind."""
    kept = ("_FORMS", "-count", "-type", "-deleted", "-order", "-id", "DELETE", "ORDER")
    return {name: value if value == NO_TEXT or name.endswith(kept) else text[:SHORT] for name, value in fields.items()}


class Editor(Prober):
    """An administrator at forms, who sends what a browser would."""

    says_what_is_wrong = (b'class="error-message"', b'<li class="error"')

    def send(self, address: str, fields: Fields) -> int:
        return self.post(address, {name: value for name, value in fields.items() if value is not None})


@pytest.fixture
def prober(client_of):
    return Editor(client_of("administrator"))


def opened(prober: Editor, address: str) -> Fields:
    response = prober.client.get(address)
    assert response.status_code == 200, address
    return fields_of(response.context["form"])


def test_rows_and_blocks_are_found(prober):
    add, *_ = page_forms()
    names = opened(prober, add)
    assert any(name.count("-value") for name in names)

    names = opened(prober, [*page_forms()][2])
    assert {"slots-0-rooms-0-people-0-name", "slots-0-rooms-0-agenda-0-title"} <= names.keys()
    assert len(row_forms()) > 5


@pytest.mark.parametrize("mode", MODES)
def test_all_fields_of_pages_hostile_at_once(prober, some, mode):
    for turn, address in enumerate(page_forms()):
        fields = opened(prober, address)
        for kind in some(list(TEXTS), turn + list(MODES).index(mode)):
            prober.send(address, all_hostile(fields, TEXTS[kind]) | MODES[mode])

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_each_field_of_pages_hostile_alone(prober, mode):
    kinds = list(TEXTS)
    for address in page_forms():
        fields = opened(prober, address)
        assert prober.send(address, fields) in (200, 302), "the form as it is opened cannot be read"
        for turn, name in enumerate(fields):
            prober.send(address, fields | {name: TEXTS[kinds[turn % len(kinds)]]} | MODES[mode])

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


TEXT_BLOCK = {"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
ENTITY = {"offset": 0, "length": 1, "key": 7}


@pytest.mark.parametrize(
    "content",
    [
        {"blocks": [TEXT_BLOCK | {"entityRanges": [ENTITY]}], "entityMap": {}},
        {"blocks": [TEXT_BLOCK | {"entityRanges": [ENTITY]}], "entityMap": {"7": {"type": "X", "data": None}}},
        {"blocks": [TEXT_BLOCK | {"inlineStyleRanges": [{"offset": -1, "length": 9, "style": "X"}]}], "entityMap": {}},
        {"blocks": [TEXT_BLOCK | {"type": "atomic", "depth": "x"}], "entityMap": {}},
        {"blocks": [{}], "entityMap": []},
        {"blocks": 1},
        [],
    ],
    ids=lambda content: json.dumps(content)[-40:],
)
def test_formatted_text_that_the_editor_never_sends(prober, content):
    for address in page_forms():
        fields = opened(prober, address)
        for name in [name for name, value in fields.items() if value == NO_TEXT]:
            prober.send(address, fields | {name: json.dumps(content)})

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


def test_fields_of_rows_hostile_at_once(prober, some):
    for turn, address in enumerate(row_forms()):
        fields = opened(prober, address)
        for kind in some(list(TEXTS), turn):
            prober.send(address, all_hostile(fields, TEXTS[kind]))

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


@pytest.mark.once
def test_fields_of_what_is_there_from_the_start_hostile_at_once(prober, some):
    for turn, address in enumerate([*trunk_forms(), *changing_forms()]):
        fields = opened(prober, address)
        for kind in some(list(TEXTS), turn):
            prober.send(address, all_hostile(fields, TEXTS[kind]) | MODES["publish"])

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


@pytest.mark.slow
@pytest.mark.parametrize("forms", [trunk_forms, changing_forms])
def test_each_field_of_what_is_there_from_the_start_hostile_alone(prober, forms):
    kinds = list(TEXTS)
    for address in forms():
        fields = opened(prober, address)
        for turn, name in enumerate(fields):
            prober.send(address, fields | {name: TEXTS[kinds[turn % len(kinds)]]} | MODES["publish"])

    assert not prober.failures, "\n".join(each[:300] for each in prober.failures)
    assert prober.silent == []


def test_a_picture_cut_around_a_point_beyond_all_numbers(prober):
    address = f"/cms/images/{PortalImageFactory().pk}/"
    fields = opened(prober, address)

    sent = {name: TEXTS["huge number"] for name in fields if name.startswith("focal_point_")}

    assert sent
    assert prober.send(address, fields | sent) == 400


def page_of(model) -> str:
    make = next(make for kind, _, make in PAGES if kind is model)
    return f"/cms/pages/{make().pk}/edit/"


def row_of(row) -> str:
    return f"/cms/snippets/{row._meta.app_label}/{row._meta.model_name}/edit/{row.pk}/"


@pytest.mark.once
@pytest.mark.parametrize(
    ("make", "fault", "reason"),
    [
        (lambda: page_of(PracticePage), {"title": ""}, "harus diisi"),
        (lambda: page_of(PracticePage), {"reported_at": "kemarin"}, "tanggal"),
        (lambda: page_of(PracticePage), {"slug": "dua kata"}, "slug"),
        (lambda: page_of(EventPage), {"slots-0-ends": "00:00"}, "Jam selesai harus sesudah jam mulai"),
        (lambda: page_of(EventPage), {"slots-0-rooms-0-capacity": "-1"}, "lebih besar"),
        (lambda: page_of(EventPage), {"slots-0-rooms-0-meeting_url": "http://rapat.example/"}, "URL"),
        (lambda: page_of(RoomPage), {"scope": "tidak-ada"}, "tidak-ada"),
        (lambda: row_of(SynonymGroupFactory()), {"terms": "satu"}, "dua"),
        (lambda: row_of(InstansiFactory()), {"name": ""}, "harus diisi"),
        (lambda: row_of(RegulationFactory()), {"url": "javascript:alert(1)"}, "URL"),
        (lambda: f"/cms/users/edit/{UserFactory().pk}/", {"email": "bukan-surel"}, "email yang valid"),
    ],
)
def test_a_form_with_one_fault_says_which_at_its_field(prober, make, fault, reason):
    address = make()
    fields = opened(prober, address)
    assert fault.keys() <= fields.keys(), sorted(fields)

    sent = {name: value for name, value in (fields | fault).items() if value is not None}
    response = prober.client.post(address, sent)

    page = response.content.decode()
    told = re.findall(r'<(?:p|li|div) class="error-message">\s*(.*?)\s*</', page, re.S)
    assert response.status_code == 200
    assert '<li class="error"' in page, "nothing on top"
    assert any(reason in each for each in told), told
