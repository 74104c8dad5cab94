"""A WSGI application that takes its time and tells which process answered."""

import os
import time

SECONDS = 1.5


def application(environ, start_response):
    time.sleep(SECONDS)
    told = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(told)))])
    return [told]
