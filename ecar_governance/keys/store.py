"""Where the private keys of open votes live: a folder outside the database and its backups.

Nodes that serve one conference share the folder (any file system with hard links), so that each can close.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from ecar_governance.errors import Conflict, InvalidInput, KeyLost, Unavailable
from ecar_governance.keys.files import make_private_directory, overwrite_and_unlink, sync_directory, write_new

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", re.ASCII)
_SUFFIX = ".key"
_MAGIC = b"ecar-ballot-key/1\n"
_MARK = ".ballot-keys"
_LEFTOVER = re.compile(r"\.(?P<vote>[A-Za-z0-9][A-Za-z0-9_-]*)\.key\.[0-9a-f]+\.(?:tmp|shred)", re.ASCII)


class DirectoryKeyStore:
    """`services.ports.BallotKeys` over a folder (0700) with one file (0600) a vote.

    `put` returns only when key, name and folder are synced: call it before `VoteOpened` commits, so that no
    vote is open whose key a crash can lose. The sweep at start-up shreds those of `held` whose vote the log
    calls closed or void, **and no others**: a key without a vote may be that of a vote which another node is
    opening now. If it is not, it opens no envelope and does no harm.

    A lost key voids its vote, so a key counts as lost only where it certainly is. The folder bears a mark
    from its making on (`.ballot-keys`, empty). A folder without it is another one, as when a volume is not
    mounted: that no key is in it says nothing, nor does an error of the disk. A folder made by hand is marked
    by hand (`touch`).

    `shred` overwrites the file before it unlinks it. That is **no certain erasure**: an SSD writes elsewhere
    and keeps the old block for a while; copy-on-write file systems (btrfs, ZFS), journals of data, snapshots,
    backups of the folder and swap may keep it for long. Keep the folder out of every backup and snapshot, and
    on an encrypted volume or in memory where that matters (docs/secrecy.md).
    """

    def __init__(self, path: Path) -> None:
        """Makes the folder, or narrows it to its owner. Raises MissingOnMachine when neither is possible."""
        self._path = path
        fresh = not path.exists()
        make_private_directory(path)
        if fresh:
            with suppress(Conflict):  # another process made it at this moment, and marked it
                write_new(path / _MARK, b"")

    def put(self, vote: str, private: bytes) -> None:
        """Keeps the key, on disk before this returns. The same key again is harmless.

        Raises:
            Conflict: another key is kept for this vote. It stays: overwriting it would lose the vote.
            InvalidInput: the vote's id is not a plain one.
            Unavailable: the folder is not that of the keys; the vote must not open.
            OSError: the disk failed; the vote must not open.
        """
        path = self._file(vote)
        self._look_for_mark()
        try:
            write_new(path, _sealed(vote, private))
        except Conflict:
            if self.get(vote) != private:
                raise Conflict(
                    f"Another key is already kept for the vote {vote}; it was left as it is."
                ) from None

    def get(self, vote: str) -> bytes:
        """The key as it was put.

        Raises:
            KeyLost: it is not here, or is damaged. The vote can never be counted.
            Unavailable: it cannot be read now, or the folder is not that of the keys; it may be there yet.
            InvalidInput: the vote's id is not a plain one.
        """
        path = self._file(vote)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            self._look_for_mark()
            raise KeyLost(f"The private key of the vote {vote} is not in {self._path}.") from None
        except OSError as error:
            raise Unavailable(
                f"The private key of the vote {vote} cannot be read: {error.strerror}.",
                fix=f"look at {path}; where it is lost for good, remove it",
            ) from error
        private = data[len(_MAGIC) + 32 :]
        if data != _sealed(vote, private):
            raise KeyLost(f"The private key of the vote {vote} is damaged, or is that of another vote.")
        return private

    def _look_for_mark(self) -> None:
        """Raises Unavailable when the folder is not certainly that of the keys."""
        mark = self._path / _MARK
        try:
            mark.stat()
        except OSError as error:
            raise Unavailable(
                f"{self._path} is not the folder of the ballots' keys, or is not mounted: {error.strerror}.",
                fix=f"mount it; a new folder, or one whose keys are lost for good, is marked: touch {mark}",
            ) from error

    def shred(self, vote: str) -> None:
        """Overwrites and removes the key, synced before this returns; again, or without a key, is harmless.

        Raises InvalidInput when the vote's id is not a plain one, OSError when the disk failed (try again).
        """
        path = self._file(vote)
        doomed = path.with_name(f".{path.name}.{secrets.token_hex(8)}.shred")
        with suppress(FileNotFoundError):
            # Away from its name first: a crash half-way must leave no overwritten file that passes for a key.
            path.rename(doomed)
        for leftover in self._path.iterdir():
            match = _LEFTOVER.fullmatch(leftover.name)
            if match and match["vote"] == vote:
                overwrite_and_unlink(leftover)
        sync_directory(self._path)

    def held(self) -> tuple[str, ...]:
        """The votes of which this folder holds a key, or what a crash left of one; sorted.

        `get` may still raise KeyLost for the latter; `shred` finishes them."""
        votes = set()
        for entry in self._path.iterdir():
            match = _LEFTOVER.fullmatch(entry.name)
            if match:
                votes.add(match["vote"])
            elif entry.name.endswith(_SUFFIX) and _ID.fullmatch(entry.name.removesuffix(_SUFFIX)):
                votes.add(entry.name.removesuffix(_SUFFIX))
        return tuple(sorted(votes))

    def _file(self, vote: str) -> Path:
        if not _ID.fullmatch(vote):
            raise InvalidInput(f"{vote[:40]!r} is not the id of a vote: letters, digits, - and _ only.")
        return self._path / f"{vote}{_SUFFIX}"


def _sealed(vote: str, private: bytes) -> bytes:
    """The file's bytes: magic, SHA-256 over vote and key, key. A torn, renamed or flipped file is noticed."""
    return _MAGIC + sha256(vote.encode() + b"\x00" + private).digest() + private
