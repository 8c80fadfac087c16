"""What every guard is given and answers, and the table that each enters itself in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.state import Case, Conference

Value = str | int | tuple[str, ...]
Inputs = Mapping[str, Value]
Params = Mapping[str, str | int | bool]
Guard = Callable[[Conference, Case, Context, Inputs, Params], Reason | None]

GUARDS: dict[str, Guard] = {}
"""Every guard by its name in the YAML."""


def guard(function: Guard) -> Guard:
    """Enters the function under its own name."""
    GUARDS[function.__name__] = function
    return function
