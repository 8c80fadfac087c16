"""Whether this process lives and whether it can do its work, for whoever watches it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from litestar import MediaType, Response, get
from litestar.connection import Request
from msgspec import Struct, json

from ecar_governance.services.desk import Desk
from ecar_governance.web.logging import describe, log
from ecar_governance.web.permissions import Permission


class Readiness(Struct, frozen=True):
    """`ready` when every check passed; the names of those that did not are in `failed`."""

    ready: bool
    failed: tuple[str, ...] = ()


@get("/healthz", opt={"permission": Permission.HEALTH}, sync_to_thread=False, include_in_schema=False)
def healthz() -> Response[str]:
    """The process answers."""
    return Response(content="ok", media_type=MediaType.TEXT, headers={"Cache-Control": "no-store"})


@get("/readyz", opt={"permission": Permission.HEALTH}, sync_to_thread=True, include_in_schema=False)
def readyz(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The database answers at its newest schema, the writer lives, keys of ballots can be kept."""
    found = readiness(checks(request.app.state.desk))
    return Response(
        content=json.encode(found),
        status_code=200 if found.ready else 503,
        media_type=MediaType.JSON,
        headers={"Cache-Control": "no-store"},
    )


def checks(desk: Desk) -> dict[str, Callable[[], None]]:
    """What must hold, by name; each raises when it does not."""

    def log_readable() -> None:
        desk.record.state()

    def writer_alive() -> None:
        desk.office.refresh()

    def keys_writable() -> None:
        # A vote that opens must find its key kept before it commits: the store is tried as it would be used.
        name = f"probe-{secrets.token_hex(8)}"
        desk.keys.put(name, b"probe")
        try:
            if desk.keys.get(name) != b"probe":
                raise OSError("the key store gave back something else")
        finally:
            desk.keys.shred(name)

    return {"database": log_readable, "writer": writer_alive, "ballot_keys": keys_writable}


def readiness(wanted: dict[str, Callable[[], None]]) -> Readiness:
    """Runs the checks; what went wrong is logged, and outside only the name is told."""
    failed = []
    for name, check in wanted.items():
        try:
            check()
        except Exception as error:  # noqa: BLE001  # reason: whatever it is, the answer is "not ready"
            log().error("not_ready", check=name, error=describe(error))
            failed.append(name)
    return Readiness(not failed, tuple(failed))
