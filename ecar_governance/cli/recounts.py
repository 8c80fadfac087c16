"""What `ecar vote recount` says of each record, and at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from ecar_governance.cli.common import FOUND, WRONG_USE, language, say, tell_findings, tell_json
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.election_record import Held
from ecar_governance.domain.json_places import Fault, Piece, path_of, placed
from ecar_governance.domain.one_word import Result
from ecar_governance.domain.recounting import Recounted, recount
from ecar_governance.domain.vote_record import VoteRecord, read_record
from ecar_governance.domain.voting.opened import open_test
from ecar_governance.domain.voting.sentences import Sentence
from ecar_governance.domain.voting.told import in_words, tell
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.errors import Finding, InvalidInput


class Tallied:
    """Tells the records one by one as they are counted, and keeps what the exit code depends on."""

    def __init__(self, file: str, *, several: bool, explained: bool, json_: bool) -> None:
        self._file = file
        self._several = several
        self._explained = explained or not several
        self._json = json_
        self._counted = 0
        self._differing = 0
        self._unreadable = 0
        self._decided: dict[str, Result] = {}
        self._unlike: set[str] = set()
        """The ids under which votes of this file came to different results."""

    def tell(self, piece: Piece) -> None:
        """Counts one record and says what it comes to."""
        record = read_record(piece)
        if isinstance(record, InvalidInput):
            self._refused(piece, record.findings)
            return
        try:
            self._choosing(record)
            again = recount(record, self._decided)
        except InvalidInput as error:
            self._refused(piece, found_at(piece, error))
            return
        if self._decided.setdefault(record.id, again.result) != again.result:
            self._unlike.add(record.id)
        self._counted += 1
        self._differing += bool(again.findings)
        if self._json:
            ballots = {"ballots": [one.outcome for one in again.ballots]} if again.ballots else {}
            tests = [
                open_test(one.rule, one.when, again.outcome.obtained) for one in again.ballots or (record,)
            ]
            tell_json(
                {"id": record.id, "result": again.result, "outcome": again.outcome}
                | ballots
                | {"open": tests}
                | {"findings": again.findings}
            )
            return
        if self._explained:
            if self._several:
                say(one_line(f"{record.id}:"))
            for sentence in in_words(_sentences(record, again), language()):
                say(one_line(sentence))
        self._verdict(piece.line, record, again)

    def _choosing(self, record: VoteRecord) -> None:
        """Refuses a record whose majority is chosen by either of two votes."""
        by = record.rule.chosen_by
        if by is not None and by.vote in self._unlike:
            message = f"Two votes of this file are called {by.vote}, and came to different results."
            found = Finding("record.chosen_by", message, by.vote, "give each vote an id of its own")
            raise InvalidInput(message, findings=[found])

    def _verdict(self, line: int, record: VoteRecord, again: Recounted) -> None:
        if again.findings:
            if self._several:
                say(one_line(f"{self._file}:{line}: {record.id}"))
            tell_findings([_told(one) for one in again.findings])
        elif not self._several:
            claimed = record.result is not None or _claims(record) or any(map(_claims, record.held))
            _say(
                "Counted again: the result is the one claimed."
                if claimed
                else "The record claims no result to hold this against."
            )

    def _refused(self, piece: Piece, findings: Sequence[Finding]) -> None:
        self._unreadable += 1
        told = [replace(one, where=f"{self._file}:{one.where}") for one in findings]
        if self._json:
            tell_json({"line": piece.line, "findings": told})
        else:
            tell_findings([_told(one) for one in told])

    def end(self) -> None:
        """The sum of it all, and the exit code: 0 when every record holds, 1 when a result differs, 2 when a
        record cannot be counted."""
        if self._several and not self._json:
            _say(
                f"{self._counted} votes counted again: {self._counted - self._differing} as on record, "
                f"{self._differing} otherwise; {self._unreadable} cannot be counted."
            )
        if self._unreadable:
            raise SystemExit(WRONG_USE)
        if self._differing:
            raise SystemExit(FOUND)


_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]")


def one_line(text: str) -> str:
    """The text with what would steer a terminal, or begin a line of its own, written out: the names in a
    record are whatever somebody put there."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def found_at(piece: Piece, error: InvalidInput) -> list[Finding]:
    """Why a record cannot be counted, each with line and column of what it is about, and its field."""
    findings = error.findings or (Finding("record.uncountable", str(error), fix=error.fix),)
    return placed(
        piece, [Fault(path_of(piece, one.where, _WITHIN.get(one.code, "")), one) for one in findings]
    )


_WITHIN = {"seat_twice": "electorate", "weight_negative": "electorate", "option_twice": "candidates"}
"""In which field those stand of whom a finding tells."""


def _say(sentence: str) -> None:
    say(in_azerbaijani(sentence) if language() == "az" else sentence)


def _told(finding: Finding) -> Finding:
    """The finding in the language of the machine; JSON, which programs read, has it in English."""
    message, fix = finding.message, finding.fix
    if language() == "az":
        message, fix = in_azerbaijani(message), in_azerbaijani(fix)
    where = one_line(finding.where)
    return replace(finding, message=one_line(message), where=where, fix=one_line(fix))


def _claims(one: VoteRecord | Held) -> bool:
    """Whether it says what came of it."""
    return (one.outcome, one.elected, one.claimed) != (None, None, None)


def _sentences(record: VoteRecord, again: Recounted) -> list[Sentence]:
    """The explanation. How a vote of elsewhere was had is not for this program to say: its source is. Nor is
    it known that votes were cast in the system, unless the record is of one of its cases."""
    told = [
        sentence
        for ballot in again.ballots
        for sentence in tell(ballot.rule, ballot.outcome, ballot.candidates, of=record.of, when=ballot.when)
    ]
    if not again.ballots:
        told = tell(
            record.rule,
            again.outcome,
            record.candidates,
            of=record.of,
            papers=record.papers,
            when=record.when,
        )
        told += would_change(record.rule, again.outcome)
    known = not record.source and bool(record.case or record.obtained != "ballots")
    return [one for one in told if one.kind != "obtained" or known]
