"""Commands that deserve a refusal, by the reason that they deserve: the table and what fills it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from story import NAMES, Story, begun, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.events import Actor
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import Deadline, Workflow

Asked = tuple[Story, c.AnyCommand, Actor]
CASES: dict[str, Callable[[], Asked]] = {}


def case(*codes: str) -> Callable[[Callable[[], Asked]], Callable[[], Asked]]:
    def keep(make: Callable[[], Asked]) -> Callable[[], Asked]:
        for code in codes:
            assert code not in CASES, code
            CASES[code] = make
        return make

    return keep


def founding(**changes: Any) -> c.FoundConference:
    command = c.FoundConference(
        e.ConferenceFounded("o", NAMES, "Asia/Baku", NAMES, "k", True),
        (e.BodyRegistered("plenary", "plenary", NAMES),),
        (in_force(bundled()["resolution"]),),
        e.PersonRegistered("ada", digest("ada")),
        "m",
    )
    return replace(command, **changes)


def limited(flow: Workflow, **deadline: Any) -> Workflow:
    """The procedure whose vote waits a day for the chair, and then ends as lost."""
    [lost] = [way for way in flow.transitions.values() if way.trigger == "vote_lost"]
    silent = replace(lost, name="silent", trigger="deadline", rank=len(flow.transitions))
    spec = Deadline(**{"then": "silent", "after": "P1D", **deadline})
    states = {**flow.states, "voting": replace(flow.states["voting"], deadline=spec)}
    return replace(flow, states=states, transitions={**flow.transitions, "silent": silent})


def workflow(**changes: Any) -> e.WorkflowPutInForce:
    return replace(in_force(replace(bundled()["resolution"], version="9.0.0")), **changes)


def voting(count: int = 6, name: str = "resolution") -> tuple[Story, str]:
    """An open vote of the session, a roll call unless it is an admission."""
    story, session = met(count)
    if name == "membership":
        case = story.draft("membership")
        story.act(case, "apply", story.by("r0"), institution="NEW")
        story.act(case, "confirm")
        story.act(case, "place_on_agenda", session=session)
    else:
        case = story.on_agenda(session)
    return story, story.open_vote(case)


def on_agenda(count: int = 6, present: int | None = None, change: Any = None) -> tuple[Story, str]:
    """An item of an open session; `change` makes of the resolution's procedure another one."""
    story = begun(count)
    session = story.session(present=range(count if present is None else present))
    if change is not None:
        story.do(c.PutWorkflowInForce(in_force(change(bundled()["resolution"]))), story.by("ada"))
    return story, story.on_agenda(session)


def ruled(flow: Workflow, rule: VoteRule, **vote: Any) -> Workflow:
    """The procedure with another rule of its vote; with second ballots, a tie leads back to the agenda."""
    spec = flow.states["voting"].vote
    assert spec is not None
    changed_vote = replace(spec, rule=rule, **vote)
    states = {**flow.states, "voting": replace(flow.states["voting"], vote=changed_vote)}
    ways = dict(flow.transitions)
    # The quorum is the rule's alone to ask for here.
    opening = [call for call in ways["open_vote"].require if call.name != "session_quorate"]
    ways["open_vote"] = replace(ways["open_vote"], require=tuple(opening))
    if rule.tie == "second_ballot":
        [voided] = [way for way in ways.values() if way.trigger == "vote_voided"]
        ways["again"] = replace(voided, name="again", trigger="next_ballot", rank=len(ways))
    # What the resolution's own rule promises of a quorum is not this rule's.
    return replace(flow, version="9.0.0", states=states, transitions=ways, invariants=())


def adopted() -> tuple[Story, str, str]:
    """A resolution that was adopted; the session's id."""
    story, session = met()
    case = story.on_agenda(session)
    story.act(case, "adopt_without_vote")
    return story, case, session


def typeset() -> tuple[Story, str, str]:
    """A document ready to be signed; the session's id."""
    story, case, session = adopted()
    return story, story.typeset(story.case(case).resolution), session


def put(story: Story, wanted: e.WorkflowPutInForce) -> Asked:
    return story, c.PutWorkflowInForce(wanted), story.by("ada")


def putting(story: Story, wanted: e.WorkflowPutInForce, day: str) -> Asked:
    return story, c.PutWorkflowInForce(wanted, day), story.by("ada")


def granting(story: Story, person: str, kind: Any, **scope: Any) -> Asked:
    return story, c.GrantMandate(story.mandate(person, kind, **scope)), story.office


def importing(story: Story, **rows: Any) -> Asked:
    return story, c.ImportMembers(**rows), story.office


def changed(flow: Workflow, name: str, **parts: Any) -> Workflow:
    """The procedure with one of its transitions otherwise."""
    rule = replace(flow.transitions[name], **parts)
    return replace(flow, version="9.0.0", transitions={**flow.transitions, name: rule})


def referred(story: Story) -> str:
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    return case
