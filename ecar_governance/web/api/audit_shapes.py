"""What the API says of the log: its events by position, and the proofs that they are in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


class Entry(Struct, frozen=True):
    """An event of the log. `data` is its payload as the log holds it."""

    position: int
    at: datetime
    act: int
    type: str
    subject: str
    actor: dict[str, Any]
    data: dict[str, Any]
    command: dict[str, Any] | None = None


class Entries(Struct, frozen=True):
    """A page of events; `next` is the value of `before` (or `after`) for the following page."""

    size: int
    items: tuple[Entry, ...]
    next: int | None


class Proof(Struct, frozen=True):
    """That event `position` is in the log of `size` events (RFC 6962 section 2.1.1); hashes in hexadecimal,
    nearest the leaf first. `leaf` is the event's canonical bytes as text."""

    position: int
    size: int
    root: str
    leaf: str
    leaf_hash: str
    hashes: tuple[str, ...]


class Consistency(Struct, frozen=True):
    """That the log of `first` events is a prefix of that of `second` (RFC 6962 section 2.1.2)."""

    first: int
    second: int
    first_root: str
    second_root: str
    hashes: tuple[str, ...]
