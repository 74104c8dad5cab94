"""A worker killed anywhere in a chain of work: everybody is told once of each cause, and a seat is offered once.

As docs/decisions/0002 says, a kill between the mail server's answer and its note repeats one message, under the
identity by which its receiver knows it.
"""

import random
import signal
import time
from collections import Counter
from email import message_from_bytes

import pytest

from community.enums import NoticeKind
from community.models import Notice, NoticeMailing, PeriodicRun, QueuedMail, User
from events.enums import WaitingState
from events.models import Waiting
from forums import services
from forums.models import PostNews, RoomPage
from tests.factories.community import UserFactory
from tests.factories.events import WaitingFactory, make_open_room
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.support.following import follow

TOPICS, FOLLOWERS, ROOMS, KILLS = 20, 4, 10, 20
CHAIN = (PostNews, NoticeMailing, QueuedMail)
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def replies() -> list[tuple[int, int]]:
    """Answers in topics that several people follow: reader and topic of every notice that is due."""
    room: RoomPage = RoomPageFactory()
    people = UserFactory.create_batch(FOLLOWERS, verified=True)
    due = []
    for number in range(TOPICS):
        topic = TopicFactory(room=room, author=UserFactory(verified=True))
        readers: list[User] = [*people, topic.author]
        for person in readers:
            follow(topic, actor=person)
        services.reply(topic, actor=UserFactory(verified=True), source=f"Jawaban {number}.")
        due += [(person.pk, topic.pk) for person in readers]
    return sorted(due)


def offers() -> list[Waiting]:
    """Rooms of one seat whose offer has lapsed while two more wait: those whose turn it is."""
    due = []
    for _ in range(ROOMS):
        room = make_open_room(capacity=1)
        WaitingFactory(room=room, lapsed=True)
        due.append(WaitingFactory(room=room))
        WaitingFactory(room=room)
    return due


def is_done() -> bool:
    return not any(model.objects.waiting().exists() for model in CHAIN)


def test_a_killed_worker_tells_everybody_once(start_worker, smtp_catcher, queued_mails):
    chance = random.Random(20220428)
    told, offered = replies(), offers()
    in_the_middle = 0

    for _ in range(KILLS):
        PeriodicRun.objects.all().delete()  # the offers are looked at again in each life, not once in some minutes
        worker = start_worker()
        time.sleep(chance.uniform(0.02, 0.3))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        in_the_middle += not is_done()
    PeriodicRun.objects.all().delete()
    worker = start_worker()
    deadline = time.monotonic() + 120
    while not is_done() or Waiting.objects.filter(state=WaitingState.OFFERED).count() < ROOMS:
        assert time.monotonic() < deadline, [model.objects.waiting().count() for model in CHAIN]
        time.sleep(0.1)
    worker.terminate()

    assert worker.wait(timeout=60) == 0
    assert in_the_middle >= 3  # else the kills tell nothing
    replied = Notice.objects.filter(kind=NoticeKind.REPLY)
    assert sorted(replied.values_list("recipient", "object_id")) == told
    assert set(Waiting.objects.filter(state=WaitingState.OFFERED)) == set(offered)
    offering = Notice.objects.filter(kind=NoticeKind.OFFER)
    assert sorted(offering.values_list("recipient", flat=True)) == sorted(each.person_id for each in offered)
    mailed_once(smtp_catcher, Notice.objects.filter(kind__in=[NoticeKind.REPLY, NoticeKind.OFFER]))


def mailed_once(catcher, notices) -> None:
    """Every notice went out as one message; at most one for each kill came twice, and then as the same one."""
    arrived = [message_from_bytes(envelope.content) for envelope in catcher.messages]
    by_identity = {message["Message-ID"]: message["To"] for message in arrived}
    wanted = Counter(notices.values_list("recipient__email", flat=True))
    got = Counter(by_identity.values())
    assert {address: got[address] for address in wanted} == wanted
    assert len(arrived) - len(by_identity) <= KILLS
