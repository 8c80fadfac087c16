"""Elections that tellers count on paper, and those by acclamation: the same rule, the same result, marked."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import Story
from support.electing import ballot, balloting, elected, listed, procedure

from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import ballots_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.paper_counts import is_canonical, rows_of
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import VoteRecord, from_plain, record_of, series_of, to_plain
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    TransferableVote,
)
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Quorum
from ecar_governance.domain.voting.told import in_words, tell
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import InvalidInput

TELLERS = ("r4", "r5")


def counted(story: Story, case: str, rows: tuple[str, ...], valid: int, **more: Any) -> tuple[str, ...]:
    """The chair and the secretariat enter the same count; the reasons, if it is refused."""
    told: dict[str, Any] = {
        "tally": rows,
        "valid": valid,
        "abstain": 0,
        "invalid": 0,
        "tellers": TELLERS,
    } | more
    chair = story.by("r1", "session_chair", story.case(case).session)
    for who in (chair, story.office):
        asked = story.action(case, "enter_count", **told)
        answer = story.ask(asked, who)
        if isinstance(answer, Refused):
            return tuple(reason.code for reason in answer.reasons)
        story.do(asked, who)
    return ()


def decided(story: Story, case: str) -> Vote:
    return story.vote(story.case(case).vote)


METHODS: list[tuple[ElectionRule, dict[str, int]]] = [
    (Plurality(tie="lot"), {"r1": 3, "r2": 2}),
    (Plurality(), {"r1": 2, "against": 3}),
    (Approval(seats=2), {"r1 = r2": 3, "r2 = r3": 2}),
    (BlockVote(seats=2, cap=Cap(1), tie="rejected"), {"r1 = r2": 2, "r3": 3}),
    (Majority(ballots=1, last="threshold"), {"r1": 3, "r2": 1, "blank": 1}),
    (InstantRunoff(), {"r1 > r2": 2, "r2": 2, "r3 > r2": 1}),
    (TransferableVote(seats=2), {"r1 > r2": 3, "r2": 1, "r3 > r1": 1}),
    (Schulze(), {"r1 > r2 = r3": 2, "r3 > r1": 3}),
]


@pytest.mark.parametrize(
    "row", METHODS, ids=[f"{row[0].__class__.__name__}-{n}" for n, row in enumerate(METHODS)]
)
def test_a_count_by_tellers_comes_to_what_ballots_come_to(row: tuple[ElectionRule, dict[str, int]]) -> None:
    rule, papers = row
    flow = procedure(rule)
    story, _, vote = balloting(flow=flow)
    by_ballots = elected(story, vote, papers)
    story, case = listed(flow=flow)
    marked = {paper: n for paper, n in papers.items() if paper not in ("blank", "abstain", "invalid")}
    rows = rows_of(f"{n} {paper}" for paper, n in marked.items())
    if isinstance(rule, Plurality | Majority | Approval | BlockVote):
        sums: Counter[str] = Counter()
        for paper, n in marked.items():
            sums.update(dict.fromkeys(paper.split(" = "), n))
        rows = rows_of(f"{n} {one}" for one, n in sums.items())
    assert counted(story, case, rows, sum(marked.values()), blank=papers.get("blank", 0)) == ()
    by_hand = decided(story, case)
    one, other = by_ballots.outcome, by_hand.outcome
    assert one is not None
    assert other is not None
    assert one.election is not None
    assert other.election is not None
    assert replace(other.election, lot=None, rounds=()) == replace(one.election, lot=None, rounds=())
    assert (other.obtained, other.counts, other.carried) == ("hand_count", one.counts, one.carried)
    assert (by_hand.tellers, by_hand.ballot, by_hand.status) == (TELLERS, "secret", "closed")
    again(by_hand)


def again(vote: Vote) -> VoteRecord:
    """Its record, which comes through a file, counts again to the same, and tells a number turned."""
    made = record_of(vote)
    plain = json.loads(json.dumps(to_plain(made)))
    assert from_plain(plain) == made
    assert recount(made).findings == ()
    assert recount(made).outcome == vote.outcome
    if made.marks is not None:
        turned = replace(made, marks=replace(made.marks, blank=made.marks.blank + 1))
    else:
        turned = replace(made, bundles=made.bundles[1:], seed="a lot")
    assert [one.code for one in recount(turned).findings] == ["recount.differs"]
    return made


def test_two_ballots_one_electronic_and_one_on_paper_are_one_election() -> None:
    story, case, first = balloting()
    elected(story, first, {"r1": 2, "r2": 2, "r3": 1, "abstain": 1})
    assert counted(story, case, ("0 against", "2 r1", "3 r2"), 5, abstain=1) == ()
    votes = list(ballots_of(story.conference, decided(story, case)))
    assert [(one.obtained, one.number) for one in votes] == [("ballots", 1), ("hand_count", 2)]
    whole = series_of(votes)
    assert from_plain(json.loads(json.dumps(to_plain(whole)))) == whole
    found = recount(whole)
    assert (found.findings, found.result) == ((), "elected")
    assert [one.outcome.obtained for one in found.ballots] == ["ballots", "hand_count"]


def test_equals_on_paper_wait_for_the_chair() -> None:
    story, case = listed((1, 2), procedure(Majority(ballots=1, tie="chair")))
    assert counted(story, case, ("3 r1", "3 r2"), 6) == ()
    vote = decided(story, case)
    assert vote.outcome is not None
    assert vote.outcome.decided_by == "casting_vote_due"
    said = c.GiveCastingVote(vote.vote, None, story.fresh(), ("r2", "r1"))
    story.do(said, story.by("r1", "session_chair", story.case(case).session))
    vote = decided(story, case)
    assert vote.outcome is not None
    assert vote.outcome.election is not None
    assert (vote.outcome.election.elected, vote.outcome.obtained) == (("r2",), "hand_count")
    assert recount(record_of(vote)).findings == ()


UNTRUE: list[tuple[tuple[str, ...], int, dict[str, Any]]] = [
    (("3 r1", "9 r2"), 12, {}),  # more papers than people
    (("3 r1", "3 r2"), 5, {}),  # more marks than papers
    (("3 r1", "3 rx"), 6, {}),  # nobody on the list
    (("6 r1 = r2",), 6, {}),  # no sum
    (("6 r1",), 6, {"invalid": 1}),
    (("6 r1",), 6, {"blank": 1}),
]


@pytest.mark.parametrize("row", UNTRUE, ids=[row[0][-1] + str(row[1:]) for row in UNTRUE])
def test_a_count_that_cannot_be_true_is_refused(row: tuple[tuple[str, ...], int, dict[str, Any]]) -> None:
    rows, valid, more = row
    story, case = listed()
    assert counted(story, case, rows, valid, **more) == ("hand_count.does_not_add_up",)


def test_ranked_papers_must_be_as_many_as_are_said_to_be_valid() -> None:
    story, case = listed(flow=procedure(Schulze()))
    assert counted(story, case, ("3 r1 > r2",), 4) == ("hand_count.does_not_add_up",)


ROWS = [
    (["3 a", "2 a", " 4  b "], ("4 b", "5 a")),
    (["1 c = b > a"], ("1 b = c > a",)),
    (["", "0 a"], ("0 a",)),
]


@pytest.mark.parametrize("row", ROWS, ids=[str(row[1]) for row in ROWS])
def test_rows_have_one_form(row: tuple[list[str], tuple[str, ...]]) -> None:
    lines, rows = row
    assert rows_of(lines) == rows
    assert is_canonical(rows)
    assert not is_canonical((*rows, *rows))


@pytest.mark.parametrize("line", ["a", "3", "-1 a", "3 >", "3 a > ", "1234567 a", "3 a = = b", "٣ a"])
def test_what_is_no_row_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput, match="Line 1"):
        rows_of([line])
    assert not is_canonical((line,))


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 40), st.permutations("abc")), max_size=8), st.randoms())
def test_rows_are_alike_in_whatever_order_they_are_typed(
    papers: list[tuple[int, list[str]]], dice: Any
) -> None:
    lines = [f"{number} {' > '.join(order)}" for number, order in papers]
    shuffled = lines.copy()
    dice.shuffle(shuffled)
    assert rows_of(lines) == rows_of(shuffled)
    assert is_canonical(rows_of(lines))


def test_places_on_the_list_stand_for_names() -> None:
    assert rows_of(["3 2 > 1"], {"1": "r7", "2": "r9"}) == ("3 r9 > r7",)


# --- acclamation -------------------------------------------------------------------------------------------


def acclaiming(
    candidates: tuple[int, ...], flow: Workflow | None = None
) -> tuple[Story, str, tuple[str, ...]]:
    story, case = listed(candidates, flow)
    asked = story.action(case, "acclaim")
    answer = story.ask(asked, story.office)
    if isinstance(answer, Refused):
        return story, case, tuple(reason.code for reason in answer.reasons)
    story.do(asked, story.office)
    return story, case, ()


@pytest.mark.parametrize(
    "rule", [Majority(), Approval(seats=3), TransferableVote(seats=3)], ids=["one", "three", "stv"]
)
def test_as_many_as_there_are_seats_are_elected_when_nobody_objects(rule: ElectionRule) -> None:
    names = (1, 2, 3) if getattr(rule, "seats", 1) == 3 else (2,)
    story, case, reasons = acclaiming(names, procedure(rule))
    assert reasons == ()
    vote = decided(story, case)
    assert vote.outcome is not None
    assert vote.outcome.election is not None
    assert vote.outcome.election.elected == tuple(f"r{n}" for n in names)
    assert (vote.outcome.election.decided_by, vote.obtained) == ("acclamation", "without_vote")
    made = record_of(vote)
    assert from_plain(json.loads(json.dumps(to_plain(made)))) == made
    assert recount(made).findings == ()
    assert recount(made).result == made.result == "elected"
    with pytest.raises(InvalidInput, match="stand for"):
        recount(replace(made, candidates=(*made.candidates, Option("r9"))))


SAID = [
    "Elected: r2.",
    "By acclamation: as many stand as there are seats, and nobody asked for a ballot.",
]


def test_acclamation_is_told_without_papers() -> None:
    story, case, _ = acclaiming((2,))
    vote = decided(story, case)
    assert vote.outcome is not None
    told = in_words(tell(vote.rule, vote.outcome, vote.candidates), "en")
    assert not any("apers" in sentence for sentence in told)
    assert told[-2:] == SAID
    assert all(in_words(tell(vote.rule, vote.outcome, vote.candidates), "az"))


NOT_POSSIBLE: list[tuple[tuple[int, ...], ElectionRule]] = [
    ((1, 2), Majority()),
    ((1,), Approval(seats=2)),
    ((1, 2, 3), Approval(seats=2)),
    ((1, 2), Approval(seats=2, reserved=(Reserved("gender", "woman"),))),
]


@pytest.mark.parametrize(
    "row",
    NOT_POSSIBLE,
    ids=[f"{len(row[0])}-for-{getattr(row[1], 'seats', 1)}" + str(n) for n, row in enumerate(NOT_POSSIBLE)],
)
def test_otherwise_there_is_a_ballot(row: tuple[tuple[int, ...], ElectionRule]) -> None:
    names, rule = row
    story, case, reasons = acclaiming(names, procedure(rule))
    assert reasons == ("acclamation.not_possible",)
    assert story.states(case) == "agenda"
    assert story.vote(ballot(story, case)).status == "open"


def test_a_cap_holds_for_those_acclaimed() -> None:
    options = (Option("a", group="U1"), Option("b", group="U1"))
    record = VoteRecord(
        id="x",
        obtained="without_vote",
        rule=VoteRule(election=Approval(seats=2, cap=Cap(1))),
        candidates=options,
        entitled=5,
        present=4,
    )
    with pytest.raises(InvalidInput, match="do not let all of them"):
        recount(record)
    assert recount(replace(record, candidates=(options[0], Option("b")))).result == "elected"
    with pytest.raises(InvalidInput, match="Nobody is there"):
        recount(replace(record, candidates=(options[0], Option("b")), present=0))
    with pytest.raises(InvalidInput, match="is missing"):
        recount(replace(record, entitled=None))
    with pytest.raises(InvalidInput, match="stand for"):
        recount(replace(record, rule=VoteRule(election=Debian("b"))))


def test_an_objection_is_on_record_and_leads_to_a_ballot() -> None:
    story, case = listed((1,))
    story.act(case, "ask_for_ballot", story.by("r3", "rector"))
    assert story.refused(story.action(case, "acclaim"), story.office) == ["guard.not_taken"]
    closed = elected(story, ballot(story, case), {"r1": 4})
    assert closed.obtained == "ballots"


def test_without_a_quorum_nobody_is_acclaimed() -> None:
    flow = procedure(rule={"quorum": Quorum(at_least=HALF + HALF)})
    story, case = listed((1,), flow)
    session = story.case(case).session
    story.attend(session, 5, there=False)
    assert story.refused(story.action(case, "acclaim"), story.office) == ["vote.not_quorate"]
