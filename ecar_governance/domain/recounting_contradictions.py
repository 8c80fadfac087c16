"""Where a record contradicts its own rule, or itself: each place is a finding, and nothing is bent to fit.

What is on record is counted as it stands: whoever voted took part, and whoever objected was there. That the
rule does not allow it is said beside the count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ecar_governance.domain.durations import zone_of
from ecar_governance.domain.vote_record import Numbers, VoteRecord
from ecar_governance.domain.voting.electing_otherwise import papers_told
from ecar_governance.domain.voting.opened import open_test
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.errors import Finding

ABSENT = "absent"
"""Beside the choices, under `ballots`: those who might have voted and were away."""

SIDES = ("for_", "against", "abstain", "blank", "invalid")
"""The fields of a count that add up to the votes."""


def contradictions(record: VoteRecord) -> list[Finding]:
    """Everything in which the record of one ballot contradicts its rule, or itself, and can be counted still.

    `recount.abstention` where the rule bars abstentions and some are on record; `recount.silent` where
    whoever is there must hand in a paper and did not; `recount.objection` of a seat that was not present;
    `recount.recused` of one that takes no part and voted or objected; `recount.chambers` where the numbers
    of the chambers cannot be those of everybody; `recount.open_at_least` where it was closed before it was
    open for as long as the rule asks."""
    return [
        *_abstentions(record),
        *_silence(record),
        *_recused(record),
        *_chambers(record),
        *_too_early(record),
    ]


def countable(record: VoteRecord) -> VoteRecord:
    """The record as it is counted: `recused` told in the electorate, and what the rule does not allow as it
    was handed in.

    A barred abstention is one all the same (no majority reads it in another way); a seat that voted or
    objected took part, and was present if it objected."""
    rule, present, represented = record.rule, record.present, record.represented
    if rule.abstention == "barred" and rule.election is None:
        rule = replace(rule, abstention="cast")
    objected = {one.seat for one in record.objections}
    out = _out(record)
    if not (out or objected) and rule is record.rule:
        return record
    if out:
        out -= _voted(record) | objected
    if isinstance(present, tuple) and (late := objected - set(present)):
        present = (*present, *sorted(late))
        represented = tuple(seat for seat in represented if seat not in late)
    return replace(
        record,
        rule=rule,
        electorate=tuple(_row_of(row, out) for row in record.electorate),
        recused=tuple(seat for seat in record.recused if seat in out),
        present=present,
        represented=represented,
    )


def _row_of(row: Elector, out: set[str]) -> Elector:
    return row if row.recused == (row.seat in out) else replace(row, recused=row.seat in out)


def _abstentions(record: VoteRecord) -> Iterator[Finding]:
    if record.rule.abstention != "barred":
        return
    seats = [one.seat for one in record.papers if one.choice == "abstain"]
    seats += record.ballots.get("abstain", ())
    counts = record.counts
    numbers = sum(one.abstain for one in ([counts[""]] if "" in counts else counts.values()))
    number = len(seats) + numbers + papers_told(record.bundles)["abstain"]
    number += record.marks.abstained if record.marks is not None else 0
    if named := {seat for seat in seats if seat is not None}:
        message = f"The rule bars abstentions, and these abstained: {_listed(named)}."
        yield Finding("recount.abstention", message, record.id)
    elif number:
        message = f"The rule bars abstentions, and on record are so many: {number}."
        yield Finding("recount.abstention", message, record.id)


def _silence(record: VoteRecord) -> Iterator[Finding]:
    """Whoever was there and handed in nothing; where nobody says who was there, as in writing, whoever of the
    electorate is not on record as absent."""
    if not record.rule.compulsory or record.obtained == "without_vote":
        return
    by_number = bool(record.bundles or record.marks or (record.counts and not record.ballots))
    there = set(record.present) if isinstance(record.present, tuple) else set[str]()
    if not there and not by_number and not isinstance(record.present, int):
        there = {row.seat for row in record.electorate} - set(record.ballots.get(ABSENT, ()))
    nameless = not record.voted and any(one.seat is None for one in record.papers)
    if by_number or nameless or not there:
        if (number := _silent_number(record, there)) > 0:
            message = f"Whoever is there must vote, and so many did not: {number}."
            yield Finding("recount.silent", message, record.id)
    elif silent := there - _voted(record) - _out(record):
        message = f"Whoever is there must vote, and these did not: {_listed(silent)}."
        yield Finding("recount.silent", message, record.id)


def _silent_number(record: VoteRecord, there: set[str]) -> int:
    """How many of those present handed in nothing, where nothing tells who did."""
    if record.counts:
        told = [record.counts[""]] if "" in record.counts else record.counts.values()
        silent = [
            one.present + one.represented - one.recused_present - _votes(one)
            for one in told
            if one.present is not None
        ]
        return sum(max(0, number) for number in silent)
    if isinstance(record.present, int):
        present = record.present - len(_out(record))
    else:
        present = len(there - _out(record))
    handed = papers_told(record.bundles if record.marks is None else record.marks).total()
    return present - (handed or len(_voted(record)) or len(record.papers))


def _recused(record: VoteRecord) -> Iterator[Finding]:
    out, objected = _out(record), {one.seat for one in record.objections}
    if not (out or objected):
        return
    if out and (both := out & _voted(record)):
        message = f"On record as taking no part and as having voted: {_listed(both)}."
        yield Finding("recount.recused", message, record.id)
    if both := out & objected:
        message = f"On record as taking no part and as having objected: {_listed(both)}."
        yield Finding("recount.recused", message, record.id)
    if isinstance(record.present, tuple) and (away := objected - set(record.present)):
        message = f"On record as having objected and not as present: {_listed(away)}."
        yield Finding("recount.objection", message, record.id)


def _chambers(record: VoteRecord) -> Iterator[Finding]:
    """A seat may be of no chamber, so that everybody may be more than the chambers, but never fewer."""
    whole = record.counts.get("")
    if whole is None:
        return
    parts = [one for chamber, one in record.counts.items() if chamber]
    if record.electorate or record.ballots or record.papers:
        parts.append(_by_seat(record))
    if not parts:
        return
    for name in (*SIDES, "represented", "recused", "present", "entitled"):
        said, told = getattr(whole, name), [getattr(one, name) for one in parts]
        if said is None or None in told or sum(told) <= said:
            continue
        message = f"“{name.rstrip('_')}”: the chambers have {sum(told)} together, and everybody {said}."
        yield Finding("recount.chambers", message, record.id)
    if whole.entitled is not None and all(one.entitled is not None for one in parts):
        votes = _votes(whole) - sum(map(_votes, parts))
        seats = whole.entitled - sum(one.entitled or 0 for one in parts)
        if votes > seats >= 0:
            message = f"Of no chamber are {seats} of those entitled, and {votes} of the votes."
            yield Finding("recount.chambers", message, record.id)


def _too_early(record: VoteRecord) -> Iterator[Finding]:
    """Whoever has voted: under `open_at_least` the last ballot ends nothing before, and nor does anybody."""
    test = open_test(record.rule, record.when, record.obtained)
    if test.kept is not False or test.closed_at is None or test.until is None:
        return
    zone = zone_of(test.zone) if test.zone else test.closed_at.tzinfo
    closed, until = (at.astimezone(zone).isoformat() for at in (test.closed_at, test.until))
    message = f"Closed at {closed}; the rule has it open for {test.open_at_least}, until {until}."
    yield Finding("recount.open_at_least", message, record.id)


def _by_seat(record: VoteRecord) -> Numbers:
    """What is on record by seat, beside chambers that come as numbers."""
    said = Counter({choice: len(seats) for choice, seats in record.ballots.items()})
    said.update(side_of(paper) if paper.parts else paper.choice for paper in record.papers)
    return Numbers(
        said["for"],
        said["against"],
        said["abstain"],
        said["blank"],
        said["invalid"],
        entitled=len(record.electorate) or None,
    )


def _votes(numbers: Numbers) -> int:
    return sum(getattr(numbers, side) for side in SIDES)


def _out(record: VoteRecord) -> set[str]:
    """The seats that take no part."""
    return {*record.recused, *(row.seat for row in record.electorate if row.recused)}


def _voted(record: VoteRecord) -> set[str]:
    """The seats that are known to have voted."""
    named = {seat for choice, seats in record.ballots.items() if choice != ABSENT for seat in seats}
    return {*record.voted, *(one.seat for one in record.papers if one.seat is not None), *named}


def _listed(seats: Iterable[str]) -> str:
    return ", ".join(sorted(seats))
