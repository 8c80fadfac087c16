"""A case moves: deadlines lifted and set, the transition written, its effects done, what follows followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import Move
from ecar_governance.domain.consulting import parties_asked
from ecar_governance.domain.deciding.deadlines import await_chair, set_deadline
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.effects import EFFECTS, Effect, Happened
from ecar_governance.domain.effects.resting import Unmade
from ecar_governance.domain.events import Actor
from ecar_governance.domain.fields import missing
from ecar_governance.domain.machine import Procedure, automatic, machine_of
from ecar_governance.domain.state import Case, Conference, Due
from ecar_governance.domain.workflow import State, Transition, Trigger, Workflow

MOST = 100
"""An act moves a case so often at most; more is taken for a circle."""


def overdue(case: Case, at: datetime) -> Due | None:
    """The first deadline of the case that has passed and was not yet acted on."""
    late = [d for d in case.deadlines if d.due <= at]
    return min(late, key=lambda d: d.due) if late else None


def vote_in_the_way(conference: Conference, case: Case, states: Collection[str]) -> list[Reason]:
    """A state is not left, and its text not changed, while its vote is open: close or void it first."""
    vote = conference.votes.get(case.vote)
    if vote is None or vote.status != "open" or vote.state not in states:
        return []
    return [Reason("vote.is_open", when=vote.closes)]


def workflow_of(steps: Steps, case: Case) -> Workflow:
    """The version that the case is pinned to."""
    return steps.conference.workflows[case.workflow_hash].workflow


def procedure_of(steps: Steps, case: Case) -> Procedure:
    """The same, ready to be asked."""
    return machine_of(case.workflow_hash, workflow_of(steps, case))


def begin(steps: Steps, case_id: str, fresh: dict[str, str]) -> list[Reason]:
    """What the states that a new case begins in bring about."""
    course = _Course(steps, case_id, fresh, asked=steps.context.actor.kind == "person")
    return course.begin() or course.run()


def take_transition(
    steps: Steps,
    case: Case,
    transition: Transition,
    move: Move,
    command: c.TakeAction,
    approved: tuple[e.Actor, ...] = (),
) -> list[Reason]:
    """Writes the move with all its effects, in order, and whatever follows at once. Returns the effects'
    reasons, if any refuses: then nothing of the act holds. `approved` are those who asked for it before."""
    course = _Course(steps, case.case, command.fresh, asked=True)
    return course.take(transition, move, command, approved) or course.run()


def try_effects(
    steps: Steps, case: Case, transition: Transition, move: Move, command: c.TakeAction
) -> list[Reason]:
    """What the move's own effects say, by whatever follows it: for whoever only looks."""
    return _Course(steps, case.case, command.fresh, asked=True).take(transition, move, command)


def let_lapse(steps: Steps, case: Case, state: str, name: str, fresh: dict[str, str]) -> list[Reason]:
    """The system takes the named transition out of `state`, whose deadline has passed; it passes once, also
    when the case stays there."""
    course = _Course(steps, case.case, fresh)
    rule = workflow_of(steps, case).transitions[name]
    reasons = course.take_by_itself(state, rule)
    if not rule.target:
        steps.emit(case.case, e.DeadlineLifted(case.case, state))
    return reasons or course.run()


def follow(steps: Steps, case_id: str, trigger: Trigger, fresh: dict[str, str]) -> list[Reason]:
    """Takes the transitions that the trigger asks for where the case now is, if there are any."""
    return follow_all(steps, case_id, (Happened(trigger),), fresh)


def follow_all(
    steps: Steps, case_id: str, happened: Iterable[Happened], fresh: dict[str, str]
) -> list[Reason]:
    """Takes the transitions that what happened asks for, in that order, if there are any."""
    course = _Course(steps, case_id, fresh)
    for what in happened:
        course.happened(what)
    return course.run()


class _Course:
    """An act on a case until nothing more follows by itself.

    As in SCXML: first every way that leads on at once out of a state that the act entered, then what happened
    on the way, in the order in which it happened, each followed to its end. Every method that moves the case
    gives the reasons why it cannot, and then nothing of the act holds.

    `asked` says that a person asked for it, who can be told what is missing (a calendar to count working days
    by); the system goes on without.
    """

    def __init__(self, steps: Steps, case_id: str, fresh: dict[str, str], *, asked: bool = False) -> None:
        self._steps = steps
        self._asked = asked
        self._id = case_id
        self._fresh = fresh
        self._procedure = procedure_of(steps, self._case)
        self._entered: set[str] = set()
        self._waiting: list[Happened] = []
        self._begun: list[str] = []  # other cases that the act drafted

    @property
    def _case(self) -> Case:
        return self._steps.conference.cases[self._id]

    def begin(self) -> list[Reason]:
        """Enters the states that a case begins in."""
        return self.enter(self._procedure.tree.entering(self._procedure.workflow.initial).entered)

    def happened(self, what: Happened) -> None:
        """To be followed in its turn."""
        self._waiting.append(what)

    def run(self) -> list[Reason]:
        """Follows whatever there is to follow."""
        while True:
            reasons = self._lead_on()
            if reasons is None and self._waiting:
                reasons = self._follow(self._waiting.pop(0))
            if reasons is None and self._begun:
                further = _Course(self._steps, self._begun.pop(0), self._fresh, asked=self._asked)
                reasons = further.begin() or further.run()
            if reasons is None:
                return []
            if reasons:
                return reasons
            if sum(isinstance(event.data, e.TransitionTaken) for event in self._steps.events) > MOST:
                return [Reason("transition.endless", {"state": ", ".join(self._case.state)})]

    def _lead_on(self) -> list[Reason] | None:
        """Takes one way out of a state that was entered; None when no such way is open."""
        case = self._case
        by_itself = Context(Actor("system"), self._steps.at)
        for state in self._procedure.tree.active(case.state) if self._entered else ():
            for rule in self._procedure.at_once(state) if state in self._entered else ():
                if not self._procedure.guard_reasons(
                    rule, state, self._steps.conference, case, by_itself, {}
                ):
                    self._entered.discard(state)
                    return self.take_by_itself(state, rule)
        return None

    def _follow(self, what: Happened) -> list[Reason]:
        """Takes the answers to it: each region may have one. Of two that would leave the same state the inner
        one is taken, else the first in the file."""
        case, tree = self._case, self._procedure.tree
        if what.trigger == "joined" and not self._joined(what.state):
            return []
        asked = (
            [(what.state,)] if what.state else [(one, *tree.ancestors(one)) for one in tree.sort(case.state)]
        )
        answers: dict[str, Transition] = {}
        for inside_out in asked:
            found = (
                (one, automatic(self._procedure.workflow, case, what.trigger, one)) for one in inside_out
            )
            answers.update(next(([(one, rule)] for one, rule in found if rule is not None), ()))
        for state in tree.compatible(case.state, case.memory, answers):
            if reasons := self.take_by_itself(state, answers[state]):
                return reasons
        return []

    def _joined(self, state: str) -> bool:
        """Whether as many regions of the state have ended as it asks for."""
        join = self._procedure.workflow.states[state].join
        return 0 < join <= self._procedure.tree.done(state, self._case.state)

    def take_by_itself(self, state: str, rule: Transition) -> list[Reason]:
        """The system takes the rule out of that state."""
        case = self._case
        move = self._procedure.tree.move(case.state, state, rule.target, case.memory)
        return self.take(rule, move, self._by_itself(rule))

    def _by_itself(self, rule: Transition) -> c.TakeAction:
        key = self._fresh.get("key", "")
        return c.TakeAction(self._id, rule.name, self._case.version, {}, self._fresh, key)

    def take(
        self, rule: Transition, move: Move, command: c.TakeAction, approved: tuple[e.Actor, ...] = ()
    ) -> list[Reason]:
        """Writes the move and its effects; what they bring about is to be followed."""
        case, steps = self._case, self._steps
        if reasons := missing(self._procedure.workflow, move.entered, case.fields):
            return reasons
        steps.emit(
            self._id,
            e.TransitionTaken(
                self._id,
                rule.name,
                case.state,
                move.leaves,
                case.version + 1,
                command.inputs,
                approved,
                move.left,
            ),
        )
        for running in case.deadlines:
            if running.state in move.left:
                steps.emit(self._id, e.DeadlineLifted(self._id, running.state))
        self._entered.difference_update(move.left)
        told = self.enter(move.entered)
        return told + self._effects(rule, command) or self._await_chair()

    def enter(self, entered: tuple[str, ...]) -> list[Reason]:
        """What the states bring about that were entered."""
        states = self._procedure.workflow.states
        self._entered.update(entered)
        reasons: list[Reason] = []
        for state in entered:
            reasons += set_deadline(self._steps, self._id, states[state])
            self._ask(states[state])
        # As in SCXML every region that ends says so, also several of one state at once.
        ended = [states[state].parent for state in entered if states[state].done]
        self._waiting += [Happened("joined", state) for state in ended if state and self._joined(state)]
        return reasons if self._asked else []

    def _await_chair(self) -> list[Reason]:
        """A count by hand may leave the chair to decide."""
        reasons = await_chair(self._steps, self._id)
        return reasons if self._asked else []

    def _ask(self, state: State) -> None:
        """Freezes whose opinion the state asks. With nobody to ask, that is over at once."""
        if state.consultation is None:
            return
        steps, case = self._steps, self._case
        workflow = self._procedure.workflow
        parties = parties_asked(steps.conference, workflow, case, state.name, state.consultation, steps.at)
        steps.emit(self._id, e.OpinionsAsked(self._id, state.name, state.consultation.each, parties))
        if not parties:
            self.happened(Happened("all_opined", state.name))

    def _effects(self, rule: Transition, command: c.TakeAction) -> list[Reason]:
        """Every effect in turn; nothing of them holds where one refuses. Those after it that do not rest on
        it are asked all the same, so that every reason is told at once."""
        steps = self._steps
        known, reasons, unmade = len(steps.events), list[Reason](), Unmade()
        for call in rule.effects:
            if unmade.concerns(call.name):
                unmade.without(call.name)
                continue
            before = steps.mark()
            answer = EFFECTS[call.name](Effect(steps, self._id, rule, call.params, command))
            if isinstance(answer, list):
                steps.back(before)
                unmade.without(call.name)
                reasons += [one for one in answer if one not in reasons]
            elif answer is not None:
                self.happened(answer)
        drafted = (event.data for event in steps.events[known:])
        self._begun += [one.case for one in drafted if isinstance(one, e.ProposalDrafted)]
        return reasons
