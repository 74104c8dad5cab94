"""The portal calls nobody: neither Wagtail's own errands nor the serving of any kind of page opens a connection."""

import ipaddress
import socket

import pytest
from django.conf import settings

from tests.support.own_pages import own_addresses
from tests.support.pages import PAGES, filled, make_content

CMS = ("/cms/", "/cms/pages/", "/cms/images/", "/cms/users/", "/cms/account/", "/cms/reports/site-history/")


def test_wagtails_own_calls_are_off():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


@pytest.fixture
def called(monkeypatch) -> list:
    """Where this process connects to, other than itself and sockets of this machine."""
    found = []

    def watched(connect):
        def watch(self, address):
            if self.family != socket.AF_UNIX and not ipaddress.ip_address(address[0]).is_loopback:
                found.append(address)
                raise OSError("the portal calls nobody")
            return connect(self, address)

        return watch

    def looked_up(host, *args, **kwargs):
        if host not in (None, "localhost", "127.0.0.1", "::1"):
            found.append(host)
        return real_lookup(host, *args, **kwargs)

    real_lookup = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", watched(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", watched(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return found


@pytest.mark.slow  # all kinds of pages once more
@pytest.mark.once
@pytest.mark.django_db
def test_no_page_makes_the_server_call_anybody(client_of, person_of, called):
    practice = make_content()
    pages = [("visitor", filled(address, practice)) for address in PAGES.values()]
    pages += [*own_addresses(person_of, practice).values(), *(("administrator", address) for address in CMS)]
    clients = {role: client_of(role) for role, _ in pages}

    answers = [clients[role].get(address).status_code for role, address in pages]

    assert {"member", "steward", "organiser"} < clients.keys()
    assert max(answers) < 500
    assert called == []


def test_a_call_outside_would_be_seen(called):
    with pytest.raises(OSError, match="calls nobody"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

    assert called == ["192.0.2.1", ("192.0.2.1", 80)]
