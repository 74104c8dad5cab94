"""No dead link: what each kind of page leads to answers, and the anchors that links name exist."""

import pytest

from tests.support.crawling import dead_links
from tests.support.own_pages import own_addresses
from tests.support.pages import PAGES, filled, make_content


@pytest.mark.once
@pytest.mark.django_db
def test_no_page_has_a_dead_link(client_of, person_of):
    practice = make_content()
    pages = {"visitor": [filled(address, practice) for address in PAGES.values()]}
    for kind, (role, address) in own_addresses(person_of, practice).items():
        if kind != "component sheet":  # its links are examples
            pages.setdefault(role, []).append(address)
    pages["member"] += pages["visitor"]

    dead = [f"{role}, {each}" for role, own in pages.items() for each in dead_links(client_of(role), own)]

    assert not dead, "\n".join(dead)
