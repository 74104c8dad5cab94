"""Which page, room or topic of the portal stands at an address, as (subject, id)."""

import re

from wagtail.models import Page, Site

from community.enums import Subject
from community.links import own_path
from community.subjects import Pair
from events.models import EventPage
from forums.models import RoomPage, Topic
from practices.models import PracticePage

TOPIC = re.compile(r"/forum/[\w-]+/(\d{1,18})-[^/]*/?")
SUBJECTS = {PracticePage: Subject.PRACTICE, EventPage: Subject.EVENT, RoomPage: Subject.ROOM}


def found_at(address: str) -> Pair | None:
    """The practice, event, room, topic or page of information at `address`, a path or a whole address of this portal.

    What follows `?` or `#` is left aside. Whether somebody may read it is another question.
    """
    path = own_path(address.strip())
    if topic := TOPIC.fullmatch(path):
        pk = int(topic[1])
        return (Subject.TOPIC, pk) if Topic.objects.filter(pk=pk).exists() else None
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if not path or site is None:
        return None
    url_path = f"{site.root_page.url_path.rstrip('/')}/{path.strip('/')}/"
    page = Page.objects.filter(url_path=url_path).first() if path.strip("/") else None
    return (SUBJECTS.get(page.specific_class, Subject.PAGE), page.pk) if page else None
