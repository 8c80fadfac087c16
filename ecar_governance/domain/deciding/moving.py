"""A case moves: deadlines lifted and set, the transition written, its effects done, what follows followed."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.consulting import parties_asked
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import ahead_of
from ecar_governance.domain.durations import due as due_instant
from ecar_governance.domain.effects import EFFECTS, Effect
from ecar_governance.domain.fields import missing
from ecar_governance.domain.machine import arrive, automatic
from ecar_governance.domain.state import Case, Conference, Due
from ecar_governance.domain.workflow import State, Transition, Trigger, Workflow


def overdue(case: Case, at: datetime) -> Due | None:
    """The first deadline of the case that has passed and was not yet acted on."""
    late = [d for d in case.deadlines if d.due <= at]
    return min(late, key=lambda d: d.due) if late else None


def vote_in_the_way(conference: Conference, case: Case, state: str) -> list[Reason]:
    """A state is not left, and its text not changed, while its vote is open: close or void it first."""
    vote = conference.votes.get(case.vote)
    if vote is None or vote.status != "open" or vote.state != state:
        return []
    return [Reason("vote.is_open", when=vote.closes)]


def workflow_of(steps: Steps, case: Case) -> Workflow:
    """The version that the case is pinned to."""
    return steps.conference.workflows[case.workflow_hash].workflow


def take_transition(
    steps: Steps,
    case: Case,
    transition: Transition,
    target: tuple[str, ...],
    command: c.TakeAction,
    approved: tuple[e.Actor, ...] = (),
) -> list[Reason]:
    """Writes the move with all its effects, in order. Returns the effects' reasons, if any refuses: then
    nothing of the act holds. `approved` are those who asked for it before."""
    if reasons := missing(workflow_of(steps, case), (transition.target,), case.fields):
        return reasons
    _write_move(steps, case, transition, target, command.inputs, approved)
    reasons = _effects(steps, case.case, transition, command)
    return reasons or _hear_nobody(steps, case.case, len(case.asked), command.fresh)


def take_automatic(steps: Steps, case: Case, state: str, name: str, fresh: dict[str, str]) -> list[Reason]:
    """The system takes the named transition out of `state`: a deadline passed, a vote ended, a document is
    complete. Where else the case is, it stays."""
    transition = workflow_of(steps, case).transitions[name]
    target = arrive(case.state, state, transition.target)
    command = c.TakeAction(case.case, name, case.version, {}, fresh)
    return take_transition(steps, case, transition, target, command)


def follow(steps: Steps, case_id: str, trigger: Trigger, fresh: dict[str, str]) -> list[Reason]:
    """Takes the transition that the trigger asks for in the case's present state, if there is one."""
    case = steps.conference.cases[case_id]
    workflow = workflow_of(steps, case)
    for state in case.state:
        transition = automatic(workflow, case, trigger, state)
        if transition is not None:
            return take_automatic(steps, case, state, transition.name, fresh)
    return []


def _write_move(
    steps: Steps,
    case: Case,
    transition: Transition,
    target: tuple[str, ...],
    inputs: dict[str, str | int | tuple[str, ...]],
    approved: tuple[e.Actor, ...] = (),
) -> None:
    states = workflow_of(steps, case).states
    steps.emit(
        case.case,
        e.TransitionTaken(case.case, transition.name, case.state, target, case.version + 1, inputs, approved),
    )
    for running in case.deadlines:
        if running.state not in target or running.state == transition.target:
            steps.emit(case.case, e.DeadlineLifted(case.case, running.state))
    for state in target:
        if state not in case.state or state == transition.target:
            _set_deadline(steps, case.case, states[state])
            _ask(steps, case.case, states[state])


def _set_deadline(steps: Steps, case: str, state: State) -> None:
    if state.deadline is None:
        return
    due = due_instant(steps.at, state.deadline.after, steps.zone)
    reminders = tuple(sorted(ahead_of(due, r, steps.zone) for r in state.deadline.remind))
    steps.emit(
        case,
        e.DeadlineSet(
            case,
            state.name,
            state.deadline.then,
            due,
            steps.zone,
            tuple(r for r in reminders if r > steps.at),
        ),
    )


def _ask(steps: Steps, case_id: str, state: State) -> None:
    """Freezes whose opinion the state asks."""
    if state.consultation is None:
        return
    case = steps.conference.cases[case_id]
    workflow = workflow_of(steps, case)
    parties = parties_asked(steps.conference, workflow, case, state.consultation, steps.at)
    steps.emit(case_id, e.OpinionsAsked(case_id, state.name, state.consultation.each, parties))


def _hear_nobody(steps: Steps, case_id: str, known: int, fresh: dict[str, str]) -> list[Reason]:
    """A consultation that found nobody to ask is over at once. `known` askings there were before the move."""
    case = steps.conference.cases[case_id]
    if any(not one.parties and one.state in case.state for one in case.asked[known:]):
        return follow(steps, case_id, "all_opined", fresh)
    return []


def _effects(steps: Steps, case_id: str, transition: Transition, command: c.TakeAction) -> list[Reason]:
    """All effects in order, and only then what a result had at once leads to."""
    leads_to: Trigger | None = None
    for call in transition.effects:
        answer = EFFECTS[call.name](Effect(steps, case_id, transition, call.params, command))
        if isinstance(answer, list):
            return answer
        if answer is not None:
            leads_to = answer
    return [] if leads_to is None else follow(steps, case_id, leads_to, command.fresh)
