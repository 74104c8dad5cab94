import math
import signal
import threading
import time

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFault
from django.db import close_old_connections
from elasticsearch import ApiError, TransportError

from search.engines.elastic import client, filling, indexes, sending

logger = structlog.get_logger(__name__)
AWAY = (ApiError, TransportError, sending.Busy, DatabaseFault)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0  # seconds after a failure, doubled with each
INDEX_LOOKED_AFTER = 5.0  # seconds between looks whether the index is there at all


class Command(BaseCommand):
    """Tell Elasticsearch what has changed; may be killed at any moment and run more than once at the same time."""

    help = "Send the entries that wait to Elasticsearch; --watch goes on until SIGTERM or SIGINT."

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Go on sending what changes.")
        parser.add_argument("--interval", type=float, default=0.5, help="Seconds between looks when nothing waits.")
        parser.add_argument("--batch", type=int, default=sending.BATCH, help="Entries of one request.")

    def handle(self, *args, watch: bool, interval: float, batch: int, **options):
        if not client.is_configured():
            raise CommandError("ELASTICSEARCH_URL is not set: the embedded engine needs no telling.")
        if not watch:
            self.send_all(batch)
            return
        stopping = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopping.set())
        self.stdout.write("Watching for changes.")
        self.stdout.flush()
        self.watch(stopping, interval, batch)
        self.stdout.write("Stopped.")

    def send_all(self, batch: int) -> None:
        """Send until nothing waits."""
        sent = 0
        try:
            self.prepare()
            while True:
                looked_at, settled = sending.send_waiting(batch)
                if not looked_at:
                    break
                sent += settled
        except sending.NoIndex:
            raise CommandError(f"There is no index to write: {self.fault()}. Run search_rebuild.") from None
        except (*AWAY, filling.Unfit) as error:
            raise CommandError(f"Elasticsearch takes nothing now ({type(error).__name__}); run this again.") from error
        self.stdout.write(f"{sent} entries sent")

    def watch(self, stopping: threading.Event, interval: float, batch: int) -> None:
        """Send what waits and look again; after a failure wait a while, longer each time."""
        pause, looked_after = 0.0, -math.inf
        while not stopping.is_set():
            close_old_connections()
            try:
                if time.monotonic() - looked_after > INDEX_LOOKED_AFTER:
                    self.prepare()
                    looked_after = time.monotonic()
                looked_at, _ = sending.send_waiting(batch)
                if pause:
                    logger.info("elasticsearch_sync_resumed")
                pause = 0.0
                if not looked_at:
                    stopping.wait(interval)
            except (*AWAY, filling.Unfit, sending.NoIndex) as error:
                pause, looked_after = min(LONGEST_PAUSE, pause * 2 or FIRST_PAUSE), -math.inf
                logger.warning("elasticsearch_sync_waits", reason=f"{type(error).__name__}: {error}"[:300], pause=pause)
                stopping.wait(pause)

    def prepare(self) -> None:
        """Where none is read (a new cluster, one that lost its index, a filling that was killed), fill one."""
        if indexes.current(client.connection()) is None:
            self.stdout.write("There is no index: filling one.")
            filling.finish()

    def fault(self) -> str:
        found = indexes.current(client.connection())
        return (found.fault if found else None) or "none has a write alias"
