import signal
import threading

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from community import periodic, work

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Work off what waits: mail and other rows, Wagtail's tasks, periodic jobs; stops after the row in hand."""

    help = "Work off what waits (mail, tasks, periodic jobs) until SIGTERM or SIGINT; finishes the row in hand."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks at an empty queue.")
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args, interval: float, once: bool, **options):
        stopping = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopping.set())
        work.reap()
        self.stdout.write("Worker started.")
        self.stdout.flush()
        while not stopping.is_set():
            try:
                self.turn(stopping)
            except OperationalError:  # the database is away or locked: what waits is still there when it is back
                logger.warning("database_unavailable")
            if once:
                break
            stopping.wait(interval)
        self.stdout.write("Worker stopped.")

    def turn(self, stopping: threading.Event) -> None:
        """One look at everything that may wait."""
        close_old_connections()
        periodic.run_due()
        work.work_off(keep_going=lambda: not stopping.is_set())
        if not stopping.is_set():
            self.task_worker().run()
        close_old_connections()

    def task_worker(self) -> TaskWorker:
        """django-tasks-db's own loop, for one sweep over the tasks that are ready."""
        return TaskWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=50,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
