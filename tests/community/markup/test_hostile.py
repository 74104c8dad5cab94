"""Hostile texts: whatever members write, a page holds nothing but what `allowed` lists, and soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community import markup
from community.markup.documents import MAX_HTML
from tests.community.markup.allowed import judged
from tests.community.markup.hostile import CASES, HEAVY

PEOPLE = {12: markup.Mentioned('Budi "<b>', "/anggota/12/"), 13: markup.Mentioned("Citra")}
MOST_SECONDS = 2  # of processor time; half a second is the worst seen


@pytest.mark.parametrize("case", CASES)
def test_hostile_text_stays_within_the_list(case):
    verdict = judged(markup.render(CASES[case], PEOPLE))

    assert verdict.found == []


@pytest.mark.parametrize("case", CASES)
def test_words_of_a_hostile_text_can_be_stored_and_sent(case):
    words = markup.plain(CASES[case])

    assert "\x00" not in words
    assert "\ue000" not in words
    words.encode()  # no lone surrogate is left
    assert "\n" not in markup.summary(CASES[case])


@pytest.mark.parametrize("case", HEAVY)
def test_heavy_text_is_laid_out_soon_and_within_the_list(case):
    start = time.process_time()
    document = markup.document(HEAVY[case])
    seconds = time.process_time() - start

    assert judged(markup.shown(document.html, PEOPLE)).found == []
    assert len(document.html) <= MAX_HTML
    assert seconds < MOST_SECONDS


def test_there_are_cases_enough():
    assert len(CASES) >= 300
    assert len(set(CASES.values())) == len(CASES)


MARKS = st.sampled_from(
    [
        *("[", "](", ")", "](http://a", "<", ">", "</", "<a href=", "javascript:", "data:", "&#106;", "&colon;", "\\"),
        *(
            "*",
            "**",
            "_",
            "~~",
            "`",
            "```\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n# ",
            "\n\n",
            "\n",
            "|",
            "|-|\n",
            "    ",
            "\t",
        ),
        *("![", "@[a](anggota:12)", "anggota:", "https://", "mailto:a@b.c", "\x00", "\ue000", "\ue001", "\ue002", '"'),
        *("'", "=", "onerror=", "style=", "<script>", "<!--", "-->", "\u202e", "\ud800", "%00", "//", "/\\"),
    ]
)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None)
@given(st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=60).map("".join))
def test_no_mixture_of_marks_leaves_the_list(source):
    document = markup.document(source)

    assert judged(markup.shown(document.html, PEOPLE)).found == []
    document.text.encode()  # no lone surrogate is left
    assert judged(markup.render(markup.quote(source, source, "/forum/pos/1/"), PEOPLE)).found == []
    assert judged(markup.render(markup.mention(source, 12), PEOPLE)).found == []


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(st.text(max_size=400))
def test_no_text_leaves_the_list(source):
    assert judged(markup.render(source, PEOPLE)).found == []
    assert judged(markup.render(f"[{source}]({source})\n\n<{source}>", PEOPLE)).found == []


@pytest.mark.browser
def test_a_browser_sees_nothing_but_the_list(browser):
    """The same verdict from the parser that counts, with every case in one document that would run scripts."""
    from tests.community.markup.allowed import ATTRIBUTES, TAGS

    with browser.new_context() as context:
        page = context.new_page()
        said, fetched = [], []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: fetched.append(request.url))
        page.set_content("".join(f"<section>{markup.render(source, PEOPLE)}</section>" for source in CASES.values()))
        page.wait_for_timeout(200)
        elements = page.evaluate(
            "() => [...document.querySelectorAll('section *')].map(e => [e.localName, e.namespaceURI,"
            " [...e.attributes].map(a => a.name), e.protocol || ''])"
        )
        sections = page.evaluate("() => [...document.body.children].map(e => e.localName)")

    assert (said, fetched) == ([], [])
    assert sections == ["section"] * len(CASES)
    assert {tag for tag, *_ in elements} <= TAGS
    assert {namespace for _, namespace, *_ in elements} == {"http://www.w3.org/1999/xhtml"}
    known = {*ATTRIBUTES, ("a", "href")}
    assert {(tag, name) for tag, _, names, _ in elements for name in names} <= known
    assert {protocol for *_, protocol in elements} <= {"", ":", "http:", "https:", "mailto:"}
