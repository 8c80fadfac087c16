"""A vote by itself, as a file that anyone can recount: rule, electorate, papers, and the result claimed."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, ValidationError

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.rule import Elector, Outcome, Paper, VoteRule
from ecar_governance.domain.voting.tally import count, decide_outcome, from_hand_count, without_vote
from ecar_governance.errors import Finding, InvalidInput


class VoteRecord(Struct, frozen=True, kw_only=True):
    """Schema `ecar-vote-record/1`. `papers` and `voted` are empty unless the result was obtained by ballots.

    `voted` are the seats whose ballot was accepted, sorted: no secret in any vote, and needed for the count,
    since whoever voted was present."""

    schema: Literal["ecar-vote-record/1"] = "ecar-vote-record/1"
    vote: str
    case: str
    manifest_hash: str
    obtained: Literal["ballots", "without_vote", "hand_count"]
    ballot: Literal["roll_call", "secret", "show_of_hands"]
    rule: VoteRule
    electorate: tuple[Elector, ...]
    entitled: int
    present: tuple[str, ...]
    papers: tuple[Paper, ...]
    voted: tuple[str, ...]
    outcome: Outcome


def record_of(vote: Vote) -> VoteRecord:
    """The record of a decided vote. Raises InvalidInput when it has no result."""
    if vote.outcome is None:
        raise InvalidInput("The vote has no result yet: there is nothing to recount.")
    return VoteRecord(
        vote=vote.vote,
        case=vote.case,
        manifest_hash=vote.manifest_hash,
        obtained=vote.obtained,
        ballot=vote.ballot,
        rule=vote.rule,
        electorate=vote.electorate,
        entitled=vote.outcome.counts.entitled,
        present=vote.present,
        papers=vote.papers,
        voted=tuple(sorted(vote.marks)),
        outcome=vote.outcome,
    )


def to_plain(record: VoteRecord) -> Any:
    """The record as plain JSON values."""
    return plain(record)


def from_plain(value: Any) -> VoteRecord:
    """The record that `to_plain` gave. Raises InvalidInput naming the field that does not fit."""
    try:
        return restore(value, VoteRecord)
    except (ValidationError, ValueError) as error:
        raise InvalidInput(f"This is not a vote record: {error}.") from error


def recount(record: VoteRecord) -> tuple[Outcome, tuple[Finding, ...]]:
    """Counts again, from the papers alone, and compares with the result claimed.

    Gives the outcome and what is wrong: `recount.marks` when there are not as many papers as seats that
    voted, `recount.differs` when the result is another than the one claimed.

    Raises InvalidInput when the papers cannot be counted at all (a stranger's, two of one seat)."""
    claimed = record.outcome.counts
    if record.obtained == "without_vote":
        again = without_vote(record.rule, len(record.present), record.entitled)
    elif record.obtained == "hand_count":
        counts = from_hand_count(
            claimed.for_,
            claimed.against,
            claimed.abstain,
            claimed.invalid,
            len(record.present),
            record.entitled,
            blank=claimed.blank,
        )
        again = decide_outcome(record.rule, counts, obtained="hand_count")
    else:
        # With other than as many papers as marks the count is of the papers, and the marks are named below.
        fits = len(record.papers) == len(record.voted)
        marks = record.voted if fits else None
        counts = count(record.electorate, record.papers, record.present, marks=marks)
        again = decide_outcome(record.rule, counts)
    findings = []
    if record.obtained == "ballots" and len(record.papers) != len(record.voted):
        said = f"{len(record.voted)} seats voted, but there are {len(record.papers)} papers."
        findings.append(Finding("recount.marks", said))
    if again != record.outcome:
        findings.append(
            Finding("recount.differs", "Counted again, the result is another than the one claimed.")
        )
    return again, tuple(findings)
