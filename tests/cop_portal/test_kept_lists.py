"""What a process reads before it answers its first reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cop_portal import kept_lists
from practices import library_index
from search import containers, past, wording
from search.engines.base import embedded_engine, forget_engines
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
        embedded_engine().read_kept()

    assert len(asked) == 3  # the two stamps, and the last word


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
        assert "kept_lists_unread" in server.log.read_text()
    finally:
        server.stop()
