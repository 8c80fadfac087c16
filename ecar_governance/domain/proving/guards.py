"""What is known of guards before anything runs: which exclude each other, which depend on the past."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.workflow import Call, Transition, Workflow

_OPPOSITES = ({"body_named", "no_body_named"}, {"taken", "not_taken"})
_ONE_VALUE = {"field_is": "value", "recommended": "as"}
"""Guards that hold for one value of this parameter alone."""

_NOT_YET = {"time_since", "not_taken"}
"""Of the same transition: no time has passed since what has never happened."""

_PAST = {"taken": True, "time_since": True, "not_taken": False}
"""Guards that need a transition to have been taken, or not to have been."""


class Knowledge(Struct, frozen=True):
    """What the guards of a transition come to: `never` they hold; or only where the bits `taken` of the past
    are set and the bits `untaken` are not, and then `surely` or perhaps."""

    never: bool
    taken: int
    untaken: int
    surely: bool


def remembered(workflow: Workflow) -> tuple[str, ...]:
    """The transitions whose having been taken some guard asks after; each is one bit of the past."""
    asked = {
        str(call.params["transition"])
        for rule in workflow.transitions.values()
        for call in rule.require
        if call.name in _PAST
    }
    return tuple(name for name in workflow.transitions if name in asked)


def known(rule: Transition, bits: dict[str, int]) -> Knowledge:
    """What the guards of the rule come to; `bits` are those of the transitions that are `remembered`."""
    taken = untaken = 0
    surely = True
    for call in rule.require:
        if call.name in _PAST:
            bit = bits[str(call.params["transition"])]
            taken, untaken = (taken | bit, untaken) if _PAST[call.name] else (taken, untaken | bit)
        surely &= call.name in ("taken", "not_taken")
    return Knowledge(contradictory(rule.require), taken, untaken, surely)


def contradictory(calls: tuple[Call, ...]) -> bool:
    """Whether no case can meet all of these guards at once."""
    return any(_exclude(one, other) for at, one in enumerate(calls) for other in calls[:at])


def _exclude(one: Call, other: Call) -> bool:
    if one.name == other.name and one.name in _ONE_VALUE:
        told = _ONE_VALUE[one.name]
        same = {**one.params, told: ""} == {**other.params, told: ""}
        return same and one.params[told] != other.params[told]
    names = {one.name, other.name}
    if names == _NOT_YET:
        return one.params["transition"] == other.params["transition"]
    return names in _OPPOSITES and one.params == other.params


def exhaustive(workflow: Workflow, state: str, rules: Iterable[Transition]) -> bool:
    """Whether of transitions out of `state` always one can be taken, whatever the case is like."""
    alone = [rule.require[0] for rule in rules if len(rule.require) == 1]
    if any({one.name, other.name} in _OPPOSITES and one.params == other.params
           for one in alone for other in alone):  # fmt: skip
        return True
    for name, field in workflow.fields.items():
        told = {
            str(one.params["value"])
            for one in alone
            if one.name == "field_is" and one.params["field"] == name
        }
        if field.kind == "choice" and state in field.required_in and told >= set(field.choices):
            return True
    return False
