"""Periodic jobs start at most once per rhythm, and one that fails stops no other."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from community import periodic
from community.models import QueuedMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    """Only the jobs of the test; the list says what ran."""
    ran = []
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register("hourly", lambda: ran.append("hourly"), rhythm=timedelta(hours=1))
    periodic.register("broken", lambda: 1 / 0, rhythm=timedelta(hours=1))
    periodic.register("daily", lambda: ran.append("daily"), rhythm=timedelta(days=1))
    return ran


def test_due_jobs_run_once_per_rhythm_and_a_failure_stops_no_other(jobs):
    now = timezone.now()

    periodic.run_due(now)
    periodic.run_due(now + timedelta(minutes=59))
    periodic.run_due(now + timedelta(minutes=61))

    assert jobs == ["hourly", "daily", "hourly"]


def test_task_of_a_dead_worker_becomes_ready_again():
    old = DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="wagtail.tasks.update_reference_index_task",
        backend_name="default",
        run_after=timezone.now(),
        started_at=timezone.now() - periodic.TASK_LEASE - timedelta(seconds=1),
        exception_class_path="",
        traceback="",
    )

    assert periodic.revive_tasks() == 1
    old.refresh_from_db()
    assert old.status == TaskResultStatus.READY


def test_old_mail_is_forgotten_and_waiting_mail_is_kept():
    edge = timezone.now() - periodic.MAIL_KEPT - timedelta(hours=1)
    for key, fields in {"sent": {"done_at": edge}, "refused": {"failed_at": edge}, "waiting": {}}.items():
        QueuedMail.objects.create(key=key, sender="a@b.id", subject="", message=b"", created_at=edge, **fields)

    periodic.forget_old_mail()

    assert list(QueuedMail.objects.values_list("key", flat=True)) == ["waiting"]
