"""The decision record: what a resolution says of itself, and the sole input of its typesetting.

It travels inside the PDF as `decision-record.json`, so whoever holds the file holds the vote, the rule and
the place in the log. Equal records give equal bytes (`record_bytes`), and equal bytes give equal PDFs.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field
from msgspec.structs import force_setattr

from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.errors import Finding, InvalidInput

Names = dict[str, str]
"""One text by language, for instance {"az": "Qərar", "en": "Resolution"}."""

LANGUAGES = ("az", "en")
"""The languages of the documents, in the order in which they are set."""

RESOLUTION_SCHEMA = "ecar-decision-record/1"
MINUTES_SCHEMA = "ecar-minutes-record/1"
EXTRACT_SCHEMA = "ecar-extract-record/1"

Kind = Literal["qerar", "beyanat", "muraciet", "tovsiye", "rey"]
Choice = Literal["for", "against", "abstain", "blank", "invalid", "marked"]
SignatureField = Literal["chair", "secretary"]
Instant = Annotated[datetime, Meta(tz=True)]
"""An aware instant; records keep it in UTC."""


class FileDigest(Struct, frozen=True):
    """A file beside the text: its name and the SHA-256 of its bytes (64 hexadecimal digits)."""

    name: str
    sha256: str


class SessionRef(Struct, frozen=True):
    """The session that decided: number, local date, place, and who presided and kept the minutes."""

    id: str
    number: str
    date: date
    place: Names
    chair: str
    secretary: str


class ItemRef(Struct, frozen=True):
    """The item of the agenda under which the decision was taken."""

    number: str
    title: Names


class Elector(Struct, frozen=True):
    """A seat as frozen when the vote opened. `weight` is an exact fraction as a string."""

    seat: str
    institution: str
    names: Names
    weight: str = "1"


class RollEntry(Struct, frozen=True):
    """How one seat voted in a roll call, with the reason it gave, if any. In an election `marks` are the ids
    of those whom it chose, in groups of equals, the most preferred first. A seat that divided its
    vote has in `parts` how many are on each side, and for its `choice` that of the seat as a whole."""

    seat: str
    choice: Choice
    reason: str = ""
    marks: tuple[tuple[str, ...], ...] | UnsetType = UNSET
    parts: dict[str, str] | UnsetType = UNSET


class Candidate(Struct, frozen=True):
    """Somebody, or an alternative, on the paper of an election, in its order; `elected` when chosen."""

    id: str
    names: Names
    institution: str
    elected: bool


class Counts(Struct, frozen=True):
    """What was counted, in seats, or in weights when the electorate is weighted: whole numbers or exact
    fractions, as strings. Blank, invalid and abstention are three things."""

    in_favour: str = field(name="for")
    against: str
    abstain: str
    invalid: str = "0"
    not_voted: str = "0"
    blank: str = "0"


class VoteRecord(Struct, frozen=True):
    """The vote: how it was obtained, who might vote, what was counted and what that means.

    A roll call has `roll`, by seat; a secret ballot has `papers`, the sorted choices, and no more. An
    election has `candidates`; a paper of it is written with their ids, "a > b = c" for a ranking.
    `explanation` is the arithmetic as sentences, ready made by `domain.voting`.
    """

    id: str
    obtained: Literal["ballots", "without_vote", "hand_count"]
    carried: bool
    explanation: Names
    ballot: Literal["roll_call", "secret"] | None = None
    rule: VoteRule | None = None
    counts: Counts | None = None
    electorate: tuple[Elector, ...] = ()
    roll: tuple[RollEntry, ...] = ()
    papers: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] | UnsetType = UNSET


class Signer(Struct, frozen=True):
    """Whose signature the document has room for: its field, the office in words, the person's name."""

    field: SignatureField
    office: Names
    name: str


class LogPlace(Struct, frozen=True):
    """Where the log stood: its size and root (hexadecimal), and the position of the event that decided."""

    size: int
    root: str
    position: int


class Annex(Struct, frozen=True):
    """A text approved by the resolution, in Markdown, by language."""

    titles: Names
    texts: Names


def _to_utc(struct: Struct, *names: str) -> None:
    for name in names:
        value = getattr(struct, name)
        if value is not None and value.tzinfo is not None:
            force_setattr(struct, name, value.astimezone(UTC))


class DecisionRecord(Struct, frozen=True, kw_only=True):
    """All that a resolution says, in the order in which it says it. `texts` are Markdown, preamble included.

    `manifest` is the hash that the ballots were bound to; `in_force_from` is None when the text itself says
    when; `trial` marks every page SINAQ / TRIAL.
    """

    schema: Literal["ecar-decision-record/1"] = "ecar-decision-record/1"
    origin: str
    conference: Names
    body: Names
    resolution: str
    kind: Kind
    kind_names: Names
    number: str
    adopted_at: Instant
    zone: str
    place: Names
    session: SessionRef
    item: ItemRef
    titles: Names
    texts: Names
    prevailing: str
    manifest: str
    vote: VoteRecord
    signers: tuple[Signer, ...]
    verify_url: str
    log: LogPlace
    trial: bool
    attachments: tuple[FileDigest, ...] = ()
    annexes: tuple[Annex, ...] = ()
    in_force_from: date | None = None

    def __post_init__(self) -> None:
        _to_utc(self, "adopted_at")


class Attendee(Struct, frozen=True):
    """A seat in the session: its institution, who sat for it and in what capacity, and the seats that held
    its proxy while nobody did. Absent when there is neither."""

    institution: str
    names: Names
    person: str = ""
    capacity: Names = {}
    represented_by: tuple[Names, ...] = ()


class Stay(Struct, frozen=True):
    """That somebody sat for a seat, in what capacity and how, from an instant to another; to the close when
    no other is given."""

    names: Names
    person: str
    capacity: Names
    mode: Names
    came: Instant
    left: Instant | None = None

    def __post_init__(self) -> None:
        _to_utc(self, "came", "left")


class Pause(Struct, frozen=True):
    """A suspension of the session."""

    since: Instant
    until: Instant

    def __post_init__(self) -> None:
        _to_utc(self, "since", "until")


class Approval(Struct, frozen=True):
    """Where the minutes were approved: the session, its item, the instant; and what was corrected in them,
    as it was said there."""

    session: SessionRef
    item: str
    at: Instant
    corrections: str = ""

    def __post_init__(self) -> None:
        _to_utc(self, "at")


MinutesStanding = Literal["draft", "for_signature", "approved"]
"""What the minutes are: made from the record alone; made to be signed; approved by a later session."""


class Represented(Struct, frozen=True):
    """A seat that was not there itself, and the seat that held its proxy."""

    names: Names
    by: Names


class NoVote(Struct, frozen=True):
    """A seat that had no vote, and why, in words."""

    names: Names
    why: Names


class VoteTaken(Struct, frozen=True):
    """One vote on an item: how it was obtained and what it came to, in sentences; and where an item had
    several, what the `question` was."""

    result: Names
    question: Names = {}


class MinutesItem(Struct, frozen=True):
    """One item of the minutes. `heard`, `spoke` and `decided` are Markdown by language. `called_at` is when
    the chair first called it up; `recused` are the persons and institutions that took no part in it, having
    declared why; `represented` the seats whose vote on it was in another seat's hands; `excluded` those that
    had no vote on it. `votes` are in the order in which they were taken.

    They stand under DİNLƏNİLDİ, ÇIXIŞ ETDİLƏR and QƏRARA ALINDI; an empty one is left out.
    """

    number: str
    title: Names
    heard: Names = {}
    spoke: Names = {}
    decided: Names = {}
    votes: tuple[VoteTaken, ...] = ()
    resolution: str = ""
    called_at: Instant | None = None
    recused: tuple[Names, ...] = ()
    represented: tuple[Represented, ...] = ()
    excluded: tuple[NoVote, ...] = ()

    def __post_init__(self) -> None:
        _to_utc(self, "called_at")


class MinutesRecord(Struct, frozen=True, kw_only=True):
    """The minutes of one session: attendance, quorum, what came of each item, who came and left when, and
    where they were approved."""

    schema: Literal["ecar-minutes-record/1"] = "ecar-minutes-record/1"
    origin: str
    conference: Names
    body: Names
    session: SessionRef
    zone: str
    opened_at: Instant
    closed_at: Instant
    attendance: tuple[Attendee, ...]
    quorum: Names
    items: tuple[MinutesItem, ...]
    signers: tuple[Signer, ...]
    prevailing: str
    verify_url: str
    log: LogPlace
    trial: bool
    invited: tuple[Names, ...] = ()
    held: Names = {}
    stays: tuple[Stay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    standing: MinutesStanding = "draft"
    approval: Approval | None = None

    def __post_init__(self) -> None:
        _to_utc(self, "opened_at", "closed_at")


class ExtractRecord(Struct, frozen=True, kw_only=True):
    """One item of signed minutes, certified as a true copy (Əsli ilə düzdür)."""

    schema: Literal["ecar-extract-record/1"] = "ecar-extract-record/1"
    minutes: MinutesRecord
    item: str
    certifier: str
    certifier_office: Names
    certified_at: Instant

    def __post_init__(self) -> None:
        _to_utc(self, "certified_at")


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
