"""The registers that votes are held against: tables of weights by the day they hold from."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.events import Actor
from ecar_governance.domain.workflow import Names


class WeightTable(Struct, frozen=True):
    """One version of a table: in force from the day `since` until the next one's. `weights` are by
    institution or by seat; it was put on record at `at`, by `by`, in the act at `position`."""

    table: str
    since: str
    weights: dict[str, Fraction]
    article: Names
    paper: str
    at: datetime
    by: Actor
    position: int

    def weight(self, seat: str, institution: str) -> Fraction | None:
        """What the seat weighs by it: by its own row, else by its institution's; None where it has none."""
        return self.weights.get(seat, self.weights.get(institution))
