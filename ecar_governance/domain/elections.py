"""What is wrong with the elections of a procedure: nobody stands, or what the rule asks is told nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.organs import OF_A_BODY
from ecar_governance.domain.voting.methods.rules import Debian, ElectionRule
from ecar_governance.domain.workflow import Nominations, State, Transition, Workflow


def of_elections(workflow: Workflow) -> Iterator[Flaw]:
    """Every flaw in the elections and the nominations of the procedure."""
    naming = [state for state in workflow.states.values() if state.nominations is not None]
    electing = [
        state
        for state in workflow.states.values()
        if state.vote is not None and state.vote.rule.election is not None
    ]
    for state in naming:
        if not electing:
            message = f"{state.name!r} takes nominations, and no vote here elects anybody."
            fix = "give a vote an `election:`, or remove the nominations"
            yield Flaw("nominations.unused", message, _at(state, "nominations"), fix, state.line)
    asked = [state.nominations for state in naming if state.nominations is not None]
    yield from _of_offices(workflow, electing, asked)
    yield from _of_ways(workflow)
    for state in workflow.states.values():
        vote = state.vote
        if vote is None:
            continue
        if vote.options and vote.rule.election is None:
            message = f"The vote of {state.name!r} has options, and is on a motion."
            yield _wrong(state, ("options",), message, "remove them, or give it an `election:`")
        if vote.rule.election is not None:
            yield from _of_election(state, vote.rule.election, asked)


def _of_offices(workflow: Workflow, electing: list[State], asked: list[Nominations]) -> Iterator[Flaw]:
    """What an effect that gives an office needs. It can be refused (a place is held, the term is over), so a
    person takes the transition, who is told and can mend it: a vote must be closed whatever there is."""
    persons = bool(electing) and any(one.of == "persons" for one in asked)
    for rule in workflow.transitions.values():
        for index, call in enumerate(rule.effects):
            if call.name != "grant_mandate":
                continue
            path = ("transitions", rule.name, "effects", str(index))
            if not persons:
                message = f"{call.name!r} gives an office to whoever is elected, and nobody is elected here."
                fix = "give a vote an `election:`, and an earlier state `nominations:` of persons"
                yield Flaw("effect.office", message, path, fix, rule.line)
            if rule.trigger != "person":
                message = f"{call.name!r} can be refused, and nobody takes {rule.name!r}, who could mend it."
                yield Flaw(
                    "effect.office",
                    message,
                    path,
                    "let a later action that is taken `by:` give it",
                    rule.line,
                )
            if "until" in call.params and "lasts" in call.params:
                message = f"{call.name!r} ends a term on a day or after a time, not both."
                yield Flaw("effect.office", message, path, "keep one of `until` and `lasts`", rule.line)
            field = workflow.fields.get(str(call.params.get("office_field", "")))
            offices = {str(call.params.get("office", "")), *(field.choices if field is not None else ())}
            if lying := sorted(offices & OF_A_BODY) if "body" not in call.params else []:
                message = f"The office {lying[0]!r} lies in a body, and {call.name!r} names none."
                yield Flaw("effect.office", message, path, "add `body:`", rule.line)


COUNTED = ("enter_paper_count", "enter_hand_count")
"""Effects that bring in what tellers counted: two people must enter the same numbers."""

_SUITED = {
    "enter_paper_count": True,
    "elect_by_acclamation": True,
    "enter_hand_count": False,
    "adopt_without_vote": False,
}
"""Whether the effect obtains the result of an election, or that of a motion."""


def _of_ways(workflow: Workflow) -> Iterator[Flaw]:
    """Effects that obtain the result of the other kind of vote, and acclamation that nobody can object to."""
    for rule in workflow.transitions.values():
        target = workflow.states.get(rule.target)
        vote = None if target is None else target.vote
        for index, call in enumerate(rule.effects):
            path = ("transitions", rule.name, "effects", str(index))
            if vote is None or call.name not in _SUITED:
                continue
            if _SUITED[call.name] != (vote.rule.election is not None):
                what = "an election" if _SUITED[call.name] else "a motion"
                message = (
                    f"{call.name!r} obtains the result of {what}, and the vote of {rule.target!r} is none."
                )
                fix = f"use {_OTHER[call.name]}"
                yield Flaw("vote.election", message, path, fix, rule.line)
            elif call.name in COUNTED and rule.approvals < 2:
                message = f"One person alone enters by {rule.name!r} what the tellers counted."
                yield Flaw("vote.one_teller", message, path, "write `approvals: 2`", rule.line)
            elif call.name == "elect_by_acclamation" and not _can_be_objected_to(workflow, rule):
                message = f"Nobody can object before {rule.name!r} elects without a ballot."
                fix = "require `not_taken` of a transition that members take to object"
                yield Flaw("vote.election", message, path, fix, rule.line)


_OTHER = {
    "enter_paper_count": "enter_hand_count",
    "elect_by_acclamation": "adopt_without_vote",
    "enter_hand_count": "enter_paper_count",
    "adopt_without_vote": "elect_by_acclamation",
}


def _can_be_objected_to(workflow: Workflow, rule: Transition) -> bool:
    """Whether it waits for that nobody took a transition that people take where it starts."""
    named = [str(call.params.get("transition", "")) for call in rule.require if call.name == "not_taken"]
    objections = [workflow.transitions[name] for name in named if name in workflow.transitions]
    return any(one.by and set(rule.source) <= set(one.source) for one in objections)


def _of_election(state: State, rule: ElectionRule, asked: list[Nominations]) -> Iterator[Flaw]:
    vote = state.vote
    if vote is None:
        return
    if not vote.options and not asked:
        message = f"The election of {state.name!r} has no options, and nobody is nominated before it."
        fix = "give an earlier state `nominations:`, or the vote `options:`"
        yield Flaw("vote.nobody_stands", message, _at(state, "vote"), fix, state.line)
    if vote.obtained == ("without_vote",):
        message = f"The election of {state.name!r} is had by acclamation alone, and somebody may object."
        yield _wrong(state, ("obtained",), message, "add ballots or hand_count, and a transition for it")
    texts = bool(vote.options) or any(one.of == "texts" for one in asked)
    if "without_vote" in vote.obtained and texts:
        message = (
            f"The vote of {state.name!r} chooses among texts, and only people are elected by acclamation."
        )
        yield _wrong(state, ("obtained",), message, "remove without_vote")
    if isinstance(rule, Debian) and rule.default not in {one.id for one in vote.options}:
        message = f"The default option {rule.default!r} is none of the vote's options."
        yield _wrong(state, ("election", "default"), message, f"add {rule.default!r} to `options:`")
    for trait, value in _traits(rule):
        known = [nominations.traits.get(trait, {}) for nominations in asked]
        if not known or any(not values or (value and value not in values) for values in known):
            what = f"{trait} {value}".strip()
            message = f"The election of {state.name!r} asks for {what!r}, and no nomination says it."
            key = "cap" if not value else "reserved"
            yield _wrong(state, ("election", key), message, f"add {trait!r} to `traits` of the nominations")


def _traits(rule: ElectionRule) -> Iterator[tuple[str, str]]:
    """The traits that the rule looks at, with the value that it reserves places for."""
    cap = getattr(rule, "cap", None)
    if cap is not None and cap.by != "group":
        yield cap.by, ""
    for one in getattr(rule, "reserved", ()):
        yield one.trait, one.value


def _at(state: State, *keys: str) -> tuple[str, ...]:
    return ("states", state.name, *keys)


def _wrong(state: State, keys: tuple[str, ...], message: str, fix: str) -> Flaw:
    return Flaw("vote.election", message, _at(state, "vote", *keys), fix, state.line)
