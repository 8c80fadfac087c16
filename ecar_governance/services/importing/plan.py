"""What a file says, ready to be decided as one transaction."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.state import Conference
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.vault_port import VaultPerson


class Standing(Struct, frozen=True):
    """What a file is read against: the conference, and everybody in the vault by id."""

    conference: Conference
    everyone: dict[str, VaultPerson]


class Piece(Struct, frozen=True):
    """What the row at a line asks for, by itself."""

    line: int
    command: c.EndMandate | c.ImportMembers


class ImportPlan(Struct, frozen=True):
    """The import's command, the vault rows beside it, how many rows were read, the mandates that end before
    it because the file gives them another term, and all of it again row by row, in the order of deciding."""

    command: c.ImportMembers
    rows: tuple[VaultWrite, ...]
    read: int
    ends: tuple[c.EndMandate, ...]
    pieces: tuple[Piece, ...]
