"""The root of all commands."""

from __future__ import annotations

from msgspec import Struct


class Command(Struct, frozen=True, tag_field="type", tag=True):
    """Root of all commands; the tag is the class name."""
