"""/api/v1/audit: the log for auditors; its newest checkpoint for everybody who wants to hold us to it."""

from __future__ import annotations

from datetime import datetime

from litestar import MediaType, Response, get
from litestar.params import FromPath, FromQuery

from ecar_governance.domain.codec import plain
from ecar_governance.domain.events import Event
from ecar_governance.domain.log import consistency_proof, inclusion_proof, leaf_hash, root_at
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services.instants import taken
from ecar_governance.services.vault_port import RecordFilter
from ecar_governance.web.api.answers import PROBLEMS, desk_of, window
from ecar_governance.web.api.audit_shapes import Consistency, Entries, Entry, Proof
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.permissions import Permission

_READ = {"permission": Permission.AUDIT}


def _entry(event: Event) -> Entry:
    data = plain(event.data)
    kind = data.pop("type")
    return Entry(
        event.position, event.at, event.act, kind, event.subject, plain(event.actor), data, event.command
    )


@get("/audit/events", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_events(
    request: AnyRequest,
    subject: FromQuery[str] = "",
    person: FromQuery[str] = "",
    type: FromQuery[str] = "",  # noqa: A002  # reason: the parameter's name in the address
    after: FromQuery[int] = -1,
    before: FromQuery[int | None] = None,
    until: FromQuery[datetime | None] = None,
    limit: FromQuery[int] = 100,
    newest_first: FromQuery[bool] = False,
) -> Response[Entries]:
    """Events that fit every filter given; `type` may name several, comma between; `until` is inclusive."""
    window(limit, 0, most=1000)
    if until is not None:
        taken(until, "until", "The instant needs its offset from UTC, for instance 2026-11-23T08:00:00Z.")
    types = tuple(name for name in type.split(",") if name)
    wanted = RecordFilter(subject, person, types, after, before, until)
    record = desk_of(request).record
    found = record.events(wanted, limit=limit + 1, newest_first=newest_first)
    shown = found[:limit]
    more = shown[-1].position if len(found) > limit else None
    return Response(Entries(record.state().size, tuple(_entry(event) for event in shown), more))


@get("/audit/events/{position:int}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_event(request: AnyRequest, position: FromPath[int]) -> Response[Entry]:
    """One event."""
    found = desk_of(request).record.event(position) if position >= 0 else None
    if found is None:
        raise NotFound("There is no such event.")
    return Response(_entry(found))


@get("/audit/events/{position:int}/proof", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_proof(
    request: AnyRequest, position: FromPath[int], size: FromQuery[int | None] = None
) -> Response[Proof]:
    """That the event is in the log of `size` events (now, when not said)."""
    record = desk_of(request).record
    whole = record.state().size
    wanted = whole if size is None else size
    if not 0 <= position < wanted <= whole:
        raise NotFound("There is no such event in a log of that size.")
    hashes = record.leaf_hashes(wanted)
    body = next(iter(record.leaves(position, position + 1)))
    return Response(
        Proof(
            position,
            wanted,
            root_at(hashes, wanted).hex(),
            body.decode(),
            leaf_hash(body).hex(),
            tuple(one.hex() for one in inclusion_proof(hashes, position, wanted)),
        )
    )


@get("/audit/consistency", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_consistency(
    request: AnyRequest, first: FromQuery[int], second: FromQuery[int]
) -> Response[Consistency]:
    """That an earlier log is a prefix of a later one."""
    record = desk_of(request).record
    if not 0 <= first <= second <= record.state().size:
        raise InvalidInput("Say two sizes of the log, the smaller one first.")
    hashes = record.leaf_hashes(second)
    return Response(
        Consistency(
            first,
            second,
            root_at(hashes, first).hex(),
            root_at(hashes, second).hex(),
            tuple(one.hex() for one in consistency_proof(hashes, first, second)),
        )
    )


@get(
    "/audit/checkpoint",
    opt={"permission": Permission.CHECKPOINT},
    sync_to_thread=True,
    responses=PROBLEMS,
    media_type=MediaType.TEXT,
)
def latest_checkpoint(request: AnyRequest) -> Response[str]:
    """The newest signed statement of the log's size and root (C2SP tlog-checkpoint)."""
    note = desk_of(request).record.checkpoint()
    if note is None:
        raise NotFound("There is no checkpoint yet.")
    return Response(note, media_type=MediaType.TEXT)


HANDLERS = (list_events, show_event, show_proof, show_consistency, latest_checkpoint)
