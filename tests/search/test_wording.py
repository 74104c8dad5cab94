"""What stewards keep acts on the very next question, in every process, and costs no query while nothing changes."""

import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser

from cop_portal.page_cache.middleware import key_of
from cop_portal.page_cache.tables import shown
from search import services, wording
from search.containers import containers_of
from search.forms import Question
from search.models import SearchStamp, SynonymGroup
from tests.factories.practices import PracticePageFactory
from tests.factories.search import SynonymGroupFactory

NOBODY = AnonymousUser()


def found(text: str) -> list[str]:
    return [
        row.hit.title.replace("<mark>", "").replace("</mark>", "")
        for row in services.search(Question(text=text), NOBODY).rows
    ]


@pytest.mark.django_db
def test_a_group_acts_on_the_next_question_and_no_longer_once_it_is_gone(each_engine):
    PracticePageFactory(title="Klinik kubikel")
    before = found("spektrometer")

    group = SynonymGroupFactory(terms="spektrometer, kubikel")
    with_it = found("spektrometer"), found("kubikel")
    group.terms = "spektrometer, lain"
    group.save()
    changed = found("spektrometer")
    group.terms = "spektrometer, klinik kubikel"
    group.save()
    as_two_words = found("spektrometer")
    group.delete()

    assert before == changed == found("spektrometer") == []
    assert with_it == (["Klinik kubikel"], ["Klinik kubikel"])
    assert as_two_words == ["Klinik kubikel"]


@pytest.mark.django_db
def test_nothing_is_read_while_nothing_changes(django_assert_num_queries):
    SynonymGroupFactory()
    stamp = containers_of(NOBODY).stamp
    held = wording.at(stamp)

    with django_assert_num_queries(0):
        again = wording.at(stamp)

    assert again is held
    assert containers_of(NOBODY).stamp == SearchStamp.objects.get().token == stamp


@pytest.mark.django_db
def test_before_reference_data_the_groups_of_the_portal_hold():
    SynonymGroup.objects.all().delete()
    SearchStamp.objects.all().delete()

    assert wording.at(containers_of(NOBODY).stamp).synonyms.of_word("skp")


@pytest.mark.django_db
def test_no_kept_page_is_made_from_what_stewards_keep(rf):
    request = rf.get("/cari/", {"q": "skp"})

    assert key_of(request) is None  # a results page is made anew each time
    assert {name for name in shown() if name.startswith("search_")} == set()  # and no page that asked search is kept


ASK = """
import django; django.setup()
from django.contrib.auth.models import AnonymousUser
from search import services
from search.forms import Question
for line in iter(input, "end"):
    print(len(services.search(Question(text=line), AnonymousUser()).rows), flush=True)
"""


@pytest.mark.slow
def test_another_process_hears_of_it_at_once(transactional_db, database_url):
    PracticePageFactory(title="Klinik kubikel")
    # Those of the demo: those of the tests name a database of their own, whatever DATABASE_URL says.
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo", "PATH": ""}
    other = subprocess.Popen(
        [sys.executable, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )

    def ask() -> int:
        other.stdin.write("spektrometer\n")
        other.stdin.flush()
        answer = other.stdout.readline()
        assert answer, f"the other process ended with {other.wait()}"
        return int(answer)

    try:
        before = ask()
        group = SynonymGroupFactory(terms="spektrometer, kubikel")
        with_it = ask()
        group.delete()
        after = ask()
    finally:
        other.communicate("end\n", timeout=30)

    assert (before, with_it, after) == (0, 1, 0)
