"""A procedure made wrong in one place at a time, to learn whether its test cases and invariants would
notice.

The idea is mutation analysis (DeMillo, Lipton, Sayward, "Hints on test data selection", 1978): a test-suite
is as good as the share of small faults that it tells from the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.checks import check
from ecar_governance.domain.workflow import State, Transition, Workflow
from ecar_governance.errors import GovernanceError
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import play
from ecar_governance.rehearsal.script import Case, Script
from ecar_governance.rehearsal.vote_mutants import of_vote


class Mutant(Struct, frozen=True):
    """The procedure with one fault: what was done to what stands in the file under the keys of `path`, and
    the transitions it touches."""

    fault: str
    path: tuple[str, ...]
    touches: tuple[str, ...]
    workflow: Workflow

    @property
    def what(self) -> str:
        """The fault with the name of what has it, in English."""
        return f"{self.path[-1]}: {self.fault}"


Fate = Literal["tests", "checker", "invariants", "survived"]
"""What noticed the fault: a test case, the checker, a proven invariant, or nothing."""


class Judged(Struct, frozen=True):
    mutant: Mutant
    fate: Fate
    by: str = ""


class Verdicts(Struct, frozen=True):
    """Every mutant with what noticed it."""

    judged: tuple[Judged, ...]

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Faults that nothing noticed."""
        return tuple(one.mutant for one in self.judged if one.fate == "survived")

    @property
    def killed(self) -> Fraction:
        """The share of all mutants that something noticed; of none, all."""
        return self._share({"tests", "checker", "invariants"}, len(self.judged))

    @property
    def killed_by_tests(self) -> Fraction:
        """Of the mutants that the checker lets pass, the share that a test case noticed."""
        passed = [one for one in self.judged if one.fate != "checker"]
        return self._share({"tests"}, len(passed))

    def _share(self, fates: set[str], of: int) -> Fraction:
        return Fraction(sum(one.fate in fates for one in self.judged), of) if of else Fraction(1)


Prover = Callable[[Workflow], bool]
"""Whether every invariant of the procedure is proven."""


def judge(workflow: Workflow, script: Script, holds: Prover | None = None) -> Verdicts:
    """Plays the script against every mutant of the procedure, the cases that touch the fault first.

    `holds` says whether a procedure's invariants are proven; without it they notice nothing.
    """
    paths = {case.name: _touched(workflow, case) for case in script.cases}
    judged = []
    for mutant in mutants(workflow):
        near = sorted(script.cases, key=lambda case: paths[case.name].isdisjoint(mutant.touches))
        judged.append(_judge(mutant, near, holds))
    return Verdicts(tuple(judged))


def _judge(mutant: Mutant, cases: list[Case], holds: Prover | None) -> Judged:
    flaws = [
        flaw
        for flaw in check(mutant.workflow)
        if flaw.severity == "error" and flaw.code != "name.unused_role"
    ]
    if flaws:
        return Judged(mutant, "checker", flaws[0].code)
    begun: dict[Hall, Play] = {}
    for case in cases:
        try:
            failed = bool(play(mutant.workflow, case, None, begun))
        except GovernanceError:
            failed = True
        if failed:
            return Judged(mutant, "tests", case.name)
    if holds is not None and not holds(mutant.workflow):
        return Judged(mutant, "invariants")
    return Judged(mutant, "survived")


def _touched(workflow: Workflow, case: Case) -> set[str]:
    return {step.word for step in case.steps if step.does == "do" and step.word in workflow.transitions}


def mutants(workflow: Workflow) -> Iterator[Mutant]:
    """Every small fault, in the order of the file: guards, prohibitions, roles and effects dropped, targets
    swapped, approvals lowered, deadlines moved or lost, votes decided by another rule."""
    for rule in sorted(workflow.transitions.values(), key=lambda one: (one.rank, one.name)):
        for what, changed in _of_rule(workflow, rule):
            transitions = {**workflow.transitions, rule.name: changed}
            changed_whole = replace(workflow, transitions=transitions)
            yield Mutant(what, ("transitions", rule.name), (rule.name,), changed_whole)
    for state in sorted(workflow.states.values(), key=lambda one: (one.rank, one.name)):
        for what, altered in _of_state(workflow, state):
            states = {**workflow.states, state.name: altered}
            touches = tuple(
                rule.name
                for rule in workflow.transitions.values()
                if state.name in rule.source or rule.target == state.name
            )
            altogether = replace(workflow, states=states)
            yield Mutant(what, ("states", state.name), touches, altogether)
    for name, role in workflow.roles.items():
        if role.scope != "any":
            roles = {**workflow.roles, name: replace(role, scope="any")}
            touches = tuple(rule.name for rule in workflow.transitions.values() if name in rule.by)
            what = f"the role from anywhere instead of {role.scope}"
            yield Mutant(what, ("roles", name), touches, replace(workflow, roles=roles))


def _of_rule(workflow: Workflow, rule: Transition) -> Iterator[tuple[str, Transition]]:
    for index, call in enumerate(rule.require):
        left = rule.require[:index] + rule.require[index + 1 :]
        yield f"without the guard {call.name}", replace(rule, require=left)
    for index, call in enumerate(rule.forbid):
        left = rule.forbid[:index] + rule.forbid[index + 1 :]
        yield f"without forbidding {call.name}", replace(rule, forbid=left)
    for index, call in enumerate(rule.effects):
        left = rule.effects[:index] + rule.effects[index + 1 :]
        yield f"without the effect {call.name}", replace(rule, effects=left)
    if len(rule.by) > 1:
        for role in rule.by:
            yield f"not by {role}", replace(rule, by=tuple(one for one in rule.by if one != role))
    if len(rule.source) > 1:
        for source in rule.source:
            left_sources = tuple(one for one in rule.source if one != source)
            yield f"not from {source}", replace(rule, source=left_sources)
    if rule.approvals > 1:
        yield "with one approval less", replace(rule, approvals=rule.approvals - 1)
    if other := _another_state(workflow, rule):
        yield f"to {other} instead of {rule.target}", replace(rule, target=other)


def _another_state(workflow: Workflow, rule: Transition) -> str:
    """The next state of the same kind in the file, so that the fault is no plain nonsense."""
    if not rule.target:
        return ""
    here = workflow.states[rule.target]
    ranked = sorted(workflow.states.values(), key=lambda one: ((one.rank - here.rank) % 1000, one.name))
    like = (
        one.name
        for one in ranked
        if one.name != here.name
        and one.name not in rule.source
        and (one.vote is None) == (here.vote is None)
        and (one.parent, one.region, bool(one.regions)) == (here.parent, here.region, bool(here.regions))
    )
    return next(like, "")


def _of_state(workflow: Workflow, state: State) -> Iterator[tuple[str, State]]:
    if state.editable:
        yield "the text fixed", replace(state, editable=False)
    elif not state.final and state.vote is None and not state.regions:
        yield "the text open to change", replace(state, editable=True)
    if state.deadline is not None:
        if state.deadline.after:
            later = replace(state.deadline, after="P99Y", remind=())
            yield "a deadline that hardly comes", replace(state, deadline=later)
        for rule in workflow.transitions.values():
            if rule.trigger == "deadline" and rule.name != state.deadline.then and state.name in rule.source:
                yield (
                    f"{rule.name} on its deadline",
                    replace(state, deadline=replace(state.deadline, then=rule.name)),
                )
    if state.join > 1:
        yield "joined by one region less", replace(state, join=state.join - 1)
    if 0 < state.join < len(state.regions):
        yield "joined by one region more", replace(state, join=state.join + 1)
    for region in state.regions:
        if region.history:
            others = tuple(replace(one, history=False) if one == region else one for one in state.regions)
            yield f"{region.name} begins anew", replace(state, regions=others)
    if state.vote is not None:
        for what, vote in of_vote(state.vote):
            yield what, replace(state, vote=vote)
