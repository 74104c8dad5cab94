"""Terms of the same subject: what they find, and that it stands behind what has the word itself."""

import pytest

from search.engines.ranking import Candidate, Ranking
from search.language import parse
from search.language.lexicon import related_lines, synonym_lines
from search.language.query import MOST_RELATED
from search.language.related import MOST, ONE_WAY, Related
from search.language.synonyms import Synonyms
from search.language.tokens import tokens
from search.terms import split
from search.types import SearchRequest
from search.why import ways
from tests.search.contract import found, put

pytestmark = pytest.mark.django_db
OWN = Synonyms(
    ["kesehatan mental, kesehatan jiwa", "bolos, mangkir"],
    ["jenuh, lelah > kesehatan mental", "hukuman, sanksi", "mangkir > absen"],
)


def related(query: str, **more) -> list[list[str]]:
    return [[" ".join(each.roots) for each in group.related] for group in parse(query, **more).groups]


# --- the shipped list -------------------------------------------------------------------------------------------
def test_each_line_asks_for_something_else():
    for line in related_lines():
        left, one_way, right = line.partition(ONE_WAY)
        asking, answering = split(left), split(right)
        assert len(asking) > 1 or answering, line
        assert bool(one_way) == bool(answering), line
        assert len(set(asking)) == len(asking), line
        assert len(set(answering)) == len(answering), line


def test_no_term_is_related_to_its_equal():
    known = Related(related_lines(), synonym_lines())

    for line in synonym_lines():
        group = {tuple(parse(term).groups[0].alternatives[0].roots) for term in split(line)}
        for term in split(line):
            words = tokens(term)
            assert len(words) > 1 or group.isdisjoint(known.of_word(words[0].word)), line


# --- how a question is read -------------------------------------------------------------------------------------
def test_lines_are_read_in_both_directions_or_in_one():
    assert related("hukuman", synonyms=OWN) == [["sanksi"]]
    assert related("sanksi", synonyms=OWN) == [["hukum"]]
    assert related("jenuh", synonyms=OWN) == [["sehat mental", "sehat jiwa"]]
    assert related("kesehatan mental", synonyms=OWN) == [[]]


def test_equal_terms_have_the_same_related_terms():
    assert related("bolos", synonyms=OWN) == related("mangkir", synonyms=OWN) == [["absen"]]


def test_forms_of_a_formed_word_are_met_and_its_root_is_not():
    assert related("menghukum", synonyms=OWN) == [["sanksi"]]
    assert related("hukum", synonyms=OWN) == [[]]


def test_what_is_asked_for_anyway_is_not_related():
    assert related("hukuman sanksi", synonyms=OWN) == [[], []]


def test_related_terms_of_a_question_are_bounded():
    every = [term for line in related_lines() for term in split(line.partition(ONE_WAY)[0])]

    for start in range(0, len(every), 8):
        groups = parse(" ".join(every[start : start + 8])).groups
        assert all(len(group.related) <= MOST for group in groups)
        assert sum(len(group.related) for group in groups) <= MOST_RELATED


# --- what is found ----------------------------------------------------------------------------------------------
def test_a_related_term_finds_and_stands_behind_the_word_itself(engine):
    put(
        {"title": "Sanksi sanksi sanksi", "body": "Sanksi bagi yang melanggar. " * 5},
        {"title": "Kantor baru", "body": "Semua hadir. " * 60 + "Satu hukuman dijatuhkan."},
        {"title": "Lomba memasak"},
    )

    assert found(engine, "hukuman", synonyms=OWN) == [2, 1]


def test_what_has_all_the_words_stands_before_what_has_a_related_one(engine):
    put(
        {"title": "Sanksi guru", "body": "Sanksi guru"},
        {"title": "Pertemuan", "body": "Hukuman bagi guru"},
        {"title": "Hukuman", "body": "Hukuman"},
    )

    assert found(engine, "hukuman guru", synonyms=OWN)[0] == 2


def test_a_related_term_is_marked_and_told_where_the_word_is_not_there(engine):
    put({"title": "Sanksi bagi yang terlambat"}, {"title": "Hukuman dan sanksi"})

    first, second = engine.search(SearchRequest(text="hukuman", keys=("public",), synonyms=OWN)).hits

    assert first.title == "<mark>Hukuman</mark> dan sanksi"
    assert second.title == "<mark>Sanksi</mark> bagi yang terlambat"
    assert ways(second, parse("hukuman", OWN)) == ["“hukuman” lewat istilah terkait “Sanksi”"]


def test_few_entries_with_all_the_words_are_not_buried_under_newer_ones_with_some(engine, monkeypatch):
    monkeypatch.setattr("search.engines.question.CANDIDATES", 5)
    put(
        {"title": "Catatan", "body": "Hukuman"},
        *({"title": f"Sanksi {number}", "body": "Sanksi"} for number in range(9)),
        *({"title": f"Lain {number}"} for number in range(40)),
    )

    assert found(engine, "hukuman", synonyms=OWN)[0] == 1


def test_a_term_that_most_entries_have_tells_less_than_a_rare_one():
    parsed = parse("jenuh", Synonyms([], ["jenuh > pegawai, konseling"]))
    ranking = Ranking(parsed, lambda group: 5.0, {"": 5.0, "pegawai": 0.2, "konseling": 4.0}.get, 0.0)
    common, rare = (Candidate(pk, "", word, "", 1.0, None) for pk, word in enumerate(("pegawai", "konseling")))
    ranking.score(common)
    ranking.score(rare)

    assert 0 < common.score < rare.score
