"""Events of what others say to a proposal: opinions asked, given and answered."""

from __future__ import annotations

from typing import Literal

from ecar_governance.domain.events.base import Payload


class OpinionsAsked(Payload, frozen=True):
    """The state was entered that asks opinions: `parties` are frozen, sorted, ids of what `each` says."""

    case: str
    state: str
    each: Literal["institution", "body", "person"]
    parties: tuple[str, ...]


class OpinionGiven(Payload, frozen=True):
    """What the party says: `text` and `file` are digests. `number` counts in the case, from 1; `entered` says
    that somebody else wrote it down on the party's behalf."""

    case: str
    state: str
    number: int
    party: str
    text: str
    file: str = ""
    entered: bool = False


OpinionUse = Literal["used", "partly", "not"]


class OpinionAnswered(Payload, frozen=True):
    """How the opinion with that number was used, and why (`reasons` is a digest). The last answer counts."""

    case: str
    number: int
    use: OpinionUse
    reasons: str = ""
