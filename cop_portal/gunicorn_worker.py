"""A process of gunicorn that leaves connections to the others while all of its threads work."""

from gunicorn.workers import gthread

SILENT_FOR = 0.2  # seconds that a thread waits for what a new connection asks; browsers open some that never do


class EvenWorker(gthread.ThreadWorker):
    """Accepts a connection only while a thread of its own is free.

    gunicorn's own takes whatever comes, so that the first process may get all connections of a proxy, keep them alive
    and have them wait for its four threads while the others sleep; see
    docs/decisions/0015-connections-go-to-free-threads.md.
    """

    @property
    def worker_connections(self) -> int:
        """How many connections may be open here: those that wait for a reader, and one for each thread.

        gunicorn asks before each round of its loop whether fewer are open.
        """
        waiting = len(self.keepalived_conns) + len(self.pending_conns)
        return min(self._at_most, waiting + self.cfg.threads)

    @worker_connections.setter
    def worker_connections(self, at_most: int) -> None:
        self._at_most = at_most

    def handle(self, conn):
        """Leave a connection that says nothing to the loop, which asks no thread for it until it does."""
        is_new = not conn.initialized and not conn.data_ready
        if is_new and not conn.wait_for_data(SILENT_FOR):
            return gthread._DEFER
        return super().handle(conn)
