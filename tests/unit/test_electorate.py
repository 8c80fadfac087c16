"""Who votes: weights from the table of the day, chambers, dues, seniority, a role, one vote an institution;
frozen at the opening, with those left out and why; and counted so through the whole way of a vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, Story, begun, bundled, in_force
from support.refusals import ruled

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.electorate import held_since
from ecar_governance.domain.state import Conference, Seat, Vote
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum, simple_majority
from ecar_governance.domain.workflow import Role
from ecar_governance.errors import InvalidInput

POINTS = Majority(more_than=HALF, of="for_and_against", counting="weights")
DOUBLE = VoteRule((simple_majority(), POINTS))
WEIGHED = Electorate(weights="points")
HEAVY = {"U0": Fraction(9), **{f"U{number}": Fraction(1) for number in range(1, 6)}}


def table(weights: Mapping[str, Fraction], since: str = "2026-01-01", name: str = "points") -> c.SetWeights:
    return c.SetWeights(e.WeightTableSet(name, since, dict(weights), NAMES))


def agenda(
    electorate: Electorate | None,
    rule: VoteRule = DOUBLE,
    *,
    weights: Mapping[str, Fraction] | None = None,
    roles: Mapping[str, Role] | None = None,
    story: Story | None = None,
    **spec: Any,
) -> tuple[Story, str]:
    """A proposal on the agenda of a session of six, under a rule and an electorate."""
    story = begun() if story is None else story
    if weights is not None:
        story.do(table(weights), story.office)
    flow = ruled(bundled()["resolution"], rule, electorate=electorate, **spec)
    flow = replace(flow, roles={**flow.roles, **(roles or {})})
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    session = story.session(present=range(6))
    return story, story.on_agenda(session)


def opened(electorate: Electorate | None, rule: VoteRule = DOUBLE, **more: Any) -> tuple[Story, Vote]:
    story, case = agenda(electorate, rule, **more)
    return story, story.vote(story.open_vote(case))


def voters(vote: Vote) -> list[str]:
    return [row.seat.removeprefix("seat-") for row in vote.electorate]


def left_out(vote: Vote) -> dict[str, str]:
    return {one.seat.removeprefix("seat-"): one.why for one in vote.excluded}


# --- weights -----------------------------------------------------------------------------------------------


def test_weights_are_frozen_from_the_table_in_force_on_the_day_of_the_opening() -> None:
    story = begun()
    for since, weight in (("2026-01-01", 1), ("2026-12-20", 2), ("2999-01-01", 3)):
        story.do(table(dict.fromkeys(HEAVY, Fraction(weight)), since), story.office)
    story, vote = opened(WEIGHED, story=story)
    assert story.at < datetime(2027, 2, 1, tzinfo=UTC)
    day = story.at.date().isoformat()
    expected = (2, "2026-12-20") if day >= "2026-12-20" else (1, "2026-01-01")
    assert {(row.weight, vote.weights_since) for row in vote.electorate} == {expected}
    assert vote.weights == "points"
    story.do(table(HEAVY), story.office)
    assert story.vote(vote.vote).electorate == vote.electorate, "a later table changes no open vote"


def test_a_seats_own_weight_comes_before_its_institutions() -> None:
    _, vote = opened(WEIGHED, weights={**HEAVY, "seat-U1": Fraction(5, 2)})
    assert {row.seat: row.weight for row in vote.electorate if row.weight != 1} == {
        "seat-U0": 9,
        "seat-U1": Fraction(5, 2),
    }


@pytest.mark.parametrize(
    ("weights", "code", "said"),
    [
        (None, "vote.no_weights", "points"),
        (
            {"U0": Fraction(1), "U2": Fraction(1)},
            "vote.weights_missing",
            "seat-U1, seat-U3, seat-U4, seat-U5",
        ),
    ],
)
def test_a_vote_is_not_opened_without_the_weights_it_needs(
    weights: Mapping[str, Fraction] | None, code: str, said: str
) -> None:
    story, case = agenda(WEIGHED, weights=weights)
    for action, by in (("open_vote", story.office), ("adopt_without_vote", story.by("r1", "session_chair"))):
        reasons = story.reasons(story.action(case, action), by)
        assert code in [one.code for one in reasons]
        assert any(said in one.params.values() for one in reasons)


@pytest.mark.parametrize(
    ("choices", "carried", "weights_for"),
    [
        ("ffffff", True, 14),
        # Five of six heads, and fewer points: both are needed.
        ("afffff", False, 5),
        # Most of the points, and fewer heads.
        ("faaaaa", False, 9),
        ("fffaa-", True, 11),
        ("fffaab", True, 11),
    ],
)
def test_heads_and_points_are_both_needed(choices: str, carried: bool, weights_for: int) -> None:
    story, vote = opened(WEIGHED, weights=HEAVY)
    story.ballots(vote.vote, choices)
    outcome = story.close(vote.vote).outcome
    assert outcome is not None
    assert outcome.carried == carried
    [line] = outcome.lines
    assert line.weights is not None
    assert line.weights.for_ == weights_for
    assert [test.passed for test in outcome.tests] == [
        choices.count("f") > choices.count("a"),
        2 * weights_for > line.weights.for_ + line.weights.against,
    ]


@given(st.lists(st.sampled_from("fab-"), min_size=4, max_size=4), st.sampled_from([2, 3]))
def test_a_seat_of_weight_three_is_as_three_seats_of_weight_one(choices: list[str], heavy: int) -> None:
    """Through the whole way of a vote: what the first seat weighs, or as many seats that vote alike."""
    rule = VoteRule((POINTS, Majority(at_least=Fraction(1, 3), of="entitled", counting="weights")))
    weights = {f"U{number}": Fraction(heavy if number == 0 else 1) for number in range(4)}
    one = _told(WEIGHED, rule, weights, "".join(choices), 4)
    heads = VoteRule(tuple(replace(majority, counting="heads") for majority in rule.majorities))
    many = _told(None, heads, None, choices[0] * (heavy - 1) + "".join(choices), 3 + heavy)
    assert one == many


def _told(
    electorate: Electorate | None,
    rule: VoteRule,
    weights: Mapping[str, Fraction] | None,
    choices: str,
    seats: int,
) -> tuple[bool, list[tuple[Fraction, Fraction, Fraction]]]:
    story = begun(seats)
    if weights is not None:
        story.do(table(weights), story.office)
    flow = ruled(bundled()["resolution"], rule, electorate=electorate)
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    session = story.session(present=range(seats))
    vote = story.open_vote(story.on_agenda(session))
    story.ballots(vote, choices)
    outcome = story.close(vote).outcome
    assert outcome is not None
    return outcome.carried, [(one.base_count, one.needed, one.reached) for one in outcome.tests]


# --- chambers and consent ----------------------------------------------------------------------------------

CITIES = (
    Chamber(name="small", institutions=("U0", "U1")),
    Chamber(name="large", kinds=("member",)),
)
BOTH = VoteRule(
    (
        Majority(more_than=HALF, of="for_and_against", chamber="small"),
        Majority(more_than=HALF, of="for_and_against", chamber="large"),
    )
)


@pytest.mark.parametrize(
    ("choices", "carried"), [("ffffff", True), ("fafaaa", False), ("ffaaaa", False), ("ffffaf", True)]
)
def test_every_chamber_must_carry_it(choices: str, carried: bool) -> None:
    story, vote = opened(Electorate(chambers=CITIES), BOTH)
    assert [row.chamber for row in vote.electorate] == ["small", "small", "large", "large", "large", "large"]
    story.ballots(vote.vote, choices)
    outcome = story.close(vote.vote).outcome
    assert outcome is not None
    assert outcome.carried == carried
    assert [(line.chamber, line.heads.entitled) for line in outcome.lines] == [("large", 4), ("small", 2)]


def test_a_chamber_of_another_body_brings_its_seats_and_a_role_its_holders() -> None:
    story = begun()
    story.grant("g2", "wg_member", body="group", institution="U2")
    chairs = Role(("wg_chair",), title=NAMES)
    chambers = (
        Chamber(name="chairs", body="code:group", role="chair"),
        Chamber(name="group", body="code:group"),
        Chamber(name="plenary", body="plenary"),
    )
    rule = VoteRule(tuple(Majority(number=1, chamber=one.name) for one in chambers))
    story, vote = opened(Electorate(chambers=chambers), rule, roles={"chair": chairs}, story=story)
    found = {row.seat: row.chamber for row in vote.electorate}
    assert found["seat-group:g1"] == "chairs"
    assert found["seat-group:g2"] == "group"
    assert {found[f"seat-U{number}"] for number in range(6)} == {"plenary"}
    assert list(found) == sorted(found)


def test_the_consent_of_an_institution_is_asked_in_a_roll_call() -> None:
    rule = replace(VoteRule.simple(), consent=(Consent(("U2",)),))
    story, vote = opened(None, rule)
    story.ballots(vote.vote, "ffafff")
    outcome = story.close(vote.vote).outcome
    assert outcome is not None
    assert (outcome.carried, outcome.decided_by) == (False, "consent_withheld")
    story, case = agenda(None, replace(rule, consent=(Consent(("QQQ",)),)))
    assert story.refused(story.action(case, "open_vote"), story.office) == ["vote.cannot_be_counted"]


def test_a_quorum_of_weights_is_asked_at_the_opening() -> None:
    quorum = Quorum(more_than=HALF, counting="weights", at_opening=True)
    story, case = agenda(WEIGHED, replace(DOUBLE, quorum=quorum), weights=HEAVY)
    session = story.case(case).session
    story.attend(session, 0, there=False)
    [reason] = story.reasons(story.action(case, "open_vote"), story.office)
    assert (reason.code, reason.params) == (
        "vote.not_quorate",
        {"present": "5", "entitled": "14", "needed": "8"},
    )
    story.attend(session, 0)
    story.open_vote(case)


# --- conditions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "paid", "votes"),
    [
        ("opening", {2026: "2026-03-01"}, True),
        ("opening", {2026: "2026-12-22"}, True),
        ("opening", {2026: "2026-12-31"}, False),
        ("opening", {2025: "2025-03-01"}, False),
        ("03-31", {2026: "2026-03-31"}, True),
        ("03-31", {2026: "2026-04-01"}, False),
        # The day has not come: those of the year before are asked.
        ("12-30", {2025: "2025-12-30"}, True),
        ("12-30", {2026: "2026-01-30"}, False),
    ],
)
def test_dues_whose_day_has_come_must_have_been_paid_by_it(
    by: str, paid: dict[int, str], votes: bool
) -> None:
    story = begun()
    for year, day in paid.items():
        story.do(c.RecordDues(e.DuesRecorded(year, {"U1": day})), story.office)
    for year in (2025, 2026):
        others = {f"U{number}": f"{year}-01-15" for number in range(6) if number != 1}
        story.do(c.RecordDues(e.DuesRecorded(year, others)), story.office)
    rule = VoteRule.simple()
    story, case = agenda(Electorate(dues_paid_by=by), rule, story=story)
    assert story.at < datetime(2026, 12, 23, tzinfo=UTC)
    story.at = datetime(2026, 12, 23, 9, tzinfo=UTC)
    vote = story.vote(story.open_vote(case))
    assert ("U1" in voters(vote)) == votes
    assert left_out(vote) == ({} if votes else {"U1": "dues"})
    if not votes:
        assert story.refused(story.ballot(vote.vote, "seat-U1"), story.by("r1", "rector")) == [
            "ballot.seat_not_entitled"
        ]


def test_a_seat_must_have_been_held_for_long_enough() -> None:
    story = begun()
    old = story.at - timedelta(days=500)
    story.do(c.ImportMembers((), (), (), (story.mandate("v0", "vice_rector", institution="U4", since=old),)),
             story.office)  # fmt: skip
    story, vote = opened(Electorate(seniority="P1Y"), VoteRule.simple(), story=story)
    assert voters(vote) == ["U4"]
    assert set(left_out(vote).values()) == {"seniority"}


@pytest.mark.parametrize(
    ("terms", "since"),
    [
        ([(0, None)], 0),
        ([(0, 10), (10, None)], 0),
        ([(0, 10), (12, None)], 12),
        ([(0, 10)], None),
        ([(0, 30), (12, None)], 0),
    ],
)
def test_a_persons_seat_is_held_for_as_long_as_one_mandate_follows_another(
    terms: list[tuple[int, int | None]], since: int | None
) -> None:
    story, start = begun(), datetime(2020, 1, 1, tzinfo=UTC)

    def day(number: int) -> datetime:
        return start + timedelta(days=number)

    story.do(c.RegisterPerson(e.PersonRegistered("x", "sha256:" + "0" * 64)), story.office)
    mandates = tuple(
        story.mandate(
            "x", "wg_member", body="group", since=day(first), until=None if last is None else day(last)
        )
        for first, last in terms
    )
    story.do(c.ImportMembers((), (), (), mandates), story.office)
    seat = story.conference.seats.get("seat-group:x", Seat("seat-group:x", "", "group", Fraction(1), "x"))
    found = held_since(story.conference, seat, day(20))
    assert found == (None if since is None else day(since))


def test_a_seat_that_nobody_ever_held_has_no_seniority() -> None:
    assert held_since(Conference(), Seat("s", "U", "plenary", Fraction(1)), datetime.now(UTC)) is None


# --- role, and one vote an institution ---------------------------------------------------------------------


def test_only_seats_held_in_the_role_vote() -> None:
    deputies = Role(("vice_rector",), title=NAMES)
    story, vote = opened(Electorate(role="deputies"), VoteRule.simple(), roles={"deputies": deputies})
    assert voters(vote) == ["U0"]
    assert left_out(vote) == {f"U{number}": "role" for number in range(1, 6)}
    story.cast(vote.vote, 0)


def test_an_institution_has_one_vote_by_the_first_of_its_seats() -> None:
    story = begun()
    story.grant("m1", "wg_member", body="group", institution="U1")
    story.grant("m2", "wg_member", body="group", institution="U2")
    story.grant("m3", "wg_member", body="group")
    story.do(c.PutWorkflowInForce(in_force(_of_group())), story.by("ada"))
    case = story.on_agenda(story.session(present=range(6)))
    vote = story.vote(story.open_vote(case))
    assert voters(vote) == ["group:g1", "group:m2"]
    assert left_out(vote) == {"group:m1": "institution", "group:m3": "no_institution"}
    # The chair does not take part: another seat of the institution has its vote.
    again = story.on_agenda(story.session(present=range(6)))
    story.do(c.DeclareRecusal(again, "sha256:" + "1" * 64), story.by("g1", "wg_chair"))
    assert voters(story.vote(story.open_vote(again))) == ["group:m1", "group:m2"]


def _of_group() -> Any:
    return ruled(
        bundled()["resolution"],
        VoteRule.simple(),
        electorate=Electorate(each="institution"),
        body="code:group",
    )


# --- in secret ---------------------------------------------------------------------------------------------


def test_a_secret_vote_by_weights_needs_enough_alike_to_hide_in() -> None:
    story, case = agenda(WEIGHED, weights=HEAVY, ballot="secret")
    reasons = story.reasons(story.action(case, "open_vote"), story.office)
    assert [(one.code, one.params) for one in reasons] == [
        ("vote.weight_tells", {"weight": "9", "seats": "1", "least": "5"})
    ]
    # The one that would stand out takes no part: five of one weight are enough.
    story.do(c.DeclareRecusal(case, "sha256:" + "1" * 64, institution="U0"), story.by("r0", "rector"))
    vote = story.open_vote(case)
    for number in range(1, 6):
        story.cast(vote, number, "f" if number < 5 else "a")
    closed = story.close(vote)
    assert closed.outcome is not None
    assert closed.outcome.carried
    assert closed.outcome.lines[0].weights is not None
    assert closed.outcome.lines[0].weights.for_ == 4


def test_secret_papers_weigh_what_the_seats_that_voted_do() -> None:
    weights = {f"U{number}": Fraction(2) for number in range(6)}
    story, vote = opened(WEIGHED, weights=weights, ballot="secret")
    story.ballots(vote.vote, "ffffff")
    light = story.closing(vote.vote)
    assert story.refused(light, story.office) == ["vote.papers_differ_from_marks"]
    heavy = tuple(Paper("for", weight=Fraction(2)) for _ in range(6))
    story.do(replace(light, papers=heavy), story.office)
    outcome = story.vote(vote.vote).outcome
    assert outcome is not None
    assert outcome.tests[1].reached == 12


def test_a_secret_paper_says_no_weight_that_nothing_asks_for() -> None:
    story, vote = opened(None, VoteRule.simple(), ballot="secret")
    story.ballots(vote.vote, "f")
    told = replace(story.closing(vote.vote), papers=(Paper("for", weight=Fraction(2)),))
    assert story.refused(told, story.office) == ["vote.papers_differ_from_marks"]


def test_a_chamber_says_whose_it_is() -> None:
    with pytest.raises(InvalidInput, match="whose seats"):
        Chamber(name="empty")


def test_a_count_of_hands_does_not_tell_weights_and_says_so() -> None:
    story, case = agenda(WEIGHED, weights=HEAVY)
    counted = story.action(
        case, "enter_hand_count", tellers=("r1", "r2"), **{"for": 4, "against": 2, "abstain": 0, "invalid": 0}
    )
    [reason] = story.reasons(counted, story.by("r1", "session_chair"))
    assert reason.code == "hand_count.does_not_add_up"
    assert reason.params["why"] == "The rule asks for the weights of everybody, and they were not counted."
