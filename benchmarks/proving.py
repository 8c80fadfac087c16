"""How long proofs take: the ways of a thousand states, and all configurations of regions that go on at once.

    python -m benchmarks.proving

The ratio is to a breadth-first walk over plain tuples of positions, which knows nothing of procedures.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import pairwise

from ecar_governance.domain.checks import check, flow
from ecar_governance.domain.proving import BOUND
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.workflow import Region, Role, State, Transition, Workflow

NAMES = {"az": "x", "en": "x"}
SIZES = (20, 20, 20, 30)
ROUNDS = 7


def chain(count: int) -> Workflow:
    """So many states, one after the other, the last of them final."""
    states = [State(f"s{n}", NAMES, rank=n) for n in range(count - 1)]
    states.append(State("end", NAMES, final=True, outcome="done", rank=count))
    pairs = pairwise(states)
    rules = [
        Transition(f"t{n}", NAMES, (one.name,), other.name, by=("all",))
        for n, (one, other) in enumerate(pairs)
    ]
    return made(states, rules)


def product() -> Workflow:
    """Regions that go on at once, each state of each leading to the next."""
    regions = tuple(Region(f"r{n}", f"r{n}_0") for n in range(len(SIZES)))
    states = [State("all", NAMES, regions=regions)]
    rules = [Transition("end", NAMES, ("all",), "done", by=("all",))]
    for n, size in enumerate(SIZES):
        inner = [f"r{n}_{k}" for k in range(size)]
        states += [State(name, NAMES, rank=k, parent="all", region=f"r{n}") for k, name in enumerate(inner)]
        rules += [Transition(f"t_{one}", NAMES, (one,), other, by=("all",)) for one, other in pairwise(inner)]
    states.append(State("done", NAMES, final=True, outcome="done", rank=99))
    return made(states, rules)


def made(states: list[State], rules: list[Transition]) -> Workflow:
    """The procedure of these states and transitions."""
    return Workflow(
        "bench", "1.0.0", NAMES, "qerar", states[0].name, {"all": Role(("rector",))},
        {one.name: one for one in states}, {one.name: one for one in rules},
    )  # fmt: skip


def plain() -> int:
    """The same walk over tuples."""
    begin = (0,) * len(SIZES)
    seen, order = {begin}, [begin]
    for here in order:
        for n, size in enumerate(SIZES):
            if here[n] + 1 < size:
                after = (*here[:n], here[n] + 1, *here[n + 1 :])
                if after not in seen:
                    seen.add(after)
                    order.append(after)
    return len(seen)


def took(what: Callable[[], object]) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    what()
    return time.process_time() - began


def main() -> None:
    long, wide = chain(1000), product()
    ways = statistics.median(took(lambda: list(flow(long))) for _ in range(ROUNDS))
    whole = statistics.median(took(lambda: check(long)) for _ in range(ROUNDS))
    pairs = [(took(lambda: Judge(wide, BOUND).walk), took(plain)) for _ in range(ROUNDS)]
    walked = statistics.median(mine for mine, _ in pairs)
    print(f"1,000 states, every way (reachable, dead ends, circles)  {ways * 1000:8.1f} ms")
    print(f"1,000 states, names and ways                             {whole * 1000:8.1f} ms")
    print(
        f"{Judge(wide, BOUND).walk.size:,} configurations walked                            {walked:8.2f} s"
    )
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    print(f"ratio to a plain walk over tuples                        {ratio:8.2f}")


if __name__ == "__main__":
    main()
