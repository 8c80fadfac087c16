"""A transition asked in memory, with every reason, against stock `transitions` on the same machine.

    python -m benchmarks.machine [--rounds 9]

Both move round the same ring of states; each way has three conditions that hold, or two of three that fail:
stock `transitions` stops at the first and answers False. Ratios are medians of rounds that alternate.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import transitions
from support.house import CIRCUIT, circuit

from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.machine import Procedure
from ecar_governance.domain.workflow import Transition

TIMES = 3_000


class Model:
    """What stock `transitions` moves: a bare object with its conditions as methods."""

    def __init__(self, *, holds: bool) -> None:
        self.holds = holds
        self.state = CIRCUIT[0]

    def first(self) -> bool:
        return True

    def second(self) -> bool:
        return self.holds

    def third(self) -> bool:
        return self.holds


def stock(*, holds: bool) -> Callable[[], object]:
    """One stock transition a call."""
    model = Model(holds=holds)
    ways = [
        {
            "trigger": "go",
            "source": here,
            "dest": there,
            "conditions": ["first", "second", "third"],
        }
        for here, there in zip(CIRCUIT, (*CIRCUIT[1:], CIRCUIT[0]), strict=True)
    ]
    transitions.Machine(
        model, states=list(CIRCUIT), transitions=ways, initial=CIRCUIT[0], auto_transitions=False
    )
    go: Callable[[], object] = model.go  # type: ignore[attr-defined]
    return go


def first() -> Reason | None:
    """The condition that always holds."""
    return None


def ours(*, holds: bool) -> Callable[[], object]:
    """One of ours a call, from wherever the last one led."""
    procedure = Procedure(circuit())
    here: tuple[str, ...] = (CIRCUIT[0],)
    names: dict[tuple[str, ...], str] = {(stop,): f"from_{stop}" for stop in CIRCUIT}
    failing = Reason("guard.failing")

    def holding() -> Reason | None:
        return None if holds else failing

    conditions = (first, holding, holding)

    def judge(_rule: Transition, _source: str) -> tuple[Reason, ...]:
        found = []
        for condition in conditions:
            reason = condition()
            if reason is not None:
                found.append(reason)
        return tuple(found)

    def one() -> object:
        nonlocal here
        answer = procedure.take(names[here], here, judge)
        if answer is not None and not isinstance(answer, Refused):
            here = answer.leaves
        return answer

    return one


def rate(work: Callable[[], object]) -> float:
    """Calls a second."""
    began = time.perf_counter()
    for _ in range(TIMES):
        work()
    return TIMES / (time.perf_counter() - began)


def main() -> None:
    """Prints one line for transitions that are taken, one for those that are refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    for what, holds, aim in (("taken", True, " (aim 10)"), ("refused, with every reason", False, "")):
        theirs, mine = stock(holds=holds), ours(holds=holds)
        if mine() is None or (isinstance(mine(), Refused) == holds):
            raise SystemExit("not the transitions that were meant")
        rates = [(rate(theirs), rate(mine)) for _ in range(given.rounds)]
        ratio = statistics.median(b / a for a, b in rates)
        a, b = (statistics.median(column) for column in zip(*rates, strict=True))
        print(f"{what}: stock {a:,.0f}/s, ours {b:,.0f}/s, {ratio:.1f} times as many{aim}")


if __name__ == "__main__":
    main()
