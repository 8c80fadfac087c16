"""What every document is made of: sessions, items, votes, signers, the place in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field
from msgspec.structs import force_setattr

from ecar_governance.domain.voting.rule import VoteRule

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


def to_utc(struct: Struct, *names: str) -> None:
    for name in names:
        value = getattr(struct, name)
        if value is not None and value.tzinfo is not None:
            force_setattr(struct, name, value.astimezone(UTC))
