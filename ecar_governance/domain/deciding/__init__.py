"""What each command needs and what it makes true: one module an aggregate, each with its `HANDLERS`.

A handler gets the act under construction and its command; it returns every reason why not, or emits the
events and returns none. Whether the actor holds the right at all was asked before (`deciding.rights`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason

Handler = Callable[[Steps, Any], list[Reason]]
