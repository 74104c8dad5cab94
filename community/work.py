"""Working off rows that wait (`models.Work`): claim, do, mark done; try again later; give back what the dead held.

Two ways to do a row, chosen when its model is registered:

- `in_transaction=True`: the handler's writes and the mark "done" are one transaction, so the row is done exactly once
  whatever is killed when.
- `in_transaction=False`, for what happens outside the database, such as mail: no transaction is open meanwhile. A
  worker killed after the act and before the mark acts again, so the act must carry an identity that its receiver
  knows (a mail's Message-ID).
"""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from community.models import Work

logger = structlog.get_logger(__name__)

MAX_ATTEMPTS = 12
LONGEST_REASON = 2_000
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=6)


class GiveUp(Exception):
    """Raised by a handler for what no later try can mend; the row is marked failed with this reason."""


@dataclass(frozen=True)
class Job:
    """How rows of `model` are done: `handle(row)` raises on failure; `when_done` is written with the mark "done"."""

    model: type[Work]
    handle: Callable[[Work], None]
    in_transaction: bool
    when_done: dict[str, object] = field(default_factory=dict)


_jobs: dict[type[Work], Job] = {}


def register(model: type[Work], handle: Callable[[Work], None], *, in_transaction: bool, **when_done) -> None:
    """Say how rows of `model` are done; called once, in `AppConfig.ready`.

    `when_done` are values of the row's fields, written in one statement with the mark "done".
    """
    _jobs[model] = Job(model, handle, in_transaction, when_done)


def registered() -> list[Job]:
    return list(_jobs.values())


def worker_name() -> str:
    """Who claims: process and thread, so that two workers never take each other's claim for their own."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident()}"


def retry_delay(attempts: int) -> timedelta:
    """Wait after the `attempts`-th failure: doubling from 15 seconds to six hours."""
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY)


def work_off(limit: int | None = None, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Do every due row of every registered model, at most `limit`, while `keep_going()`; returns how many succeeded."""
    done = tried = 0
    for job in registered():
        while keep_going() and (limit is None or tried < limit):
            row = _claim(job)
            if row is None:
                break
            tried += 1
            done += _do(job, row)
    return done


def reap(now=None) -> int:
    """Give back the rows that dead workers held; returns how many."""
    now = now or timezone.now()
    lease = timedelta(seconds=settings.WORK_LEASE_SECONDS)
    return sum(
        job.model.objects.abandoned(now, lease).update(claimed_at=None, claimed_by="", next_try_at=now)
        for job in registered()
    )


@transaction.atomic
def _claim(job: Job) -> Work | None:
    """Take the longest waiting due row; rows another worker is just taking are passed over."""
    row = job.model.objects.due(timezone.now()).select_for_update(skip_locked=_skips_locked()).first()
    if row is None:
        return None
    row.claimed_at = timezone.now()
    row.claimed_by = worker_name()
    row.attempts += 1
    row.save(update_fields=["claimed_at", "claimed_by", "attempts"])
    return row


def _skips_locked() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def _do(job: Job, row: Work) -> bool:
    """Run the handler and write down how it ended; the claim must still be ours."""
    try:
        if job.in_transaction:
            with transaction.atomic():
                mine = _held(job, row).select_for_update().first()
                if mine is None:
                    return False
                job.handle(mine)
                _mark_done(job, row)
        else:
            job.handle(row)
            _mark_done(job, row)
    except GiveUp as reason:
        _held(job, row).update(failed_at=timezone.now(), last_error=_told(str(reason)), claimed_at=None, claimed_by="")
        logger.warning("work_failed", model=job.model.__name__, row=row.pk)
        return False
    except Exception as error:  # whatever a handler raises, the row must learn of it and wait for its next try
        _mark_failed_try(job, row, error)
        return False
    return True


def _held(job: Job, row: Work):
    return job.model.objects.waiting().filter(pk=row.pk, claimed_by=row.claimed_by, claimed_at=row.claimed_at)


def _told(reason: str) -> str:
    """`reason` as every database takes it: one that cannot be written down would end each worker that tries the row."""
    return reason[:LONGEST_REASON].replace("\0", " ").encode("utf-8", "replace").decode()


def _mark_done(job: Job, row: Work) -> None:
    mark = {"done_at": timezone.now(), "last_error": "", "claimed_at": None, "claimed_by": ""}
    _held(job, row).update(**mark, **job.when_done)


def _mark_failed_try(job: Job, row: Work, error: Exception) -> None:
    now = timezone.now()
    reason = _told(f"{type(error).__name__}: {error}")
    gave_up = row.attempts >= MAX_ATTEMPTS
    _held(job, row).update(
        last_error=reason,
        next_try_at=now + retry_delay(row.attempts),
        failed_at=now if gave_up else None,
        claimed_at=None,
        claimed_by="",
    )
    logger.warning("work_retries", model=job.model.__name__, row=row.pk, attempts=row.attempts, gave_up=gave_up)
