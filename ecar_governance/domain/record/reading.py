"""The bytes of a record, and what must hold in it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.record.decision import DecisionRecord
from ecar_governance.domain.record.minutes import ExtractRecord, MinutesRecord
from ecar_governance.domain.record.parts import LANGUAGES, VoteRecord
from ecar_governance.errors import Finding, InvalidInput

AnyRecord = DecisionRecord | MinutesRecord | ExtractRecord

R = TypeVar("R", DecisionRecord, MinutesRecord, ExtractRecord)


def record_bytes(record: AnyRecord) -> bytes:
    """The record's canonical bytes (RFC 8785; UTF-8): equal for equal records, in any process.

    Raises `InvalidInput` for a record that `check` refuses.
    """
    check(record)
    settled = _nfc(plain(record))
    return json.dumps(settled, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def document_id(record: bytes) -> str:
    """The 32 hexadecimal digits that name a document in its trailer, from its record's canonical bytes."""
    return hashlib.sha256(b"ecar document identifier\n" + record).hexdigest()[:32]


def read_record(data: bytes, wanted: type[R]) -> R:
    """The record that `record_bytes` gave.

    Raises `InvalidInput` naming the field when the bytes are no such record or break a rule of `check`.
    """
    try:
        record = restore(msgspec.json.decode(data), wanted)
    except (msgspec.MsgspecError, ValueError) as error:
        raise InvalidInput(f"This is not a {wanted.__name__}: {error}.") from error
    check(record)
    return record


def check(record: AnyRecord) -> None:
    """Raise `InvalidInput` with every place where the record cannot be set as a document."""
    findings = tuple(_problems(record))
    if findings:
        raise InvalidInput(f"The record cannot be used: {findings[0].message}", findings=findings)


def local_date(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in an IANA zone; the day that the document bears."""
    return instant.astimezone(ZoneInfo(zone)).date()


def _problems(record: AnyRecord) -> list[Finding]:
    found: list[Finding] = []

    def wrong(code: str, where: str, message: str) -> None:
        found.append(Finding(code=code, message=message, where=where))

    if isinstance(record, ExtractRecord):
        if all(item.number != record.item for item in record.minutes.items):
            wrong("record_item", "item", f"The minutes have no item {record.item}.")
        return found + _problems(record.minutes)
    try:
        ZoneInfo(record.zone)
    except (ZoneInfoNotFoundError, ValueError):
        wrong("record_zone", "zone", f"{record.zone!r} is not a time zone.")
    if [signer.field for signer in record.signers] != ["chair", "secretary"]:
        wrong("record_signers", "signers", "The signers are the chair, then the secretary.")
    if not record.verify_url.startswith(("https://", "http://")):
        wrong("record_address", "verify_url", "The address for verification is not a web address.")
    if record.prevailing not in LANGUAGES:
        wrong("record_language", "prevailing", f"{record.prevailing!r} is not a language of the documents.")
    if isinstance(record, DecisionRecord):
        if not record.texts.get(record.prevailing, "").strip():
            wrong("record_text", "texts", "The prevailing text is missing.")
        for language in record.texts:
            if language not in LANGUAGES:
                wrong("record_language", "texts", f"{language!r} is not a language of the documents.")
            elif not record.titles.get(language, "").strip():
                wrong("record_title", f"titles.{language}", "The title is missing in this language.")
        for annex in record.annexes:
            for language in annex.texts:
                if not annex.titles.get(language, "").strip():
                    wrong("record_title", f"annexes.{language}", "An annex has no title in this language.")
        _vote_problems(record.vote, wrong)
    return found


def _vote_problems(vote: VoteRecord, wrong: Any) -> None:
    seats = {elector.seat for elector in vote.electorate}
    if vote.ballot == "secret" and vote.roll:
        wrong("record_secrecy", "vote.roll", "A secret vote must not say how a seat voted.")
    if vote.ballot == "roll_call" and vote.papers:
        wrong("record_roll", "vote.papers", "A roll call lists its votes by seat, not as loose papers.")
    if list(vote.papers) != sorted(vote.papers):
        wrong("record_secrecy", "vote.papers", "The papers of a secret vote must be sorted.")
    for entry in vote.roll:
        if entry.seat not in seats:
            wrong("record_roll", "vote.roll", f"Seat {entry.seat} voted but is not in the electorate.")
    if len({entry.seat for entry in vote.roll}) != len(vote.roll):
        wrong("record_roll", "vote.roll", "A seat stands twice in the roll.")


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _nfc(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(inner) for inner in value]
    return value
