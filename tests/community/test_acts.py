"""What a view tells of a service that it called."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404

from community.errors import RuleBroken
from community.views.acts import done_or_hidden, told


class TooLate(RuleBroken):
    message = "Sudah lewat."


def refuse(error):
    raise error


@pytest.fixture
def request_with_messages(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def said(request) -> list[tuple[str, str]]:
    return [(message.level_tag, message.message) for message in get_messages(request)]


def test_what_was_done_is_told_and_leads_back(request_with_messages):
    acts = []

    response = done_or_hidden(request_with_messages, lambda: acts.append(1), done="Selesai.", back="/fgd/x/")

    assert (acts, response.status_code, response.url) == ([1], 302, "/fgd/x/")
    assert said(request_with_messages) == [("success", "Selesai.")]


def test_a_broken_rule_is_told_and_leads_back(request_with_messages):
    response = done_or_hidden(request_with_messages, lambda: refuse(TooLate()), done="Selesai.", back="/fgd/x/")

    assert response.url == "/fgd/x/"
    assert said(request_with_messages) == [("error", "Sudah lewat.")]


def test_who_may_not_do_it_finds_nothing(request_with_messages):
    with pytest.raises(Http404):
        done_or_hidden(request_with_messages, lambda: refuse(PermissionDenied()), done="Selesai.", back="/fgd/x/")

    assert said(request_with_messages) == []


def test_an_act_without_words_is_done_silently(request_with_messages):
    assert told(request_with_messages, lambda: None)
    assert not told(request_with_messages, lambda: refuse(TooLate()))
    assert said(request_with_messages) == [("error", "Sudah lewat.")]
