"""Further ballots know who holds places already: caps and reserved places over all ballots of an election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.electing import ballot, elected, name, nominating, procedure

from ecar_governance.domain.candidates import ballots_of
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import series_of
from ecar_governance.domain.voting.electing import seats_left
from ecar_governance.domain.voting.methods.counting import judge_tally
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import Approval, BlockVote, Cap, Plurality, Reserved
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.errors import InvalidInput

GENDER = {"gender": {"woman": {"az": "qadın", "en": "woman"}, "man": {"az": "kişi", "en": "man"}}}
WOMAN, MAN = {"gender": "woman"}, {"gender": "man"}
A, B, C, D = (
    Option(one, group="U1" if one in "ab" else "U2", traits=WOMAN if one in "bd" else MAN) for one in "abcd"
)

ROWS = [
    # Two equals of one group for two places: only one can take one, so whoever is below stands, too.
    (Approval(seats=2, cap=Cap(1)), {"a": 5, "b": 5, "c": 2, "d": 1}, (), ("a", "b", "c", "d")),
    (Approval(seats=2, cap=Cap(1)), {"c": 6, "a": 5, "b": 5, "d": 5}, ("c",), ("a", "b")),
    (Approval(seats=2), {"a": 5, "b": 5, "c": 5, "d": 1}, (), ("a", "b", "c")),
    # A place is reserved for a woman, and the equals are men.
    (
        Approval(seats=2, reserved=(Reserved("gender", "woman"),)),
        {"a": 5, "c": 5, "d": 2},
        (),
        ("a", "c", "b", "d"),
    ),
    (
        Approval(seats=2, reserved=(Reserved("gender", "woman"),)),
        {"a": 6, "b": 3, "d": 3},
        ("a",),
        ("b", "d"),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_who_stands_in_the_next_ballot(
    row: tuple[Approval, dict[str, int], tuple[str, ...], tuple[str, ...]],
) -> None:
    rule, votes, first, onward = row
    rule = replace(rule, tie="second_ballot")
    result = judge_tally(rule, (A, B, C, D), votes, valid=max(votes.values()))
    standing = tuple(one for one in onward if votes.get(one))
    assert (result.decided_by, result.elected, result.onward) == ("next_ballot", first, standing)


def test_the_rule_of_the_next_ballot_keeps_what_is_held() -> None:
    rule = VoteRule(
        election=BlockVote(
            seats=4,
            min_choices=3,
            cap=Cap(2),
            reserved=(Reserved("gender", "woman", 2), Reserved("gender", "man", 1)),
            tie="second_ballot",
        )
    )
    left = seats_left(rule, 2, (A, D)).election
    assert isinstance(left, BlockVote)
    assert (left.seats, left.min_choices, left.cap) == (2, 2, Cap(2, held={"U1": 1, "U2": 1}))
    assert left.reserved == (Reserved("gender", "woman", 1),)
    again = seats_left(VoteRule(election=left), 1, (B,)).election
    assert isinstance(again, BlockVote)
    assert (again.cap, again.reserved) == (Cap(2, held={"U1": 2, "U2": 1}), ())
    assert seats_left(rule, 4) == rule


def test_held_places_are_whole_numbers() -> None:
    with pytest.raises(InvalidInput):
        Cap(2, held={"U1": 0})


def through(
    rule: Approval, options: Sequence[Option], ballots: list[list[int]]
) -> tuple[list[str], ElectionResult]:
    """All elected in the ballots held one after the other, and the last result."""
    told, standing = VoteRule(election=rule), tuple(options)
    found: list[str] = []
    for votes in ballots:
        method = told.election
        assert isinstance(method, Approval)
        marks = {one.id: votes[place % len(votes)] for place, one in enumerate(standing)}
        result = judge_tally(method, standing, marks, valid=max(marks.values()))
        found += result.elected
        if result.decided_by != "next_ballot":
            break
        chosen = [one for one in standing if one.id in result.elected]
        standing = tuple(one for one in standing if one.id in result.onward)
        told = seats_left(told, result.open, chosen)
    return found, result


VOTES = st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=7), min_size=1, max_size=6)
PEOPLE = st.lists(st.tuples(st.sampled_from(["", "U1", "U2", "U3"]), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=300)
@given(PEOPLE, VOTES, st.integers(1, 4), st.integers(1, 2), st.integers(0, 2))
def test_caps_and_reserved_places_hold_over_all_ballots(
    people: list[tuple[str, bool]], ballots: list[list[int]], seats: int, most: int, women: int
) -> None:
    options = [
        Option(f"x{place}", group=group, traits=WOMAN if woman else MAN)
        for place, (group, woman) in enumerate(people)
    ]
    reserved = (Reserved("gender", "woman", women),) if 0 < women <= seats else ()
    rule = Approval(seats=seats, cap=Cap(most), reserved=reserved, unmet="vacant", tie="second_ballot")
    found, last = through(rule, options, ballots)
    known = {one.id: one for one in options}
    assert len(set(found)) == len(found) <= seats
    groups = Counter(known[one].group for one in found if known[one].group)
    assert all(number <= most for number in groups.values())
    if reserved:
        # Others never take the places that are kept.
        assert sum(known[one].traits == MAN for one in found) <= seats - women
    if last.decided_by == "votes":
        assert len(found) == seats
    # By lot the same election has nobody to ask again, and fills no fewer places.
    if last.decided_by in ("votes", "places_unfilled"):
        votes = {one.id: ballots[0][place % len(ballots[0])] for place, one in enumerate(options)}
        at_once = judge_tally(
            replace(rule, tie="lot"), options, votes, valid=max(votes.values()), seed="a lot"
        )
        assert (len(at_once.elected) == seats) >= (len(found) == seats)


def test_an_election_of_two_with_a_cap_goes_through_two_ballots() -> None:
    """One place of two for each gender; equals of one gender are told apart in a second ballot."""
    rule = Approval(seats=2, cap=Cap(1, "gender"), tie="second_ballot")
    story, session, case = nominating(procedure(rule, naming={"traits": GENDER}))
    for number, gender in ((1, "man"), (2, "man"), (3, "woman")):
        name(story, case, number, gender=gender)
    story.act(case, "place_on_agenda", story.office, session=session)
    first = elected(story, ballot(story, case), {"r1 = r2": 4, "r3": 1})
    assert first.outcome is not None
    assert first.outcome.election is not None
    assert first.outcome.election.onward == ("r1", "r2", "r3")
    second = elected(story, ballot(story, case), {"r2 = r3": 4, "r1": 2})
    assert second.outcome is not None
    assert second.outcome.election is not None
    assert set(second.outcome.election.elected) == {"r2", "r3"}
    whole = series_of(list(ballots_of(story.conference, second)))
    assert recount(whole).findings == ()


def test_a_later_ballot_passes_over_those_whose_group_is_full() -> None:
    rule = Plurality(seats=3, cap=Cap(1, held={"U1": 1}), tie="second_ballot")
    result = judge_tally(rule, (A, B, C, D), {"a": 9, "c": 3, "b": 2}, valid=14)
    assert result.elected == ("c",)
