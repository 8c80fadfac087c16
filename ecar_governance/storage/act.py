"""One act under way inside the log's lock: what it decided and wants kept, with nothing touched yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Context, Refused
from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference
from ecar_governance.services.ports import VaultWrite
from ecar_governance.storage.vaulting import check_write

VaultReader = Callable[[str, dict[str, Any], Sequence[VaultWrite]], list[dict[str, Any]]]


class PendingAct:
    """A `services.ports.Act`. Dropping it is all that rolling it back takes."""

    __slots__ = ("_conference", "_now", "_read", "events", "writes")

    def __init__(self, conference: Conference, now: datetime, read: VaultReader) -> None:
        self._conference = conference
        self._now = now
        self._read = read
        self.events: list[Event] = []
        self.writes: list[VaultWrite] = []

    @property
    def conference(self) -> Conference:
        """The conference with everything before, this act's own events included."""
        return self._conference

    @property
    def now(self) -> datetime:
        """The instant of this act."""
        return self._now

    def decide(self, command: AnyCommand, actor: Actor) -> Sequence[Event] | Refused:
        """Asks the core; on acceptance the events are this act's."""
        answer = decide(self._conference, command, Context(actor, self._now))
        if isinstance(answer, Refused):
            return answer
        self._conference = answer.after
        self.events.extend(answer.events)
        return answer.events

    def vault(self, write: VaultWrite) -> None:
        """Adds a vault row to the transaction. Raises InvalidInput when no vault table can take it."""
        check_write(write)
        self.writes.append(write)

    def read(self, table: str, key: dict[str, Any]) -> list[dict[str, Any]]:
        """Vault rows as this transaction sees them, this act's own writes included."""
        return self._read(table, key, self.writes)
