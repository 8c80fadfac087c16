"""The presidium and the working groups: who has a seat there, who votes, and what the sessions count."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace
from story import INSTALLER, NAMES, Story, begun, digest, in_force
from support.organs import presiding

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.domain.deciding.casters import casters_by_seat, casters_of
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context
from ecar_governance.domain.effects import Effect
from ecar_governance.domain.organs import SITTING, VOTING_KINDS, seat_id, seats_of
from ecar_governance.domain.state import WorkflowVersion
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.workflow import CaseField, Region, Role, State, Workflow
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.chance import simulate
from ecar_governance.rehearsal.play import Play

PRESIDIUM = e.BodyRegistered("bureau", "presidium", NAMES)


def bureau(members: int = 3, *workflows: Workflow) -> Story:
    """A conference with a presidium: the president p0 and its members p1, p2, ..."""
    story = begun()
    story.do(c.ImportMembers(bodies=(PRESIDIUM,)), story.office)
    story.grant("p0", "president")
    for number in range(1, members):
        story.grant(f"p{number}", "presidium_member", body="bureau")
    for workflow in workflows or (presiding(),):
        story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    return story


def meets(story: Story, present: int, body: str = "bureau") -> str:
    """An open session of the body in which so many of its seats are there; p0 presides."""
    session = story.id("session")
    begins = story.at + timedelta(days=20)
    story.do(c.ConveneSession(e.SessionConvened(session, body, 1, begins, "Asia/Baku", NAMES)), story.office)
    story.do(c.SendNotice(session, ("p0",)), story.office)
    story.grant("p0", "session_chair", session=session)
    story.grant("olga", "session_secretary", story.by("omar"), session=session)
    story.at = begins
    story.do(c.OpenSession(session), story.office)
    for seat in seats_of(story.conference, body, story.at)[:present]:
        held = casters_of(story.conference, seat.seat, session, story.at)[0]
        story.do(c.RecordPresence(session, seat.seat, held, True), story.office)
    return session


def test_whoever_gets_into_the_presidium_has_a_seat_there_and_one_only() -> None:
    story = bureau()
    story.grant("p0", "presidium_member", body="bureau")
    seats = seats_of(story.conference, "bureau", story.at)
    assert [(s.seat, s.person, s.institution, s.weight) for s in seats] == [
        (seat_id("bureau", p), p, "", Fraction(1)) for p in ("p0", "p1", "p2")
    ]
    casters = casters_by_seat(story.conference, "bureau", "", story.at)
    # The president's mandate comes before the same person's as a member.
    assert casters["seat-bureau:p0"] == (
        story.by("p0", "president").mandate,
        story.by("p0", "presidium_member").mandate,
    )
    assert len(casters["seat-bureau:p1"]) == 1


def test_a_president_elected_before_there_was_a_presidium_sits_in_it_from_its_beginning() -> None:
    story = begun()
    story.grant("p0", "president")
    assert seats_of(story.conference, "bureau", story.at) == ()
    told = story.do(c.ImportMembers(bodies=(PRESIDIUM,)), story.office)
    assert [type(event.data).__name__ for event in told] == ["BodyRegistered", "SeatCreated"]
    assert [seat.person for seat in seats_of(story.conference, "bureau", story.at)] == ["p0"]


def test_a_seat_counts_while_its_holder_is_in_office_and_no_longer() -> None:
    story = bureau()
    story.grant("p9", "presidium_member", body="bureau", since=story.at + timedelta(days=5))
    here = [seat.person for seat in seats_of(story.conference, "bureau", story.at)]
    assert here == ["p0", "p1", "p2"]
    story.do(c.EndMandate(story.by("p1").mandate, "resigned"), story.office)
    story.wait(days=6)
    assert list(casters_by_seat(story.conference, "bureau", "", story.at)) == [
        "seat-bureau:p0", "seat-bureau:p2", "seat-bureau:p9",
    ]  # fmt: skip
    # A second term is had on the same seat.
    told = story.do(c.GrantMandate(story.mandate("p1", "presidium_member", body="bureau")), story.by("olga"))
    assert [type(event.data).__name__ for event in told] == ["MandateGranted"]
    assert len(seats_of(story.conference, "bureau", story.at)) == 4


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("presidium_member", "group", "mandate.other_body"),
        ("presidium_member", "plenary", "mandate.other_body"),
        ("presidium_member", "", "body.unknown"),
        ("wg_chair", "bureau", "mandate.other_body"),
        ("wg_member", "plenary", "mandate.other_body"),
        ("student_representative", "", "institution.unknown"),
    ],
)
def test_a_mandate_lies_in_a_body_of_its_kind(kind: Any, body: str, code: str) -> None:
    story = bureau()
    wanted = story.mandate("a0", kind, body=body)
    assert story.refused(c.GrantMandate(wanted), story.office) == [code]
    assert story.refused(c.ImportMembers(mandates=(wanted,)), story.office) == [code]


def test_there_is_one_presidium_at_most() -> None:
    story = bureau()
    second = e.BodyRegistered("second", "presidium", NAMES)
    assert story.refused(c.ImportMembers(bodies=(second,)), story.office) == ["conference.one_presidium"]


def test_the_presidium_decides_in_its_session_by_its_own_quorum_and_numbers() -> None:
    story = bureau(5)
    plenary = story.session(present=range(5), days=1)
    session = meets(story, 3)
    case = story.draft("bureau_decision")
    story.act(case, "submit", story.by("r0"))
    wrong = story.reasons(story.action(case, "place_directly", session=plenary), story.office)
    assert [(r.code, r.params) for r in wrong] == [("guard.session_convened", {"body": "bureau"})]
    story.act(case, "place_directly", session=session)
    vote = story.open_vote(case)
    opened = story.vote(vote)
    assert opened.body == "bureau"
    assert [x.seat for x in opened.electorate] == [f"seat-bureau:p{n}" for n in range(5)]
    # The rectors have no voice here, whatever seat they name.
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("r0")) == ["ballot.seat_not_entitled"]
    assert story.refused(story.ballot(vote, "seat-bureau:p0"), story.by("r0")) == ["ballot.not_your_seat"]
    for number in range(3):
        story.do(story.ballot(vote, f"seat-bureau:p{number}"), story.by(f"p{number}"))
    papers = tuple(Paper("for", f"seat-bureau:p{n}") for n in range(3))
    story.do(c.CloseVote(vote, "by_hand", papers, story.fresh()), story.office)
    outcome = story.vote(vote).outcome
    assert outcome is not None
    assert outcome.carried
    assert (outcome.counts.entitled, outcome.counts.present) == (5, 3)
    first = story.conference.resolutions[story.case(case).resolution].numbered
    assert (first.body, first.sequence, first.number) == ("bureau", 1, "1/1")


def test_two_of_five_make_no_quorum_in_the_presidium() -> None:
    story = bureau(5)
    session = meets(story, 2)
    case = story.draft("bureau_decision")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "place_directly", session=session)
    chair = story.by("p0", "session_chair", session)
    reasons = story.reasons(story.action(case, "adopt_without_vote"), chair)
    told = {r.code: r.params for r in reasons}
    assert told["guard.session_quorate"] == {"needed": "3", "seats": "5", "present": "2"}


def test_a_member_who_leaves_during_a_vote_has_no_successor() -> None:
    story = bureau(3)
    session = meets(story, 3)
    case = story.draft("bureau_decision")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "place_directly", session=session)
    vote = story.open_vote(case)
    gone = story.by("p1")
    told = story.do(c.EndMandate(gone.mandate, "resigned"), story.office)
    changed = [event.data for event in told if isinstance(event.data, e.CasterChanged)]
    assert [(x.seat, x.casters) for x in changed] == [("seat-bureau:p1", ())]
    assert story.refused(story.ballot(vote, "seat-bureau:p1"), gone) == ["ballot.not_your_seat"]
    # Who comes in now is of the next electorate.
    story.grant("p9", "presidium_member", body="bureau")
    assert "seat-bureau:p9" not in story.vote(vote).casters


@pytest.mark.parametrize("body", ["case_body", "code:group"])
def test_a_working_group_votes_by_persons(body: str) -> None:
    story = bureau(1, presiding("group_decision", body, body))
    story.grant("w1", "wg_member", institution="U1", body="group")
    story.grant("w2", "wg_member", institution="U1", body="group")
    session = meets(story, 3, "group")
    case = story.draft("group_decision")
    # Named directly: a case with no working group has nobody to ask by `case_body`.
    story.act(case, "submit", story.by("r0"))
    if body == "case_body":
        code = story.refused(story.action(case, "place_directly", session=session), story.office)
        assert code == ["guard.session_convened"]
        return
    story.act(case, "place_directly", session=session)
    vote = story.vote(story.open_vote(case))
    # One person, one seat, though two of them come from one institution.
    assert [x.seat for x in vote.electorate] == ["seat-group:g1", "seat-group:w1", "seat-group:w2"]


def test_a_role_of_the_presidium_has_the_president_in_it() -> None:
    bureau_role = Role(("president", "presidium_member"), scope="body", body="presidium")
    workflow = presiding()
    submit = replace(workflow.transitions["submit"], by=("bureau",))
    workflow = replace(
        workflow,
        roles={**workflow.roles, "bureau": bureau_role},
        transitions={**workflow.transitions, "submit": submit},
    )
    story = bureau(2, workflow)
    for person in ("p0", "p1"):
        case = story.draft("bureau_decision")
        story.act(case, "submit", story.by(person))
    case = story.draft("bureau_decision")
    assert story.refused(story.action(case, "submit"), story.by("r0")) == ["role.missing"]


def test_what_a_vote_may_be_put_to() -> None:
    def codes(body: str) -> set[str]:
        return {flaw.code for flaw in check(presiding(body=body))}

    for body in ("plenary", "presidium", "case_body", "region_body", "code:QA"):
        assert "name.unknown_body" not in codes(body)
    for body in ("", "senate", "code:", "code:two words"):
        assert "name.unknown_body" in codes(body)


@pytest.mark.parametrize(("named", "body"), [("group", "group"), ("nowhere", ""), ("", "")])
def test_a_region_votes_by_the_body_that_its_field_names(named: str, body: str) -> None:
    base = presiding(body="region_body")
    region = Region("law", "voting", body="whose")
    states = {
        **base.states,
        "around": State("around", NAMES, regions=(region,)),
        "voting": replace(base.states["voting"], parent="around", region="law"),
    }
    flow = replace(base, states=states, fields={"whose": CaseField("whose", "body")})
    story = begun()
    case = replace(story.case(story.draft()), workflow_hash="sha256:x", fields={"whose": named})
    version = WorkflowVersion("sha256:x", flow.name, "1.0.0", 1, story.at, flow, story.at, INSTALLER, 0)
    conference = replace(
        story.conference,
        workflows=story.conference.workflows.insert("sha256:x", version),
        cases=story.conference.cases.insert(case.case, case),
    )
    command = c.TakeAction(case.case, "open_vote", 1)
    steps = Steps(conference, command, Context(story.office, story.at))
    assert Effect(steps, case.case, flow.transitions["open_vote"], {}, command).body() == body


def test_every_kind_that_sits_may_vote_and_no_other_does() -> None:
    sitting = {kind for kinds in SITTING.values() for kind in kinds}
    assert sitting < set(VOTING_KINDS)
    assert {"assistant", "observer", "student_representative", "secretariat"}.isdisjoint(VOTING_KINDS)
    assert len(set(VOTING_KINDS)) == len(VOTING_KINDS)


def test_a_seat_of_a_person_and_one_of_an_institution_are_never_confused() -> None:
    story = begun()
    odd = e.PersonRegistered("person-x", digest("x"))
    body = e.BodyRegistered("a", "working_group", NAMES)
    story.do(c.ImportMembers(bodies=(body,), people=(odd,)), INSTALLER)
    story.do(c.ImportMembers((story.institution("a-person-x"),)), INSTALLER)
    story.grant("person-x", "wg_member", body="a")
    assert {"seat-a-person-x", "seat-a:person-x"} <= set(story.conference.seats)


def test_the_presidium_s_procedure_can_be_played() -> None:
    """Its session is open in the cast, so that random cases go on to its vote and get numbers."""
    flow = presiding()
    play = Play(flow, Hall())
    play.draft("rector_1")
    assert play.act("rector_1", "submit") == ()
    refused = play.act("secretariat", "place_directly", {"session": "current"})
    assert [reason.code for reason in refused] == ["guard.session_convened"]
    assert play.act("secretariat", "place_directly", {"session": "presidium"}) == ()
    assert play.act("presidium_chair", "open_vote") == ()
    assert play.open_vote is not None
    assert len(play.open_vote.electorate) == 4
    assert play.decided(carried=True) == ()
    assert play.case.resolution
    found = simulate(flow, 40, seed=7)
    assert any("open_vote" in run.path for run in found.runs)
