"""Private files on disk: durable before they are believed, whole or absent, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ecar_governance.errors import Conflict, MissingOnMachine

OWNER_ONLY = 0o600


def write_new(path: Path, data: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Creates `path` with `data`, synced to disk with its folder before this returns.

    The bytes go to a temporary name first and are linked in whole, so a crash leaves the file or nothing, and
    of two writers one wins. A crash may leave a hidden file behind that ends in `.tmp`.

    Raises:
        Conflict: `path` exists; it is left as it was.
        OSError: the disk failed; `path` does not exist.
    """
    temporary = path.parent / f".{path.name}.{secrets.token_hex(8)}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)  # whatever the umask
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # unlike a rename, never over an existing file
        except FileExistsError:
            raise Conflict(f"{path} exists already; nothing was written.") from None
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    sync_directory(path.parent)


def make_private_directory(path: Path) -> None:
    """Makes the folder, for its owner alone (0700), and syncs its entry; an existing one is narrowed to that.

    Raises MissingOnMachine when the folder belongs to somebody else or cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        sync_directory(path.parent)
    except OSError as error:
        raise MissingOnMachine(
            f"The folder {path} cannot be made private to this user: {error.strerror}.",
            fix=f"sudo install -d -m 700 -o $(id -un) {path}",
        ) from error


def sync_directory(path: Path) -> None:
    """Makes the names in a folder durable: without it a crash may forget a file that was itself synced."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_private(path: Path, *, what: str, fix: str) -> bytes:
    """The bytes of a private file.

    Raises MissingOnMachine when it is not there or when others may read or write it (its group may read).
    """
    try:
        with path.open("rb") as file:
            loose = os.fstat(file.fileno()).st_mode & 0o037
            data = file.read()
    except OSError as error:
        raise MissingOnMachine(f"{what} {path} cannot be read: {error.strerror}.", fix=fix) from error
    if loose:
        raise MissingOnMachine(f"{what} {path} is open to other users.", fix=f"chmod 600 {path}")
    return data


def overwrite_and_unlink(path: Path, *, noise: Callable[[int], bytes] = secrets.token_bytes) -> None:
    """Overwrites a file in place with noise, syncs, unlinks it. A file that is gone is no error.

    On flash, on copy-on-write and journalling file systems, on snapshots and backups, older bytes may live
    on: this is effort, not certainty (see docs/secrecy.md).
    """
    try:
        with path.open("r+b", buffering=0) as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(noise(left))
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
