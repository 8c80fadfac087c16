"""Column types that keep one form on SQLite and PostgreSQL: instants and small structured values as text."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Integer, String, Text, TypeDecorator

_encoder = msgspec.json.Encoder(order="sorted")


@lru_cache(maxsize=4096)
def instant_text(at: datetime) -> str:
    """The stored form of an instant: "2026-11-23T08:00:00.000000Z".

    Always UTC, always 27 characters, so that the order of texts is the order of instants in either database
    and no driver can lose the zone. Remembered, since one instant is written in many places. Raises
    ValueError for a naive datetime.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no zone: only aware instants are stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def instant_of(text: str) -> datetime:
    """The instant that `instant_text` gave, aware UTC. Raises ValueError for another spelling."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or instant_text(at) != text:
        raise ValueError(f"{text!r} is not an instant as this database stores it")
    return at


def json_text(value: Any) -> str:
    """The stored form of a structured value: compact JSON, keys sorted: equal values, equal texts."""
    return _encoder.encode(value).decode()


def raw_bytes(value: Any) -> bytes:
    """A stored value as bytes, whatever it turned out to be: SQLite keeps a text in a BLOB column if somebody
    puts one there, and an audit must find that rather than fall over it."""
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return b"" if value is None else str(value).encode(errors="replace")


class Instant(TypeDecorator[datetime]):
    """An aware instant, as `instant_text`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Text for the database."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Aware UTC for Python."""
        return None if value is None else instant_of(value)


class Json(TypeDecorator[Any]):
    """A structured value as `json_text`: compared as text, never searched inside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Text for the database; None stays NULL."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value for Python."""
        return None if value is None else msgspec.json.decode(value)


Position = BigInteger().with_variant(Integer(), "sqlite")
"""A place in the log: 64 bits on PostgreSQL; SQLite's INTEGER PRIMARY KEY is the table's own order."""
