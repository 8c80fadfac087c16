"""Handing letters over where there is no mail server: each is a file in a folder."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from ecar_governance.errors import Unavailable
from ecar_governance.notices.letters import compose
from ecar_governance.services.accounts_port import Letter
from ecar_governance.services.vault_port import VaultPerson


class FilePost:
    """Writes each letter as an `.eml` file that its owner alone may read; the same letter, the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, letter: Letter, to: VaultPerson, facts: dict[str, Any]) -> None:
        """Writes it. Raises Unavailable when the folder cannot be written to."""
        message = compose(letter, to, facts, self._sender)
        try:
            self._write(letter, message)
        except OSError as error:
            raise Unavailable(f"The folder {self._folder} cannot be written to.") from error

    def _write(self, letter: Letter, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = f"{letter.created:%Y%m%dT%H%M%S}"
        name = str(message["Message-ID"]).strip("<>").partition("@")[0][:12]
        path = self._folder / f"{stamp}-{letter.kind}-{name}.eml"
        partial = path.with_suffix(".part")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(message))
        partial.replace(path)
