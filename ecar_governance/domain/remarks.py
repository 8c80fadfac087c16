"""What a workflow does that its author can hardly have meant: ways never taken, circles without people,
places where a case may wait for ever. Pure.

What keeps a procedure from working is an error; what may be meant is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.proving.guards import contradictory, exhaustive
from ecar_governance.domain.proving.loops import circles
from ecar_governance.domain.proving.system import FROM_OUTSIDE
from ecar_governance.domain.workflow import MandateKind, Role, State, Transition, Workflow

_BY_CLOSE = ("vote_carried", "vote_lost", "vote_inquorate", "next_ballot")
"""How a vote ends when its time is over; somebody voids it."""

_BY_TIME = ("at_once", "deadline", *_BY_CLOSE)
"""What happens with nobody acting."""

_OF_SESSIONS: frozenset[MandateKind] = frozenset({"session_chair", "session_secretary", "written_authority"})
_OF_OTHERS = frozenset({"case_body", "region_body", "field"})
_OF_GROUPS: frozenset[MandateKind] = frozenset({"wg_chair", "wg_member"})


def remarks(workflow: Workflow) -> Iterator[Flaw]:
    """The flaws, in the order of roles, transitions and states."""
    for name, role in workflow.roles.items():
        yield from _of_role(name, role)
    rules = sorted(workflow.transitions.values(), key=lambda one: (one.rank, one.name))
    for rule in rules:
        if len(rule.require) > 1 and contradictory(rule.require):
            message = f"No case can meet all that {rule.name!r} needs."
            yield Flaw("flow.contradiction", message, _at(rule), "take one of its guards away", rule.line)
        yield from _nobody_objects(workflow, rule)
    yield from _circles(workflow, rules)
    leaving: dict[str, list[Transition]] = {}
    for rule in rules:
        for source in rule.source:
            leaving.setdefault(source, []).append(rule)
    asked = any(role.scope in _OF_OTHERS for role in workflow.roles.values())
    outside = {source for rule in rules if rule.trigger in FROM_OUTSIDE for source in rule.source}
    for state in sorted(workflow.states.values(), key=lambda one: (one.rank, one.name)):
        yield from _at_once(workflow, state, leaving.get(state.name, []))
        if state.vote is not None and state.vote.rule.chair_decides and not _watched(workflow, state):
            yield _of_chair(state)
        called = state.waits_for or state.consultation is not None or state.nominations is not None
        if asked or called or state.name in outside:
            yield from _waiting(workflow, state, leaving.get(state.name, []))
        if state.join:
            yield from _joining(workflow, state)


def _at(rule: Transition) -> tuple[str, ...]:
    return ("transitions", rule.name)


def _nobody_objects(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    """A question adopted without a vote, where nobody has a way to say that they object. An election is held
    or its only candidate acclaimed: whoever objects asks for the ballot."""
    vote = workflow.states[rule.target].vote if rule.target in workflow.states else None
    if vote is None or vote.rule.election is not None or not _does(rule, "adopt_without_vote"):
        return
    others = workflow.transitions.values()
    if not any(_does(one, "record_objection") and set(one.source) & set(rule.source) for one in others):
        message = f"{rule.name!r} adopts without a vote, and nobody can object before."
        fix = "include the part `unopposed`, or add a transition with the effect record_objection"
        yield Flaw("vote.nobody_objects", message, _at(rule), fix, rule.line, "warning")


def _does(rule: Transition, effect: str) -> bool:
    return any(call.name == effect for call in rule.effects)


def _of_role(name: str, role: Role) -> Iterator[Flaw]:
    """A mandate that never lies where the scope asks."""
    lie = {"case_session": _OF_SESSIONS, "case_body": _OF_GROUPS}.get(role.scope)
    if lie is not None and lie.isdisjoint(role.mandates):
        message = f"Nobody can hold {name!r}: none of its mandates lies where {role.scope} asks."
        fix = f"name one of {', '.join(sorted(lie))}, or another scope"
        yield Flaw("role.nobody", message, ("roles", name), fix)


def _circles(workflow: Workflow, rules: list[Transition]) -> Iterator[Flaw]:
    """States that lead back to themselves with nobody acting."""
    unguarded = {
        source: [rule.target]
        for rule in reversed(rules)
        for source in rule.source
        if rule.trigger == "at_once" and rule.target and not rule.require
    }
    for together in circles(unguarded, unguarded):
        message = f"{', '.join(map(repr, sorted(together)))} lead back to themselves at once, for ever."
        if len(together) == 1:
            message = f"{together[0]!r} leads back to itself at once, for ever."
        path = ("states", min(together))
        yield Flaw(
            "flow.endless", message, path, "let a person act in one of them", _line(workflow, together)
        )
    timed: dict[str, list[str]] = {}
    for rule in rules:
        if rule.trigger == "person" or not rule.target or rule.trigger not in _BY_TIME:
            continue
        for source in rule.source:
            state = workflow.states[source]
            # A vote ends by itself only where it says how long it lasts.
            if rule.trigger not in _BY_CLOSE or (state.vote is not None and state.vote.lasts is not None):
                timed.setdefault(source, []).append(rule.target)
    for together in circles(timed, timed):
        if not any(_waits(workflow.states[name]) for name in together):
            continue
        message = f"{', '.join(map(repr, sorted(together)))} lead back to themselves by time alone."
        if len(together) == 1:
            message = f"{together[0]!r} leads back to itself by time alone."
        path = ("states", min(together))
        fix = "let one of the deadlines end the case"
        yield Flaw("flow.timers_alone", message, path, fix, _line(workflow, together), "warning")


def _waits(state: State) -> bool:
    """Whether time passes in the state."""
    return state.deadline is not None or state.vote is not None


def _line(workflow: Workflow, names: list[str]) -> int:
    return workflow.states[min(names)].line


def _at_once(workflow: Workflow, state: State, leaving: list[Transition]) -> Iterator[Flaw]:
    """Ways that are asked too late, and a place that may be left by none of them."""
    at_once = [rule for rule in leaving if rule.trigger == "at_once"]
    for place, rule in enumerate(at_once):
        if not rule.require:
            for late in at_once[place + 1 :]:
                message = (
                    f"{late.name!r} is never taken out of {state.name!r}: {rule.name!r} comes before it."
                )
                yield Flaw("flow.shadowed", message, _at(late), f"put it before {rule.name!r}", late.line)
            return
    if at_once and len(at_once) == len(leaving) and not exhaustive(workflow, state.name, at_once):
        message = f"A case may stay in {state.name!r} for ever: each of its ways has a condition."
        path = ("states", state.name)
        yield Flaw("flow.incomplete", message, path, "add a last way without one", state.line, "warning")


def _waiting(workflow: Workflow, state: State, leaving: list[Transition]) -> Iterator[Flaw]:
    """Others are waited for, and nobody is reminded; opinions are asked for, and then nothing happens."""
    path = ("states", state.name)
    rests = not state.final and state.vote is None
    if rests and _waits_for_others(workflow, state, leaving) and not _watched(workflow, state):
        message = f"{state.name!r} waits for others without a deadline, so nobody is reminded."
        fix = "add `deadline:`, or `deadline: none` if that is meant"
        yield Flaw("flow.unwatched", message, path, fix, state.line, "warning")
    if state.consultation is not None and not any(rule.trigger == "all_opined" for rule in leaving):
        message = f"Nothing happens in {state.name!r} when everybody has given an opinion."
        fix = "add a transition `on: all_opined`"
        yield Flaw("flow.opinions_end", message, path, fix, state.line, "warning")


def _waits_for_others(workflow: Workflow, state: State, leaving: list[Transition]) -> bool:
    """Whether the case rests here until somebody outside answers, until those who are asked have spoken or
    named candidates, until the document is made or signed, or until a body or a party of the case acts, and
    nobody else can."""
    if state.waits_for or state.consultation is not None or state.nominations is not None:
        return True
    if any(rule.trigger == "at_once" for rule in leaving):
        return False
    if any(rule.trigger in FROM_OUTSIDE for rule in leaving):
        return True
    roles = [workflow.roles[name] for rule in leaving if rule.trigger == "person" for name in rule.by]
    return bool(roles) and all(role.scope in _OF_OTHERS for role in roles)


def _watched(workflow: Workflow, state: State) -> bool:
    """Whether the state, or one around it, has a deadline, or says that none is meant."""
    around: State | None = state
    while around is not None:
        if around.deadline is not None or around.unwatched:
            return True
        around = workflow.states.get(around.parent)
    return False


def _of_chair(state: State) -> Flaw:
    message = f"Nothing says how long {state.name!r} waits for the chair, who decides an equal division."
    fix = "add `deadline:` with a transition `on: deadline`, or `deadline: none` if that is meant"
    return Flaw("vote.chair_unwatched", message, ("states", state.name, "vote"), fix, state.line, "warning")


def _joining(workflow: Workflow, state: State) -> Iterator[Flaw]:
    """More regions are asked for than can ever be done."""
    able = {
        one.region for one in workflow.states.values() if one.done and one.parent == state.name and one.region
    }
    if state.join > len(able) and state.regions:
        message = f"{state.join} regions of {state.name!r} must be done, and {len(able)} can be."
        fix = "mark a state of each with `done: true`, or ask for fewer"
        yield Flaw("flow.join_never", message, ("states", state.name), fix, state.line)
