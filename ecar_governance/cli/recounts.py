"""What `ecar vote recount` says of each record, and at the end."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.cli.common import FOUND, WRONG_USE, language, say, tell_findings, tell_json
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.election_record import Held
from ecar_governance.domain.one_word import Result
from ecar_governance.domain.recounting import Recounted, recount
from ecar_governance.domain.vote_record import VoteRecord
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

    def tell(self, line: int, record: VoteRecord | InvalidInput) -> None:
        """Counts one record and says what it comes to."""
        try:
            if isinstance(record, InvalidInput):
                raise record
            again = recount(record, self._decided)
        except InvalidInput as error:
            self._refused(line, error)
            return
        self._decided[record.id] = again.result
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
                say(f"{record.id}:")
            for sentence in in_words(_sentences(record, again), language()):
                say(sentence)
        self._verdict(line, record, again)

    def _verdict(self, line: int, record: VoteRecord, again: Recounted) -> None:
        if again.findings:
            if self._several:
                say(f"{self._file}:{line}: {record.id}")
            tell_findings([_told(one) for one in again.findings])
        elif not self._several:
            claimed = record.result is not None or _claims(record) or any(map(_claims, record.held))
            _say(
                "Counted again: the result is the one claimed."
                if claimed
                else "The record claims no result to hold this against."
            )

    def _refused(self, line: int, error: InvalidInput) -> None:
        self._unreadable += 1
        where = f"{self._file}:{line}"
        told = [Finding(f.code, f.message, self._place(where, f.where), f.fix) for f in error.findings]
        if self._json:
            tell_json({"line": line, "findings": told or [Finding("record.unreadable", str(error), where)]})
            return
        told = told or [Finding("record.unreadable", str(error), where, error.fix)]
        tell_findings([_told(one) for one in told])

    def _place(self, where: str, place: str) -> str:
        """A place in the file as it is, a field beside where the record begins."""
        return place if place.startswith(f"{self._file}:") else f"{where} {place}".strip()

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


def _say(sentence: str) -> None:
    say(in_azerbaijani(sentence) if language() == "az" else sentence)


def _told(finding: Finding) -> Finding:
    """The finding in the language of the machine; JSON, which programs read, has it in English."""
    if language() != "az":
        return finding
    return replace(finding, message=in_azerbaijani(finding.message), fix=in_azerbaijani(finding.fix))


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
