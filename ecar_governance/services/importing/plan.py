"""What a file says, ready to be decided as one transaction."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.services.ports import VaultWrite


class ImportPlan(Struct, frozen=True):
    """The import's command, the vault rows beside it, how many rows were read, and the mandates that end
    before it because the file gives them another term."""

    command: c.ImportMembers
    rows: tuple[VaultWrite, ...]
    read: int
    ends: tuple[c.EndMandate, ...] = ()
