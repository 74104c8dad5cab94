"""Likeness to the first answers: who is lifted, and when nobody is."""

from search.engines.feedback import FEWEST, LEARNT_FROM, LOOKED_AT, lifted
from search.engines.ranking import Candidate


def ranked(*bodies: str, score: float = 10.0) -> list[Candidate]:
    """Candidates of these bodies, best first, each a little below the one before."""
    return [
        Candidate(
            id=number, labels="", title="", summary="", boost=1.0, dated=None, body=body, score=score - number / 100
        )
        for number, body in enumerate(bodies)
    ]


ABOUT = ["talenta komite kotak suksesi"] * LEARNT_FROM
PASSING = [f"talenta kantin{number}" for number in range(FEWEST)]


def test_what_shares_the_subject_comes_before_what_mentions_it():
    found = lifted(ranked(*ABOUT, *PASSING, "talenta komite kotak"))

    assert [each.id for each in found].index(LEARNT_FROM + FEWEST) == LEARNT_FROM


def test_nothing_is_added_or_lost_and_what_lies_deeper_stays():
    before = ranked(*ABOUT, *PASSING * 6)

    after = lifted(list(before))

    assert sorted(each.id for each in after) == [each.id for each in before]
    assert after[LOOKED_AT:] == before[LOOKED_AT:]


def test_few_answers_keep_their_order():
    before = ranked("kinerja", *["talenta komite"] * (FEWEST - 2))

    assert [each.id for each in lifted(list(before))] == list(range(FEWEST - 1))


def test_boost_applies_to_likeness_too():
    before = ranked(*ABOUT, *PASSING, "talenta komite kotak", "talenta komite kotak")
    before[-1].boost = 0.5

    first, second = (
        next(each for each in lifted(before) if each.id == pk) for pk in (len(before) - 2, len(before) - 1)
    )

    assert first.score > second.score


def test_no_answers():
    assert lifted([]) == []
