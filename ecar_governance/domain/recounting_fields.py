"""What a record says and its kind of vote has no place for: refused, lest it be taken for counted."""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.vote_record import VoteRecord
from ecar_governance.domain.voting.methods.rules import Debian
from ecar_governance.errors import Finding

OF_MOTIONS = ("ballots", "counts", "casting_vote")
OF_ELECTIONS = ("candidates", "bundles", "marks", "preferred", "held")
HANDED_IN = ("papers", "voted", "ballots", "bundles", "marks", "held")
"""Nothing of it where nobody was asked for a ballot."""

LEAVE_OUT = "leave it out, or correct the rule"


def idle_fields(record: VoteRecord) -> list[Finding]:
    """`record.field_idle` for each field that nothing would take into account: an election's in a motion and
    the other way round, papers where there was no vote, marks of voters without papers, a casting vote where
    the rule has none, a ratio or a weight that the rule does not ask for. Of one ballot, or of a record."""
    return list(_idle(record))


def _idle(record: VoteRecord) -> Iterator[Finding]:
    election = record.rule.election
    what = "a motion" if election is None else "an election"
    for name in OF_ELECTIONS if election is None else OF_MOTIONS:
        if getattr(record, name) not in (None, (), {}):
            message = f"The rule is of {what}, and “{name}” says nothing there."
            yield Finding("record.field_idle", message, name, LEAVE_OUT)
    if record.obtained == "without_vote":
        for name in HANDED_IN:
            if getattr(record, name) not in (None, (), {}) and election is None:
                message = f"It was adopted without a vote, and “{name}” tells of one."
                yield Finding("record.field_idle", message, name, "leave it out, or correct obtained")
    elif record.voted and not (record.papers or record.electorate):
        message = "Marks of voters are held against papers, and there are none."
        yield Finding("record.field_idle", message, "voted", "leave it out, or give the papers")
    if record.preferred and election is not None and election.tie != "chair":
        message = "The rule leaves no equals to a casting vote, and one is on record."
        yield Finding("record.field_idle", message, "preferred", LEAVE_OUT)
    yield from _unasked(record)


def _unasked(record: VoteRecord) -> Iterator[Finding]:
    if not isinstance(record.rule.election, Debian):
        for option in record.candidates:
            if option.ratio != 1:
                message = f"The method asks no ratio of an option, and {option.id} has one."
                yield Finding("record.field_idle", message, option.id, LEAVE_OUT)
    if not (record.papers or record.bundles) or record.rule.weighs:
        return
    for name in ("papers", "bundles"):
        if any(paper.weight != 1 for paper in getattr(record, name)):
            message = f"The rule counts heads, and “{name}” tell weights."
            yield Finding("record.field_idle", message, name, LEAVE_OUT)
