"""How gunicorn serves the portal: threads in a few processes, on this machine only (a proxy stands before it)."""

import gc
import os
import shutil
import tempfile
from itertools import count

# Counts of requests stand in files of a folder, one a process, so that any process can tell all of them. It is made
# before the portal is loaded. A reload (SIGHUP) reads this file again in the same process and keeps the folder; a
# server that is about to take over (SIGUSR2) has the other's variables and needs a folder of its own.
if os.environ.get("METRICS_FOLDER_OF") != str(os.getpid()):
    os.environ["METRICS_FOLDER_OF"] = str(os.getpid())
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="cop-metrics-")
METRICS = os.environ["PROMETHEUS_MULTIPROC_DIR"]

from prometheus_client import values  # noqa: E402 -- it looks at the folder when it is loaded

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "cop_portal.gunicorn_worker.EvenWorker"  # threads; a busy process accepts nothing
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True  # the processes share what they loaded
control_socket_disable = True
graceful_timeout = 10
max_requests = 10_000  # whatever a library leaks, it leaks for a while only
max_requests_jitter = 1_000


place = 0  # of this process among those of the server; the parent has 0

# By its place and not by its pid: a process that follows another goes on with its file, so there are never more files
# than processes, however often `max_requests` renews them.
values.ValueClass = values.MultiProcessValue(process_identifier=lambda: place)


def pre_fork(server, worker):
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(number for number in count(1) if number not in taken)


def post_fork(server, worker):
    global place
    place = worker.place


def post_worker_init(worker):
    from django.apps import apps

    if apps.ready:  # what is served is the portal
        from cop_portal import kept_lists

        kept_lists.read_in_time()


def on_exit(server):
    shutil.rmtree(METRICS, ignore_errors=True)


def when_ready(server):
    # What is loaded stays until the end: it is not looked through for garbage while pages are made, nor by each process
    # that stops, which took longer than honcho waits.
    gc.collect()
    gc.freeze()
    server.log.info("Ready at http://%s", bind)
