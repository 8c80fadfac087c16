"""Refusals of proposals, votes and ballots."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace
from story import NAMES, SYSTEM, Story, begun, bundled, digest, in_force, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum, simple_majority
from ecar_governance.domain.workflow import Workflow
from support.refusals import (
    Asked,
    case,
    changed,
    limited,
    on_agenda,
    referred,
    ruled,
    voting,
)

# --- proposals ---------------------------------------------------------------------------------------------


def drafting(story: Story, text: e.Manifest, **more: Any) -> Asked:
    return story, c.DraftProposal("case-9", "resolution", text, **more), story.by("r0")


case("case.unknown")(lambda: (begun(), c.TakeAction("case-9", "submit", 1), begun().office))
case("text.prevailing_missing")(lambda: drafting(begun(), replace(manifest(), prevailing="de")))
case("text.title_and_body_differ")(
    lambda: drafting(begun(), replace(manifest(), titles={"az": digest("title")}))
)
case("text.attachment_twice")(
    lambda: drafting(
        begun(), manifest(attachments=(e.Attachment("a", digest("1")), e.Attachment("a", digest("2"))))
    )
)


@case("case.exists")
def _() -> Asked:
    story = begun()
    case = story.draft()
    return story, c.DraftProposal(case, "resolution", manifest()), story.by("r0")


def revising(story: Story, case: str, person: str = "r0", **more: Any) -> Asked:
    told = {"version": story.case(case).version, "manifest": manifest("new"), "body": story.case(case).body}
    return story, c.ReviseProposal(case, **{**told, **more}), story.by(person)


@case("version.changed")
def _() -> Asked:
    story = begun()
    case = story.draft()
    return revising(story, case, version=7)


@case("text.not_yours")
def _() -> Asked:
    story = begun()
    return revising(story, story.draft(), "r3")


@case("text.not_editable")
def _() -> Asked:
    story = begun()
    case = story.draft()
    story.act(case, "submit", story.by("r0"))
    return revising(story, case)


@case("text.body_fixed")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.act(case, "ask_revision", story.by("g1"), note=digest("n"))
    return revising(story, case, body="")


@case("deadline.passed")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.wait(days=30)
    return story, story.action(case, "withdraw"), story.by("r0")


@case("deadline.not_due")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.wait(days=29)
    return story, c.FireDeadline(case, "wg_review", story.fresh()), SYSTEM


@case("body.not_a_working_group")
def _() -> Asked:
    story = begun()
    loose = changed(bundled()["resolution"], "refer", require=())
    story.do(c.PutWorkflowInForce(in_force(loose)), story.by("ada"))
    case = story.draft(body="plenary")
    story.act(case, "submit", story.by("r0"))
    return story, story.action(case, "refer"), story.office


@case("recommendation.unknown")
def _() -> Asked:
    story = begun()
    rule = bundled()["resolution"].transitions["recommend"]
    fields = tuple(
        replace(f, choices=(*f.choices, "perhaps")) if f.name == "recommendation" else f for f in rule.inputs
    )
    flow = changed(bundled()["resolution"], "recommend", inputs=fields)
    command = c.PutWorkflowInForce(in_force(flow))
    assert story.refused(command, story.by("ada")) == ["workflow.unreadable"]  # the checker's table says so
    case = referred(story)
    given = story.action(case, "recommend", recommendation="perhaps")
    old = story.conference.workflows[story.case(case).workflow_hash]
    kept = story.conference.workflows.insert(old.hash, replace(old, workflow=flow))
    story.conference = replace(story.conference, workflows=kept)
    return story, given, story.by("g1")


# --- votes -------------------------------------------------------------------------------------------------


def casting(story: Story, vote: str, number: int = 0, by: str = "", **more: Any) -> Asked:
    command = story.ballot(vote, story.seat(number), **more)
    return story, command, story.by(by or f"r{number}")


case("vote.unknown")(lambda: (begun(), c.CastBallot("v", "s", digest("d"), ""), begun().by("r0")))
case("ballot.other_text")(lambda: casting(*voting(), manifest_hash=digest("older")))
case("ballot.not_your_seat")(lambda: casting(*voting(), by="a0"))
case("ballot.nothing_to_replace")(lambda: casting(*voting(), replaces=digest("none")))


@case("ballot.seat_not_entitled")
def _() -> Asked:
    story, vote = voting()
    return story, replace(story.ballot(vote, "seat-U0"), seat="seat-NEW"), story.by("r0")


def cast_once(by: str = "") -> tuple[Story, str]:
    story, vote = voting()
    story.cast(vote, 0, by=story.by(by) if by else None)
    return story, vote


case("ballot.prevails")(lambda: casting(*cast_once(), by="v0"))
case("ballot.already_cast")(lambda: casting(*cast_once("v0"), replaces=""))
case("ballot.receipt_outdated")(lambda: casting(*cast_once(), replaces=digest("older")))


@case("ballot.same_envelope")
def _() -> Asked:
    story, vote = cast_once()
    return (
        story,
        replace(story.ballot(vote, "seat-U0"), digest=story.vote(vote).marks["seat-U0"].digest),
        story.by("r0"),
    )


@case("vote.is_closed")
def _() -> Asked:
    story, vote = voting()
    story.close(vote)
    return casting(story, vote)


@case("vote.is_void")
def _() -> Asked:
    story, vote = voting()
    story.do(c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM)
    return story, story.closing(vote), story.office


@case("vote.is_open")
def _() -> Asked:
    def left(flow: Workflow) -> Workflow:
        return changed(flow, "withdraw", source=("voting",))

    story, case = on_agenda(change=left)
    story.open_vote(case)
    return story, story.action(case, "withdraw"), story.by("r0")


@case("vote.deadline_passed")
def _() -> Asked:
    story, vote = voting()
    story.wait(hours=48)
    return casting(story, vote)


@case("vote.deadline_not_reached")
def _() -> Asked:
    story, vote = voting()
    return story, story.closing(vote, "deadline"), SYSTEM


@case("reminder.not_due")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.wait(days=22)
    return story, c.Remind(case, "wg_review"), SYSTEM


@case("vote.goes_on")
def _() -> Asked:
    story, vote = voting()
    story.ballots(vote, "ffffff")
    return story, story.closing(vote, "all_voted"), SYSTEM


@case("vote.open_at_least")
def _() -> Asked:
    story, case = on_agenda(change=lambda flow: ruled(flow, replace(VoteRule.simple(), open_at_least="P1D")))
    return story, story.closing(story.open_vote(case)), story.office


@case("vote.not_all_voted")
def _() -> Asked:
    story, vote = cast_once()
    return story, story.closing(vote, "all_voted"), SYSTEM


def closing(name: str, papers: tuple[Paper, ...]) -> Asked:
    """Two have voted; these papers are said to be theirs."""
    story, vote = voting(name=name)
    story.ballots(vote, "fa")
    return story, replace(story.closing(vote), papers=papers), story.office


FOR0, AGAINST1 = Paper("for", "seat-U0"), Paper("against", "seat-U1")
case("vote.papers_do_not_add_up")(lambda: closing("resolution", (FOR0,)))
case("vote.papers_not_sorted")(lambda: closing("resolution", (AGAINST1, FOR0)))
case("vote.paper_names_a_seat")(lambda: closing("membership", (Paper("against"), FOR0)))
case("vote.paper_gives_a_reason")(
    lambda: closing("membership", (Paper("against"), Paper("for", reason="because")))
)
case("vote.papers_differ_from_marks")(
    lambda: closing("resolution", (Paper("for"), Paper("against", "seat-U1")))
)


def put_under(rule: VoteRule, present: int = 6) -> tuple[Story, str]:
    """An open vote of six members under the rule."""
    story, case = on_agenda(present=present, change=lambda flow: ruled(flow, rule))
    return story, story.open_vote(case)


IF_ASKED = VoteRule.simple(Quorum(more_than=HALF, checked="if_asked"))
BY_CHAIR = VoteRule((simple_majority(),), tie="chair")


@case("quorum.not_to_be_asked")
def _() -> Asked:
    story, vote = voting()
    return story, c.AskQuorum(vote), story.by("r0")


@case("quorum.asked_already")
def _() -> Asked:
    story, vote = put_under(IF_ASKED)
    story.do(c.AskQuorum(vote), story.by("r0"))
    return story, c.AskQuorum(vote), story.by("r1", "rector")


@case("quorum.not_a_member")
def _() -> Asked:
    story, vote = put_under(IF_ASKED)
    return story, c.AskQuorum(vote), story.by("a0")


@case("casting_vote.not_due")
def _() -> Asked:
    story, vote = put_under(BY_CHAIR)
    story.ballots(vote, "ffa")
    story.close(vote)
    return story, c.GiveCastingVote(vote, "for", story.fresh()), story.by("r1", "session_chair")


@case("casting_vote.too_late")
def _() -> Asked:
    story, case = on_agenda(change=lambda flow: limited(ruled(flow, BY_CHAIR)))
    vote = story.open_vote(case)
    story.ballots(vote, "fa")
    story.close(vote)
    story.wait(days=1)
    return story, c.GiveCastingVote(vote, "for", story.fresh()), story.by("r1", "session_chair")


@case("vote.must_vote")
def _() -> Asked:
    story, vote = put_under(VoteRule((simple_majority(),), compulsory=True))
    story.ballots(vote, "ffffa")
    return story, story.closing(vote), story.office


@case("vote.cannot_be_counted")
def _() -> Asked:
    nobody = VoteRule((Majority(number=1, chamber="nobody"),))
    story, case = on_agenda(change=lambda flow: ruled(flow, nobody))
    return story, story.action(case, "adopt_without_vote"), story.by("r1", "session_chair")


@case("vote.void_needs_reason")
def _() -> Asked:
    story, vote = voting()
    return story, c.VoidVote(vote, "by_hand", ""), story.by("r1", "session_chair")


@case("vote.no_key")
def _() -> Asked:
    story, case = on_agenda()
    return story, replace(story.action(case, "open_vote"), public_key=""), story.office


@case("vote.no_electorate")
def _() -> Asked:
    def of_group(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        states = {
            **flow.states,
            "voting": replace(flow.states["voting"], vote=replace(spec, body="case_body")),
        }
        return replace(flow, version="9.0.0", states=states)

    story, case = on_agenda(change=of_group)
    return story, story.action(case, "open_vote"), story.office


@case("vote.way_not_open")
def _() -> Asked:
    def ballots_only(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        only = replace(spec, obtained=("ballots",))
        return replace(
            flow, version="9.0.0", states={**flow.states, "voting": replace(flow.states["voting"], vote=only)}
        )

    story, case = on_agenda(change=ballots_only)
    return story, story.action(case, "adopt_without_vote"), story.office


@case("vote.not_quorate")
def _() -> Asked:
    story, case = on_agenda(present=3, change=lambda flow: changed(flow, "adopt_without_vote", require=()))
    return story, story.action(case, "adopt_without_vote"), story.office


@case("vote.consent_not_enough")
def _() -> Asked:
    def of_all(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        rule = type(spec.rule).two_thirds()
        asked = replace(flow.states["voting"], vote=replace(spec, rule=rule))
        return replace(flow, version="9.0.0", states={**flow.states, "voting": asked})

    story, case = on_agenda(9, present=5, change=of_all)
    return story, story.action(case, "adopt_without_vote"), story.office


COUNTED = {"for": 4, "against": 1, "abstain": 0, "invalid": 0}


@case("hand_count.no_tellers")
def _() -> Asked:
    story, case = on_agenda()
    command = story.action(case, "enter_hand_count", **COUNTED, tellers=())
    rule = bundled()["resolution"].transitions["enter_hand_count"]
    fields = tuple(replace(f, required=False) if f.name == "tellers" else f for f in rule.inputs)
    old = story.conference.workflows[story.case(case).workflow_hash]
    loose = replace(old, workflow=changed(old.workflow, "enter_hand_count", inputs=fields))
    kept = story.conference.workflows.insert(old.hash, loose)
    story.conference = replace(story.conference, workflows=kept)
    return story, command, story.office


@case("hand_count.does_not_add_up")
def _() -> Asked:
    story, case = on_agenda(present=5)
    counted = {**COUNTED, "against": 2}
    return story, story.action(case, "enter_hand_count", **counted, tellers=("r0",)), story.office


WEIGHING = VoteRule((Majority(more_than=HALF, of="for_and_against", counting="weights"),))


def weighing(weights: dict[str, Fraction] | None, **vote: Any) -> Asked:
    story = begun()
    if weights is not None:
        story.do(c.SetWeights(e.WeightTableSet("points", "2026-01-01", weights, NAMES)), story.office)
    flow = ruled(bundled()["resolution"], WEIGHING, electorate=Electorate(weights="points"), **vote)
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.on_agenda(story.session(present=range(6)))
    return story, story.action(case, "open_vote"), story.office


case("vote.no_weights")(lambda: weighing(None))
case("vote.weights_missing")(lambda: weighing({"U0": Fraction(1)}))
case("vote.weight_tells")(
    lambda: weighing({f"U{number}": Fraction(number + 1) for number in range(6)}, ballot="secret")
)
