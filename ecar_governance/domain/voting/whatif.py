"""What would follow from typed numbers: for those who prepare a vote, never for a vote under way."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.explain import Sentence, explain
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome


class WhatIf(Struct, frozen=True):
    """The outcome and how far it is from the other one.

    `missing`: the fewest further votes for, from those who have not voted, that would carry what is lost;
    None when none would. `spare`: the most votes for that might have gone against with it still carried;
    None when it is lost.
    """

    outcome: Outcome
    missing: int | None
    spare: int | None
    sentences: tuple[Sentence, ...]


def what_if(rule: VoteRule, counts: Counts) -> WhatIf:
    """Judges typed counts and measures the distance to the opposite verdict.

    Raises:
        InvalidInput: when the counts contradict each other (see `checks.check_counts`), or the rule asks for
            more than counts by heads.
    """
    if rule.tie == "lot":
        # A lot is drawn once, of the vote itself: a question of numbers draws none.
        rule = replace(rule, tie="rejected")
    outcome = decide_outcome(rule, counts)
    missing = None if outcome.carried else _missing(rule, counts)
    spare = _spare(rule, counts) if outcome.carried else None
    if spare is not None:
        margin = Sentence("what_if", p.WOULD_STAND, {"spare": spare})
    elif missing is not None:
        margin = Sentence("what_if", p.WOULD_CARRY, {"missing": missing})
    else:
        margin = Sentence("what_if", p.CANNOT_CARRY)
    told = [sentence for sentence in explain(rule, outcome) if sentence.kind != "obtained"]
    return WhatIf(outcome, missing, spare, (*told, margin))


def _missing(rule: VoteRule, counts: Counts) -> int | None:
    for more in range(1, counts.not_voted + 1):
        cast = counts.cast + more
        tried = replace(
            counts,
            for_=counts.for_ + more,
            cast=cast,
            not_voted=counts.not_voted - more,
            present=max(counts.present, cast),
        )
        if decide_outcome(rule, tried).carried:
            return more
    return None


def _spare(rule: VoteRule, counts: Counts) -> int:
    spare = 0
    while (
        spare < counts.for_
        and decide_outcome(
            rule, replace(counts, for_=counts.for_ - spare - 1, against=counts.against + spare + 1)
        ).carried
    ):
        spare += 1
    return spare
