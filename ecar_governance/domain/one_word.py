"""What came of a vote in one word: a motion's own words, and an election's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ecar_governance.domain.voting.methods.rules import Debian
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome

Result = Literal["adopted", "rejected", "undecided", "elected", "partly_filled", "not_elected"]
"""`undecided` while the chair has to speak or another ballot is held. A motion, or one of several texts, is
adopted or rejected; an election of people is `elected` when every seat is filled, `partly_filled` when some
stay open, `not_elected` when nobody is."""

ChosenOf = Literal["persons", "texts"]
"""Whether people are elected, or alternatives chosen among: the word of `nominations`."""


def result_of(
    rule: VoteRule, outcome: Outcome, of: ChosenOf = "persons", before: Sequence[str] = ()
) -> Result:
    """The outcome in one word.

    Args:
        rule: the rule it was held under; Debian's method is always about texts.
        outcome: of an election in several ballots that of the last one.
        of: whom or what an election chose among.
        before: those whom earlier ballots of the same election elected.
    """
    if not outcome.settled:
        return "undecided"
    if rule.election is None or of == "texts" or isinstance(rule.election, Debian):
        return "adopted" if outcome.carried else "rejected"
    counted = outcome.election
    if counted is not None and counted.elected and not counted.open:
        return "elected"
    return "partly_filled" if before or (counted is not None and counted.elected) else "not_elected"
