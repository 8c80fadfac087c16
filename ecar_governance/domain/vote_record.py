"""A vote by itself, as a file that anyone can recount: rule, electorate, papers, and the result claimed.

The rule is written in the words of a procedure's YAML. What was handed in is written in one of three ways:

* `papers`, one by one: as the system writes its own votes, secret ones without seats;
* `ballots`, the seats by choice: a roll call as the public record has it;
* `counts`, numbers by chamber: what others counted, tellers or a returning officer.

In an election the options stand in `candidates`, and what was handed in is written as `papers` with marks, as
`bundles` of papers marked alike, or as the `marks` that others counted; of several ballots one after the
other each stands in `held`.

A chamber that comes as numbers may stand beside others that come by seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from msgspec import DecodeError, Struct, ValidationError, convert
from msgspec.json import Decoder, decode
from msgspec.structs import replace

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.durations import zone_of
from ecar_governance.domain.election_record import Claimed, Held
from ecar_governance.domain.events import OfDivision
from ecar_governance.domain.json_faults import faults_of
from ecar_governance.domain.json_places import Fault, Piece, has_twice, pieces, placed, read, silent
from ecar_governance.domain.one_word import ChosenOf, Result, result_of
from ecar_governance.domain.record_instants import CLOSED, INSTANT_SCHEMA, OPENED, faults_of_time, refused
from ecar_governance.domain.rule_forms import as_written, in_one_form, schema_of_forms
from ecar_governance.domain.schemas import schema_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted, Option
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.opened import Opened
from ecar_governance.domain.voting.papers import Elector, Paper, Weights
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Obtained, Outcome, Side
from ecar_governance.errors import Finding, InvalidInput

SCHEMA = "ecar-vote-record/1"


class Numbers(Struct, frozen=True, omit_defaults=True, rename={"for_": "for"}, forbid_unknown_fields=True):
    """What others counted in one chamber. Where `entitled` is not known, it is those who voted; where
    `present` is not, too."""

    for_: int
    against: int
    abstain: int = 0
    blank: int = 0
    invalid: int = 0
    entitled: int | None = None
    present: int | None = None
    represented: int = 0
    recused: int = 0
    recused_present: int = 0
    weights: Weights | None = None
    """What they weigh, where tellers added that up too."""


class VoteRecord(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Schema `ecar-vote-record/1`.

    `electorate` lists the seats; where it does not, they are those that `ballots` names, `absent` ones among
    them, and as many more as `entitled` says. `present` are seats or their number; left out, those who voted
    were present. `voted` are the seats whose ballot was accepted: no secret in any vote, and needed for the
    count, since whoever voted was present. `recused` are those who took no part, where the electorate does
    not say so. `division` says what the vote was on, where that was not the whole text: then `manifest_hash`
    is that of the part; `fields` are the texts put with it, by digest, such as an amendment. `objections` are
    what seats said of its being adopted without a vote. `seed` is a lot's; `outcome` and `result` are what is
    claimed.

    Of an election `number` says which ballot it is, `preferred` whom the chair put first among equals, and
    `elected` who is claimed to be; `of` says whether people stand, who are elected, or texts, one of which is
    adopted. With `held` the record is of a whole election: `elected` and `result` are of all its ballots, and
    what else is claimed is of the last one.

    `opened_at` and `closed_at` say when ballots were taken, in an election in `held` when each one was; both
    or neither, with their offset. `zone` is the one by whose clock `open_at_least` counts days; left out, the
    offset of the opening is. When a single ballot was cast is in no record."""

    schema: Literal["ecar-vote-record/1"] = "ecar-vote-record/1"
    id: str
    title: str = ""
    date: str = ""
    source: str = ""
    case: str = ""
    manifest_hash: str = ""
    obtained: Obtained = "ballots"
    ballot: Literal["roll_call", "secret", "show_of_hands"] = "roll_call"
    division: OfDivision | None = None
    block: str = ""
    fields: dict[str, str] = {}
    rule: VoteRule
    electorate: tuple[Elector, ...] = ()
    entitled: int | None = None
    present: tuple[str, ...] | int | None = None
    represented: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    voted: tuple[str, ...] = ()
    ballots: dict[str, tuple[str, ...]] = {}
    counts: dict[str, Numbers] = {}
    quorum_asked: bool = False
    casting_vote: Side | None = None
    seed: str = ""
    outcome: Outcome | None = None
    result: Result | None = None
    of: ChosenOf = "persons"
    candidates: tuple[Option, ...] = ()
    number: int = 1
    bundles: tuple[MarkedPaper, ...] = ()
    marks: MarksCounted | None = None
    preferred: tuple[str, ...] = ()
    elected: tuple[str, ...] | None = None
    claimed: Claimed | None = None
    held: tuple[Held, ...] = ()
    objections: tuple[Objected, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    zone: str = ""

    @property
    def when(self) -> Opened | None:
        """When it was open, where the record says so."""
        if self.opened_at is None or self.closed_at is None:
            return None
        return Opened(self.opened_at, self.closed_at, self.zone)


def record_of(vote: Vote, of: ChosenOf = "persons") -> VoteRecord:
    """The record of a decided vote; `of` as `candidates.chosen_of` tells it. Raises InvalidInput when it has
    no result."""
    outcome = vote.outcome
    if outcome is None:
        raise InvalidInput("The vote has no result yet: there is nothing to recount.")
    when = vote.when
    by_hand = vote.obtained == "hand_count" and vote.rule.election is None
    counts = {"": _numbers(outcome)} if by_hand else {}
    return VoteRecord(
        id=vote.vote,
        case=vote.case,
        manifest_hash=vote.manifest_hash,
        obtained=vote.obtained,
        ballot=vote.ballot,
        division=vote.division,
        block=vote.block,
        fields=vote.fields,
        rule=vote.rule,
        electorate=vote.electorate,
        entitled=outcome.counts.entitled,
        present=vote.present,
        represented=vote.represented,
        recused=() if vote.electorate else vote.recused,
        papers=vote.papers,
        voted=tuple(sorted(vote.marks)),
        counts=counts,
        quorum_asked=vote.quorum_asked,
        casting_vote=outcome.casting_vote,
        seed=_seed(outcome),
        outcome=outcome,
        result=result_of(vote.rule, outcome, of),
        of=of,
        candidates=vote.candidates,
        number=vote.number,
        bundles=vote.bundles,
        marks=vote.counted,
        preferred=vote.preferred,
        elected=outcome.election.elected if outcome.election is not None else None,
        objections=vote.objections,
        opened_at=when.opened_at if when is not None else None,
        closed_at=when.closed_at if when is not None else None,
        zone=when.zone if when is not None else "",
    )


def series_of(votes: Sequence[Vote], of: ChosenOf = "persons") -> VoteRecord:
    """The record of an election in several ballots, the first first (`candidates.ballots_of`).

    Raises InvalidInput when one of them has no result."""
    records = [record_of(vote, of) for vote in votes]
    first, last = records[0], records[-1]
    before = tuple(one for record in records[:-1] for one in record.elected or ())
    return VoteRecord(
        id=last.id,
        case=first.case,
        manifest_hash=first.manifest_hash,
        ballot=first.ballot,
        rule=first.rule,
        electorate=first.electorate,
        candidates=first.candidates,
        outcome=last.outcome,
        result=None if last.outcome is None else result_of(last.rule, last.outcome, of, before),
        of=of,
        zone=first.zone,
        elected=(*before, *(last.elected or ())),
        held=tuple(
            Held(
                candidates=tuple(one.id for one in record.candidates),
                obtained=None if record.obtained == "ballots" else record.obtained,
                electorate=() if record.electorate == first.electorate else record.electorate,
                recused=record.recused,
                entitled=None if record.electorate else record.entitled,
                present=record.present,
                represented=record.represented,
                papers=record.papers,
                voted=record.voted,
                bundles=record.bundles,
                marks=record.marks,
                preferred=record.preferred,
                quorum_asked=record.quorum_asked,
                seed=record.seed,
                outcome=record.outcome,
                opened_at=record.opened_at,
                closed_at=record.closed_at,
            )
            for record in records
        ),
    )


def _seed(outcome: Outcome) -> str:
    """What a lot was drawn from, if one was."""
    lot = outcome.lot or (outcome.election.lot if outcome.election is not None else None)
    return lot.seed if lot is not None else ""


def _numbers(outcome: Outcome) -> Numbers:
    c = outcome.counts
    return Numbers(
        for_=c.for_,
        against=c.against,
        abstain=c.abstain,
        blank=c.blank,
        invalid=c.invalid,
        entitled=c.entitled,
        present=c.present,
        represented=c.represented,
        recused=c.recused,
        recused_present=c.recused_present,
        weights=next((line.weights for line in outcome.lines if not line.chamber), None),
    )


def to_plain(record: VoteRecord) -> Any:
    """The record as plain JSON values, its instants with the offset that its zone has then."""
    told = plain(record)
    _on_its_clock(told, record, record.zone)
    for where, one in zip(told.get("held", ()), record.held, strict=True):
        _on_its_clock(where, one, record.zone)
    return told


def _on_its_clock(told: dict[str, Any], one: VoteRecord | Held, zone: str) -> None:
    """Writes the instants with the offset that the zone has then; without one as they are."""
    for key, at in ((OPENED, one.opened_at), (CLOSED, one.closed_at)):
        if at is not None:
            told[key] = (at.astimezone(zone_of(zone)) if zone else at).isoformat()


def from_plain(value: Any) -> VoteRecord:
    """The record that `to_plain` gave. Raises InvalidInput naming the field that does not fit."""
    if untimely := refused(value):
        raise untimely
    try:
        return restore(_in_one_form(value), VoteRecord)
    except (ValidationError, ValueError) as error:
        raise InvalidInput(f"This is not a vote record: {error}.") from error


def _in_one_form(value: Any) -> Any:
    """The record with its rule as the log writes one."""
    if not isinstance(value, dict) or "rule" not in value:
        return value
    return {**value, "rule": in_one_form(value["rule"])}


def _number(wanted: type, value: Any) -> Any:
    """A fraction as people write one: 3, "3", "0.5" or "1/2"; exact, whichever."""
    if wanted is Fraction and type(value) in (int, str):
        return _fraction_of(value)
    raise TypeError(f"write a number such as 1/2, not {value!r}")


@lru_cache(4096)
def _fraction_of(value: int | str) -> Fraction:
    if isinstance(value, str) and not _FRACTION.fullmatch(value):
        raise ValueError(f"{value!r} is not a number such as 2/3")
    return Fraction(value)


_FRACTION = re.compile(r"-?[0-9]{1,40}(/[0-9]{0,39}[1-9][0-9]{0,39}|\.[0-9]{1,40})?", re.ASCII)

_decoder = Decoder(VoteRecord, dec_hook=_number)


def read_records(data: bytes, file: str = "") -> Iterator[tuple[int, VoteRecord | InvalidInput]]:
    """The records of a file, one JSON object or JSON Lines, each with the line on which it begins (from 1).

    What cannot be read comes as the error with everything that is wrong, in its place, at `file:line:column`
    and the field: the others are read all the same."""
    for piece in pieces(data):
        record = read_record(piece)
        if isinstance(record, InvalidInput) and file:
            told = [replace(one, where=f"{file}:{one.where}") for one in record.findings]
            record = InvalidInput(record.message, findings=told)
        yield piece.line, record


def read_record(piece: Piece) -> VoteRecord | InvalidInput:
    """The record, or everything that keeps it from being one, each with line, column and field."""
    try:
        record = _decoded(piece.data)
    except (DecodeError, InvalidInput, RecursionError, ValueError):
        return _refused(piece)
    ballots: tuple[VoteRecord | Held, ...] = (record, *record.held)
    timed = record.zone or any(one.opened_at or one.closed_at for one in ballots)
    if has_twice(piece.data) or (timed and faults_of_time(decode(piece.data))):
        return _refused(piece)
    return record


def _refused(piece: Piece) -> InvalidInput:
    value, findings = read(piece)
    if isinstance(value, list):
        message = "This is a list, and a file holds one record, or each on a line of its own."
        fix = "leave out the brackets around the records and the commas between them"
        findings = placed(piece, [Fault((), Finding("record.value_wrong", message, fix=fix))])
    elif not findings:
        first = [*silent(piece), *faults_of_time(value)]
        known = {fault.path for fault in first}
        told = [
            Fault(as_written(value, path), one)
            for path, one in faults_of(_in_one_form(value), VoteRecord, _number)
        ]
        findings = placed(piece, [*first, *(fault for fault in told if fault.path not in known)])
    return InvalidInput(f"This is not a vote record: {findings[0].message}", findings=findings)


def _decoded(line: bytes) -> VoteRecord:
    """Most records write the rule as the log does, and are read at once; the others in a second go."""
    try:
        return _decoder.decode(line)
    except ValidationError:
        return convert(_in_one_form(decode(line)), VoteRecord, dec_hook=_number)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record, made from the types."""
    exact = {"type": ["string", "integer"], "pattern": f"^{_FRACTION.pattern}$", "description": "Exact."}
    told = schema_of(VoteRecord, {Fraction: exact, datetime: INSTANT_SCHEMA})
    schema_of_forms(told["$defs"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **told}
