"""Counting an election's record again: from papers one by one, from bundles, or from marks counted before."""

from __future__ import annotations

from collections import Counter

from ecar_governance.domain.vote_record import VoteRecord
from ecar_governance.domain.voting.electing import attended, elect, settled
from ecar_governance.domain.voting.methods.counting import count_election, judge_tally
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    ElectionRule,
    Majority,
    Plurality,
)
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import InvalidInput


def recount_election(record: VoteRecord) -> Outcome:
    """What the record comes to.

    Raises InvalidInput, with every finding, when it says nothing of what was handed in or says it twice, or
    when the method cannot count it."""
    rule = record.rule.election
    if rule is None:
        raise InvalidInput("This record is of a motion.")
    if not record.candidates:
        raise InvalidInput("The record does not say who stood.", fix="give candidates")
    ways = [bool(record.papers or record.electorate), bool(record.bundles), record.marks is not None]
    if sum(ways) != 1:
        message = "The record says what was handed in in one way: papers, bundles or marks."
        raise InvalidInput(message, fix="keep one of them")
    return _by_seat(record) if ways[0] else _by_number(record, rule)


def _by_seat(record: VoteRecord) -> Outcome:
    """As the system writes its own: an electorate, and papers one by one."""
    return elect(
        record.rule,
        record.candidates,
        record.electorate,
        record.papers,
        record.present if isinstance(record.present, tuple) else None,
        # With other than as many papers as marks the count is of the papers, and the marks are named.
        marks=record.voted if len(record.papers) == len(record.voted) else None,
        represented=record.represented,
        number=record.number,
        quorum_asked=record.quorum_asked,
        seed=record.seed,
        casting=record.preferred,
    )


def _by_number(record: VoteRecord, rule: ElectionRule) -> Outcome:
    outcome = attended(record.rule, _counts(record), quorum_asked=record.quorum_asked)
    if not outcome.quorate:
        return outcome
    told = record.marks
    if told is None:
        result = count_election(
            rule,
            record.candidates,
            record.bundles,
            ballot=record.number,
            entitled=record.entitled,
            present=_present(record),
            seed=record.seed,
            casting=record.preferred,
        )
        return settled(outcome, result)
    if not isinstance(rule, Plurality | Approval | BlockVote | Majority):
        raise InvalidInput("Marks cannot be added up where papers rank.", fix="give the papers, as bundles")
    result = judge_tally(
        rule,
        record.candidates,
        told.votes,
        valid=told.valid,
        abstained=told.abstained,
        blank=told.blank,
        invalid=told.invalid,
        ballot=record.number,
        entitled=record.entitled,
        present=_present(record),
        seed=record.seed,
        casting=record.preferred,
    )
    return settled(outcome, result)


def _counts(record: VoteRecord) -> Counts:
    """Those who took part; where nobody says who was entitled or present, it is those who voted."""
    told = record.marks
    kinds: Counter[str] = Counter()
    if told is not None:
        kinds.update(marked=told.valid, abstain=told.abstained, blank=told.blank, invalid=told.invalid)
    for paper in record.bundles:
        kinds[paper.state] += paper.times
    cast = kinds.total()
    present = _present(record)
    there = cast if present is None else present
    return from_hand_count(
        kinds["marked"],
        0,
        kinds["abstain"],
        kinds["invalid"],
        there,
        max(cast, there) if record.entitled is None else record.entitled,
        blank=kinds["blank"],
    )


def _present(record: VoteRecord) -> int | None:
    return len(record.present) if isinstance(record.present, tuple) else record.present
