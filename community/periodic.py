"""Jobs that a timer starts: each registered with its rhythm, started at most once per rhythm, safe to run late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from community import work
from community.models import PeriodicRun, QueuedMail
from community.services import documents, drafts, feedback

logger = structlog.get_logger(__name__)

MAIL_KEPT = timedelta(days=30)
TASK_LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """`run()` every `rhythm`; it must be safe to run twice."""

    name: str
    run: Callable[[], object]
    rhythm: timedelta


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], *, rhythm: timedelta) -> None:
    """Name a periodic job; called once, in `AppConfig.ready`."""
    _jobs[name] = Job(name, run, rhythm)


def run_due(now=None) -> list[str]:
    """Run the jobs whose time has come; one that fails is logged and stops no other. Returns the names that ran."""
    now = now or timezone.now()
    ran = []
    for job in _jobs.values():
        if not _start(job, now):
            continue
        try:
            job.run()
        except Exception:  # the next job must run whatever happened to this one
            logger.exception("periodic_failed", job=job.name)
        else:
            ran.append(job.name)
    return ran


@transaction.atomic
def _start(job: Job, now) -> bool:
    """Whether this caller may run the job now; the row is locked, so that two timers start it once."""
    PeriodicRun.objects.bulk_create([PeriodicRun(name=job.name, started_at=now - job.rhythm)], ignore_conflicts=True)
    row = PeriodicRun.objects.select_for_update().get(name=job.name)
    if row.started_at > now - job.rhythm:
        return False
    row.started_at = now
    row.save(update_fields=["started_at"])
    return True


def forget_old_mail() -> None:
    """Delete messages that were delivered or given up a month ago: addresses are kept no longer than needed."""
    edge = timezone.now() - MAIL_KEPT
    QueuedMail.objects.filter(done_at__lt=edge).delete()
    QueuedMail.objects.filter(failed_at__lt=edge).delete()


def revive_tasks() -> int:
    """Make tasks of dead workers ready again: django-tasks-db leaves them running forever (tried on 0.13)."""
    stuck = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - TASK_LEASE)
    return stuck.update(status=TaskResultStatus.READY, started_at=None)


def forget_old_tasks() -> None:
    """Delete the rows of finished tasks after a week."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=7)).delete()


def register_own() -> None:
    """The base's own jobs."""
    register("reap_work", work.reap, rhythm=timedelta(seconds=15))
    register("revive_tasks", revive_tasks, rhythm=timedelta(minutes=1))
    register("publish_scheduled", lambda: call_command("publish_scheduled"), rhythm=timedelta(minutes=1))
    register("read_documents", documents.want_unread, rhythm=timedelta(hours=1))
    register("forget_old_tasks", forget_old_tasks, rhythm=timedelta(days=1))
    register("forget_old_mail", forget_old_mail, rhythm=timedelta(days=1))
    register("forget_old_drafts", drafts.forget_old_drafts, rhythm=timedelta(days=1))
    register("forget_old_feedback", feedback.forget_old_feedback, rhythm=timedelta(days=1))
    register("forget_old_sessions", lambda: call_command("clearsessions"), rhythm=timedelta(days=1))
