"""Lots among equals, drawn as `voting.lots` draws them: openly, from a public text."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.voting.lots import drawn
from ecar_governance.errors import Finding, InvalidInput


def lot_order(seed: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options in the order of the lot, the first favoured: elected, or transferred first. Of equals for
    the last place the one least favoured is excluded.

    The order of any equals follows from the seed and their own ids (see `voting.lots.drawn`), not from who
    else stands, from the round, or from any paper: one lot serves the whole election.

    Args:
        seed: a public text that is fixed in the record before the papers are known and that nobody could
            choose to their liking: see `docs/voting/README.md`.
        options: ids, in any order, each once.

    Raises:
        InvalidInput: when there is no seed (`lot_seed_missing`).
    """
    if not seed:
        message = "Equals have to be told apart by lot, and no public text was fixed to draw it from."
        raise InvalidInput(message, findings=[Finding("lot_seed_missing", message, where="seed")])
    return drawn(seed, options)
