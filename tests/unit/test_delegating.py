"""A mandate delegated: what a delegate may do, and all that they may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from story import SYSTEM, Story, begun, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options, who_could_take
from ecar_governance.domain.roles import persons_of
from ecar_governance.domain.workflow import Call, Transition, Workflow
from ecar_governance.verifier.replay import replay


def procedure(**changes: object) -> Workflow:
    """The resolution's procedure, in which delegates may submit."""
    base = bundled()["resolution"]
    submit = replace(base.transitions["submit"], delegable=True, by=("sponsor",), **changes)
    return replace(base, version="9.0.0", transitions={**base.transitions, "submit": submit})


def delegated(flow: Workflow | None = None, **more: object) -> tuple[Story, Actor]:
    """A conference in which the rector of U0 has delegated to somebody from another house; the delegate."""
    story = begun()
    story.do(c.PutWorkflowInForce(in_force(flow or procedure())), story.by("ada"))
    held = story.by("r0", "rector").mandate
    story.do(c.DelegateMandate("m-given", held, "g1", **more), story.by("r0", "rector"))  # type: ignore[arg-type]
    return story, Actor("person", "g1", "m-given", "U0")


def test_a_delegate_takes_what_delegates_may_and_counts_as_both() -> None:
    story, delegate = delegated()
    draft = story.draft()
    rule = story.conference.workflows[story.case(draft).workflow_hash].workflow.transitions["submit"]
    assert "g1" in who_could_take(procedure(), story.conference, story.case(draft), rule, story.at)
    assert persons_of(story.conference, delegate) == {"g1", "r0"}
    story.act(draft, "submit", delegate)
    assert story.case(draft).steps[-1].actor == delegate
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def test_a_delegate_takes_nothing_else() -> None:
    story, delegate = delegated()
    draft = story.draft()
    assert story.refused(story.action(draft, "withdraw"), delegate) == ["role.missing"]
    found = options(procedure(), story.conference, story.case(draft), Context(delegate, story.at))
    assert [one.transition.name for one in found if not one.reasons] == ["submit"]


@pytest.mark.parametrize(
    "command",
    [
        lambda story, draft: c.DraftProposal("case-x", "resolution", story.case(draft).manifest),
        lambda story, draft: c.ReviseProposal(draft, 1, story.case(draft).manifest, (), "group"),
        lambda story, draft: c.OpenSession("session"),
        lambda story, draft: c.EndMandate("m-given", "revoked"),
        lambda story, draft: c.DelegateMandate("m-further", "m-given", "r2"),
    ],
)
def test_a_delegate_has_no_right_of_whoever_delegated(command: object) -> None:
    story, delegate = delegated()
    draft = story.draft()
    asked = command(story, draft)  # type: ignore[operator]
    assert "actor.not_allowed" in story.refused(asked, delegate)


def test_a_delegate_does_not_vote() -> None:
    story, session = met()
    held = story.by("r0", "rector").mandate
    story.do(c.DelegateMandate("m-given", held, "g1"), story.by("r0", "rector"))
    vote = story.open_vote(story.on_agenda(session))
    ballot = story.ballot(vote, "seat-U0")
    assert story.refused(ballot, Actor("person", "g1", "m-given", "U0")) == ["ballot.not_your_seat"]


@pytest.mark.parametrize("how", ["revoked", "given back", "over", "with the mandate"])
def test_a_delegation_ends(how: str) -> None:
    story, delegate = delegated(until=begun().at + timedelta(days=5))
    draft = story.draft()
    if how == "revoked":
        story.do(c.EndDelegation("m-given"), story.by("r0", "rector"))
    elif how == "given back":
        story.do(c.EndDelegation("m-given"), delegate)
    elif how == "over":
        story.wait(days=6)
    else:
        story.do(c.EndMandate(story.by("r0", "rector").mandate, "resigned"), story.office)
    codes = story.refused(story.action(draft, "submit"), delegate)
    assert codes[0] in ("actor.mandate_not_in_force", "role.mandate_not_in_force"), codes


def test_nobody_else_ends_it() -> None:
    story, _ = delegated()
    assert story.refused(c.EndDelegation("m-given"), story.by("r2", "rector")) == ["delegation.not_yours"]
    assert story.refused(c.EndDelegation("m-given"), SYSTEM) == ["actor.not_allowed"]
    assert story.refused(c.EndDelegation("m-none"), story.by("r2", "rector")) == ["mandate.unknown"]


def test_what_bars_whoever_delegated_bars_the_delegate() -> None:
    flow = procedure(forbid=(Call("recused"),))
    story, delegate = delegated(flow)
    draft = story.draft()
    story.do(c.DeclareRecusal(draft, digest("kin")), story.by("r0", "rector"))
    assert story.refused(story.action(draft, "submit"), delegate) == ["forbid.recused"]


def test_the_two_are_one_where_several_must_agree() -> None:
    story, delegate = delegated(procedure(approvals=2))
    draft = story.draft()
    story.act(draft, "submit", story.by("r0", "rector"))
    assert story.refused(story.action(draft, "submit"), delegate) == ["approval.given_already"]


def test_only_where_the_transition_says_so() -> None:
    flow = procedure()
    plain: Transition = replace(flow.transitions["submit"], delegable=False)
    story, delegate = delegated(replace(flow, transitions={**flow.transitions, "submit": plain}))
    assert story.refused(story.action(story.draft(), "submit"), delegate) == ["role.missing"]
