"""Votes that a procedure opens by itself: the ids and the key that an act takes along in case one is."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.events import Actor, Event, VoteOpened
from ecar_governance.domain.registry import EFFECTS
from ecar_governance.domain.state import Conference, WorkflowVersion
from ecar_governance.domain.workflow import Transition, Trigger
from ecar_governance.errors import GovernanceError, Unavailable
from ecar_governance.services.desk import Desk, Work
from ecar_governance.services.ports import Done, Outcome

RESULTS: tuple[Trigger, ...] = ("vote_carried", "vote_lost", "vote_inquorate", "next_ballot")
VOIDED: tuple[Trigger, ...] = ("vote_voided",)


def fresh_ids(desk: Desk) -> dict[str, str]:
    """Ids for whatever an act may create; those it does not need are forgotten."""
    return {"vote": desk.ids.new("vote"), "resolution": desk.ids.new("resolution")}


def vote_by_itself(
    desk: Desk, pinned: WorkflowVersion, triggers: tuple[Trigger, ...], vote: str = ""
) -> dict[str, str]:
    """Where one of the triggers may open a vote under this procedure: its id (`vote`, or one made here) and
    the public key of a pair whose private one is kept by then. `perform` forgets it when no vote came of it.

    Nothing where no vote can come of them. Raises Unavailable when the key cannot be kept now."""
    begun = [rule for rule in pinned.workflow.transitions.values() if rule.trigger in triggers]
    if not may_open(pinned, begun):
        return {}
    return with_key(desk, {"vote": vote or desk.ids.new("vote")})


def with_key(desk: Desk, fresh: dict[str, str]) -> dict[str, str]:
    """The ids, and a key for the vote that may be opened; the private one is kept. Raises Unavailable."""
    public, private = desk.sealing.generate()
    desk.keys.put(fresh["vote"], private)
    return {**fresh, "key": public}


def may_open(pinned: WorkflowVersion, begun: Iterable[Transition]) -> bool:
    """Whether one of these transitions opens a vote, or leads at once to one that does, guards allowing."""
    tree = tree_of(pinned.hash, pinned.workflow)
    rules = pinned.workflow.transitions.values()
    waiting, known = list(begun), {rule.name for rule in begun}
    while waiting:
        rule = waiting.pop()
        if any(call.name == "open_vote" for call in rule.effects):
            return True
        entered = set(tree.entering(rule.target).entered) if rule.target else set[str]()
        follow: set[Trigger] = {"joined", "all_opined"}
        if any(EFFECTS[call.name].on for call in rule.effects):
            follow.update(RESULTS)
        for further in rules:
            led_on = further.trigger == "at_once" and not entered.isdisjoint(further.source)
            if (led_on or further.trigger in follow) and further.name not in known:
                known.add(further.name)
                waiting.append(further)
    return False


def pinned_of(conference: Conference, case: str) -> WorkflowVersion:
    """The version of the procedure that the case is under."""
    return conference.workflows[conference.cases[case].workflow_hash]


def perform(desk: Desk, work: Work, *fresh: dict[str, str], actor: Actor, key: str | None = None) -> Outcome:
    """`Desk.perform` of an act that takes keys along: shreds each with which it certainly opened no vote.

    Not where it raises Unavailable: the act may have been committed all the same, and an orphan opens
    nothing. Any other error comes before the commit."""
    try:
        outcome = desk.perform(work, actor=actor, key=key)
    except Unavailable:
        raise
    except GovernanceError:
        _forget(desk, fresh, ())
        raise
    _forget(desk, fresh, outcome.events if isinstance(outcome, Done) and not outcome.repeated else ())
    return outcome


def _forget(desk: Desk, fresh: Iterable[dict[str, str]], events: tuple[Event, ...]) -> None:
    opened = {one.data.vote for one in events if isinstance(one.data, VoteOpened)}
    for one in fresh:
        if "key" in one and one["vote"] not in opened:
            desk.keys.shred(one["vote"])
