"""Whether a ballot says what its vote asks: a choice of the form, marks that the method has a place for."""

from __future__ import annotations

from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.checks import marks_findings
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.rule import MARKED
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


def check_choice(vote: Vote, choice: str, marks: Marks) -> None:
    """Raises InvalidInput, with every finding, when the form offers no such choice, or when its method has no
    place for the marks."""
    method = vote.rule.election
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
