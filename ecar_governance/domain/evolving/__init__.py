"""How each kind of event changes the conference: one module an aggregate, each with its `FOLDS`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecar_governance.domain.events import Event
from ecar_governance.domain.state import Conference

Fold = Callable[[Conference, Event, Any], Conference]
