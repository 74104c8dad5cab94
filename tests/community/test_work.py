"""Rows that wait are done once, tried again when they fail, and given back when their worker died."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community import work
from tests.workbench.models import Chore, Trace

pytestmark = pytest.mark.django_db


def traces() -> list[str]:
    return list(Trace.objects.order_by("pk").values_list("name", flat=True))


def test_due_rows_are_done_in_the_order_of_their_waiting():
    now = timezone.now()
    Chore.objects.create(name="second", next_try_at=now - timedelta(minutes=1))
    Chore.objects.create(name="first", next_try_at=now - timedelta(minutes=2))
    Chore.objects.create(name="later", next_try_at=now + timedelta(minutes=1))

    done = work.work_off()

    assert done == 2
    assert traces() == ["first", "second"]
    assert list(Chore.objects.waiting().values_list("name", flat=True)) == ["later"]


def test_done_row_is_not_done_again():
    Chore.objects.create(name="once")

    work.work_off()
    work.work_off()

    assert traces() == ["once"]


def test_failed_try_undoes_what_it_wrote_and_waits_longer_each_time():
    chore = Chore.objects.create(name="flaky", trouble="later")

    work.work_off()
    chore.refresh_from_db()

    assert traces() == []
    assert chore.last_error == "OSError: away"
    assert chore.claimed_at is None
    assert chore.failed_at is None
    assert timedelta(seconds=10) < chore.next_try_at - timezone.now() <= timedelta(seconds=15)
    assert work.retry_delay(2) == timedelta(seconds=30)
    assert work.retry_delay(50) == work.LONGEST_DELAY


@pytest.mark.parametrize(("trouble", "told"), [("unreadable", "OSError: away ?"), ("refused", "no  use?")])
def test_reason_that_no_database_takes_is_written_down_all_the_same(trouble, told):
    Chore.objects.create(name="flaky", trouble=trouble)

    done = work.work_off()

    chore = Chore.objects.get()
    assert (done, chore.last_error, chore.claimed_by) == (0, told, "")


def test_row_that_failed_is_done_when_the_trouble_is_over():
    chore = Chore.objects.create(name="flaky", trouble="later")
    work.work_off()
    Chore.objects.filter(pk=chore.pk).update(trouble="", next_try_at=timezone.now())

    work.work_off()

    assert traces() == ["flaky"]
    assert Chore.objects.get().last_error == ""


def test_last_allowed_try_gives_up_with_its_reason():
    chore = Chore.objects.create(name="hopeless", trouble="later", attempts=work.MAX_ATTEMPTS - 1)

    work.work_off()
    chore.refresh_from_db()

    assert chore.failed_at is not None
    assert chore.last_error == "OSError: away"
    assert not Chore.objects.waiting().exists()


def test_give_up_ends_the_row_at_once():
    Chore.objects.create(name="refused", trouble="never")

    done = work.work_off()

    assert done == 0
    assert traces() == []
    assert Chore.objects.get().last_error == "no use"
    assert Chore.objects.get().failed_at is not None


def test_claimed_row_is_left_alone_until_its_lease_is_over(settings):
    now = timezone.now()
    lease = timedelta(seconds=settings.WORK_LEASE_SECONDS)
    Chore.objects.create(name="held", claimed_at=now, claimed_by="other")
    Chore.objects.create(name="dropped", claimed_at=now - lease - timedelta(seconds=1), claimed_by="dead")

    before = work.work_off()
    returned = work.reap()
    after = work.work_off()

    assert (before, returned, after) == (0, 1, 1)
    assert traces() == ["dropped"]


def test_worker_whose_claim_was_taken_away_does_nothing():
    chore = Chore.objects.create(name="contested")
    job = next(job for job in work.registered() if job.model is Chore)
    claimed = work._claim(job)
    Chore.objects.filter(pk=chore.pk).update(claimed_by="another worker")

    assert work._do(job, claimed) is False
    assert traces() == []


def test_stop_is_heard_between_two_rows():
    for name in "abc":
        Chore.objects.create(name=name)

    work.work_off(keep_going=lambda: Trace.objects.count() < 2)

    assert traces() == ["a", "b"]
