"""A steward judges a long post: its text is read and its decision seen without a long way; in Chromium."""

import pytest
from playwright.sync_api import expect

from forums import services
from tests.factories.forums import TopicFactory

pytestmark = pytest.mark.browser
LONG = "Dialog kami sering tertunda, dan sebabnya lebih dari satu.\n\n" * 60


@pytest.mark.parametrize("screen", ["wide", "phone"], indirect=True)
def test_the_decision_on_a_long_post_stays_within_reach(visit, person_of):
    post = services.reply(TopicFactory(), actor=person_of("unverified"), source=LONG)
    page = visit("organiser")
    page.goto(page.url.replace("/cms/", f"/forum/pos/{post.pk}/kelola/"))

    below = page.locator("[name=action]").first.bounding_box()["y"]
    page.locator(".cop-judge__text").focus()
    page.keyboard.press("End")

    assert below < 1.6 * page.viewport_size["height"]
    expect(page.locator(".cop-judge__text > :last-child")).to_be_in_viewport()
