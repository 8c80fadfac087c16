"""Guards over a consultation: everybody heard, everybody answered."""

from __future__ import annotations

from ecar_governance.domain.consulting import asking_of, awaited
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.state import Case, Conference


@guard
def opinions_complete(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Everybody whom the newest consultation asked has said something."""
    asking = asking_of(case, case.state)
    if asking is None:
        return Reason("guard.opinions_complete", {"missing": "", "count": "0"})
    waiting = awaited(case, asking)
    if not waiting:
        return None
    told = {"missing": ", ".join(waiting), "count": str(len(waiting))}
    return Reason("guard.opinions_complete", told)


@guard
def opinions_answered(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Each opinion of the case has been answered."""
    open_ones = sum(not one.use for one in case.opinions)
    return Reason("guard.opinions_answered", {"count": str(open_ones)}) if open_ones else None
