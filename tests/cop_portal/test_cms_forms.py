"""Forms of the CMS that no screen sends are answered with 400 and change nothing; what else fails is heard of."""

import logging
import re

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict

from cop_portal.cms_forms import failed_while_read, require_readable_counts
from cop_portal.models import CommunityPage
from cop_portal.settings.logs import without_trace_of_refusals
from events.models import EventPage, Room, Slot
from tests.events.test_cms import form, room, slot
from tests.factories.events import EventPageFactory, first_room
from tests.factories.media import PortalImageFactory
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LEFT_OUT = None
BEYOND_ANY_ROW = "9" * 30
FAILS_ON_SQLITE = pytest.mark.only_on("sqlite", "PostgreSQL compares the number and finds no row")


@pytest.fixture
def event():
    return EventPageFactory(title="Dialog kinerja")


def sent(event, **changes) -> dict:
    """The form of an event with one room, with some of its fields changed or left out."""
    row = first_room(event)
    rooms = [room("Ruang", id=row.pk, ORDER="1")]
    slots = [slot(rooms, initial=1, id=row.slot_id, ORDER="1")]
    data = form(slots, initial=1, publish=False, title="Lain", slug=event.slug)
    return {name: value for name, value in (data | changes).items() if value is not LEFT_OUT}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("slots-0-id", value) for value in (LEFT_OUT, "abc")),
        *(("slots-0-rooms-0-id", value) for value in (LEFT_OUT, "x\0")),
        ("slots-0-rooms-TOTAL_FORMS", "7"),
        *(("materials-count", value) for value in ("x", "-1", "7", "99999999999", "²", "9" * 5000)),
        *(("description", value) for value in ("{tanpa json", "[]", "5", '{"blocks": 5}')),
        ("comments-INITIAL_FORMS", "5"),
        pytest.param("practices", BEYOND_ANY_ROW, marks=FAILS_ON_SQLITE),
    ],
)
def test_a_broken_form_is_refused_and_changes_nothing(client_of, event, name, value):
    client = client_of("organiser")
    client.raise_request_exception = False
    more = {"slots-0-rooms-INITIAL_FORMS": "7"} if "TOTAL" in name else {}
    more |= {"comments-TOTAL_FORMS": "5"} if "comments" in name else {}

    response = client.post(f"/cms/pages/{event.pk}/edit/", sent(event, **more, **{name: value}))

    assert response.status_code == 400
    assert EventPage.objects.get().get_latest_revision_as_object().title == "Dialog kinerja"


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        ("edit", {"materials-count": "1"}),  # a stream without its order
        ("edit", {"slots-0-id": "0812-3456-7890"}),
        ("move", {"new_parent_page": "0812-3456-7890"}),  # fails while it is shown again
    ],
)
def test_a_broken_form_is_one_line_in_the_log_without_what_was_sent(client_of, event, caplog, address, changes):
    client = client_of("organiser")
    client.raise_request_exception = False
    page = PracticePageFactory() if address == "move" else event
    caplog.clear()

    client.post(f"/cms/pages/{page.pk}/{address}/", changes if address == "move" else sent(event, **changes))

    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [(record.levelname, record.name) for record in said] == [("WARNING", "django.request")]
    assert re.fullmatch(
        rf"a form that cannot be read \(\w+ at \w+\.py:\d+\): /cms/pages/{page.pk}/{address}/", said[0].getMessage()
    )
    assert "exc_info" not in without_trace_of_refusals(None, "warning", {"_record": said[0], "exc_info": True})


@pytest.mark.parametrize("chosen", ["abc", "x\0", pytest.param(BEYOND_ANY_ROW, marks=FAILS_ON_SQLITE)])
def test_a_form_that_cannot_be_shown_again_is_refused(client_of, chosen):
    practice, client = PracticePageFactory(), client_of("organiser")
    client.raise_request_exception = False

    response = client.post(f"/cms/pages/{practice.pk}/move/", {"new_parent_page": chosen})

    assert response.status_code == 400


def test_a_way_back_that_is_none_is_refused_and_changes_nothing(client_of):
    image, client = PortalImageFactory(title="Semula"), client_of("administrator")
    client.raise_request_exception = False

    response = client.post(f"/cms/images/{image.pk}/", {"title": "Lain", "collection": 1, "next": '{"a": 1}'})

    image.refresh_from_db()
    assert (response.status_code, image.title) == (400, "Semula")


def test_a_fifth_scope_is_not_offered(client_of):
    path = f"/cms/pages/{CommunityPage.objects.get().pk}/add_subpage/"

    assert b"scopepage" not in client_of("organiser").get(path).content


def test_rows_of_another_event_stay_there(client_of, event):
    other = first_room(EventPageFactory())
    changes = {"slots-0-id": str(other.slot_id), "slots-0-rooms-0-id": str(other.pk)}

    client_of("organiser").post(f"/cms/pages/{event.pk}/edit/", sent(event, **changes) | {"action-publish": "1"})

    assert Slot.objects.get(pk=other.slot_id).page_id == other.slot.page_id
    assert Room.objects.get(pk=other.pk).slot_id == other.slot_id


def test_a_count_is_as_large_as_the_form_at_most():
    require_readable_counts(QueryDict("steps-count=2&steps-0-type=a"))

    for text in ("steps-count=3&steps-0-type=a", "steps-count=", "a-b-count=1.0"):
        with pytest.raises(BadRequest):
            require_readable_counts(QueryDict(text))


def test_only_failures_of_reading_are_the_senders():
    def value_from_datadict(error):
        raise error

    def failure(act, error) -> Exception:
        with pytest.raises(type(error)) as caught:
            act(error)
        return caught.value

    def write(error):
        raise error

    assert failed_while_read(failure(value_from_datadict, KeyError("x")))
    assert not failed_while_read(failure(value_from_datadict, RuntimeError("x")))
    assert not failed_while_read(failure(write, KeyError("x")))
