"""What is wrong with a workflow before it runs: names first, then the ways through it. Pure.

`check` tells everything at once. The flow is looked at only when all names hold, since a misspelt target
would otherwise make a dozen states unreachable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ecar_governance.domain.amounts import of_chambers
from ecar_governance.domain.dividing import of_divisions
from ecar_governance.domain.durations import parse
from ecar_governance.domain.elections import of_elections
from ecar_governance.domain.filling import unfilled
from ecar_governance.domain.flaws import CODES, Flaw
from ecar_governance.domain.needs import needs
from ecar_governance.domain.proving import BOUND, Proof, walked
from ecar_governance.domain.references import references
from ecar_governance.domain.registry import EFFECTS
from ecar_governance.domain.remarks import remarks
from ecar_governance.domain.timing import circles
from ecar_governance.domain.vote_flaws import VOTE_TRIGGERS, goes_on, of_vote
from ecar_governance.domain.ways import edges, reached
from ecar_governance.domain.workflow import State, Transition, Workflow

__all__ = ["CODES", "Checked", "Flaw", "check", "examine", "flow", "references"]

_OF_OPINIONS = ("record_opinion", "answer_opinion")
_ONCE = ("at_once", "joined", "all_opined", *VOTE_TRIGGERS)
"""What happens once while the case is there, so that a transition on it must lead somewhere."""


class Checked(Struct, frozen=True):
    """Every flaw of a workflow, and what is proven of it (None where its ways could not be followed)."""

    flaws: tuple[Flaw, ...]
    proof: Proof | None


def check(workflow: Workflow) -> tuple[Flaw, ...]:
    """The flaws of names and of single steps. One pass over the graph and one back."""
    named = tuple(references(workflow))
    return named if unfollowable(named) else named + tuple(flow(workflow))


def examine(workflow: Workflow, bound: int = BOUND) -> Checked:
    """Every flaw of the workflow: names, then the ways through it, then, where these hold, whatever can come
    of it in any run (`proving`). Without errors it may be put in force."""
    flaws = check(workflow)
    if any(flaw.severity == "error" for flaw in flaws):
        return Checked(flaws, None)
    shown, proof = walked(workflow, bound)
    return Checked(flaws + shown + proof.flaws(), proof)


def unfollowable(flaws: Iterable[Flaw]) -> bool:
    """Whether the ways through the workflow cannot be followed, for wrong names or durations."""
    codes = {flaw.code for flaw in flaws} - {"name.unused_role"}
    return any(code.startswith("name.") or code == "deadline.duration" for code in codes)


def flow(workflow: Workflow) -> Iterator[Flaw]:
    """The flaws of a workflow all of whose names are known."""
    yield from _paths(workflow)
    yield from _by_system(workflow)
    yield from circles(workflow)
    leaving: dict[str, list[Transition]] = {name: [] for name in workflow.states}
    for rule in workflow.transitions.values():
        for source in dict.fromkeys(rule.source):
            leaving[source].append(rule)
    for name, state in workflow.states.items():
        yield from _of_state(workflow, state, leaving[name])
        if state.vote is not None:
            yield from of_vote(workflow, state, leaving[name])
    for rule in workflow.transitions.values():
        yield from _of_trigger(workflow, rule)
        yield from _of_effects(workflow, rule)
    yield from of_elections(workflow)
    yield from of_divisions(workflow)
    yield from of_chambers(workflow)
    yield from remarks(workflow)
    yield from unfilled(workflow)
    yield from needs(workflow)


def _paths(workflow: Workflow) -> Iterator[Flaw]:
    finals = [name for name, state in workflow.states.items() if state.final]
    if not finals:
        yield Flaw("flow.no_final", "There is no final state.", ("states",), "mark one `final: true`")
        return
    onward, back = edges(workflow)
    from_start, to_end = reached(onward, [workflow.initial]), reached(back, finals)
    for name, state in workflow.states.items():
        path = ("states", name)
        if name not in from_start:
            message = f"No path leads from {workflow.initial!r} to {name!r}."
            yield Flaw("flow.unreachable", message, path, "add a transition to it", state.line)
        if not state.final and not onward[name]:
            message = f"Nothing leads out of {name!r}, and it is not final."
            yield Flaw("flow.dead_end", message, path, "add a transition, or `final: true`", state.line)
        elif name not in to_end:
            message = f"From {name!r} no path leads to a final state."
            yield Flaw("flow.no_end", message, path, "add a way towards a final state", state.line)


def _of_state(workflow: Workflow, state: State, leaving: list[Transition]) -> Iterator[Flaw]:
    path: tuple[str, ...] = ("states", state.name)
    if state.final:
        for rule in leaving:
            message = f"{rule.name!r} leaves {state.name!r}, which is final."
            leaves = ("transitions", rule.name, "from", str(rule.source.index(state.name)))
            yield Flaw("flow.out_of_final", message, leaves, "remove it, or `final`", rule.line)
        if state.vote is not None or state.deadline is not None or state.editable:
            message = f"{state.name!r} is final, so it has no vote, no deadline and no editing."
            yield Flaw("flow.final_rests", message, path, "remove them, or `final`", state.line)
    if state.final != (state.outcome is not None):
        message = f"{state.name!r} is final and needs an outcome."
        if not state.final:
            message = f"{state.name!r} has an outcome and is not final."
        fix = "final states, and they alone, have an `outcome`"
        yield Flaw("flow.outcome", message, path, fix, state.line)
    for trigger in sorted({rule.trigger for rule in leaving} - {"person", "at_once"}):
        taken = sorted((one.line, one.name) for one in leaving if one.trigger == trigger)
        if len(taken) > 1:
            names = " and ".join(name for _, name in taken)
            message = f"{names} both leave {state.name!r} on {trigger}."
            where = ("transitions", taken[-1][1])
            yield Flaw("trigger.ambiguous", message, where, "keep one of them", taken[-1][0])
    if state.deadline is not None:
        yield from _of_deadline(workflow, state)


def _of_deadline(workflow: Workflow, state: State) -> Iterator[Flaw]:
    deadline = state.deadline
    if deadline is None:
        return
    path = ("states", state.name, "deadline")
    rule = workflow.transitions[deadline.then]
    if state.name not in rule.source or rule.trigger != "deadline":
        message = f"{rule.name!r} does not leave {state.name!r} on its deadline."
        fix = f"give it `from: {state.name}` and `on: deadline`"
        yield Flaw("deadline.transition", message, (*path, "then"), fix, state.line)
    told: list[tuple[str, tuple[str, ...]]] = [
        (one, (*path, "remind", str(index))) for index, one in enumerate(deadline.remind)
    ]
    told += [
        (one.before, (*path, "escalate", str(index), "before")) for index, one in enumerate(deadline.escalate)
    ]
    for length, where in told:
        if deadline.after and parse(length).nominal >= parse(deadline.after).nominal:
            message = f"A reminder {length} before falls before the {deadline.after} begin."
            yield Flaw("deadline.reminder", message, where, "remind later", state.line)
    if state.vote is not None and not state.vote.rule.chair_decides:
        message = f"{state.name!r} has a vote, whose end is its deadline."
        yield Flaw("deadline.on_vote", message, path, "use `lasts` of the vote", state.line)


def _of_trigger(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    path = ("transitions", rule.name)
    if rule.trigger == "person":
        if not rule.by:
            message = f"Nobody and nothing takes {rule.name!r}."
            yield Flaw("trigger.nobody", message, path, "add `by:` with roles, or `on:`", rule.line)
        return
    of_people: dict[str, object] = {
        "by": rule.by,
        "require": rule.require if rule.trigger != "at_once" else (),
        "inputs": rule.inputs,
        "forbid": rule.forbid,
        "approvals": rule.approvals > 1,
        "delegable": rule.delegable,
    }
    for key, given in of_people.items():
        if given:
            message = f"{rule.name!r} is taken by the system on {rule.trigger}, so it has no {key!r}."
            yield Flaw("trigger.by_people", message, (*path, key), f"remove `{key}:` or `on:`", rule.line)
    if not rule.target and rule.trigger in _ONCE:
        message = f"{rule.name!r} stays where it is, and {rule.trigger} happens there once."
        yield Flaw("trigger.stays", message, path, "add `to:`", rule.line)
    for index, source in enumerate(rule.source):
        where = (*path, "from", str(index))
        state = workflow.states[source]
        if rule.trigger in VOTE_TRIGGERS and state.vote is None:
            message = f"{source!r} has no vote, so {rule.trigger} never happens there."
            yield Flaw("trigger.never", message, where, "give the state a vote", rule.line)
        elif rule.trigger == "next_ballot" and not goes_on(state):
            message = f"The rule of {source!r} holds no further ballot, so next_ballot never happens there."
            yield Flaw("trigger.never", message, where, "write `tie: second_ballot`", rule.line)
        elif rule.trigger == "vote_inquorate" and state.vote is not None and state.vote.rule.quorum is None:
            message = f"The rule of {source!r} has no quorum, so vote_inquorate never happens there."
            yield Flaw("trigger.never", message, where, "give the vote a quorum", rule.line)
        if rule.trigger == "all_opined" and state.consultation is None:
            message = f"{source!r} asks nobody, so {rule.trigger} never happens there."
            yield Flaw("trigger.never", message, where, "give the state a consultation", rule.line)
        if rule.trigger == "deadline" and (state.deadline is None or state.deadline.then != rule.name):
            message = f"{source!r} has no deadline that names {rule.name!r}."
            fix = f"add `deadline: {{after: P30D, then: {rule.name}}}`"
            yield Flaw("deadline.unused", message, where, fix, rule.line)
    if rule.trigger in ("document_typeset", "signatures_complete"):
        asked = {call.name for other in workflow.transitions.values() for call in other.effects}
        if not {"number_resolution", "request_typesetting"} <= asked:
            message = f"No PDF is ever made here, so {rule.trigger} never happens."
            fix = "let the adoption have the effects number_resolution and request_typesetting"
            yield Flaw("trigger.never", message, (*path, "on"), fix, rule.line)


def _by_system(workflow: Workflow) -> Iterator[Flaw]:
    """What the system enters by itself must never wait for a field: a vote could not be closed, a deadline
    not be kept. Whatever is asked for there was asked for before, in every state that it comes from."""
    for rule in workflow.transitions.values():
        if rule.trigger in ("person", "at_once") or not rule.target:
            continue
        for field in workflow.fields.values():
            if rule.target in field.required_in:
                for index, source in enumerate(rule.source):
                    if source not in field.required_in:
                        message = f"{rule.name!r} would stop for want of {field.name!r}, and nobody takes it."
                        where = ("transitions", rule.name, "from", str(index))
                        fix = f"let `required_in` of {field.name} name {source}, too"
                        yield Flaw("field.by_system", message, where, fix, rule.line)


def _of_effects(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    vote = workflow.states[rule.target].vote if rule.target else None
    for index, call in enumerate(rule.effects):
        path = ("transitions", rule.name, "effects", str(index))
        way = EFFECTS[call.name].on
        if call.name in _OF_OPINIONS and not any(s.consultation for s in workflow.states.values()):
            message = f"{call.name!r} is about opinions, and no state asks for any."
            yield Flaw("opinion.never_asked", message, path, "give a state a consultation", rule.line)
        if way and vote is None:
            message = f"{call.name!r} puts the question, and {rule.target!r} has no vote."
            if not rule.target:
                message = f"{call.name!r} puts the question, and {rule.name!r} leads to no state."
            yield Flaw("vote.no_target", message, path, "lead to a state with `vote:`", rule.line)
        elif way and vote is not None and way not in vote.obtained:
            message = f"The vote of {rule.target!r} cannot be obtained by {call.name!r}."
            yield Flaw("vote.not_allowed", message, path, f"add {way} to its `obtained`", rule.line)
