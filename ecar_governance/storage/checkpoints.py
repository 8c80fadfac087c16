"""Signed checkpoints: made after commits, coalesced, kept in the database and in files outside it.

The file is the anchor: a database restored to an earlier state cannot take it back. At most one checkpoint a
second; the last one at the close.
"""

from __future__ import annotations

import fcntl
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Connection

from ecar_governance.domain.checkpoint import Checkpoint, parse_checkpoint, split_note
from ecar_governance.errors import RecordBroken
from ecar_governance.storage.memory import Memory, root_of
from ecar_governance.storage.statements import Statements

LEAST_SECONDS = 1.0
"""Between two checkpoints."""

LATEST = "latest"

_log = structlog.get_logger(__name__)


class CheckpointSigner(Protocol):
    """The log's key (see `keys.notes.LogSigner`)."""

    @property
    def name(self) -> str:
        """The origin that it signs for."""

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""


class CheckpointFiles:
    """A folder outside the database: `<origin>.txt` with every note in order, `latest` with the newest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, origin: str, size: int, note: str) -> bool:
        """Adds a note, on disk before it returns; False when one as large is there already.

        Safe between processes: the folder's lock is held meanwhile. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self.latest()
            if known is not None:
                checkpoint = stated(known)
                if checkpoint.origin == origin and checkpoint.size >= size:
                    return False
            with self.path(origin).open("a", encoding="utf-8") as file:
                file.write(note + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh = self.folder / f".{LATEST}.new"
            with fresh.open("w", encoding="utf-8") as file:
                file.write(note)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.folder / LATEST)
            self._sync_folder()
        return True

    def latest(self) -> str | None:
        """The newest note, whole, or None when there is none yet."""
        try:
            return (self.folder / LATEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def all(self) -> tuple[str, ...]:
        """Every note kept here, of every origin, oldest first within one. Empty when there is none."""
        notes: list[str] = []
        for file in sorted(self.folder.glob("*.txt")):
            # A note holds one blank line, before its signatures; notes are parted by one more.
            body, tail = "", ""
            for part in file.read_text(encoding="utf-8").split("\n\n"):
                body, tail = (part, "") if not body else (body, part)
                if tail:
                    notes.append(f"{body}\n\n{tail.rstrip(chr(10))}\n")
                    body = ""
        return tuple(notes)

    def path(self, origin: str) -> Path:
        """The file of an origin's notes: its name with what file names cannot hold replaced."""
        return self.folder / (re.sub(r"[^A-Za-z0-9._-]", "_", origin) + ".txt")

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def stated(note: str) -> Checkpoint:
    """What a note says, its signatures not looked at. Raises RecordBroken when it is no note."""
    text, _ = split_note(note)
    return parse_checkpoint(text)


class Publisher:
    """Makes a checkpoint of what is committed: at once after a quiet second, else at most one a second."""

    def __init__(
        self, signer: CheckpointSigner, files: CheckpointFiles, *, seconds: float = LEAST_SECONDS
    ) -> None:
        self.signer = signer
        self._files = files
        self._seconds = seconds
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="ecar-checkpoints", daemon=True)
        self._known: Callable[[], Memory] | None = None
        self._in_turn: Callable[[Callable[[Connection], None]], None] | None = None
        self._published = 0

    def start(
        self, known: Callable[[], Memory], in_turn: Callable[[Callable[[Connection], None]], None]
    ) -> None:
        """Begins. `known` gives what is committed; `in_turn` runs a small write between two batches."""
        self._known, self._in_turn = known, in_turn
        self._wanted.set()
        self._thread.start()

    def nudge(self) -> None:
        """Something was committed."""
        self._wanted.set()

    def stop(self) -> None:
        """Publishes what is left and ends."""
        self._stopping.set()
        self._wanted.set()
        self._thread.join()

    def publish(self) -> None:
        """Signs the committed head and keeps the note; does nothing when it is published already, or when
        the signer is of another origin than the conference.

        Raises what the database, the disk or the signer raises: the next commit tries again."""
        if self._known is None or self._in_turn is None:
            return
        memory = self._known()
        founding, size = memory.conference.founding, memory.size
        if founding is None or size <= self._published or founding.origin != self.signer.name:
            return
        checkpoint = Checkpoint(founding.origin, size, root_of(memory.frontier))
        note = self.signer.sign(checkpoint)
        if stated(note) != checkpoint:
            raise RecordBroken("The signer signed another checkpoint than it was given.")
        self._files.add(founding.origin, size, note)  # outside first: the anchor is never behind the row
        row = {"size": size, "root": checkpoint.root, "note": note}

        def write(connection: Connection) -> None:
            statements = Statements(connection.dialect.name)
            statements.upsert("log_checkpoint", raw=True).run(connection, [row])

        self._in_turn(write)
        self._published = size

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._wanted.wait()
            self._wanted.clear()
            began = time.monotonic()
            self._try()
            self._stopping.wait(max(0.0, self._seconds - (time.monotonic() - began)))
        self._try()

    def _try(self) -> None:
        try:
            self.publish()
        except Exception as error:  # noqa: BLE001  # reason: a full disk must not end publishing for good
            _log.error("checkpoint_failed", error=repr(error))
