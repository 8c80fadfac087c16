"""Events of the registers that votes are held against: what members weigh, and which dues they have paid."""

from __future__ import annotations

from fractions import Fraction

from ecar_governance.domain.events.base import Payload
from ecar_governance.domain.workflow import Names


class WeightTableSet(Payload, frozen=True, omit_defaults=True):
    """What members weigh by the table `table` from the day `since` on, until a later day's takes its place.

    `weights` are exact, by institution or by seat; a seat's own comes before its institution's. `article`
    names, by language, what of the statutes the table carries out; `paper` is the digest of the document it
    was taken from, if any."""

    table: str
    since: str
    weights: dict[str, Fraction]
    article: Names
    paper: str = ""


class DuesRecorded(Payload, frozen=True, omit_defaults=True):
    """Which institutions have paid their dues of a year, by the day of payment; an empty day takes back what
    was recorded. Those that are not named stay as they were."""

    year: int
    paid: dict[str, str]
    paper: str = ""
