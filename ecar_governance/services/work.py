"""The usual work of an act: one command decided, and the vault rows that belong beside its events."""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor
from ecar_governance.services.ports import Act, VaultWrite


def deciding(
    command: AnyCommand, actor: Actor, rows: tuple[VaultWrite, ...] = ()
) -> Callable[[Act], Refused | None]:
    """Work that decides the command and, if it is accepted, keeps the rows."""

    def work(act: Act) -> Refused | None:
        answer = act.decide(command, actor)
        if isinstance(answer, Refused):
            return answer
        for row in rows:
            act.vault(row)
        return None

    return work
