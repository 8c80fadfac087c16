"""Lots drawn openly: whoever has the public seed draws the same again.

Every option's place is the SHA-256 of `ecar/lot/v1`, the seed and the option's id, each in UTF-8 with its
length in bytes (four bytes, the highest first) before it. The smallest digest is drawn first. The manner is
that of RFC 3797 (publicly verifiable selection): a seed nobody could choose, a hash, an order that follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

DOMAIN = "ecar/lot/v1"


def drawn(seed: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options in the order in which the lot draws them; the same whatever order they came in.

    Raises ValueError when an option comes twice."""
    given = sorted(options)
    if len(set(given)) != len(given):
        raise ValueError("An option is in the lot twice.")
    return tuple(sorted(given, key=lambda option: (_place(seed, option), option)))


def _place(seed: str, option: str) -> bytes:
    told = (part.encode() for part in (DOMAIN, seed, option))
    return sha256(b"".join(len(part).to_bytes(4, "big") + part for part in told)).digest()
