"""The procedure of a resolution, decided by another body than the plenary."""

from __future__ import annotations

from msgspec.structs import replace
from story import bundled

from ecar_governance.domain.workflow import Workflow


def presiding(name: str = "bureau_decision", body: str = "presidium", session: str = "presidium") -> Workflow:
    """The resolution's procedure, decided by another body in that body's session."""
    base = bundled()["resolution"]
    spec = base.states["voting"].vote
    assert spec is not None
    voting = replace(base.states["voting"], vote=replace(spec, body=body))
    placed = replace(
        base.transitions["place_directly"],
        require=tuple(
            replace(call, params={"body": session}) if call.name == "session_convened" else call
            for call in base.transitions["place_directly"].require
        ),
    )
    return replace(
        base,
        name=name,
        states={**base.states, "voting": voting},
        transitions={**base.transitions, "place_directly": placed},
    )
