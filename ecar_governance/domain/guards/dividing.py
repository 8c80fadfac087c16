"""Guards over a text that is voted on in parts: whether a part has no result yet, and whether all fell."""

from __future__ import annotations

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.paragraphs import division_of, left_of, orders, part_next
from ecar_governance.domain.state import Case, Conference


@guard
def part_undecided(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """A part of the text has no result yet."""
    division = division_of(case)
    if division is not None and part_next(conference, case, division) is not None:
        return None
    return Reason("guard.part_undecided")


@guard
def no_part_left(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Every operative paragraph fell with its part."""
    division = division_of(case)
    if division is not None and not orders(left_of(conference, case, division)):
        return None
    return Reason("guard.no_part_left")
