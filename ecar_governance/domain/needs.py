"""What a step of a procedure needs and nothing before it ever brings about; and steps that do nothing. Pure.

The walk (`proving`) takes a guard to hold or not, since it cannot know. Here is looked at what must have been
done before one can hold at all: no session is a case's own before something places it on an agenda, nothing
is numbered before a vote was carried. What is told is so for every case; of a procedure with regions, whose
lines go on beside each other, only what nothing at all brings about is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.proving.system import FROM_OUTSIDE
from ecar_governance.domain.registry import EFFECTS
from ecar_governance.domain.ways import edges, reached
from ecar_governance.domain.workflow import Transition, Workflow

GUARDS: dict[str, str] = {
    "session_open": "place_on_agenda",
    "session_has_officers": "place_on_agenda",
    "session_quorate": "place_on_agenda",
    "notice_given": "place_on_agenda",
    "on_agenda": "place_on_agenda",
    "recommendation_made": "record_recommendation",
    "recommended": "record_recommendation",
    "linked_ended": "start_linked_case",
    "answer_registered": "register_answer",
    "document_typeset": "request_typesetting",
    "signatures_complete": "request_typesetting",
    "candidates_stand": "nominations",
    "opinions_complete": "consultation",
    "voided_by_edit": "on_edit",
}
"""Guards, and what must have been before one can hold: an effect, or something that a state has."""

EFFECTS_AFTER: dict[str, str] = {
    "number_resolution": "carried",
    "request_typesetting": "number_resolution",
    "publish": "request_typesetting",
}
"""Effects that are refused until something else was, in an earlier step or before them in their own."""

OF_SESSION = ("session_open", "session_has_officers", "session_quorate", "notice_given")
"""Guards that look at the session given with the action where one is."""

_FIXES = {
    "nominations": "give an earlier state `nominations:`",
    "consultation": "give an earlier state `consultation:`",
    "on_edit": "write `on_edit: voids` under a vote before it",
    "carried": "let a vote that is carried lead here (not a poll, nor one on a part)",
}


def needs(workflow: Workflow) -> Iterator[Flaw]:
    """The flaws: guards, effects and roles whose need nothing meets, then steps that do nothing."""
    rules = sorted(workflow.transitions.values(), key=lambda one: (one.rank, one.name))
    met = _Met(workflow)
    told_already = any(rule.trigger in FROM_OUTSIDE for rule in rules) and not met.documents
    for rule in rules:
        for index, call in enumerate(rule.require):
            need = GUARDS.get(call.name, "")
            given = call.name in OF_SESSION and any(one.kind == "session" for one in rule.inputs)
            if need and not given and not (told_already and need == "request_typesetting"):
                yield from _unmet(met, rule, call.name, need, ("require", str(index)))
        for index, call in enumerate(rule.effects):
            need = EFFECTS_AFTER.get(call.name, "")
            earlier = any(one.name == need for one in rule.effects[:index])
            by_vote = need == "carried" and rule.trigger == "vote_carried" and met.decide(rule.source)
            if need and not earlier and not by_vote and not (told_already and need != "carried"):
                yield from _unmet(met, rule, call.name, need, ("effects", str(index)))
        yield from _of_session(workflow, met, rule)
    yield from _idle(workflow, rules)


class _Met:
    """Where a case can be once something has been."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._onward, _ = edges(workflow)
        self._beside = any(state.regions for state in workflow.states.values())
        done = {call.name for rule in workflow.transitions.values() for call in rule.effects}
        self.documents = {"number_resolution", "request_typesetting"} <= done
        """Whether any PDF is ever made; where one is waited for and none is, that is told by itself."""
        self._known: dict[str, set[str]] = {}

    def decide(self, sources: Iterable[str]) -> bool:
        """Whether the vote of one of the states decides on the proposal as a whole."""
        votes = [self._workflow.states[name].vote for name in sources]
        return any(vote is not None and not vote.rule.indicative and not vote.division for vote in votes)

    def after(self, need: str) -> set[str]:
        """The states in which a case may be once what is needed has been."""
        if need not in self._known:
            begins = self._begins(need)
            everywhere = self._beside and begins
            self._known[need] = set(self._workflow.states) if everywhere else reached(self._onward, begins)
        return self._known[need]

    def _begins(self, need: str) -> set[str]:
        states, rules = self._workflow.states.values(), self._workflow.transitions.values()
        if need in EFFECTS:
            by = [rule for rule in rules if any(call.name == need for call in rule.effects)]
        elif need == "carried":
            by = [rule for rule in rules if rule.trigger == "vote_carried" and self.decide(rule.source)]
        elif need == "on_edit":
            return {one.name for one in states if one.vote is not None and one.vote.rule.on_edit == "voids"}
        else:
            return {one.name for one in states if getattr(one, need) is not None}
        return {name for rule in by for name in ((rule.target,) if rule.target else rule.source)}


def _unmet(met: _Met, rule: Transition, name: str, need: str, path: tuple[str, str]) -> Iterator[Flaw]:
    if met.after(need).isdisjoint(rule.source):
        message = f"{name!r} can never be had in {rule.name!r}: nothing before it brings about what it needs."
        fix = _FIXES.get(need, f"give an earlier action the effect {need}")
        yield Flaw("flow.unmet", message, ("transitions", rule.name, *path), fix, rule.line)


def _of_session(workflow: Workflow, met: _Met, rule: Transition) -> Iterator[Flaw]:
    """Whoever acts for the session of a case that is on no agenda yet is nobody."""
    roles = [workflow.roles[name] for name in rule.by]
    of_session = bool(roles) and all(role.scope == "case_session" for role in roles)
    if of_session and met.after("place_on_agenda").isdisjoint(rule.source):
        message = f"Nobody can take {rule.name!r}: the case is on no session's agenda before it."
        where = ("transitions", rule.name, "by")
        fix = "give an earlier action the effect place_on_agenda"
        yield Flaw("flow.unmet", message, where, fix, rule.line)


def _idle(workflow: Workflow, rules: list[Transition]) -> Iterator[Flaw]:
    """Steps that lead nowhere, have no effect, and that nothing asks after."""
    calls = [call for rule in rules for call in (*rule.require, *rule.forbid)]
    asked = {call.params.get("transition") for call in calls}
    asked |= {
        point.name for one in workflow.invariants for point in (one.point, one.other) if point is not None
    }
    for rule in rules:
        if rule.trigger in ("person", "deadline") and not (
            rule.target or rule.effects or rule.inputs or rule.name in asked
        ):
            message = f"{rule.name!r} leads nowhere, does nothing, and nothing asks whether it was taken."
            where = ("transitions", rule.name)
            yield Flaw("flow.idle", message, where, "add `to:` or an effect", rule.line, "warning")
