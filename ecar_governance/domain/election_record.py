"""What the record of an election holds beside a motion's: ballots held one after the other, and what is
claimed of the count."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted
from ecar_governance.domain.voting.methods.result import DecidedBy
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.verdict import DecidedBy as SettledBy
from ecar_governance.domain.voting.verdict import Obtained, Outcome


class Claimed(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is claimed of a count, beside who is elected. What is left out is held against nothing.

    `order` are those elected, the first elected first; `ranking` groups of equals, the best first; `needed`
    the smallest number that is enough (threshold, quota, quorum); `rounds` what those named had at the end of
    each round; `duels` how many papers put the one before the other; `dropped` the options that missed
    their quorum or ratio against the default; `decided_by` what settled it. Of a motion there are only
    `needed` and `decided_by`."""

    order: tuple[str, ...] | None = None
    ranking: tuple[tuple[str, ...], ...] | None = None
    needed: int | None = None
    rounds: tuple[dict[str, Fraction], ...] = ()
    duels: dict[str, dict[str, int]] = {}
    dropped: tuple[str, ...] | None = None
    decided_by: DecidedBy | SettledBy | None = None


class Held(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One ballot of an election that took several, in the words of the record itself.

    `candidates` are the ids of those who stood, all of them from the record's own; left out, whom the ballot
    before sent on. Somebody sent on may stand no more, having withdrawn; nobody else may stand. `obtained`,
    `electorate`, `entitled`, `present` and `seed` are the record's where they are left out; of a ballot that
    says how many were `entitled`, and lists no seats, the record's seats are not meant either. `opened_at`
    and `closed_at` are the ballot's own, on the clock of the record's `zone`."""

    candidates: tuple[str, ...] = ()
    obtained: Obtained | None = None
    electorate: tuple[Elector, ...] = ()
    recused: tuple[str, ...] = ()
    entitled: int | None = None
    present: tuple[str, ...] | int | None = None
    represented: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    voted: tuple[str, ...] = ()
    bundles: tuple[MarkedPaper, ...] = ()
    marks: MarksCounted | None = None
    preferred: tuple[str, ...] = ()
    quorum_asked: bool = False
    seed: str = ""
    elected: tuple[str, ...] | None = None
    claimed: Claimed | None = None
    outcome: Outcome | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
