"""Files handed out: always as attachments, never shown inside a page, with a name every system takes."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import quote

from litestar import Response

from ecar_governance.services.desk import Desk
from ecar_governance.services.kept import kept_file


def attachment(content: bytes, name: str, media_type: str, *, public: bool = False) -> Response[Any]:
    """The file as a download (RFC 6266: an ASCII name beside the true one in UTF-8).

    `public` files, such as a published resolution, may be kept by caches for five minutes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in plain) or "file"
    true = quote(name, safe="")
    return Response(
        content=content,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{safe}\"; filename*=UTF-8''{true}",
            "Cache-Control": "public, max-age=300" if public else "no-store",
        },
    )


def kept(desk: Desk, digest: str, name: str = "") -> Response[Any]:
    """The kept file of the digest as a download, under `name` or under its own. Raises NotFound, and
    FileAltered for one that is not what its digest says."""
    file = kept_file(desk, digest, name)
    return attachment(file.content, file.name, file.media_type)
