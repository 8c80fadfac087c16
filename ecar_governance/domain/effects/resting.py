"""What of a case an effect makes, and what it rests on: so that beside an effect that refuses those are still
asked that have nothing to do with it. A test holds the tables to what effects say in random cases."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal

Made = Literal[
    "session", "body", "question", "division", "text", "objections", "opinions", "resolution", "document",
    "seats",
]  # fmt: skip
"""In which session it is, the group it is referred to, its votes, the parts of its text, the text itself, who
objects, what was opined, its number, its paper; and, beside the case, who holds which seat and office."""

_ASKED: frozenset[Made] = frozenset({"session", "body", "question", "division", "text", "seats"})
"""What a question that is put rests on."""

MAKES: dict[str, frozenset[Made]] = {
    "refer_to_body": frozenset({"body"}),
    "record_opinion": frozenset({"opinions"}),
    "place_on_agenda": frozenset({"session"}),
    "lift_from_agenda": frozenset({"session"}),
    "move_division": frozenset({"division"}),
    "reduce_text": frozenset({"division", "text"}),
    "open_vote": frozenset({"question"}),
    "stop_vote": frozenset({"question"}),
    "record_objection": frozenset({"objections"}),
    "record_reservation": frozenset({"objections"}),
    "adopt_without_vote": frozenset({"question"}),
    "enter_hand_count": frozenset({"question"}),
    "enter_paper_count": frozenset({"question"}),
    "elect_by_acclamation": frozenset({"question"}),
    "number_resolution": frozenset({"resolution"}),
    "request_typesetting": frozenset({"document"}),
    "admit_member": frozenset({"seats"}),
    "grant_mandate": frozenset({"seats"}),
}
"""What is there, or otherwise, once the effect has happened; others make nothing that is asked for."""

RESTS_ON: dict[str, frozenset[Made]] = {
    "record_opinion": frozenset({"opinions"}),
    "answer_opinion": frozenset({"opinions"}),
    "place_on_agenda": frozenset({"session"}),
    "move_division": frozenset({"text"}),
    "reduce_text": frozenset({"division", "question", "text"}),
    "open_vote": _ASKED,
    "stop_vote": frozenset({"question"}),
    "record_objection": _ASKED,
    "record_reservation": _ASKED,
    "adopt_without_vote": _ASKED | {"objections"},
    "enter_hand_count": _ASKED,
    "enter_paper_count": _ASKED,
    "elect_by_acclamation": _ASKED,
    "number_resolution": frozenset({"question", "resolution"}),
    "request_typesetting": frozenset({"resolution"}),
    "publish": frozenset({"resolution", "document"}),
    "record_execution": frozenset({"resolution"}),
    "grant_mandate": frozenset({"question", "seats", "session"}),
}
"""What an effect asks for before it says that it can happen; others ask for nothing that one makes."""


class Unmade:
    """What the effects of a step have not made, since they refused or rest on others that did."""

    def __init__(self) -> None:
        self._unmade: set[Made] = set()

    def without(self, effect: str) -> None:
        """The effect has not happened."""
        self._unmade |= MAKES.get(effect, frozenset())

    def concerns(self, effect: str) -> bool:
        """Whether the effect rests on what is not there, so that nothing it says would be sure."""
        resting: Set[Made] = RESTS_ON.get(effect, frozenset())
        return not self._unmade.isdisjoint(resting)
