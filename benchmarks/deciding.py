"""What the core alone costs: a ballot decided and folded, its leaf, a second import, a whole log replayed.

`python -m benchmarks.deciding` prints medians; nothing is asserted, machines differ.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from story import Story, met
from whole_story import whole_conference

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Accepted
from ecar_governance.domain.leaf import leaf_bytes
from ecar_governance.verifier.replay import replay


def median(work: Callable[[], object], times: int) -> float:
    """The median of so many runs, in microseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


def open_hall(seats: int, more_mandates: int) -> tuple[Story, str]:
    """An open vote among so many seats, with so many other mandates on record."""
    story, session = met(seats)
    people = tuple(e.PersonRegistered(f"x{n}", "sha256:0") for n in range(more_mandates))
    mandates = tuple(story.mandate(person.person, "observer", institution="PARTNER") for person in people)
    if people:
        story.do(c.ImportMembers(people=people, mandates=mandates), story.office)
    return story, story.open_vote(story.on_agenda(session))


def main() -> None:
    """Prints one line a measurement."""
    for seats, others in ((20, 0), (20, 5000), (300, 0)):
        story, vote = open_hall(seats, others)
        command, actor = story.ballot(vote, story.seat(3)), story.by("r3", "rector")
        answer = story.ask(command, actor)
        if not isinstance(answer, Accepted):
            raise SystemExit(f"refused: {answer}")
        decided = median(lambda: story.ask(command, actor), 3000)  # noqa: B023  # reason: run at once
        written = median(lambda: [leaf_bytes(x) for x in answer.events], 3000)  # noqa: B023
        print(f"{seats} seats, {others} other mandates: a ballot {decided:.0f} µs, its leaf {written:.0f} µs")
    log = whole_conference().leaves
    print(f"a log of {len(log)} leaves replayed: {median(lambda: replay(log), 20) / 1000:.0f} ms")


if __name__ == "__main__":
    main()
