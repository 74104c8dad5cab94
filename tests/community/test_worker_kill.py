"""A worker killed at any instant loses nothing, and does nothing in the database twice."""

import random
import signal
import time
from collections import Counter
from email import message_from_bytes

import pytest
from django.core.mail import EmailMessage
from django.db import transaction

from community.models import QueuedMail
from tests.workbench.models import Chore, Trace


def queue_work(count: int) -> None:
    Chore.objects.bulk_create(Chore(name=f"chore {n}", pause=0.02) for n in range(count))
    for number in range(count):
        EmailMessage(subject=f"mail {number}", body="Isi", to=[f"orang{number}@contoh.go.id"]).send()


def waiting_rows():
    """What is still to be done, as the message of a test that waited in vain."""
    fields = ("pk", "attempts", "claimed_by", "last_error")
    rows = [*Chore.objects.waiting().values_list(*fields), *QueuedMail.objects.waiting().values_list(*fields)]
    return "\n".join(str(row) for row in rows)


def wait_until_done(deadline: float) -> None:
    while Chore.objects.waiting().exists() or QueuedMail.objects.waiting().exists():
        assert time.monotonic() < deadline, waiting_rows()
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("count", "kills"),
    [pytest.param(12, 1, id="short", marks=pytest.mark.once), pytest.param(400, 30, id="long", marks=pytest.mark.slow)],
)
def test_killed_worker_loses_nothing_and_repeats_no_write(start_worker, smtp_catcher, queued_mails, count, kills):
    chance = random.Random(20220428)
    queue_work(count)

    for _ in range(kills):
        worker = start_worker()
        time.sleep(chance.uniform(0.02, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = start_worker()
    wait_until_done(time.monotonic() + 120 + count / 2)
    worker.terminate()

    assert worker.wait(timeout=60) == 0
    assert Counter(Trace.objects.values_list("name", flat=True)) == {f"chore {n}": 1 for n in range(count)}
    arrived = [message_from_bytes(envelope.content) for envelope in smtp_catcher.messages]
    by_identity = {message["Message-ID"]: message["Subject"] for message in arrived}
    assert sorted(by_identity.values()) == sorted(f"mail {n}" for n in range(count))
    # a kill between the server's answer and its note repeats one message, under the identity its receiver knows
    assert len(arrived) - len(by_identity) <= kills
    assert not Chore.objects.exclude(failed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_worker_told_to_stop_finishes_the_row_in_hand(start_worker):
    worker = start_worker()
    with transaction.atomic():
        Chore.objects.create(name="in hand", pause=2.0)
        Chore.objects.create(name="next")

    deadline = time.monotonic() + 60
    while not Chore.objects.filter(claimed_at__isnull=False).exists():
        assert time.monotonic() < deadline, waiting_rows()
        time.sleep(0.02)
    worker.terminate()

    assert worker.wait(timeout=60) == 0
    assert list(Trace.objects.values_list("name", flat=True)) == ["in hand"]
    assert list(Chore.objects.waiting().values_list("name", "claimed_by")) == [("next", "")]
