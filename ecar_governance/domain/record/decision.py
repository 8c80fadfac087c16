"""What a resolution says of itself."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.record.parts import (
    Annex,
    FileDigest,
    Instant,
    ItemRef,
    Kind,
    LogPlace,
    Names,
    SessionRef,
    Signer,
    VoteRecord,
    to_utc,
)


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
        to_utc(self, "adopted_at")
