"""Votes and ballots."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from ecar_governance.domain.commands.base import Command
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.verdict import Side

How = Literal["by_hand", "deadline", "all_voted"]


class Sealed(Struct, frozen=True):
    """The seat's envelope for another vote of a block, by digest; `replaces` as in `CastBallot`."""

    vote: str
    digest: str
    replaces: str = ""


class CastBallot(Command, frozen=True):
    """An envelope for a seat, by digest. `manifest_hash` is the hash that the form showed, in a block the
    one over the texts of all its open votes; `replaces` names the receipt (digest) of the ballot it changes,
    empty for the first. `others`: the envelopes for the rest of the votes that are open of its block, which
    are cast with it or not at all."""

    vote: str
    seat: str
    digest: str
    manifest_hash: str
    replaces: str = ""
    others: tuple[Sealed, ...] | UnsetType = UNSET


class Opened(Struct, frozen=True):
    """The opened envelopes of a vote that is closed with another one."""

    vote: str
    papers: tuple[Paper, ...]
    fresh: dict[str, str] = field(default_factory=dict)


class CloseVote(Command, frozen=True, omit_defaults=True):
    """The envelopes, opened. The count of papers must equal the marks. `others`: the rest of the votes that
    are open of its block, which close with it or not at all."""

    vote: str
    how: How
    papers: tuple[Paper, ...]
    fresh: dict[str, str] = field(default_factory=dict)
    others: tuple[Opened, ...] = ()


class AskQuorum(Command, frozen=True):
    """A member asks for the quorum to be checked at the close."""

    vote: str


class GiveCastingVote(Command, frozen=True):
    """The chair decides an equal division: for or against, or in an election whom it prefers among the
    equals, the first first."""

    vote: str
    choice: Side | None
    fresh: dict[str, str] = field(default_factory=dict)
    preferred: tuple[str, ...] = ()


class VoidVote(Command, frozen=True):
    vote: str
    cause: Literal["by_hand", "key_lost"]
    reason: str
    fresh: dict[str, str] = field(default_factory=dict)
