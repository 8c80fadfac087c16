"""What guards and effects a procedure may name, with their parameters and inputs: the checker's knowledge.

The predicates of the guards are in `domain.guards`, the prohibitions in `domain.forbids`, the effects in
`domain.effects`; a test holds them to these tables. `REASONS` has the sentence of every reason that the
machine, the guards and the prohibitions can give.
"""

from __future__ import annotations

from ecar_governance.domain.registry.effects import (
    EFFECTS,
)
from ecar_governance.domain.registry.guards import (
    FORBIDS,
    GUARDS,
)
from ecar_governance.domain.registry.kinds import (
    ELECTIVE,
    RECOMMENDATIONS,
    STYLES,
    EffectSpec,
    GuardSpec,
    InputKind,
    Obtains,
    ParamKind,
)
from ecar_governance.domain.registry.reasons import (
    REASONS,
    TRIGGERS,
)

__all__ = [
    "EFFECTS",
    "ELECTIVE",
    "FORBIDS",
    "GUARDS",
    "REASONS",
    "RECOMMENDATIONS",
    "STYLES",
    "TRIGGERS",
    "EffectSpec",
    "GuardSpec",
    "InputKind",
    "Obtains",
    "ParamKind",
]
