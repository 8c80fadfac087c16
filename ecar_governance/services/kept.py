"""Kept files on their way out: only ever the bytes that the digest in the log is of."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.errors import FileAltered, NotFound
from ecar_governance.services.desk import Desk


class KeptFile(Struct, frozen=True):
    """A file as it was handed in: its name, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


def kept_file(desk: Desk, digest: str, name: str = "") -> KeptFile:
    """The file of the digest, under `name` or under its own.

    Raises:
        NotFound: for no digest, and for a file that is not kept (any more).
        FileAltered: what is kept is not what the digest is of; it is handed to nobody.
    """
    info = desk.vault.blob_infos((digest,)).get(digest) if digest else None
    content = desk.vault.blob(digest) if info is not None else None
    if info is None or content is None:
        raise NotFound("There is no such file.")
    if bytes_digest(content) != digest:
        raise FileAltered(f"The file kept as {digest} is not what its digest in the log says.")
    return KeptFile(name or info.filename, info.media_type, content)
