"""Events of candidates: named, accepted, withdrawn."""

from __future__ import annotations

from msgspec import field

from ecar_governance.domain.events.base import Payload


class Nominated(Payload, frozen=True, omit_defaults=True):
    """Somebody, or an alternative, is named for the election: a `person` under their own id as `option`, or
    an alternative with its `titles` (digests by language). `institution` is what a cap counts a person by;
    who needs no consent, or names themselves, stands at once (`consents`)."""

    case: str
    option: str
    person: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    institution: str = ""
    traits: dict[str, str] = field(default_factory=dict)
    consents: bool = False


class NominationAccepted(Payload, frozen=True):
    """The person nominated agrees to stand."""

    case: str
    option: str


class CandidacyWithdrawn(Payload, frozen=True):
    """The candidate, or the alternative, stands no longer."""

    case: str
    option: str
