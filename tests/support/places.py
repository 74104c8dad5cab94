"""What stands at the addresses of the matrix: something of each audience, with its ids."""

import pytest
from django.contrib.auth.models import Group

from community.enums import Scope
from community.models import Aspect, Framework, PortalSettings, SubAspect
from cop_portal.models import HomePage
from events.models import EventIndexPage
from forums import services
from forums.models import ForumIndexPage
from practices.models import PracticeIndexPage
from tests.factories.community import NoticeFactory, UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, first_room
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.media import PortalDocumentFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory
from tests.factories.search import PromotedResultFactory, SynonymGroupFactory


@pytest.fixture
def names(home_instansi, person_of):
    """What stands in braces in the addresses: a practice for each audience, and ids."""
    group = Group.objects.create(name="Kelompok kerja")
    person_of("member_other").groups.add(group)
    document = PortalDocumentFactory(uploaded_by_user=person_of("organiser"))
    events, rooms = _events(home_instansi, group), _rooms(home_instansi, group)
    topics = _topics(rooms, home_instansi, person_of("member_other"))
    return {
        **_addresses_of({**_practices(home_instansi, group), **events, **rooms}, topics),
        **_rows(home_instansi),
        "index_id": PracticeIndexPage.objects.get().pk,
        "calendar_id": EventIndexPage.objects.get().pk,
        "forum_id": ForumIndexPage.objects.get().pk,
        "home_id": HomePage.objects.get().pk,
        "document_id": document.pk,
        "settings_id": PortalSettings.load().pk,
        "administrator_id": person_of("administrator").pk,
        "member_pk": person_of("member").pk,
        "post_of_member": PostFactory(topic=topics["members"], author=person_of("member")).pk,
        "notice_id": NoticeFactory(recipient=person_of("member"), object_id=topics["public"].opening_post_id).pk,
        "seat_id": SeatFactory(room=first_room(events["event_public"])).pk,
        "instansi_code": home_instansi.code,
    }


def _rows(instansi) -> dict:
    """One row of each kind that the CMS keeps."""
    promoted = PromotedResultFactory(target=f"/praktik/{PracticePageFactory().slug}/")
    return {
        "framework_pk": Framework.objects.first().pk,
        "aspect_pk": Aspect.objects.first().pk,
        "subaspect_pk": SubAspect.objects.first().pk,
        "instansi_pk": instansi.pk,
        "regulation_pk": RegulationFactory().pk,
        "synonymgroup_pk": SynonymGroupFactory().pk,
        "promotedresult_pk": promoted.pk,
    }


def _practices(owner, group) -> dict:
    return {
        "public": PracticePageFactory(owners=[owner]),
        "members": PracticePageFactory(members=True, owners=[owner]),
        "instansi": PracticePageFactory(for_owners=True, owners=[owner]),
        "group": PracticePageFactory(for_group=True, audience_groups=[group], owners=[owner]),
        "draft": PracticePageFactory(draft=True, owners=[owner]),
        "elsewhere": PracticePageFactory(),
        "draft_elsewhere": PracticePageFactory(draft=True),
    }


def _events(owner, group) -> dict:
    return {
        "event_public": EventPageFactory(owners=[owner]),
        "event_members": EventPageFactory(members=True, owners=[owner]),
        "event_instansi": EventPageFactory(for_owners=True, owners=[owner]),
        "event_group": EventPageFactory(for_group=True, audience_groups=[group], owners=[owner]),
        "event_draft": EventPageFactory(draft=True, owners=[owner]),
    }


def _rooms(owner, group) -> dict:
    return {
        "room_public": RoomPageFactory(scope=Scope.BEST_PRACTICE),
        "room_members": RoomPageFactory(scope=Scope.BEST_PRACTICE, members=True),
        "room_instansi": RoomPageFactory(scope=Scope.BEST_PRACTICE, for_owners=True, owners=[owner]),
        "room_group": RoomPageFactory(scope=Scope.BEST_PRACTICE, for_group=True, audience_groups=[group]),
        "room_draft": RoomPageFactory(scope=Scope.BEST_PRACTICE, draft=True),
    }


def _topics(rooms: dict, owner, of_group) -> dict:
    """Each by who may read its room; the first post of the public one has a history."""
    topics = {
        "public": TopicFactory(room=rooms["room_public"]),
        "members": TopicFactory(room=rooms["room_members"]),
        "instansi": TopicFactory(room=rooms["room_instansi"], author=UserFactory(verified=True, instansi=owner)),
        "group": TopicFactory(room=rooms["room_group"], author=of_group),
        "held": TopicFactory(room=rooms["room_public"], author=UserFactory(pending=True)),
    }
    opening = topics["public"].opening_post
    services.edit_post(opening, actor=opening.author, source="Teks yang lebih jelas.", version=0)
    return topics


def _addresses_of(pages: dict, topics: dict) -> dict:
    return {
        **{name: page.slug for name, page in pages.items()},
        **{f"{name}_id": page.pk for name, page in pages.items()},
        **{f"topic_{name}": f"{topic.room.slug}/{topic.pk}-{topic.slug}" for name, topic in topics.items()},
        **{f"topic_{name}_id": topic.pk for name, topic in topics.items()},
        **{f"post_{name}": topic.opening_post_id for name, topic in topics.items()},
    }
