"""What would make papers impossible to count, or counts impossible to be true: every finding, none bent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ecar_governance.domain.voting.rule import CHOICES, Counts, Elector, Paper
from ecar_governance.errors import Finding

PAPERS = (*CHOICES, "blank", "invalid")
"""What a paper may turn out to be."""


def electorate_findings(electors: Sequence[Elector]) -> list[Finding]:
    """Nobody entitled, a seat twice, a weight other than one."""
    findings = [] if electors else [Finding("electorate_empty", "Nobody is entitled to vote.")]
    for seat, times in sorted(Counter(elector.seat for elector in electors).items()):
        if times > 1:
            findings.append(
                Finding("seat_twice", f"Seat {seat} is {times} times in the electorate.", where=seat)
            )
    findings += [
        Finding(
            "weight_unsupported",
            f"Seat {elector.seat} has the weight {elector.weight}; votes are counted one a seat.",
            where=elector.seat,
        )
        for elector in electors
        if elector.weight != 1
    ]
    return findings


def paper_findings(papers: Sequence[Paper], seats: set[str]) -> list[Finding]:
    """An unknown choice, a paper of a seat not entitled, two papers for a seat."""
    findings = [
        # The choice itself stays out of the sentence: it may be somebody's secret, mistyped.
        Finding(
            "choice_unknown",
            f"A paper's choice is none of {', '.join(PAPERS)}.",
            where="" if paper.seat is None else paper.seat,
        )
        for paper in papers
        if paper.choice not in PAPERS
    ]
    for seat, times in sorted(Counter(paper.seat for paper in papers if paper.seat is not None).items()):
        if seat not in seats:
            findings.append(
                Finding("seat_not_entitled", f"Seat {seat} is not in the electorate.", where=seat)
            )
        if times > 1:
            findings.append(Finding("paper_twice", f"Seat {seat} has {times} papers.", where=seat))
    return findings


def mark_findings(
    papers: Sequence[Paper], cast_by: set[str], seats: set[str], marked: set[str] | None
) -> list[Finding]:
    """A mark of a seat not entitled, a paper without a mark, papers not as many as marks.

    Without marks (None), only more papers than seats.
    """
    if marked is None:
        if len(papers) > len(seats):
            return [Finding("papers_exceed", f"There are {len(papers)} papers for {len(seats)} seats.")]
        return []
    findings = [
        Finding("seat_not_entitled", f"Seat {seat} voted and is not in the electorate.", where=seat)
        for seat in sorted(marked - seats)
    ]
    findings += [
        Finding("paper_unmarked", f"Seat {seat} has a paper but no mark of having voted.", where=seat)
        for seat in sorted(cast_by - marked)
    ]
    if len(papers) != len(marked):
        findings.append(
            Finding("papers_not_marks", f"There are {len(papers)} papers and {len(marked)} marks of voters.")
        )
    return findings


def check_counts(counts: Counts) -> list[Finding]:
    """Everything in which the numbers contradict each other; empty when they hold together."""
    c = counts
    findings = [
        Finding(
            "count_not_whole", f"“{field.rstrip('_')}” is a whole number from 0 up, not {value!r}.", field
        )
        for field in c.__struct_fields__
        if type(value := getattr(c, field)) is not int or (value < 0 and field != "not_voted")
    ]
    if findings:
        return findings
    if c.entitled == 0:
        findings.append(Finding("electorate_empty", "Nobody is entitled to vote.", where="entitled"))
    if c.present > c.entitled:
        findings.append(
            Finding(
                "present_exceed",
                f"{c.present} are said to be present, and only {c.entitled} are entitled.",
                where="present",
            )
        )
    if c.cast != c.for_ + c.against + c.abstain + c.blank + c.invalid:
        findings.append(Finding("sum_wrong", f"The papers do not add up to {c.cast}.", where="cast"))
    if c.cast > c.present:
        findings.append(
            Finding(
                "votes_exceed",
                f"There are {c.cast} votes and only {c.present} present.",
                where="present",
                fix="correct the votes or the number present",
            )
        )
    if c.not_voted != c.entitled - c.cast:
        findings.append(
            Finding("sum_wrong", "Voters and those who did not vote are not all the entitled.", "not_voted")
        )
    return findings
