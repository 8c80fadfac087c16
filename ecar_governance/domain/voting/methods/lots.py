"""Lots that anybody can draw again: an order of the options that follows from a public text alone."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from ecar_governance.errors import Finding, InvalidInput

PREFIX = b"ecar-lot/1\x00"


def lot_order(seed: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options in the order of the lot, the first favoured.

    The place of an option is the SHA-256 of the bytes `ecar-lot/1`, 0, the seed in UTF-8, 0, the option's id
    in UTF-8; smaller digests come first, compared byte by byte. So the order among any equals follows from
    the seed and their own ids, and not from who else stands, from the round, or from any paper.

    The favoured one is elected, or is transferred first; of equals for the last place the one least favoured
    is excluded.

    Args:
        seed: a public text that is fixed in the record before the papers are known and that nobody could
            choose to their liking: see `docs/voting/lots.md`.
        options: ids, in any order.

    Raises:
        InvalidInput: when there is no seed (`lot_seed_missing`).
    """
    if not seed:
        message = "Equals have to be told apart by lot, and no public text was fixed to draw it from."
        raise InvalidInput(message, findings=[Finding("lot_seed_missing", message, where="seed")])
    before = PREFIX + seed.encode() + b"\x00"
    return tuple(sorted(options, key=lambda option: (sha256(before + option.encode()).digest(), option)))
