"""The guards: predicates over a case that answer with None or with the reason why not.

`domain.registry.GUARDS` says what each demands and takes. A guard whose action has an input that is not given
yet (the list of what is open to somebody is made before any form is filled in) answers whether any value of
the input could do.
"""

from __future__ import annotations

from ecar_governance.domain.guards import dividing, history, opinions, outcomes, sessions, text
from ecar_governance.domain.guards.base import GUARDS, Guard, Inputs, Params, Value

__all__ = [
    "GUARDS",
    "Guard",
    "Inputs",
    "Params",
    "Value",
    "dividing",
    "history",
    "opinions",
    "outcomes",
    "sessions",
    "text",
]
