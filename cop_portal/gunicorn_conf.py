"""How gunicorn serves the portal: threads in a few processes, on this machine only (a proxy stands before it)."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True  # the processes share what they loaded
control_socket_disable = True
graceful_timeout = 10
max_requests = 10_000  # whatever a library leaks, it leaks for a while only
max_requests_jitter = 1_000


def when_ready(server):
    server.log.info("Ready at http://%s", bind)
