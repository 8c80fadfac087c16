"""Tellers count by weight: the sums of each side, held against the electorate, confirmed by two."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, Story, begun, in_force, manifest

from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain, read_records, record_of, to_plain
from ecar_governance.domain.voting.by_hand import SIDES, weighed_by_hand
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import from_hand_count, tally
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum
from ecar_governance.domain.workflow import Call, Field, Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.verifier.replay import replay

BOTH = VoteRule((
    Majority(more_than=HALF, of="for_and_against"),
    Majority(more_than=HALF, of="for_and_against", counting="weights"),
))  # fmt: skip
ROWS = tuple(Elector(f"seat-{n}", f"U{n}", weight=Fraction(n, 2)) for n in range(1, 6))
"""They weigh 1/2 to 5/2, and 15/2 together."""

ALL = [row.seat for row in ROWS]


def sums_of(text: str) -> dict[str, Fraction]:
    return {side: Fraction(number) for side, number in (one.split("=") for one in text.split())}


@pytest.mark.parametrize(
    ("heads", "sums", "wrong"),
    [
        # for and against by heads; the sums told; the fields that cannot be so
        ((3, 2), "for=3 against=4.5", []),
        ((3, 2), "for=6 against=1.5", []),
        ((3, 2), "for=6.5 against=1", ["for", "against"]),
        ((3, 2), "for=2.5 against=2", ["for"]),
        ((3, 2), "for=6 against=4.5", ["entitled"]),
        ((3, 2), "for=3", ["against"]),
        ((3, 0), "for=3 against=1/2", ["against"]),
        ((0, 0), "", []),
    ],
)
def test_sums_that_cannot_be_are_refused(heads: tuple[int, int], sums: str, wrong: list[str]) -> None:
    counts = from_hand_count(*heads, 0, 0, 5, 5)
    if not wrong:
        counted = weighed_by_hand(counts, sums_of(sums), ROWS, ALL)
        assert counted.numbers("", "weights").for_ == sums_of(sums).get("for", 0)
        return
    with pytest.raises(InvalidInput) as error:
        weighed_by_hand(counts, sums_of(sums), ROWS, ALL)
    assert {one.where for one in error.value.findings} <= {*wrong, "not_voted", "present", "cast"}
    assert error.value.findings


@given(
    st.lists(st.sampled_from(("for", "against", "abstain", "blank", "invalid", "")), min_size=5, max_size=5),
    st.lists(st.fractions(Fraction(1, 12), 9, max_denominator=12), min_size=5, max_size=5),
    st.sets(st.sampled_from(ALL)),
    st.sets(st.sampled_from(ALL)),
)
def test_what_papers_weigh_is_never_refused_and_decides_the_same(
    chosen: list[str], weights: list[Fraction], absent: set[str], recused: set[str]
) -> None:
    rows = tuple(
        replace(row, weight=weight, recused=row.seat in recused)
        for row, weight in zip(ROWS, weights, strict=True)
    )
    there = [seat for seat in ALL if seat not in absent]
    papers = [
        Paper(choice, row.seat)
        for row, choice in zip(rows, chosen, strict=True)
        if choice and row.seat in there and not row.recused
    ]
    expected = tally(BOTH, rows, papers, there)
    of = {paper.seat: paper.choice for paper in papers}
    sums = {
        side: sum((row.weight for row in rows if of.get(row.seat) == side), Fraction(0)) for side in SIDES
    }
    told = weighed_by_hand(expected.counts, sums, rows, there)
    assert told.counts == expected.counts
    by_hand, by_papers = (decide_outcome(BOTH, one) for one in (told, expected))
    assert (by_hand.decided_by, by_hand.carried) == (by_papers.decided_by, by_papers.carried)
    whole, again = (one.numbers("", "weights") for one in (told, expected))
    assert [getattr(whole, name) for name in ("for_", "cast", "present", "entitled", "recused")] == [
        getattr(again, name) for name in ("for_", "cast", "present", "entitled", "recused")
    ]


# --- in a procedure ----------------------------------------------------------------------------------------


def procedure(*, weights: bool = True) -> Workflow:
    """Of the library, with a count by hand that two people enter, by weight or not."""
    flow = load_file(bundled()["double_majority"])
    voting = flow.states["voting"]
    assert voting.vote is not None
    vote = replace(
        voting.vote,
        rule=replace(BOTH, quorum=Quorum(more_than=HALF)),
        obtained=("ballots", "hand_count"),
        electorate=Electorate(weights="points"),
    )
    numbers = tuple(Field(name, "integer") for name in ("for", "against", "abstain", "invalid"))
    sums = tuple(Field(f"weights_{name}", "weight") for name in ("for", "against"))
    more = (Field("tellers", "persons"), Field("weights_abstain", "weight", required=False))
    counting = replace(
        flow.transitions["open_vote"],
        name="enter_hand_count",
        approvals=2,
        inputs=(*numbers, *more, *(sums if weights else ())),
        effects=(Call("enter_hand_count", {}),),
    )
    return replace(
        flow,
        version="9.0.0",
        states={**flow.states, "voting": replace(voting, vote=vote)},
        transitions={**flow.transitions, "enter_hand_count": counting},
    )


def before_count() -> tuple[Story, str]:
    """Six seats of 1/2 to 3 points, all present, and a proposal on the agenda."""
    story = begun()
    points = {f"U{n}": Fraction(n + 1, 2) for n in range(6)}
    story.do(c.SetWeights(e.WeightTableSet("points", "2020-01-01", points, NAMES)), story.office)
    story.do(c.PutWorkflowInForce(in_force(procedure())), story.by("ada"))
    session = story.session(present=range(6))
    case = story.id("case")
    story.do(c.DraftProposal(case, "double_majority", manifest(), (), ""), story.by("r0", "rector"))
    story.act(case, "place_on_agenda", session=session)
    return story, case


def numbers(**sums: str) -> dict[str, object]:
    heads = {"for": 4, "against": 2, "abstain": 0, "invalid": 0, "tellers": ("r2", "r3")}
    return {**heads, **{f"weights_{side}": number for side, number in sums.items()}}


def test_two_enter_the_same_sums_and_the_rule_decides_by_them() -> None:
    story, case = before_count()
    chair = story.by("r1", "session_chair")
    story.act(case, "enter_hand_count", **numbers(**{"for": "5", "against": "11/2"}))
    assert not story.case(case).vote, "one entry decides nothing"
    story.act(case, "enter_hand_count", chair, **numbers(**{"for": "11/2", "against": "5"}))
    assert not story.case(case).vote, "other sums are no confirmation"
    story.act(case, "enter_hand_count", chair, **numbers(**{"for": "5", "against": "11/2"}))
    vote = story.vote(story.case(case).vote)
    assert vote.outcome is not None
    assert [test.passed for test in vote.outcome.tests] == [True, False]
    assert story.states(case) == "rejected"
    record = record_of(vote)
    again = recount(record)
    assert (again.findings, again.outcome) == ((), vote.outcome)
    [(_, read)] = list(read_records(json.dumps(to_plain(record)).encode()))
    assert read == from_plain(to_plain(record)) == record
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


@pytest.mark.parametrize(
    ("sums", "codes"),
    [
        ({}, ["input.missing"] * 2),
        ({"for": "5"}, ["input.missing"]),
        ({"for": "5.0", "against": "11/2"}, ["input.kind"]),
        ({"for": "10/2", "against": "11/2"}, ["input.kind"]),
        ({"for": "x", "against": "11/2"}, ["input.kind"]),
        ({"for": "9", "against": "11/2"}, ["hand_count.does_not_add_up"]),
    ],
)
def test_sums_that_are_none_or_cannot_be_are_refused(sums: dict[str, str], codes: list[str]) -> None:
    story, case = before_count()
    command = story.action(case, "enter_hand_count", **numbers(**sums))
    assert sorted(set(story.refused(command, story.office))) == sorted(set(codes))
    assert not story.case(case).approvals, "what cannot be waits for nobody's confirmation"


def test_a_procedure_whose_form_asks_for_no_weights_is_refused_with_the_reason() -> None:
    assert [flaw.code for flaw in check(procedure()) if flaw.code == "vote.untold"] == []
    assert "vote.untold" in [flaw.code for flaw in check(procedure(weights=False))]
