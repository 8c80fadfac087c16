"""Schulze and the single transferable vote, held against a library that is not ours (votelib).

Its Schulze is ours to the letter: every strongest path is compared. Its transferable vote is weighted
inclusive Gregory, too, but with exact fractions instead of five decimal places, and it passes several
surpluses on at once; so it is compared where one surplus at a time is waiting, stage by stage, within what is
cut off. To the letter, and without any margin, ours is held to a count paper by paper
(`tests.support.stv_by_hand`).
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze as TheirSchulze
from votelib.evaluate.sequential import TransferableVoteSelector

from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Marks
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import Schulze, TransferableVote
from tests.support.elections import options

IDS = "abcdefgh"


def profile(source: random.Random, count: int, papers: int, *, equal: bool) -> Counter[Marks]:
    """Random papers among `count` options: whole and partial orders, with equal ranks where asked."""
    found: Counter[Marks] = Counter()
    for _ in range(papers):
        order = source.sample(IDS[:count], count if source.random() < 0.4 else source.randint(1, count))
        groups: list[list[str]] = []
        for one in order:
            if equal and groups and source.random() < 0.25:
                groups[-1].append(one)
            else:
                groups.append([one])
        found[tuple(tuple(sorted(group)) for group in groups)] += 1
    return found


def ours(rule: Schulze | TransferableVote, count: int, votes: Counter[Marks]) -> ElectionResult:
    papers = [MarkedPaper(marks, times=times) for marks, times in votes.items()]
    return count_election(rule, options(IDS[:count]), papers, seed="s")


# --- Schulze ---


@pytest.mark.parametrize("seed", range(150))
def test_every_strongest_path_is_that_of_the_library(seed: int) -> None:
    source = random.Random(seed)
    count = source.randint(2, 8)
    votes = profile(source, count, source.randint(1, 40), equal=True)
    result = ours(Schulze(), count, votes)
    # The library knows no option that nobody ranks: here every paper ranks all, those left out together last.
    full: Counter[tuple[str | frozenset[str], ...]] = Counter()
    for marks, times in votes.items():
        whole = complete(marks, count)
        full[tuple(frozenset(group) if len(group) > 1 else group[0] for group in whole)] += times
    pairs = RankedToCondorcetVotes().convert(full)
    theirs = TheirSchulze.widest_paths(pairs)
    for path in result.paths:
        assert path.strength == theirs.get((path.via[0], path.via[-1]), 0)
    undefeated = {
        one
        for one in IDS[:count]
        if all(theirs.get((one, o), 0) >= theirs.get((o, one), 0) for o in IDS[:count] if o != one)
    }
    assert set(result.ranking[0]) == undefeated


def complete(marks: Marks, count: int) -> Marks:
    """The same with the unranked as one group at the end, as the paper is read."""
    ranked = {one for group in marks for one in group}
    rest = tuple(one for one in IDS[:count] if one not in ranked)
    return (*marks, rest) if rest else marks


# --- the single transferable vote ---


def comparable(result: ElectionResult) -> bool:
    """No equals, and one surplus at a time."""
    waiting = 0
    for one in result.rounds:
        kinds = Counter(step.kind for step in one.steps)
        exactly = [step for step in one.steps if step.kind == "elected" and step.votes == step.needed]
        if exactly or kinds["told_apart_earlier"] or kinds["told_apart_by_lot"] or kinds["elected"] > 1:
            return False
        waiting += kinds["elected"] - kinds["surplus"]
        if waiting > 1:
            return False
    return True


def test_stages_are_those_of_the_library_within_what_is_cut_off() -> None:
    compared = transferred = 0
    for seed in range(600):
        source = random.Random(seed)
        count, seats = source.randint(3, 7), source.randint(1, 3)
        votes = profile(source, count, source.randint(20, 200), equal=False)
        result = ours(TransferableVote(seats), count, votes)
        if not comparable(result):
            continue
        compared += 1
        total = sum(votes.values())
        margin = Fraction(total * len(result.rounds), 10**5)
        flat = {tuple(group[0] for group in marks): times for marks, times in votes.items()}
        library = TransferableVoteSelector(transferer="Gregory")
        assert set(library.evaluate(flat, seats)) == set(result.elected), seed
        for step_round in result.rounds:
            transferred += any(step.kind == "surplus" for step in step_round.steps)
        for number, one in enumerate(result.rounds, 1):
            if any(step.kind == "elected_last" for step in one.steps):
                break  # ours stops without a transfer, by rule 52(2)
            totals, _elected = library.nth_count(flat, seats, number)  # as they are before that count
            held = {
                standing.option: standing.votes
                for standing in one.standings
                if standing.option not in result.elected or standing.spare < 0  # type: ignore[operator]
            }
            for name, number_of_votes in held.items():
                assert abs(number_of_votes - totals.get(name, 0)) <= margin, (seed, number, name)
    assert compared > 150
    assert transferred > 100
