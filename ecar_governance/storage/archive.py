"""The format of a backup, one for both databases: a tar of JSON Lines, a checkpoint and a manifest.

Rows are objects of stored values, bytes as base64. The manifest comes last and holds every file's SHA-256, so
that an archive cut short or altered is noticed before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import LargeBinary

from ecar_governance.errors import RecordBroken
from ecar_governance.storage.tables import METADATA

FORMAT = "ecar-backup/1"
MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint.txt"
_IN_MEMORY = 8 * 1024 * 1024
_LONGEST_MANIFEST = 1024 * 1024


class TableEntry(msgspec.Struct, frozen=True):
    """How many rows a table's file has, and the SHA-256 of the file (hexadecimal)."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What an archive holds: the migration it was taken at, the log's size and root (hexadecimal), the
    tables, and the SHA-256 of the checkpoint file ("" when there was none)."""

    format: str
    revision: str
    size: int
    root: str
    tables: dict[str, TableEntry]
    checkpoint: str


class ArchiveWriter:
    """Adds tables to an open tar, then closes it with its manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._tables: dict[str, TableEntry] = {}

    def add_table(self, table: str, rows: Iterable[dict[str, Any]]) -> int:
        """Adds a table's rows; gives how many."""
        binary = _binary_columns(table)
        digest, count = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            for row in rows:
                line = msgspec.json.encode(_packed(row, binary)) + b"\n"
                digest.update(line)
                spool.write(line)
                count += 1
            info = _info(_name(table), spool.tell())
            spool.seek(0)
            self._tar.addfile(info, spool)
        self._tables[table] = TableEntry(count, digest.hexdigest())
        return count

    def finish(self, *, revision: str, size: int, root: str, note: str | None) -> None:
        """Adds the checkpoint and the manifest."""
        digest = ""
        if note is not None:
            body = note.encode()
            digest = hashlib.sha256(body).hexdigest()
            self._tar.addfile(_info(CHECKPOINT, len(body)), io.BytesIO(body))
        manifest = Manifest(FORMAT, revision, size, root, self._tables, digest)
        body = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"))
        self._tar.addfile(_info(MANIFEST, len(body)), io.BytesIO(body))


class Archive:
    """A backup opened for reading. Raises RecordBroken when it is none, or not whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with tarfile.open(path) as tar:
                self.manifest = self._manifest(tar)
        except (tarfile.TarError, OSError, EOFError) as error:
            raise RecordBroken(f"{path} is not a backup: {error}.") from error

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """A table's rows. Raises RecordBroken when the file is not the one that the manifest names; that is
        known after the last row, so whoever reads them keeps them only then."""
        binary = _binary_columns(table)
        names = set(METADATA.tables[table].columns.keys())
        entry = self.manifest.tables[table]
        digest, count = hashlib.sha256(), 0
        try:
            with tarfile.open(self._path) as tar:
                file = tar.extractfile(_name(table))
                for line in file or ():
                    digest.update(line)
                    row = _unpacked(msgspec.json.decode(line), binary)
                    if row.keys() != names:
                        raise RecordBroken(f"A row of {table} in {self._path} has other columns.")
                    count += 1
                    yield row
        except (tarfile.TarError, OSError, EOFError, KeyError, ValueError) as error:
            raise RecordBroken(f"The table {table} in {self._path} cannot be read: {error}.") from error
        if TableEntry(count, digest.hexdigest()) != entry:
            raise RecordBroken(f"The table {table} in {self._path} is not what its manifest says.")

    def checkpoint(self) -> str | None:
        """The newest signed note when the backup was taken, or None."""
        if not self.manifest.checkpoint:
            return None
        with tarfile.open(self._path) as tar:
            file = tar.extractfile(CHECKPOINT)
            body = b"" if file is None else file.read()
        if hashlib.sha256(body).hexdigest() != self.manifest.checkpoint:
            raise RecordBroken(f"The checkpoint in {self._path} is not what its manifest says.")
        return body.decode()

    def _manifest(self, tar: tarfile.TarFile) -> Manifest:
        try:
            member = tar.getmember(MANIFEST)
            file = tar.extractfile(member)
            if file is None or member.size > _LONGEST_MANIFEST:
                raise RecordBroken(f"{self._path} is not a backup: its manifest is no small file.")
            manifest = msgspec.json.decode(file.read(), type=Manifest)
        except KeyError as error:
            raise RecordBroken(f"{self._path} has no manifest: it was cut short, or is no backup.") from error
        except msgspec.DecodeError as error:
            raise RecordBroken(f"The manifest of {self._path} cannot be read: {error}.") from error
        if manifest.format != FORMAT:
            raise RecordBroken(f"{self._path} has the format {manifest.format!r}; only {FORMAT} is known.")
        return manifest


def _name(table: str) -> str:
    return f"tables/{table}.jsonl"


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


def _binary_columns(table: str) -> frozenset[str]:
    columns = METADATA.tables[table].columns
    return frozenset(column.name for column in columns if isinstance(column.type, LargeBinary))


def _packed(row: dict[str, Any], binary: frozenset[str]) -> dict[str, Any]:
    return {
        name: b64encode(value).decode() if name in binary and value is not None else value
        for name, value in row.items()
    }


def _unpacked(row: dict[str, Any], binary: frozenset[str]) -> dict[str, Any]:
    return {
        name: b64decode(value, validate=True) if name in binary and value is not None else value
        for name, value in row.items()
    }
