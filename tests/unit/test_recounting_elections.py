"""Elections counted again from their records: those of the public record, and those of this system."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from support.electing import ballot, balloting, elected, procedure
from support.rollcalls import ELECTIONS, elections

from ecar_governance.domain import commands as c
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import (
    VoteRecord,
    from_plain,
    json_schema,
    read_records,
    record_of,
    to_plain,
)
from ecar_governance.domain.voting.methods.papers import MarkedPaper
from ecar_governance.domain.voting.methods.rules import Majority, Schulze
from ecar_governance.domain.voting.rule import HALF, Quorum
from ecar_governance.errors import InvalidInput

VALIDATOR = Draft202012Validator(json_schema())
REAL = [(name, raw) for name in ELECTIONS for raw in elections(name)]


def read(raw: dict[str, Any]) -> VoteRecord:
    """The record, through a file of one line."""
    [(_, record)] = read_records(json.dumps(raw).encode())
    assert isinstance(record, VoteRecord), record
    return record


# --- the public record -------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [raw for _, raw in REAL], ids=[str(raw["id"]) for _, raw in REAL])
def test_every_election_on_record_is_reproduced(raw: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(raw), [error.message for error in VALIDATOR.iter_errors(raw)][:3]
    found = recount(read(raw))
    assert found.findings == ()
    assert found.outcome.election is not None


@pytest.mark.parametrize("name", ELECTIONS)
def test_a_winner_claimed_otherwise_is_told(name: str) -> None:
    raw = next(elections(name))
    others = [one["id"] for one in raw["candidates"] if one["id"] not in raw["elected"]]
    [finding] = recount(read({**raw, "elected": [*raw["elected"][1:], others[0]]})).findings
    assert finding.code == "recount.differs"
    assert others[0] in finding.message


# --- our own -----------------------------------------------------------------------------------------------


def two_ballots() -> list[Vote]:
    story, case, first = balloting()
    votes = [elected(story, first, {"r1": 2, "r2": 2, "r3": 1, "abstain": 1})]
    votes.append(elected(story, ballot(story, case), {"r2": 3, "r1": 3}))  # a lot decides
    return votes


def by_the_chair() -> list[Vote]:
    story, _, vote = balloting((1, 2), procedure(Majority(ballots=1, last="relative", tie="chair")))
    elected(story, vote, {"r1": 3, "r2": 3})
    due = story.vote(vote)
    given = c.GiveCastingVote(vote, None, story.fresh(), ("r2", "r1"))
    story.do(given, story.by("r1", "session_chair"))
    return [due, story.vote(vote)]


def without_quorum() -> list[Vote]:
    flow = procedure(rule={"quorum": Quorum(more_than=HALF, counted="cast")})
    story, _, vote = balloting(flow=flow)
    return [elected(story, vote, {"r1": 2})]


def ranked_by_roll_call() -> list[Vote]:
    story, _, vote = balloting(flow=procedure(Schulze(), ballot="roll_call"))
    return [elected(story, vote, {"r1 > r2 = r3": 2, "r2 > r3": 3, "blank": 1})]


OWN = {
    f"{make.__name__}-{number}": vote
    for make in (two_ballots, by_the_chair, without_quorum, ranked_by_roll_call)
    for number, vote in enumerate(make())
}


@pytest.mark.parametrize("name", sorted(OWN))
def test_an_election_of_this_system_counts_again(name: str) -> None:
    record = record_of(OWN[name])
    plain = json.loads(json.dumps(to_plain(record)))
    assert VALIDATOR.is_valid(plain), [error.message for error in VALIDATOR.iter_errors(plain)][:3]
    assert from_plain(plain) == record
    again = recount(read(plain))
    assert (again.outcome, again.findings) == (OWN[name].outcome, ())
    if record.ballot == "secret":
        assert all(paper.seat is None for paper in record.papers)


@pytest.mark.parametrize("name", sorted(name for name, vote in OWN.items() if len(vote.papers) > 2))
def test_a_paper_marked_otherwise_changes_the_result_claimed(name: str) -> None:
    record = record_of(OWN[name])
    stands = record.candidates[-1].id
    turned = tuple(replace(one, marks=((stands,),), choice="marked") for one in record.papers[:4])
    found = recount(replace(record, papers=(*turned, *record.papers[4:])))
    assert [one.code for one in found.findings] == ["recount.differs"]


# --- what cannot be counted --------------------------------------------------------------------------------

COUNCIL = next(elections("python_steering_council"))
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"candidates": []}, "who stood"),
    ({"marks": None}, "in one way"),
    ({"bundles": [{"marks": [["x"]]}]}, "in one way"),
    ({"rule": {"election": {"method": "schulze"}}}, "added up"),
    ({"entitled": 1}, "entitled"),
    ({"marks": {**COUNCIL["marks"], "valid": 1}}, "votes on 1 papers"),
]


@pytest.mark.parametrize("row", WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_what_cannot_be_counted_is_told(row: tuple[dict[str, Any], str]) -> None:
    change, said = row
    with pytest.raises(InvalidInput) as caught:
        recount(read({**COUNCIL, **change}))
    assert said in str(caught.value) + "".join(finding.message for finding in caught.value.findings)


# --- properties --------------------------------------------------------------------------------------------

SHEETS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), st.integers(1, 40)), min_size=1, max_size=8)


@settings(max_examples=60)
@given(SHEETS)
def test_bundles_and_marks_say_the_same(sheets: list[tuple[str, int]]) -> None:
    rule = {"election": {"method": "plurality", "tie": "lot"}}
    raw: dict[str, Any] = {"schema": "ecar-vote-record/1", "id": "x", "rule": rule, "seed": "a public text"}
    raw["candidates"] = [{"id": one} for one in "abc"]
    bundles = tuple(
        MarkedPaper(((one,),), times=n) if one else MarkedPaper(state="blank", times=n) for one, n in sheets
    )
    votes = {one: sum(n for who, n in sheets if who == one) for one in "abc"}
    told = {"votes": votes, "valid": sum(votes.values()), "blank": sum(n for who, n in sheets if not who)}
    first = recount(replace(read(raw), bundles=bundles))
    assert first.outcome == recount(read({**raw, "marks": told})).outcome
