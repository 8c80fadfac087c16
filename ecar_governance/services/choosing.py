"""Whether a ballot says what its vote asks: a choice of the form, marks that the method has a place for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ecar_governance.domain.deciding.casters import elector_of
from ecar_governance.domain.registers import exact
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.checks import marks_findings
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.rule import MARKED, PARTS
from ecar_governance.errors import Finding, InvalidInput


def wrong(code: str, sentence: str) -> tuple[str, Finding]:
    """What is told of a paper, by the code of what is wrong with it."""
    return code, Finding(code, sentence, where="marks")


_MARKS = dict(
    (
        wrong("paper_marks_missing", "You have marked nobody, or left a place in your order empty."),
        wrong("paper_option_unknown", "You have marked something that is not on the list."),
        wrong("paper_option_twice", "You have marked the same one twice."),
        wrong("paper_ranks_unwanted", "Here you only mark whom you choose, without an order."),
        wrong("paper_choices_too_many", "You have marked more than you may."),
        wrong("paper_choices_too_few", "You have marked fewer than you must."),
        wrong("paper_ranks_equal", "Two of yours have the same place; here every place is given once."),
    )
)
"""Nothing that is said here names a choice: it may be somebody's secret, mistyped."""


def parted(code: str, sentence: str) -> tuple[str, Finding]:
    """What is told of a divided vote, by the code of what is wrong with it."""
    return code, Finding(code, sentence, where="parts")


_PARTS = dict(
    (
        parted("part_wrong", "How your votes are divided is said in numbers from 0 up."),
        parted("parts_missing", "Please say how many of your votes are for, against or abstaining."),
        parted("parts_exceed", "Together these are more votes than your seat has."),
    )
)


def divisible(vote: Vote) -> bool:
    """Whether a seat may divide its vote: by roll call alone, for a paper in parts names its seat."""
    return vote.rule.parts != "none" and vote.ballot == "roll_call"


def parts_of(said: Mapping[str, str]) -> dict[str, Fraction]:
    """How a vote is divided, as it was typed; what was left empty is nothing. Raises InvalidInput for what is
    no exact number."""
    found = {side: exact(text.strip().replace(",", ".")) for side, text in said.items() if text.strip()}
    if None in found.values():
        wrong_part = _PARTS["part_wrong"]
        raise InvalidInput(wrong_part.message, findings=[wrong_part])
    return {side: part for side, part in found.items() if part is not None}


def check_parts(vote: Vote, seat: str, parts: Mapping[str, Fraction]) -> None:
    """Raises InvalidInput, with every finding, when a divided vote cannot be counted so: a side that the form
    does not offer, a number below nothing, nothing at all, or under `split` more than the seat weighs; under
    `unit` members are counted, who are whole."""
    row = elector_of(vote, seat)
    found = []
    wrong_side = any(side not in vote.options for side in parts)
    part_of_one = vote.rule.parts == "unit" and any(part.denominator != 1 for part in parts.values())
    if wrong_side or part_of_one or any(part < 0 for part in parts.values()):
        found.append(_PARTS["part_wrong"])
    elif not any(parts.values()):
        found.append(_PARTS["parts_missing"])
    elif vote.rule.parts == "split" and row is not None and sum(parts.values()) > row.weight:
        found.append(_PARTS["parts_exceed"])
    if found:
        raise InvalidInput(found[0].message, findings=found)


def check_choice(
    vote: Vote, choice: str, marks: Marks, parts: Mapping[str, Fraction] | None = None, *, seat: str = ""
) -> None:
    """Raises InvalidInput, with every finding, when the form offers no such choice, when its method has no
    place for the marks, or when the vote cannot be divided, or not so."""
    method = vote.rule.election
    if choice == PARTS and divisible(vote) and not marks:
        check_parts(vote, seat, parts or {})
        return
    if parts:
        raise InvalidInput("Only a divided vote says how it is divided.", fix="choose one or the other")
    if method is None:
        if choice not in vote.options or marks:
            raise InvalidInput("Please choose for, against or abstain.")
        return
    if choice not in (*vote.options, "blank"):
        raise InvalidInput("Please mark whom you choose, or abstain.")
    if choice != MARKED:
        if marks:
            raise InvalidInput("A paper that abstains or is blank has no marks.", fix="send one or the other")
        return
    found = [_MARKS[code] for code, _ in marks_findings(method, vote.candidates, marks)]
    if found:
        raise InvalidInput(found[0].message, findings=found)
