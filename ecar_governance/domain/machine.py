"""The machine that a procedure runs on: one `transitions.Machine` for each definition, asked and never kept.

Stock `transitions` answers False when a guard refuses. Here a trigger answers with every reason of every
candidate, so a person learns at once all that stands in the way. No model is ever added to the machine, no
callback is a string, and there are no automatic `to_<state>` triggers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import transitions

from ecar_governance.domain.approving import approval_reasons
from ecar_governance.domain.configuration import Leaves, Memory, Move, Tree, roles_of
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.fields import missing
from ecar_governance.domain.forbids import FORBIDS, forbid_reasons
from ecar_governance.domain.guards import GUARDS, Guard, Inputs
from ecar_governance.domain.inputs import input_reasons
from ecar_governance.domain.registry import GUARDS as SPECS
from ecar_governance.domain.roles import begins, holds, mandate_reason
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import NAME, Call, Role, Transition, Trigger, Workflow
from ecar_governance.errors import DefinitionInvalid, Finding

_LEAVES = "_leaves"  # begins with no letter, so no transition can be called like it

_NOTHING: Memory = {}

Judge = Callable[[Transition, str], tuple[Reason, ...]]
"""Every reason against taking the rule out of that state."""


class _Way(transitions.Transition):
    """One edge of the graph, with the rule that it stands for; `alone` is how a case moves by it that is in
    its source and nowhere else, in a procedure without regions."""

    def __init__(
        self, source: str, dest: str, *_hooks: None, rule: Transition, apart: bool, alone: Move | None
    ) -> None:
        super().__init__(source, dest)
        self.rule = rule
        self.apart = apart
        self.alone = alone


class _Event(transitions.Event):
    """A trigger that collects the reasons of all its candidates."""

    def ask(self, tree: Tree, leaves: Leaves, memory: Memory, judge: Judge) -> Move | Refused | None:
        """How the case moves by one of the candidates; every reason of each when none was taken; None when no
        edge of this name leaves its states."""
        if tree.flat and len(leaves) == 1:
            only = self.transitions.get(leaves[0])
            return _ask_one(cast("_Way", only[0]), judge) if only else None
        ways = [cast("_Way", way) for state in tree.active(leaves) for way in self.transitions.get(state, ())]
        if len(ways) > 1 and not ways[0].apart:
            del ways[1:]
        collected: tuple[Reason, ...] = ()
        for way in ways:
            reasons = judge(way.rule, way.source)
            if not reasons:
                return tree.move(leaves, way.source, way.rule.target, memory)
            collected += reasons
        return Refused(_once(collected)) if ways else None


def _ask_one(way: _Way, judge: Judge) -> Move | Refused:
    """The commonest question by far: one state, and no regions anywhere."""
    reasons = judge(way.rule, way.source)
    return Refused(_once(reasons)) if reasons or way.alone is None else way.alone


def _once(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    if len(reasons) < 2:
        return reasons
    kept: list[Reason] = []
    for reason in reasons:
        if reason not in kept:
            kept.append(reason)
    return tuple(kept)


class _Machine(transitions.Machine):
    event_cls = _Event
    transition_cls = _Way


class Procedure:
    """A workflow ready to be asked. Immutable once made, so any thread may use it.

    `guards` are the predicates by name; raises DefinitionInvalid when the workflow has a name that the
    machine must not see, or names a guard that is not among them.
    """

    def __init__(self, workflow: Workflow, guards: Mapping[str, Guard] = GUARDS) -> None:
        self.workflow = workflow
        self.tree = Tree(workflow)
        self._apart = frozenset(
            rule.name
            for rule in workflow.transitions.values()
            if any(name in workflow.roles and workflow.roles[name].scope == "region_body" for name in rule.by)
        )
        _refuse_names(workflow, guards)
        rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
        self.machine = _Machine(
            model=None,
            states=list(workflow.states),
            initial=workflow.initial,
            transitions=[
                {
                    "trigger": rule.name,
                    "source": source,
                    "dest": rule.target or "=",
                    "rule": rule,
                    "apart": rule.name in self._apart,
                    # One value for ever: most procedures have no regions, and most cases are asked often.
                    "alone": self._alone(rule, source),
                }
                for rule in rules
                for source in rule.source
            ],
            auto_transitions=False,
            queued=False,
            model_attribute=_LEAVES,
        )
        self._events = cast("dict[str, _Event]", self.machine.events)  # `event_cls` of the machine
        self._asks_for_fields = any(field.required_in for field in workflow.fields.values())
        self._required = {
            rule.name: tuple((call, guards[call.name]) for call in rule.require) for rule in rules
        }
        self._open: dict[str, tuple[Transition, ...]] = {
            state: tuple(rule for rule in rules if state in rule.source and rule.trigger == "person")
            for state in workflow.states
        }
        self._system: dict[tuple[str, Trigger], Transition] = {
            (state, rule.trigger): rule
            for rule in reversed(rules)
            for state in rule.source
            if rule.trigger not in ("person", "at_once")
        }
        for (state, trigger), rule in [*self._system.items()]:
            # Without a way of its own, a vote without a quorum is lost.
            if trigger == "vote_lost":
                self._system.setdefault((state, "vote_inquorate"), rule)
        self._at_once: dict[str, tuple[Transition, ...]] = {
            state: tuple(rule for rule in rules if state in rule.source and rule.trigger == "at_once")
            for state in workflow.states
        }

    def _alone(self, rule: Transition, source: str) -> Move | None:
        return self.tree.move((source,), source, rule.target) if self.tree.flat else None

    def open_to_people(self, leaves: Iterable[str]) -> tuple[Transition, ...]:
        """The transitions that somebody may take out of these leaves or the composites around them, in the
        order of the file."""
        found = {rule.name: rule for state in self.tree.active(leaves) for rule in self._open.get(state, ())}
        return tuple(sorted(found.values(), key=lambda rule: (rule.rank, rule.name)))

    def system(self, state: str, trigger: Trigger) -> Transition | None:
        """The one transition that the system takes out of `state` on `trigger`; for a deadline, the one that
        the state's deadline names."""
        rule = self._system.get((state, trigger))
        place = self.workflow.states.get(state)
        if rule is not None and trigger == "deadline" and place is not None and place.deadline is not None:
            return self.workflow.transitions.get(place.deadline.then)
        return rule

    def at_once(self, state: str) -> tuple[Transition, ...]:
        """The transitions that leave the state as soon as it is entered, in the order in which they are
        asked."""
        return self._at_once[state]

    def sources(self, rule: Transition, leaves: Leaves) -> tuple[str, ...]:
        """The active states out of which the rule may be taken, in the order in which they are asked: the
        first one alone, unless each region has a body of its own that takes it."""
        found = tuple(state for state in self.tree.active(leaves) if state in rule.source)
        return found if rule.name in self._apart else found[:1]

    def take(
        self, name: str, leaves: Leaves, judge: Judge, memory: Memory | None = None
    ) -> Move | Refused | None:
        """The move by the transition, or every reason of every candidate, or None when no edge of that name
        leaves `leaves`. Candidates are those of `sources`; the first without a reason is taken, and no
        other."""
        event = self._events.get(name)
        return None if event is None else event.ask(self.tree, leaves, memory or _NOTHING, judge)

    def guard_reasons(
        self,
        rule: Transition,
        source: str,
        conference: Conference,
        case: Case,
        context: Context,
        inputs: Inputs,
        skip: frozenset[str] = frozenset(),
    ) -> tuple[Reason, ...]:
        """What the rule's guards and prohibitions, and the fields of the states that it enters out of
        `source`, say against it; guards that read an input named in `skip` are not asked."""
        reasons = []
        for call, guard in self._required[rule.name]:
            if skip and call.name in SPECS and not skip.isdisjoint(SPECS[call.name].inputs):
                continue
            reason = guard(conference, case, context, inputs, call.params)
            if reason is not None:
                reasons.append(reason)
        if rule.target and self._asks_for_fields:
            entered = self.tree.move(case.state, source, rule.target, case.memory).entered
            reasons += missing(self.workflow, entered, case.fields)
        return (*reasons, *forbid_reasons(conference, case, rule, context, inputs))


def _refuse_names(workflow: Workflow, guards: Mapping[str, Guard]) -> None:
    calls: list[Call] = [call for rule in workflow.transitions.values() for call in rule.require]
    barring = {call.name for rule in workflow.transitions.values() for call in rule.forbid}
    names = [workflow.initial, *workflow.states, *workflow.transitions]
    for rule in workflow.transitions.values():
        names += [rule.name, *filter(None, [rule.target]), *rule.source]
    # Patterned names also keep the wildcards of `transitions` ("*", "=") out.
    findings = [
        Finding("name.malformed", f"{name!r} cannot be a name.", fix="use a to z, 0 to 9 and _")
        for name in dict.fromkeys(names)
        if NAME.fullmatch(name) is None
    ]
    findings += [
        Finding("name.mismatch", f"{key!r} is called {thing.name!r} inside.")
        for things in (workflow.states, workflow.transitions)
        for key, thing in things.items()
        if key != thing.name
    ]
    findings += [
        Finding("name.unknown_guard", f"There is no guard called {name!r}.")
        for name in sorted({call.name for call in calls} - set(guards))
    ]
    findings += [
        Finding("name.unknown_forbid", f"There is no prohibition called {name!r}.")
        for name in sorted(barring - set(FORBIDS))
    ]
    if findings:
        raise DefinitionInvalid(f"The procedure {workflow.name!r} cannot run.", findings=findings)


_procedures: dict[str, Procedure] = {}
_MOST = 256  # definitions kept ready; a conference has a handful


def machine_of(version_hash: str, workflow: Workflow) -> Procedure:
    """The procedure of the definition with that hash, made once.

    Raises DefinitionInvalid as `Procedure` does.
    """
    ready = _procedures.get(version_hash)
    if ready is None or (ready.workflow is not workflow and ready.workflow != workflow):
        if len(_procedures) >= _MOST:
            _procedures.clear()
        ready = _procedures[version_hash] = Procedure(workflow)
    return ready


def move(
    workflow: Workflow,
    conference: Conference,
    case: Case,
    transition: str,
    context: Context,
    inputs: Inputs,
) -> Move | Refused:
    """How the case moves by the person's act, or every reason why it cannot.

    Checked: that the procedure has the transition, that people take it, that it leaves the case's state, that
    the mandate named is the actor's, in force, and gives one of the roles; that the inputs are all there and
    of their kinds; every guard and prohibition; that the actor has not approved the same already.
    """
    rule = workflow.transitions.get(transition)
    if rule is None:
        return Refused((Reason("transition.unknown", {"transition": transition}),))
    if rule.trigger != "person":
        return Refused((Reason("transition.by_system", {"trigger": rule.trigger}),))
    procedure = machine_of(case.workflow_hash, workflow)

    def judge(asked: Transition, source: str) -> tuple[Reason, ...]:
        wrong = input_reasons(conference, asked.inputs, inputs)
        skip = frozenset(reason.params["name"] for reason in wrong)
        guarded = procedure.guard_reasons(asked, source, conference, case, context, inputs, skip)
        given = approval_reasons(workflow, conference, case, asked, source, context, inputs)
        roles = roles_of(workflow, asked, source)
        return _role_reasons(conference, roles, case, asked, context) + wrong + guarded + given

    taken = procedure.take(transition, case.state, judge, case.memory)
    if taken is not None:
        return taken
    elsewhere = {"state": ", ".join(case.state), "sources": ", ".join(rule.source)}
    return Refused((Reason("transition.not_from_here", elsewhere), *judge(rule, rule.source[0])))


def _role_reasons(
    conference: Conference, roles: Iterable[Role], case: Case, rule: Transition, context: Context
) -> tuple[Reason, ...]:
    unusable = mandate_reason(conference, context.actor, context.at)
    if unusable is not None:
        return (unusable,)
    if any(
        holds(conference, role, case, context.actor, context.at, delegable=rule.delegable) for role in roles
    ):
        return ()
    when = begins(conference, roles, case, context.actor.person, context.at)
    return (Reason("role.missing", who=rule.by, when=when),)


def automatic(workflow: Workflow, case: Case, trigger: Trigger, state: str) -> Transition | None:
    """The system's transition out of `state` (a leaf, or a composite around one) on `trigger`, or None when
    there is none or the case is not there."""
    procedure = machine_of(case.workflow_hash, workflow)
    if trigger in ("person", "at_once") or state not in procedure.tree.active(case.state):
        return None
    return procedure.system(state, trigger)
