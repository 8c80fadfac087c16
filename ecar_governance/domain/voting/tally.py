"""From papers to counts: exact, and the same whatever the order of the papers.

Adding up and judging (`judge`) are two steps, so that a recount, a count by hand and a "what if" share the
second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

from msgspec.structs import replace

from ecar_governance.domain.voting.checks import (
    check_counts,
    electorate_findings,
    mark_findings,
    paper_findings,
    rule_findings,
)
from ecar_governance.domain.voting.papers import NONE, Counts, Elector, Line, Paper, Tally, Weights
from ecar_governance.domain.voting.rule import Parts, VoteRule
from ecar_governance.domain.voting.thresholds import ways_of
from ecar_governance.errors import Finding, InvalidInput

SIDES = ("for", "against", "abstain")


def count(
    electors: Sequence[Elector],
    papers: Iterable[Paper],
    present: Collection[str] | None = None,
    *,
    marks: Collection[str] | None = None,
    represented: Collection[str] = (),
) -> Counts:
    """Adds up the papers of one vote over its frozen electorate, by heads.

    Args:
        electors: the electorate as frozen at the opening, one row a seat.
        papers: all papers; of a roll call with their seats, of a secret vote without.
        present: seats recorded as present; others than electors' are not counted. None when no presence was
            taken: then those who voted were present.
        marks: the seats whose ballot was accepted. Papers must be exactly as many; a seated paper must be of
            a marked seat. Always give it for a secret vote: without it papers are held to the seats alone.
        represented: the seats that were not there themselves and whose proxy was.

    Returns:
        The counts. Whoever handed in a paper counts as present, unless represented.

    Raises:
        InvalidInput: with every finding: no electors, a seat twice among them, an unknown choice, a paper or
            mark of a seat that is not in the electorate or is recused, two papers for one seat, papers not
            equal to marks.
    """
    papers = tuple(papers)
    _refuse(_findings(electors, papers, marks))
    return _heads(electors, papers, _there(electors, papers, present, marks, represented), "none")


def tally(
    rule: VoteRule,
    electors: Sequence[Elector],
    papers: Iterable[Paper],
    present: Collection[str] | None = None,
    *,
    marks: Collection[str] | None = None,
    represented: Collection[str] = (),
) -> Tally:
    """Adds up all that the rule asks for: by heads, by chamber, by weights, and whose consent was withheld.

    The arguments are those of `count`. A seat that says how its own members voted (`parts`) is one head for
    the larger of for and against, and against when they are equal; by weights it is so too under the rule's
    `unit`, while under `split` its weight is divided as its parts are.

    Raises:
        InvalidInput: with every finding of `count`, and: a chamber of the rule without a seat, a member whose
            consent is asked and who is not among the electors, consent or parts of papers without seats,
            parts that the rule does not allow or that exceed the seat's weight, an abstention it bars.
    """
    papers = tuple(papers)
    _refuse([*_findings(electors, papers, marks), *rule_findings(rule, electors, papers)])
    there = _there(electors, papers, present, marks, represented)
    whole = _heads(electors, papers, there, rule.parts)
    lines = []
    if rule.weighs or rule.chambers:
        chambers = {elector.seat: elector.chamber for elector in electors}
        names = (*rule.chambers, *([""] if _whole_by_weights(rule) else []))
        for name in sorted(names):
            rows = [one for one in electors if name in ("", one.chamber)]
            handed = [one for one in papers if name in ("", _chamber(one, chambers))]
            heads = whole if not name else _heads(rows, handed, there, rule.parts)
            lines.append(Line(name, heads, _weights(rows, handed, there, rule) if rule.weighs else None))
    return Tally(whole, tuple(lines), _withheld(rule, electors, papers))


def weights_of(
    rule: VoteRule,
    electors: Sequence[Elector],
    papers: Iterable[Paper],
    present: Collection[str] | None = None,
    *,
    marks: Collection[str] | None = None,
    represented: Collection[str] = (),
) -> Weights:
    """What those weigh who took part, each as it did; the arguments are those of `count`, which has looked at
    them."""
    papers = tuple(papers)
    return _weights(electors, papers, _there(electors, papers, present, marks, represented), rule)


def present_lines(
    rule: VoteRule,
    electors: Sequence[Elector],
    present: Collection[str],
    represented: Collection[str] = (),
    objecting: Collection[str] = (),
) -> tuple[Line, ...]:
    """Who is there, in each chamber or by weights, where the rule asks for it: nobody has voted, and of those
    there the seats `objecting` are against."""
    against = tuple(Paper("against", seat) for seat in sorted(objecting))
    return tally(replace(rule, consent=()), electors, against, present, represented=represented).lines


def _whole_by_weights(rule: VoteRule) -> bool:
    asked = (*ways_of(rule.majorities), *((rule.quorum,) if rule.quorum is not None else ()))
    return any(one.counting == "weights" and not one.chamber for one in asked)


def _chamber(paper: Paper, chambers: dict[str, str]) -> str:
    return paper.chamber if paper.seat is None else chambers[paper.seat]


def _findings(
    electors: Sequence[Elector], papers: Sequence[Paper], marks: Collection[str] | None
) -> list[Finding]:
    seats = {elector.seat for elector in electors}
    cast_by = {paper.seat for paper in papers if paper.seat is not None}
    return [
        *electorate_findings(electors),
        *paper_findings(papers, seats, {one.seat for one in electors if one.recused}),
        *mark_findings(papers, cast_by, seats, None if marks is None else set(marks)),
    ]


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise InvalidInput(f"The papers cannot be counted: {findings[0].message}", findings=findings)


class _There:
    """Who took part how: seats that were there, that were represented, and that handed something in."""

    def __init__(self, present: set[str], represented: set[str], voted: set[str]) -> None:
        self.represented = represented - present
        self.voted = voted
        self.present = present | (voted - self.represented)


def _there(
    electors: Sequence[Elector],
    papers: Sequence[Paper],
    present: Collection[str] | None,
    marks: Collection[str] | None,
    represented: Collection[str],
) -> _There:
    seats = {elector.seat for elector in electors}
    cast_by = {paper.seat for paper in papers if paper.seat is not None}
    voted = cast_by if marks is None else set(marks)
    recorded = seats.intersection(present) if present is not None else set()
    return _There(recorded, seats.intersection(represented), voted)


def _heads(electors: Sequence[Elector], papers: Sequence[Paper], there: _There, parts: Parts) -> Counts:
    by_choice = Counter(side_of(paper) if paper.parts else paper.choice for paper in papers)
    seats = {elector.seat for elector in electors}
    recused = {elector.seat for elector in electors if elector.recused}
    represented = len(seats & there.represented)
    present = len(seats & there.present)
    return Counts(
        for_=by_choice["for"],
        against=by_choice["against"],
        abstain=by_choice["abstain"],
        blank=by_choice["blank"],
        invalid=by_choice["invalid"],
        not_voted=len(seats) - len(papers),
        cast=len(papers),
        present=max(present, len(papers) - represented),
        entitled=len(seats),
        represented=represented,
        recused=len(recused),
        recused_present=len(recused & there.present),
    )


def side_of(paper: Paper) -> str:
    """The side on which the seat as a whole is: against when its members are divided equally, as a question
    that does not carry within the seat is not carried by it."""
    return "for" if paper.parts.get("for", NONE) > paper.parts.get("against", NONE) else "against"


def _weights(electors: Sequence[Elector], papers: Sequence[Paper], there: _There, rule: VoteRule) -> Weights:
    weight = {elector.seat: elector.weight for elector in electors}
    sums = dict.fromkeys((*SIDES, "blank", "invalid"), NONE)
    cast, steps = NONE, list(weight.values())
    for paper in papers:
        whole = paper.weight if paper.seat is None else weight[paper.seat]
        cast += whole
        if paper.parts and rule.parts == "split":
            for choice, part in paper.parts.items():
                sums[choice] += part
                steps.append(part)
            # What a delegation did not use of its points took no side.
            sums["abstain"] += whole - sum(paper.parts.values(), NONE)
        else:
            sums[side_of(paper) if paper.parts else paper.choice] += whole
    entitled = sum(weight.values(), NONE)

    def of(seats: set[str]) -> Fraction:
        return sum((weight[seat] for seat in seats if seat in weight), NONE)

    recused = {elector.seat for elector in electors if elector.recused}
    return Weights(
        for_=sums["for"],
        against=sums["against"],
        abstain=sums["abstain"],
        blank=sums["blank"],
        invalid=sums["invalid"],
        not_voted=entitled - cast,
        cast=cast,
        present=max(of(there.present), cast - of(there.represented)),
        entitled=entitled,
        represented=of(there.represented),
        recused=of(recused),
        recused_present=of(recused & there.present),
        unit=step_of(steps),
    )


def step_of(weights: Iterable[Fraction]) -> Fraction:
    """The largest step of which every weight is a whole number of times: 1/2 of 1, 1/2 and 1."""
    given = [weight for weight in weights if weight]
    if not given:
        return Fraction(1)
    below = lcm(*(weight.denominator for weight in given))
    return Fraction(gcd(*(int(weight * below) for weight in given)), below)


def _withheld(rule: VoteRule, electors: Sequence[Elector], papers: Sequence[Paper]) -> tuple[str, ...]:
    if not rule.consent:
        return ()
    chosen = {paper.seat: side_of(paper) if paper.parts else paper.choice for paper in papers}
    seat_of = {one.institution: one.seat for one in electors} | {one.seat: one.seat for one in electors}
    found: list[str] = []
    for consent in rule.consent:
        for member in consent.members:
            choice = chosen.get(seat_of[member], "absent")
            # A paper that says nothing takes no side, as an abstention does.
            said = "abstain" if choice in ("blank", "invalid") else choice
            if said in consent.withheld_by and member not in found:
                found.append(member)
    return tuple(found)


def withheld_without_vote(
    rule: VoteRule,
    electors: Sequence[Elector],
    present: Collection[str],
    represented: Collection[str],
    objecting: Collection[str] = (),
) -> tuple[str, ...]:
    """Where nobody votes: the members whose consent staying away withholds, and who are neither present nor
    represented, or take no part; and those who object, where a vote against would withhold it. Whoever is
    there and does not ask for a vote consents."""
    there = {*present, *represented} - {one.seat for one in electors if one.recused}
    seat_of = {one.institution: one.seat for one in electors} | {one.seat: one.seat for one in electors}
    held: dict[str, None] = {}
    for consent in rule.consent:
        for member in consent.members:
            seat = seat_of.get(member)
            away = "absent" in consent.withheld_by and seat not in there
            if away or ("against" in consent.withheld_by and seat in objecting):
                held[member] = None
    return tuple(held)


def from_hand_count(
    for_: int,
    against: int,
    abstain: int,
    invalid: int,
    present: int,
    entitled: int,
    *,
    blank: int = 0,
    represented: int = 0,
    recused: int = 0,
    recused_present: int = 0,
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
        "represented": represented,
    }
    if set(map(type, given.values())) != {int} or min(given.values()) < 0:
        findings = [
            Finding("count_not_whole", f"“{field}” is a whole number from 0 up, not {value!r}.", where=field)
            for field, value in given.items()
            if type(value) is not int or value < 0
        ]
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
        represented=represented,
        recused=recused,
        recused_present=recused_present,
    )
    findings = check_counts(counts)
    if findings:
        raise InvalidInput("The count cannot be right.", findings=findings)
    return counts
