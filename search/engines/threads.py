"""A topic and its replies are one result: the best of them stands for all."""

from search.engines.ranking import Candidate


def collapsed(ranked: list[Candidate]) -> list[Candidate]:
    """`ranked` with the first of every thread alone, which then knows how many of its thread match."""
    first: dict[int, Candidate] = {}
    kept = []
    for candidate in ranked:
        if candidate.thread is None:
            kept.append(candidate)
            continue
        if candidate.thread not in first:
            first[candidate.thread] = candidate
            kept.append(candidate)
        first[candidate.thread].posts += 1
    return kept
