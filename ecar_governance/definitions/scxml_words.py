"""The words of a procedure's SCXML: its events, the variables of its datamodel, and its conditions."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.registry import FORBIDS, GUARDS
from ecar_governance.domain.workflow import Call, Trigger, Workflow

NAMESPACE = "urn:ecar-governance:procedure:1"

_RESERVED = (
    "deadline", "document", "done", "error", "joined", "opinions", "person", "settled", "signatures", "vote",
)  # fmt: skip
"""First words of events; a descriptor matches every event that begins with its words."""

_EVENTS: dict[Trigger, str] = {
    "vote_carried": "vote.carried",
    "vote_lost": "vote.lost",
    # Its first words are those of a vote that is lost: a state without a way of its own takes that one.
    "vote_inquorate": "vote.lost.inquorate",
    "next_ballot": "vote.next_ballot",
    "vote_voided": "vote.voided",
    "document_typeset": "document.typeset",
    "signatures_complete": "signatures.complete",
}
_OF_A_STATE: dict[Trigger, str] = {"deadline": "deadline", "all_opined": "opinions.given"}


def action_event(name: str) -> str:
    """The event that stands for a person's action."""
    return f"person.{name}" if name in _RESERVED else name


def system_event(trigger: Trigger, state: str = "") -> str:
    """The event of the world that stands for a trigger; of that state, where only one state hears it."""
    return _EVENTS.get(trigger) or f"{_OF_A_STATE[trigger]}.{state}"


class Variables:
    """The guards and prohibitions that a procedure asks, each by the name of its variable."""

    def __init__(self, workflow: Workflow) -> None:
        self._calls: dict[str, Call] = {}
        self._names: dict[tuple[str, str], str] = {}
        for rule in sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name)):
            for call in rule.require if rule.trigger in ("person", "at_once") else ():
                self.of(call)
            for call in rule.forbid if rule.trigger == "person" else ():
                self.of(call, "bars_")

    def of(self, call: Call, prefix: str = "") -> str:
        """The variable of a guard, or with "bars_" of a prohibition; the same wherever it is asked alike."""
        key = (prefix + call.name, repr(sorted(call.params.items())))
        if key not in self._names:
            values = (str(value) for _, value in sorted(call.params.items()))
            words = "_".join((prefix + call.name, *values))
            name = plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in words)
            number = 1
            while name in self._calls:
                number += 1
                name = f"{plain}_{number}"
            self._names[key] = name
            self._calls[name] = call
        return self._names[key]

    def meanings(self) -> dict[str, str]:
        """What each of them says, in a sentence; empty for one that is not registered."""
        specs = (
            (name, GUARDS.get(call.name) or FORBIDS.get(call.name)) for name, call in self._calls.items()
        )
        return {name: spec.sentence if spec is not None else "" for name, spec in specs}


def any_of(terms: Iterable[str]) -> str:
    """The condition that one of the terms holds at least."""
    found = list(terms)
    return found[0] if len(found) == 1 else f"({' || '.join(found)})"


def not_all(terms: list[str]) -> str:
    """The condition that one of the terms does not hold at least."""
    return f"!{terms[0]}" if len(terms) == 1 else f"!({' && '.join(terms)})"
