"""Elections in which votes are what the seats weigh: exact, and a seat of three as three seats."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, Story
from support.electing import ballot, elected, listed, mark, procedure

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, from_plain, record_of, to_plain
from ecar_governance.domain.voting.electing import elect, with_preference
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted, Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    ElectionRule,
    Majority,
    Plurality,
    Share,
)
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF
from ecar_governance.domain.voting.told import in_words, tell
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import InvalidInput

OPTIONS = tuple(map(Option, "abc"))


def house(*weights: str) -> tuple[Elector, ...]:
    return tuple(Elector(f"s{n}", f"i{n}", weight=Fraction(weight)) for n, weight in enumerate(weights))


def papers(*choices: str) -> tuple[Paper, ...]:
    """One for each seat in order: options, a word without marks, or "-" for none."""
    return tuple(
        Paper(choice, f"s{n}")
        if choice in ("abstain", "blank", "invalid")
        else Paper("marked", f"s{n}", marks=(tuple(choice),))
        for n, choice in enumerate(choices)
        if choice != "-"
    )


def held(rule: ElectionRule, weights: tuple[str, ...], choices: tuple[str, ...], **more: Any) -> Outcome:
    return elect(VoteRule(election=rule), OPTIONS, house(*weights), papers(*choices), **more)


BY_WEIGHT = Majority(counting="weights", ballots=1, last="threshold")
OF_ALL = replace(BY_WEIGHT, threshold=Share(at_least=Fraction(2, 3), of="entitled"))
OF_PRESENT = replace(BY_WEIGHT, threshold=Share(more_than=HALF, of="present"))
Row = tuple[ElectionRule, tuple[str, ...], tuple[str, ...], tuple[str, ...], str]
ROWS: list[Row] = [
    # Two heads against one, and the one weighs more.
    (Plurality(counting="weights"), ("5", "2", "2"), ("a", "b", "b"), ("a",), "votes"),
    (Plurality(), ("5", "2", "2"), ("a", "b", "b"), ("b",), "votes"),
    # Exactly half is not more than half, and a sixth more is.
    (BY_WEIGHT, ("1/2", "1/3", "1/6"), ("a", "b", "b"), (), "threshold_missed"),
    (BY_WEIGHT, ("1/2", "1/3", "1/6"), ("a", "b", "a"), ("a",), "votes"),
    # Abstentions weigh nothing here; of all entitled they do.
    (BY_WEIGHT, ("3", "2", "9"), ("a", "b", "abstain"), ("a",), "votes"),
    (OF_ALL, ("6", "3"), ("a", "-"), ("a",), "votes"),
    (OF_ALL, ("6", "31/10"), ("a", "-"), (), "threshold_missed"),
    (OF_PRESENT, ("6", "3", "4"), ("a", "b", "-"), ("a",), "votes"),
    (Approval(seats=2, counting="weights"), ("3", "1", "1"), ("ab", "bc", "c"), ("b", "a"), "votes"),
    (BlockVote(seats=2, counting="weights"), ("1/4", "1/2"), ("ab", "c"), ("c",), "tie"),
    # Who weighs nothing elects nobody.
    (Plurality(counting="weights"), ("0", "0"), ("a", "b"), (), "no_votes"),
]


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_votes_are_what_the_seats_weigh(row: Row) -> None:
    rule, weights, choices, winners, how = row
    outcome = held(rule, weights, choices)
    assert outcome.election is not None
    assert (outcome.election.elected, outcome.election.decided_by) == (winners, how)
    assert outcome.election.counts.cast == sum(choice != "-" for choice in choices)


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_secret_papers_that_show_what_they_weigh_come_to_the_same(row: Row) -> None:
    rule, weights, choices, _, _ = row
    weigh = {one.seat: one.weight for one in house(*weights)}
    handed = papers(*choices)
    secret = [replace(one, seat=None, weight=weigh[one.seat or ""]) for one in handed]
    marks = [one.seat or "" for one in handed]
    again = elect(VoteRule(election=rule), OPTIONS, house(*weights), secret, marks=marks)
    assert again == held(rule, weights, choices)


def test_what_was_needed_is_exact_in_the_weights_own_steps() -> None:
    outcome = held(BY_WEIGHT, ("1/2", "1/3", "1/6"), ("a", "b", "a"))
    result = outcome.election
    assert result is not None
    assert result.weight_needed is not None
    assert result.needed is None
    asked = result.weight_needed
    assert (asked.base_count, asked.exact, asked.smallest) == (Fraction(1), Fraction(1, 2), Fraction(2, 3))
    assert [(one.option, one.votes, one.spare) for one in result.rounds[0].standings] == [
        ("a", Fraction(2, 3), Fraction(0)),
        ("b", Fraction(1, 3), Fraction(-1, 3)),
        ("c", Fraction(0), Fraction(-2, 3)),
    ]
    told = in_words(tell(VoteRule(election=BY_WEIGHT), outcome, OPTIONS), "en")
    assert "All numbers of votes that follow are what the seats weigh." in told
    assert "Half of 1 (valid papers) is 1/2, and it takes more: at least 2/3." in told
    assert all(in_words(tell(VoteRule(election=BY_WEIGHT), outcome, OPTIONS), "az"))


def record(rule: ElectionRule, weights: tuple[str, ...], choices: tuple[str, ...]) -> VoteRecord:
    return VoteRecord(
        id="x",
        rule=VoteRule(election=rule),
        candidates=OPTIONS,
        electorate=house(*weights),
        papers=papers(*choices),
        voted=tuple(f"s{n}" for n, choice in enumerate(choices) if choice != "-"),
    )


def test_a_record_by_weights_counts_again() -> None:
    made = record(BY_WEIGHT, ("1/2", "1/3", "1/6"), ("a", "b", "a"))
    made = replace(made, outcome=recount(made).outcome, result="elected", elected=("a",))
    plain = json.loads(json.dumps(to_plain(made)))
    assert from_plain(plain) == made
    assert recount(from_plain(plain)).findings == ()
    lighter = (*made.electorate[:2], replace(made.electorate[2], weight=Fraction(1, 7)))
    found = recount(replace(made, electorate=lighter)).findings
    assert [one.code for one in found] == ["recount.differs"]


def test_numbers_do_not_tell_what_papers_weigh() -> None:
    made = record(BY_WEIGHT, ("1", "1"), ("a", "b"))
    bare = replace(made, electorate=(), papers=(), voted=())
    with pytest.raises(InvalidInput, match="do not tell what each paper weighs"):
        recount(replace(bare, marks=MarksCounted({"a": 1}, 1)))
    with pytest.raises(InvalidInput, match="is not known"):
        recount(replace(bare, bundles=(MarkedPaper((("a",),)),)))


def test_the_chair_tells_equals_apart_by_weight_too() -> None:
    rule = VoteRule(election=Plurality(counting="weights", tie="chair"))
    rows, handed = house("3", "2", "1"), papers("a", "b", "b")
    due = elect(rule, OPTIONS, rows, handed)
    assert due.decided_by == "casting_vote_due"
    again = with_preference(rule, OPTIONS, handed, due, ("b", "a"), electors=rows)
    assert again.election is not None
    assert again.election.elected == ("b",)


SEATS = st.tuples(st.integers(1, 4), st.sampled_from(["a", "b", "c", "abstain", "blank", "-"]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(SEATS, min_size=1, max_size=6),
    st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(7, 2)]),
    st.sampled_from(["valid", "cast", "entitled"]),
    st.booleans(),
)
def test_a_seat_that_weighs_three_is_as_three_seats(
    seats: list[tuple[int, str]], step: Fraction, of: Any, strict: bool
) -> None:
    share = Share(more_than=HALF, of=of) if strict else Share(at_least=Fraction(2, 3), of=of)
    by_weights = replace(BY_WEIGHT, threshold=share)
    weights = tuple(str(number * step) for number, _ in seats)
    weighed = held(by_weights, weights, tuple(choice for _, choice in seats)).election
    many = tuple(choice for number, choice in seats for _ in range(number))
    counted = held(replace(by_weights, counting="heads"), ("1",) * len(many), many).election
    assert weighed is not None
    assert counted is not None
    assert (weighed.elected, weighed.decided_by) == (counted.elected, counted.decided_by)
    assert weighed.ranking == counted.ranking
    had = [(one.option, one.votes) for one in weighed.rounds[0].standings]
    assert had == [(one.option, one.votes * step) for one in counted.rounds[0].standings]


# --- from the opening to the close -------------------------------------------------------------------------

WEIGHED = Electorate(weights="points")


def balloting_by_weights(ballot_kind: str, heavy: int, count: int = 6) -> tuple[Story, str]:
    """An election by weights that is open; so many of the members weigh five."""
    rule = Majority(counting="weights", ballots=1, last="threshold")
    flow = procedure(rule, ballot=ballot_kind, electorate=WEIGHED, obtained=("ballots",))
    ways = {name: one for name, one in flow.transitions.items() if name not in ("enter_count", "acclaim")}
    story, case = listed((1, 2), replace(flow, transitions=ways), count)
    points = {f"U{n}": Fraction(5 if n < heavy else 1) for n in range(count)}
    story.do(c.SetWeights(e.WeightTableSet("points", "2026-01-01", points, NAMES)), story.office)
    return story, ballot(story, case)


def test_an_election_by_weights_goes_from_the_opening_to_its_record() -> None:
    """One of five points against four of one: by heads it would be the other."""
    story, vote = balloting_by_weights("roll_call", 1)
    closed = elected(story, vote, {"r1": 1, "r2": 4})
    assert closed.outcome is not None
    assert closed.outcome.election is not None
    assert closed.outcome.election.elected == ("r1",)
    assert recount(from_plain(json.loads(json.dumps(to_plain(record_of(closed)))))).findings == ()


def test_a_secret_election_by_weights_is_opened_where_it_hides_its_voters() -> None:
    with pytest.raises(AssertionError, match="weight_tells"):
        balloting_by_weights("secret", 1)
    story, vote = balloting_by_weights("secret", 6)
    mark(story, vote, {"r1": 4, "r2": 2})
    weigh = {row.seat: row.weight for row in story.vote(vote).electorate}
    story.papers[vote] = {
        seat: replace(paper, weight=weigh[seat]) for seat, paper in story.papers[vote].items()
    }
    closed = story.close(vote)
    assert closed.outcome is not None
    assert closed.outcome.election is not None
    assert closed.outcome.election.weights is not None
    assert closed.outcome.election.weights.valid == 30
    assert recount(record_of(closed)).findings == ()
