"""An election over a frozen electorate: who took part, whether the quorum was there, and who is elected.

What a motion and an election have in common (seats, presence, quorum, silence, recusals) is read by one code
(`tally`, `judge`); the method of the election (`methods`) then counts the papers that were handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from ecar_governance.domain.voting.measuring import quorum_test, read
from ecar_governance.domain.voting.methods.checks import marks_findings
from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Option, PaperState
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import BlockVote, ElectionRule
from ecar_governance.domain.voting.methods.weighing import Attendance
from ecar_governance.domain.voting.papers import ONE, Counts, Elector, Line, Paper, Tally, Weights
from ecar_governance.domain.voting.rule import MARKED, VoteRule
from ecar_governance.domain.voting.tally import count, weights_of
from ecar_governance.domain.voting.verdict import DecidedBy, Outcome
from ecar_governance.errors import InvalidInput


def elect(
    rule: VoteRule,
    options: Sequence[Option],
    electors: Sequence[Elector],
    papers: Iterable[Paper],
    present: Collection[str] | None = None,
    *,
    marks: Collection[str] | None = None,
    represented: Collection[str] = (),
    number: int = 1,
    quorum_asked: bool = False,
    seed: str = "",
    casting: Sequence[str] = (),
) -> Outcome:
    """The outcome of one ballot of an election.

    Args:
        rule: a rule with an `election`, whose seats are those that this ballot fills (`seats_left`).
        options: those who stand in this ballot, in the order of the list.
        electors, papers, present, marks, represented: as `tally.count` takes them; every paper is `marked`,
            `abstain`, `blank` or `invalid`.
        number: which ballot of the election it is, from 1.
        quorum_asked: that a member asked for the quorum to be checked.
        seed: the public seed of a lot, where the rule draws one.
        casting: whom the chair prefers among equals, the first first, once the chair has spoken.

    Returns:
        Without a quorum an outcome with no result: the papers are not looked at. Otherwise the result; it is
        `second_ballot` while another ballot is to be held, `casting_vote_due` while the chair has to speak.

    Raises:
        InvalidInput: with every finding of `tally.count` and of `counting.count_election`.
    """
    papers = tuple(papers)
    taken = [Paper("for" if one.choice == MARKED else one.choice, one.seat) for one in papers]
    counts = count(electors, taken, present, marks=marks, represented=represented)
    outcome = attended(rule, counts, quorum_asked=quorum_asked)
    if not outcome.quorate:
        return outcome
    if rule.weighs:
        taken = [replace(one, weight=paper.weight) for one, paper in zip(taken, papers, strict=True)]
        weights = weights_of(rule, electors, taken, present, marks=marks, represented=represented)
        outcome = replace(outcome, lines=(Line("", counts, weights),))
    return with_preference(
        rule, options, papers, outcome, casting, number=number, seed=seed, electors=electors
    )


def attended(rule: VoteRule, counts: Counts, *, quorum_asked: bool = False) -> Outcome:
    """The outcome before any paper is looked at: whether there was a quorum."""
    test = None
    if rule.quorum is not None:
        test = quorum_test(rule, rule.quorum, Tally(counts), asked=quorum_asked)
    return Outcome(
        carried=False,
        quorate=test is None or test.met,
        counts=counts,
        tests=(),
        quorum=test,
        decided_by="no_quorum",
        obtained="ballots",
    )


def with_preference(
    rule: VoteRule,
    options: Sequence[Option],
    papers: Iterable[Paper],
    outcome: Outcome,
    casting: Sequence[str],
    *,
    number: int = 1,
    seed: str = "",
    electors: Sequence[Elector] = (),
) -> Outcome:
    """The outcome, once the chair has said whom it prefers among the equals; the arguments are `elect`'s."""
    if rule.election is None:
        raise InvalidInput("This rule is a motion's: it elects nobody.")
    told = read(rule, outcome.counts)
    weighs = rule.weighs
    weigh = {row.seat: row.weight for row in electors} if weighs else {}
    result = count_election(
        rule.election,
        options,
        [
            replace(read, weight=weigh.get(one.seat or "", one.weight)) if weighs else read
            for one in papers
            for read in _marked(rule.election, options, rule, one)
        ],
        attendance=_attendance(rule, outcome),
        ballot=number,
        entitled=int(told.entitled),
        # Those who are represented have a paper handed in for them, though they are not there.
        present=int(told.represented),
        seed=seed,
        casting=casting,
    )
    return settled(outcome, result)


def _attendance(rule: VoteRule, outcome: Outcome) -> Attendance | None:
    """What those weigh who might have voted, where the rule asks for it."""
    if not rule.weighs:
        return None
    weights = outcome.numbers("", "weights")
    told = read(rule, weights)
    unit = weights.unit if isinstance(weights, Weights) else ONE
    return Attendance(Fraction(told.represented), Fraction(told.entitled), unit)


def settled(outcome: Outcome, result: ElectionResult) -> Outcome:
    """The outcome with what the count came to."""
    decided: DecidedBy = "election"
    if result.decided_by == "chair_to_decide":
        decided = "casting_vote_due"
    elif result.decided_by == "next_ballot":
        decided = "second_ballot"
    carried = bool(result.elected) and result.decided_by != "default_option"
    return replace(outcome, carried=carried, decided_by=decided, election=result)


def seats_left(rule: VoteRule, open_seats: int, elected: Sequence[Option] = ()) -> VoteRule:
    """The rule for a further ballot, in which only the seats are filled that are open still, and in which
    caps and reserved places know of those `elected` before."""
    method = rule.election
    if method is None or getattr(method, "seats", open_seats) == open_seats:
        return rule
    found: dict[str, object] = {"seats": open_seats}
    if isinstance(method, BlockVote):
        found["min_choices"] = min(method.min_choices, open_seats)
    cap, reserved = getattr(method, "cap", None), getattr(method, "reserved", ())
    if cap is not None:
        held = Counter(cap.held)
        held.update(group for one in elected if (group := cap.of(one.group, one.traits)))
        found["cap"] = replace(cap, held=dict(sorted(held.items())))
    if reserved:
        filled = Counter(
            (one.trait, one.value)
            for one in reserved
            for of in elected
            if of.traits.get(one.trait) == one.value
        )
        left = ((one, one.least - filled[one.trait, one.value]) for one in reserved)
        found["reserved"] = tuple(replace(one, least=least) for one, least in left if least > 0)
    return replace(rule, election=replace(method, **found))


def state_of(rule: VoteRule, choice: str) -> PaperState | None:
    """What a paper without marks (abstain, blank, invalid) is under the rule; None where it is no paper."""
    if choice == "blank" and rule.blank == "abstention":
        choice = "abstain"
    if choice == "blank":
        return None if rule.blank == "not_cast" else "blank"
    if choice == "invalid":
        return None if rule.invalid == "not_cast" else "invalid"
    return None if rule.abstention == "not_cast" else "abstain"


def _marked(
    method: ElectionRule, options: Sequence[Option], rule: VoteRule, paper: Paper
) -> Iterator[MarkedPaper]:
    """The paper as the method reads it, if it is one. Marks that it has no place for make a paper invalid,
    as before tellers: one such paper must not keep all the others from being counted."""
    if paper.choice == MARKED and not marks_findings(method, options, paper.marks):
        yield MarkedPaper(paper.marks)
        return
    state = state_of(rule, "invalid" if paper.choice == MARKED else paper.choice)
    if state is not None:
        yield MarkedPaper(state=state)
