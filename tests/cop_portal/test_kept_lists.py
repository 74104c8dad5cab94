"""What a process reads before it answers its first reader."""

import threading
import time

import pytest
from django.db import InterfaceError, connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from cop_portal import kept_lists
from practices import library_index
from search import containers, past, wording
from search.engines.base import current_engine, forget_engines
from tests.support.servers import PortalServer, free_port


def forget_all() -> None:
    library_index.forget()
    wording.forget()
    past.forget()
    forget_engines()


@pytest.mark.django_db
def test_what_is_kept_is_not_read_again():
    forget_all()
    kept_lists.read_all()
    with CaptureQueriesContext(connection) as asked:
        library_index.current()
        wording.at(containers.without_any().stamp)
        past.known()
        current_engine().read_kept()

    assert len(asked) == 3  # the two stamps, and the last word


@pytest.mark.parametrize("fault", [KeyError("sub-aspect"), InterfaceError("connection already closed")])
def test_one_list_that_cannot_be_read_keeps_neither_the_others_nor_the_process(monkeypatch, fault):
    read = []

    def fail():
        raise fault

    monkeypatch.setattr(kept_lists, "LISTS", {"broken": fail, "whole": lambda: read.append("whole")})
    with capture_logs() as said:
        kept_lists.read_in_time()

    assert read == ["whole"]
    assert [(each["event"], each["name"]) for each in said] == [("kept_list_unread", "broken")]


def test_a_process_does_not_wait_for_a_silent_database(monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr(kept_lists, "LISTS", {"silent": lambda: answers.wait(30)})
    began = time.monotonic()
    with capture_logs() as said:
        kept_lists.read_in_time(patience=0.05)
    waited = time.monotonic() - began
    answers.set()

    assert waited < 10
    assert [each["event"] for each in said] == ["kept_lists_late"]


def test_a_server_reads_it_before_its_first_reader(database_url):
    server = PortalServer(database_url)
    try:
        server.wait()
        assert "kept_lists_read" in server.log.read_text()
    finally:
        server.stop()


def test_a_server_starts_where_its_database_is_away():
    server = PortalServer(f"postgresql://portal@127.0.0.1:{free_port()}/portal")
    try:
        server.wait()
        assert "kept_list_unread" in server.log.read_text()
    finally:
        server.stop()
