"""From papers to counts and from counts to a verdict: exact, and the same whatever the order of the papers.

Adding up and judging are two steps, so that a recount, a count by hand and a "what if" share the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from ecar_governance.domain.voting.checks import (
    check_counts,
    electorate_findings,
    mark_findings,
    paper_findings,
)
from ecar_governance.domain.voting.rule import (
    HALF,
    Base,
    Counts,
    DecidedBy,
    Elector,
    Majority,
    MajorityTest,
    Obtained,
    Outcome,
    Paper,
    Quorum,
    QuorumTest,
    VoteRule,
)
from ecar_governance.errors import Finding, InvalidInput


def count(
    electors: Sequence[Elector],
    papers: Iterable[Paper],
    present: Collection[str] | None = None,
    *,
    marks: Collection[str] | None = None,
) -> Counts:
    """Adds up the papers of one vote over its frozen electorate.

    Args:
        electors: the electorate as frozen at the opening, one row a seat, every weight one.
        papers: all papers; of a roll call with their seats, of a secret vote without.
        present: seats recorded as present; others than electors' are not counted. None when no presence was
            taken: then those who voted were present.
        marks: the seats whose ballot was accepted. Papers must be exactly as many; a seated paper must be of
            a marked seat. Always give it for a secret vote: without it papers are held to the seats alone.

    Returns:
        The counts. Whoever handed in a paper counts as present.

    Raises:
        InvalidInput: with every finding: no electors, a seat twice among them, a weight other than one, an
            unknown choice, a paper or mark of a seat that is not in the electorate, two papers for one seat,
            papers not equal to marks.
    """
    papers = tuple(papers)
    seats = {elector.seat for elector in electors}
    cast_by = {paper.seat for paper in papers if paper.seat is not None}
    marked = cast_by if marks is None else set(marks)
    findings = [
        *electorate_findings(electors),
        *paper_findings(papers, seats),
        *mark_findings(papers, cast_by, seats, None if marks is None else marked),
    ]
    if findings:
        raise InvalidInput(f"The papers cannot be counted: {findings[0].message}", findings=findings)

    by_choice = Counter(paper.choice for paper in papers)
    there = (seats.intersection(present) if present is not None else set()) | marked
    return Counts(
        for_=by_choice["for"],
        against=by_choice["against"],
        abstain=by_choice["abstain"],
        blank=by_choice["blank"],
        invalid=by_choice["invalid"],
        not_voted=len(seats) - len(papers),
        cast=len(papers),
        present=max(len(there), len(papers)),
        entitled=len(seats),
    )


def from_hand_count(
    for_: int,
    against: int,
    abstain: int,
    invalid: int,
    present: int,
    entitled: int,
    *,
    blank: int = 0,
) -> Counts:
    """The counts that tellers entered, in seats.

    Raises:
        InvalidInput: with every finding at once: a number that is negative or not whole, nobody entitled,
            more present than entitled, more votes than present. `where` names the field.
    """
    given = {
        "for": for_,
        "against": against,
        "abstain": abstain,
        "invalid": invalid,
        "present": present,
        "entitled": entitled,
        "blank": blank,
    }
    findings = [
        Finding("count_not_whole", f"“{field}” is a whole number from 0 up, not {value!r}.", where=field)
        for field, value in given.items()
        if type(value) is not int or value < 0
    ]
    if findings:
        raise InvalidInput("The count cannot be right.", findings=findings)
    cast = for_ + against + abstain + invalid + blank
    counts = Counts(
        for_=for_,
        against=against,
        abstain=abstain,
        invalid=invalid,
        not_voted=entitled - cast,
        cast=cast,
        present=present,
        entitled=entitled,
        blank=blank,
    )
    findings = check_counts(counts)
    if findings:
        raise InvalidInput("The count cannot be right.", findings=findings)
    return counts


def decide_outcome(rule: VoteRule, counts: Counts, *, obtained: Obtained = "ballots") -> Outcome:
    """The verdict of a rule on counts.

    What settles it, in this order: `no_quorum`; `no_votes` (nobody took a side: nothing is adopted by 0 to
    0); `tie` (an equal division, when that is what a majority lacks, or when shares of half or more are met
    by it); `majority_missed`; else it is carried by `majority`.

    Raises:
        InvalidInput: when the counts contradict each other, or `obtained` is `without_vote` (there are no
            counts then: see `without_vote`).
    """
    findings = check_counts(counts)
    if obtained == "without_vote":
        findings.append(Finding("not_a_count", "What passes without a vote has no counts.", where="obtained"))
    if findings:
        raise InvalidInput(f"Nothing can be decided: {findings[0].message}", findings=findings)
    quorum = _quorum_test(rule.quorum, counts)
    tests = tuple(_majority_test(majority, counts, counts.for_) for majority in rule.majorities)
    decided_by = _decided_by(rule, counts, quorum, tests)
    return Outcome(
        carried=decided_by == "majority",
        quorate=quorum is None or quorum.met,
        counts=counts,
        tests=tests,
        quorum=quorum,
        decided_by=decided_by,
        obtained=obtained,
    )


def without_vote(rule: VoteRule, present: int, entitled: int) -> Outcome:
    """The outcome when the chair put the question and nobody asked for a vote.

    Presence must still make the quorum (a quorum of papers is one of presence here), and where a majority is
    a share of all members, those present, all agreeing, must be enough of them: what needs two thirds of all
    cannot pass in silence before fewer.

    Raises:
        InvalidInput: when the numbers contradict each other.
    """
    counts = from_hand_count(0, 0, 0, 0, present, entitled)
    quorum = _quorum_test(rule.quorum, counts, consent=True)
    tests = tuple(
        _majority_test(Majority(m.share, _consenting(m.base), m.strict), counts, present)
        for m in rule.majorities
    )
    decided_by: DecidedBy = "consensus"
    if quorum is not None and not quorum.met:
        decided_by = "no_quorum"
    elif present == 0:
        decided_by = "no_votes"
    elif not all(test.passed for test in tests):
        decided_by = "majority_missed"
    return Outcome(
        carried=decided_by == "consensus",
        quorate=quorum is None or quorum.met,
        counts=counts,
        tests=tests,
        quorum=quorum,
        decided_by=decided_by,
        obtained="without_vote",
    )


def _consenting(base: Base) -> Base:
    return "entitled" if base == "entitled" else "present"


def _quorum_test(quorum: Quorum | None, counts: Counts, *, consent: bool = False) -> QuorumTest | None:
    if quorum is None:
        return None
    needed = quorum.share * counts.entitled
    smallest = smallest_passing(needed, strict=quorum.strict)
    reached = counts.cast if quorum.of == "cast" and not consent else counts.present
    return QuorumTest(quorum, counts.entitled, needed, smallest, reached, met=reached >= smallest)


def _majority_test(majority: Majority, counts: Counts, reached: int) -> MajorityTest:
    base = base_count(majority.base, counts)
    needed = majority.share * base
    smallest = smallest_passing(needed, strict=majority.strict)
    return MajorityTest(majority, base, needed, smallest, reached, passed=reached >= smallest)


def base_count(base: Base, counts: Counts) -> int:
    """How many the base is, in these counts."""
    if base == "for_and_against":
        return counts.for_ + counts.against
    if base == "cast":
        return counts.cast
    return counts.present if base == "present" else counts.entitled


def smallest_passing(needed: Fraction, *, strict: bool) -> int:
    """The smallest whole number that is enough: never 0, for nothing passes by no votes."""
    return max(1, floor(needed) + 1 if strict else ceil(needed))


def _decided_by(
    rule: VoteRule, counts: Counts, quorum: QuorumTest | None, tests: tuple[MajorityTest, ...]
) -> DecidedBy:
    if quorum is not None and not quorum.met:
        return "no_quorum"
    if counts.for_ == 0 and counts.against == 0:
        return "no_votes"
    missed = [test.majority for test in tests if not test.passed]
    divided = counts.for_ == counts.against and any(m.share >= HALF for m in rule.majorities)
    # The tie is named as the cause only where it is: 7 to 7 also misses two thirds, but not for that.
    if divided and all(m.share == HALF and m.base == "for_and_against" for m in missed):
        return "tie"
    return "majority_missed" if missed else "majority"
