"""How each aggregate of the conference becomes rows, with values as the database stores them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
"""Column to stored value: texts, integers, booleans, bytes and None alone (see `storage.columns`)."""

Rows = Iterator[tuple[str, Row]]
"""Rows, each with its table's name."""


def ref(identifier: str) -> str | None:
    """An id that may be absent, as a foreign key holds it: the empty one is NULL."""
    return identifier or None
