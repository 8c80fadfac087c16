"""An event as a leaf of the log: its canonical bytes, and the event again from nothing but them.

The form is in `docs/architecture.md`, "Acts, events and the leaf". `v` is the envelope's version; a payload
may gain fields with defaults in later releases, and old leaves stay readable for ever.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args

import msgspec

from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.events import Actor, AnyPayload, Event
from ecar_governance.errors import RecordBroken

ENVELOPE_VERSION = 1

_REQUIRED = frozenset({"act", "actor", "at", "data", "position", "subject", "type", "v"})
_ALLOWED = _REQUIRED | {"command"}

_encoder = msgspec.json.Encoder(order="sorted")
_UNSURE = re.compile(rb"\d[.eE]|\d{16}")
"""Between strings: a float, or a number of sixteen digits or more, which may be beyond 2^53 - 1."""

_LOOSE = frozenset({"WorkflowPutInForce", "FoundConference", "PutWorkflowInForce"})
"""What holds a definition, a value of any kind: no short way for these."""

# One class looked up and converted is four times as fast as a union of forty.
_PAYLOADS: dict[Any, Any] = {payload.__name__: payload for payload in get_args(AnyPayload)}
_COMMANDS: dict[Any, Any] = {command.__name__: command for command in get_args(AnyCommand)}


def leaf_bytes(event: Event) -> bytes:
    """The canonical bytes (RFC 8785) of which the log keeps and hashes one a position.

    Raises InvalidInput when the event holds what the log cannot (see `canonical`).
    """
    data = plain(event.data)
    kind = data.pop("type")
    leaf = {
        "act": event.act,
        "actor": plain(event.actor),
        "at": _instant(event.at),
        "data": data,
        "position": event.position,
        "subject": event.subject,
        "type": kind,
        "v": ENVELOPE_VERSION,
    }
    if event.command is not None:
        leaf["command"] = event.command
        loose = kind in _LOOSE or event.command.get("type") in _LOOSE
    else:
        loose = kind in _LOOSE
    # The short way: sorted and ASCII throughout is canonical already, unless a number might not be.
    body = _encoder.encode(leaf)
    return canonical(leaf) if loose or not _is_canonical(body) else body


def _is_canonical(body: bytes) -> bool:
    """Whether what msgspec wrote, sorted, needs no closer look: what has escapes or more than ASCII does."""
    if not body.isascii() or b"\\" in body:
        return False
    # Without escapes every second part is outside the strings: signs, numbers and three words.
    return _UNSURE.search(b"".join(body.split(b'"')[::2])) is None


@lru_cache(maxsize=256)
def _instant(at: datetime) -> str:
    text: str = plain(at)
    return text


def event_of(body: bytes) -> Event:
    """The event that `leaf_bytes` wrote, strictly.

    Raises RecordBroken when the bytes are not canonical, of another envelope version, or hold a field that
    this release does not know: nothing in the log is passed over in silence.
    """
    leaf = parse(body)
    if not isinstance(leaf, dict) or not _REQUIRED <= leaf.keys() <= _ALLOWED:
        raise RecordBroken("This leaf is not an event: its fields are not those of the envelope.")
    if leaf["v"] != ENVELOPE_VERSION:
        raise RecordBroken(f"This leaf has envelope version {leaf['v']!r}; only {ENVELOPE_VERSION} is known.")
    data = leaf["data"]
    if not isinstance(data, dict) or "type" in data or not isinstance(leaf["type"], str):
        raise RecordBroken("This leaf's data are not an event's.")
    whole = {**data, "type": leaf["type"]}
    actor = _read(leaf["actor"], Actor, "actor")
    payload: AnyPayload = _read(whole, _PAYLOADS.get(leaf["type"]), "data")
    at = _read(leaf["at"], datetime, "at")
    command = leaf.get("command")
    position, act, subject = leaf["position"], leaf["act"], leaf["subject"]
    if type(position) is not int or type(act) is not int or not 0 <= act <= position:
        raise RecordBroken("This leaf's position and act are not those of an event.")
    if not isinstance(subject, str) or not (command is None or isinstance(command, dict)):
        raise RecordBroken("This leaf's subject or command is not an event's.")
    if (command is not None) != (act == position):
        raise RecordBroken("The first event of an act carries its command, and no other does.")
    return Event(position, at, act, actor, subject, payload, command)


def command_of(event: Event) -> AnyCommand:
    """The command that began the act, from its first event; the verifier decides it again.

    Raises RecordBroken when the event is not an act's first, or the command holds what is not known.
    """
    if event.command is None:
        raise RecordBroken(f"Event {event.position} is not the first of its act: it carries no command.")
    found: AnyCommand = _read(event.command, _COMMANDS.get(str(event.command.get("type"))), "command")
    return found


def _read(value: Any, wanted: Any, where: str) -> Any:
    if wanted is None:
        raise RecordBroken(f"The leaf's {where} is of a type that this release does not know.")
    try:
        found = restore(value, wanted)
    except (msgspec.ValidationError, ValueError) as error:
        raise RecordBroken(f"The leaf's {where} cannot be read: {error}.") from error
    if not _covers(plain(found), value):
        raise RecordBroken(f"The leaf's {where} holds something this release does not know.")
    return found


def _covers(known: Any, stated: Any) -> bool:
    """Whether everything stated was understood: `known` may only add fields that have defaults."""
    if isinstance(known, dict) and isinstance(stated, dict):
        return all(key in known and _covers(known[key], value) for key, value in stated.items())
    if isinstance(known, list | tuple) and isinstance(stated, list):
        return len(known) == len(stated) and all(map(_covers, known, stated))
    return type(known) is type(stated) and bool(known == stated)  # True == 1 in Python
