"""What would make papers impossible to count, or counts impossible to be true: every finding, none bent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from msgspec.structs import astuple

from ecar_governance.domain.voting.papers import Elector, Numbers, Paper, Weights
from ecar_governance.domain.voting.rule import CHOICES, VoteRule
from ecar_governance.errors import Finding

PAPERS = (*CHOICES, "blank", "invalid")
"""What a paper may turn out to be."""


def electorate_findings(electors: Sequence[Elector]) -> list[Finding]:
    """Nobody entitled, a seat twice, a weight below zero."""
    findings = [] if electors else [Finding("electorate_empty", "Nobody is entitled to vote.")]
    for seat, times in sorted(Counter(elector.seat for elector in electors).items()):
        if times > 1:
            findings.append(
                Finding("seat_twice", f"Seat {seat} is {times} times in the electorate.", where=seat)
            )
    findings += [
        Finding(
            "weight_negative", f"Seat {elector.seat} has the weight {elector.weight}.", where=elector.seat
        )
        for elector in electors
        if elector.weight < 0
    ]
    return findings


def paper_findings(papers: Sequence[Paper], seats: set[str], recused: Collection[str] = ()) -> list[Finding]:
    """An unknown choice, a paper of a seat not entitled or recused, two papers for a seat."""
    findings = [
        # The choice itself stays out of the sentence: it may be somebody's secret, mistyped.
        Finding(
            "choice_unknown",
            f"A paper's choice is none of {', '.join(PAPERS)}.",
            where="" if paper.seat is None else paper.seat,
        )
        for paper in papers
        if paper.choice not in PAPERS and not (paper.choice == "parts" and paper.parts)
    ]
    for seat, times in sorted(Counter(paper.seat for paper in papers if paper.seat is not None).items()):
        if seat not in seats:
            findings.append(
                Finding("seat_not_entitled", f"Seat {seat} is not in the electorate.", where=seat)
            )
        elif seat in recused:
            findings.append(Finding("seat_recused", f"Seat {seat} takes no part.", where=seat))
        if times > 1:
            findings.append(Finding("paper_twice", f"Seat {seat} has {times} papers.", where=seat))
    return findings


def rule_findings(rule: VoteRule, electors: Sequence[Elector], papers: Sequence[Paper]) -> list[Finding]:
    """What the rule asks of the electorate and of the papers, and they have not."""
    chambers = {elector.chamber for elector in electors}
    findings = [
        Finding("chamber_empty", f"Nobody votes in the chamber {name}.", where=name)
        for name in rule.chambers
        if name not in chambers
    ]
    members = {one.seat for one in electors} | {one.institution for one in electors}
    findings += [
        Finding("consent_unknown", f"{member}, whose consent is asked, is not in the electorate.", member)
        for consent in rule.consent
        for member in consent.members
        if member not in members
    ]
    weight = {elector.seat: elector.weight for elector in electors}
    barred = {"abstain"} if rule.abstention == "barred" else set[str]()
    for paper in papers:
        seat = paper.seat or ""
        if rule.consent and not seat:
            message = "Whose consent is given cannot be told from papers without seats."
            findings.append(Finding("consent_secret", message))
            break
        if paper.choice in barred:
            findings.append(Finding("abstention_barred", "The rule bars abstentions.", where=seat))
        if paper.parts:
            findings += _parts_findings(rule, paper, weight.get(seat))
    return findings


def _parts_findings(rule: VoteRule, paper: Paper, weight: Fraction | None) -> list[Finding]:
    seat = paper.seat or ""
    if rule.parts == "none" or weight is None:
        message = "A paper in parts needs a rule that allows it, and a seat."
        return [Finding("parts_not_allowed", message, where=seat)]
    findings = [
        Finding("part_wrong", "A part is for, against or abstain, and not below zero.", where=seat)
        for choice, part in sorted(paper.parts.items())
        if choice not in CHOICES or part < 0
    ]
    if rule.parts == "split" and sum(paper.parts.values()) > weight:
        message = f"Seat {seat} divides more than its weight of {weight}."
        findings.append(Finding("parts_exceed", message, where=seat))
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


def check_counts(counts: Numbers) -> list[Finding]:
    """Everything in which the numbers contradict each other; empty when they hold together."""
    c = counts
    kind: Any = Fraction if isinstance(c, Weights) else int
    values: tuple[Any, ...] = astuple(c)
    findings: list[Finding] = []
    # Most counts are asked in one go; which number it is, is looked for where one is wrong.
    if set(map(type, values)) != {kind} or min(values) < 0:
        findings = [
            Finding(
                "count_not_whole", f"“{field.rstrip('_')}” is a whole number from 0 up, not {value!r}.", field
            )
            for field, value in zip(c.__struct_fields__, values, strict=True)
            if type(value) is not kind or (value < 0 and field != "not_voted")
        ]
    if findings:
        return findings
    if c.entitled == 0:
        findings.append(Finding("electorate_empty", "Nobody is entitled to vote.", where="entitled"))
    if c.cast > c.entitled:
        message = f"{c.cast} votes are on record, and only {c.entitled} are entitled."
        findings.append(Finding("votes_exceed", message, where="entitled"))
    # Where nobody says who was there, whoever voted was: that is no second fault.
    if c.present + c.represented > c.entitled and c.present + c.represented != c.cast:
        findings.append(
            Finding(
                "present_exceed",
                f"{c.present + c.represented} are said to be present, and only {c.entitled} are entitled.",
                where="present",
            )
        )
    if c.cast != c.for_ + c.against + c.abstain + c.blank + c.invalid:
        findings.append(Finding("sum_wrong", f"The papers do not add up to {c.cast}.", where="cast"))
    taking_part = c.present + c.represented - c.recused_present
    if taking_part < c.cast <= c.entitled:
        findings.append(
            Finding(
                "votes_exceed",
                f"There are {c.cast} votes and only {taking_part} present.",
                where="present",
                fix="correct the votes or the number present",
            )
        )
    if c.not_voted != c.entitled - c.cast:
        findings.append(
            Finding("sum_wrong", "Voters and those who did not vote are not all the entitled.", "not_voted")
        )
    if (c.recused and (c.cast + c.recused > c.entitled)) or c.recused_present > min(c.recused, c.present):
        message = f"{c.recused} take no part, and {c.cast} of {c.entitled} voted."
        findings.append(Finding("recused_exceed", message, where="recused"))
    return findings
