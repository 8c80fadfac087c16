"""Counting an election's record again: from papers one by one, from bundles, or from marks counted before; of
one ballot, or of all that were held one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from ecar_governance.domain.election_record import Held
from ecar_governance.domain.recounting_claims import differences
from ecar_governance.domain.recounting_contradictions import contradictions, countable
from ecar_governance.domain.recounting_fields import idle_fields
from ecar_governance.domain.vote_record import VoteRecord
from ecar_governance.domain.voting.electing import elect, seats_left
from ecar_governance.domain.voting.electing_otherwise import acclaimed, elect_counted, papers_told
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.opened import Opened
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import Finding, InvalidInput


@dataclass(frozen=True)
class Counted:
    """One ballot of several: the rule with the seats that were left to fill, who stood, what it came to, and
    when it was open, where that is on record."""

    number: int
    rule: VoteRule
    candidates: tuple[Option, ...]
    outcome: Outcome
    when: Opened | None = None

    @property
    def elected(self) -> tuple[str, ...]:
        """Those whom this ballot elected."""
        return self.outcome.election.elected if self.outcome.election is not None else ()


def marks_of(record: VoteRecord) -> list[Finding]:
    """`recount.marks`, when there are not as many papers as seats that voted."""
    if not record.papers or not record.voted or len(record.papers) == len(record.voted):
        return []
    said = f"{len(record.voted)} seats voted, but there are {len(record.papers)} papers."
    return [Finding("recount.marks", said, where=record.id)]


def recount_series(record: VoteRecord) -> tuple[list[Counted], list[Finding]]:
    """Every ballot that the record holds, each by the rule and with those who stand that the one before left.

    The findings are what each ballot claims and is not so, where it contradicts the rule, `recount.stood`
    where somebody stood who was not to, and `recount.further` where a ballot is on record after one that
    decided: it is not counted.

    Raises InvalidInput as `recount_election` does, naming the ballot."""
    wrong = [bool(record.papers), bool(record.bundles), record.marks is not None, bool(record.preferred)]
    if record.rule.election is None or any(wrong):
        message = "Ballots held one after the other are an election's, and each has its own papers."
        raise InvalidInput(message, fix="put what was handed in into `held`")
    found: list[Counted] = []
    findings: list[Finding] = []
    rule, standing, number = record.rule, record.candidates, record.number
    for place, held in enumerate(record.held, 1):
        where = f"{record.id}, ballot {place}"
        if held.candidates:
            findings += _stood(record, held, standing, where)
            standing = tuple(one for one in record.candidates if one.id in held.candidates)
        one = _alone(record, held, rule, standing, number, where)
        try:
            if idle := idle_fields(one):
                raise InvalidInput(idle[0].message, findings=idle)
            outcome = recount_election(countable(one))
        except InvalidInput as error:
            message = f"Ballot {place}: {error}"
            told = error.findings or (Finding("record.uncountable", message, fix=error.fix),)
            raise InvalidInput(message, findings=_of_ballot(place, told)) from error
        found.append(Counted(number, rule, standing, outcome, one.when))
        findings += [*contradictions(one), *marks_of(one)]
        findings += differences(
            outcome, where, rule=rule, outcome=held.outcome, elected=held.elected, claimed=held.claimed
        )
        result = outcome.election
        if result is None:  # without a quorum it is held again
            continue
        if result.decided_by != "next_ballot":
            if place < len(record.held):
                said = f"Ballot {place} decided ({result.decided_by}), and others are on record after it."
                findings.append(Finding("recount.further", said, where))
            break
        elected = [option for option in standing if option.id in result.elected]
        standing = tuple(option for option in standing if option.id in result.onward)
        rule, number = seats_left(rule, result.open, elected), number + 1
    return found, findings


def _of_ballot(place: int, found: Sequence[Finding]) -> list[Finding]:
    """The same findings, each with the ballot that it is of."""
    return [replace(one, where=f"ballot {place} {one.where}".strip()) for one in found]


def _stood(record: VoteRecord, held: Held, standing: Sequence[Option], where: str) -> list[Finding]:
    unknown = set(held.candidates) - {one.id for one in record.candidates}
    if unknown:
        message = f"{sorted(unknown)[0]} is none of the record's candidates."
        raise InvalidInput(message, findings=[Finding("record.candidates", message, where)])
    barred = sorted(set(held.candidates) - {one.id for one in standing})
    if not barred:
        return []
    said = f"{', '.join(barred)} stood, and by the rule did not go on to this ballot."
    return [Finding("recount.stood", said, where)]


def _alone(
    record: VoteRecord,
    held: Held,
    rule: VoteRule,
    standing: tuple[Option, ...],
    number: int,
    where: str,
) -> VoteRecord:
    """The ballot as a record by itself."""
    return replace(
        record,
        id=where,
        rule=rule,
        candidates=standing,
        number=number,
        held=(),
        obtained=held.obtained or record.obtained,
        electorate=held.electorate or (record.electorate if held.entitled is None else ()),
        recused=held.recused or record.recused,
        entitled=record.entitled if held.entitled is None else held.entitled,
        present=record.present if held.present is None else held.present,
        seed=held.seed or record.seed,
        represented=held.represented,
        papers=held.papers,
        voted=held.voted,
        bundles=held.bundles,
        marks=held.marks,
        preferred=held.preferred,
        quorum_asked=held.quorum_asked,
        opened_at=held.opened_at,
        closed_at=held.closed_at,
    )


def recount_election(record: VoteRecord) -> Outcome:
    """What the record of one ballot comes to.

    Raises InvalidInput, with every finding, when it says nothing of what was handed in or says it twice, or
    when the method cannot count it."""
    if record.rule.election is None:
        raise InvalidInput("This record is of a motion.")
    if not record.candidates:
        raise InvalidInput("The record does not say who stood.", fix="give candidates")
    if record.obtained == "without_vote":
        return _by_acclamation(record)
    numbers = bool(record.bundles) + (record.marks is not None)
    ways = bool(record.papers or (record.electorate and not numbers)) + numbers
    if ways != 1:
        message = "The record says what was handed in in one way: papers, bundles or marks."
        raise InvalidInput(message, fix="keep one of them")
    outcome = _by_number(record) if numbers else _by_seat(record)
    return replace(outcome, obtained=record.obtained)


def _by_acclamation(record: VoteRecord) -> Outcome:
    """Of those who stood all are elected, and nobody handed in anything."""
    if record.papers or record.bundles or record.marks is not None:
        raise InvalidInput("Papers were handed in: that is no acclamation.", fix="leave `obtained` out")
    if record.entitled is None or record.present is None:
        message = "How many were entitled and present is missing."
        raise InvalidInput(message, fix="say entitled: and present:")
    return acclaimed(record.rule, record.candidates, _counts(record), number=record.number)


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


def _by_number(record: VoteRecord) -> Outcome:
    known: list[Literal["present", "entitled"]] = []
    known += ["entitled"] if _entitled(record) is not None else []
    known += ["present"] if _present(record) is not None else []
    return elect_counted(
        record.rule,
        record.candidates,
        record.bundles if record.marks is None else record.marks,
        _counts(record),
        known=known,
        number=record.number,
        quorum_asked=record.quorum_asked,
        seed=record.seed,
        casting=record.preferred,
    )


def _counts(record: VoteRecord) -> Counts:
    """Those who took part; where nobody says who was entitled or present, it is those who voted."""
    kinds = papers_told(record.bundles if record.marks is None else record.marks)
    cast, represented = kinds.total(), len(record.represented)
    present = _present(record)
    there = cast - represented if present is None else present
    entitled = _entitled(record)
    recused = {*record.recused, *(row.seat for row in record.electorate if row.recused)}
    by_name = record.present if isinstance(record.present, tuple) else ()
    return from_hand_count(
        kinds["marked"],
        0,
        kinds["abstain"],
        kinds["invalid"],
        there,
        max(cast, there) if entitled is None else entitled,
        blank=kinds["blank"],
        represented=represented,
        recused=len(recused),
        recused_present=len(recused.intersection(by_name)),
    )


def _entitled(record: VoteRecord) -> int | None:
    return len(record.electorate) or None if record.entitled is None else record.entitled


def _present(record: VoteRecord) -> int | None:
    return len(record.present) if isinstance(record.present, tuple) else record.present
