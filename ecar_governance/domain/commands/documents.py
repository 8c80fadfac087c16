"""Documents that are typeset and signed."""

from __future__ import annotations

from typing import Literal

from ecar_governance.domain.commands.base import Command


class RecordTypeset(Command, frozen=True):
    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    sha256: str
    record: str


class RecordSignature(Command, frozen=True):
    """The file was signed and its bytes are stored. `fingerprint` is the certificate's (empty on paper)."""

    document: str
    field: Literal["chair", "secretary"]
    method: Literal["here", "outside", "paper"]
    before: str
    sha256: str
    fingerprint: str = ""
