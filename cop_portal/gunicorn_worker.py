"""A process of gunicorn that leaves connections to the others while all of its threads work."""

from gunicorn.workers.gthread import ThreadWorker


class EvenWorker(ThreadWorker):
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
