"""The way in: a rule, the options and the papers give one result, whatever the method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ecar_governance.domain.voting.methods.balloting import judge_ballot
from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.checks import pile_of, tally_findings
from ecar_governance.domain.voting.methods.debian import against_default
from ecar_governance.domain.voting.methods.debian_first import concorde
from ecar_governance.domain.voting.methods.papers import AGAINST, MarkedPaper, Option, PaperCounts
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Schulze,
    TransferableVote,
)
from ecar_governance.domain.voting.methods.runoff import run_off
from ecar_governance.domain.voting.methods.schulze import strongest_paths
from ecar_governance.domain.voting.methods.scoring import count_scores, scores
from ecar_governance.domain.voting.methods.transferable import transfer
from ecar_governance.domain.voting.methods.weighing import Attendance, count_weighed
from ecar_governance.errors import Finding, InvalidInput

AddedUp = Plurality | Approval | BlockVote | Majority
ADDED_UP = (Plurality, Approval, BlockVote, Majority)
"""The methods in which marks are added up, so that tellers may give their sums, and weights may count."""


def count_election(
    rule: ElectionRule,
    options: Sequence[Option],
    papers: Iterable[MarkedPaper],
    *,
    ballot: int = 1,
    entitled: int | None = None,
    present: int | None = None,
    seed: str = "",
    casting: Sequence[str] = (),
    attendance: Attendance | None = None,
) -> ElectionResult:
    """Counts one ballot of an election. The same papers in any order give the same result.

    Args:
        rule: the method and what it needs to know.
        options: everybody on the list, in the order of the list; of a later ballot those who stand in it.
        papers: all papers, single ones or bundles of papers marked alike.
        ballot: the number of this ballot, where the rule has several (`majority`).
        entitled: how many may vote, where the rule asks.
        present: how many are present, where the rule asks.
        seed: the public text that lots are drawn from (see `lots.lot_order`), fixed before the vote.
        casting: the ids that the elector with the casting vote prefers, the first first.
        attendance: where the rule counts weights, what those weigh who might have voted.

    Returns:
        The result; when it goes on, `onward` are the ids for the next ballot; when it waits for the casting
        vote, `tied` are those to choose from.

    Raises:
        InvalidInput: with every finding: papers that the method has no place for (see `checks.pile_of`), a
            number that the rule asks for and nobody gave, a lot without a seed.
    """
    papers = tuple(papers)
    pile = pile_of(rule, options, papers, entitled=entitled, present=present, casting=casting)
    breaker = Breaker(rule.tie, seed, casting)
    if isinstance(rule, ADDED_UP) and rule.counting == "weights":
        if attendance is None:
            message = "The rule counts weights, and what the seats weigh is not known."
            raise InvalidInput(message, findings=[Finding("weights_unknown", message)])
        added: AddedUp = rule
        return count_weighed(
            rule,
            options,
            papers,
            pile.counts,
            attendance,
            lambda steps: _judge(added, options, scores(steps), steps.counts, ballot, breaker),
        )
    match rule:
        case InstantRunoff():
            return run_off(rule, pile, ballot, breaker)
        case TransferableVote():
            return transfer(rule, pile, ballot, breaker)
        case Schulze():
            return strongest_paths(rule, options, pile, ballot, breaker)
        case Debian(text="1.0"):
            return concorde(rule, options, pile, ballot, breaker)
        case Debian():
            return against_default(rule, options, pile, ballot, breaker)
        case _:
            return _judge(rule, options, scores(pile), pile.counts, ballot, breaker)


def _judge(
    rule: AddedUp,
    options: Sequence[Option],
    votes: Mapping[str, int],
    counts: PaperCounts,
    ballot: int,
    breaker: Breaker,
) -> ElectionResult:
    if isinstance(rule, Majority):
        return judge_ballot(rule, votes, counts, ballot, breaker)
    return count_scores(rule, options, votes, counts, ballot, breaker)


def judge_tally(
    rule: AddedUp,
    options: Sequence[Option],
    votes: Mapping[str, int],
    *,
    valid: int,
    abstained: int = 0,
    blank: int = 0,
    invalid: int = 0,
    ballot: int = 1,
    entitled: int | None = None,
    present: int | None = None,
    seed: str = "",
    casting: Sequence[str] = (),
) -> ElectionResult:
    """The result of numbers that tellers counted, for methods in which marks are added up.

    Args:
        votes: the marks of each option by id (nobody's are 0), and of `against` where papers have it.
        valid: how many papers these marks are on. The rest as in `count_election`.

    Raises:
        InvalidInput: with every finding: numbers that are not whole, that are of nobody on the list, that
            cannot be on so few papers, and what `count_election` raises.
    """
    counts = PaperCounts(
        valid=valid,
        abstained=abstained,
        blank=blank,
        invalid=invalid,
        struck=0,
        cast=valid + abstained + blank + invalid,
        present=present,
        entitled=entitled,
    )
    findings = tally_findings(rule, options, votes, counts, casting)
    if rule.counting == "weights":
        message = "Sums of marks do not tell what each paper weighs."
        findings = [Finding("weights_unknown", message), *findings]
    if findings:
        raise InvalidInput(f"The count cannot be right: {findings[0].message}", findings=findings)
    breaker = Breaker(rule.tie, seed, casting)
    stand = {option.id: votes.get(option.id, 0) for option in options if not option.withdrawn}
    stand[AGAINST] = votes.get(AGAINST, 0)
    return _judge(rule, options, stand, counts, ballot, breaker)
