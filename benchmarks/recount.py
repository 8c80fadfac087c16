"""What counting votes again from their records costs: `python -m benchmarks.recount [N]`

N records of motions (40,000 unless said otherwise) are made of the real roll calls that the tests carry, each
with its hundred members by name, and counted as `ecar vote recount` does: read, checked, judged, held against
the result on record. The bare loop beside it parses the same lines and compares two lengths in floats, with
no check at all. Nothing is asserted; read the ratio.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.rollcalls import converted

from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, read_records


def bare(data: bytes) -> int:
    """As little as can be done: how many of the records carry."""
    carried = 0
    for line in data.splitlines():
        record = json.loads(line)
        ballots = record["ballots"]
        [majority] = record["rule"]["majority"]
        share = majority.get("more_than") or majority["at_least"]
        above, below = share.split("/")
        base = len(ballots["for"]) + len(ballots["against"])
        if majority["of"] == "entitled":
            base = record["entitled"]
        needed = base * int(above) / int(below)
        reached = len(ballots["for"])
        carried += reached > needed if "more_than" in majority else reached >= needed
    return carried


def exact(data: bytes) -> int:
    """As the command does it: how many of the records carry; every one holds to its result on record."""
    carried = 0
    for line, record in read_records(data):
        if not isinstance(record, VoteRecord):
            raise SystemExit(f"line {line}: {record}")
        again = recount(record)
        if again.findings:
            raise SystemExit(f"line {line}: {again.findings[0]}")
        carried += again.outcome.carried
    return carried


def timed(work: Callable[[bytes], int], data: bytes) -> tuple[float, int]:
    """Seconds of the processor, and what the work gave."""
    begun = time.process_time()
    given = work(data)
    return time.process_time() - begun, given


def main() -> None:
    """Prints the two times and their ratio, taken in turns, the best of three."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    lines = [json.dumps(record) for record in converted("us_senate_2013")]
    data = "\n".join(islice(cycle(lines), many)).encode()
    loops, counts = [], []
    for _ in range(3):
        loop, carried = timed(bare, data)
        counted, agreed = timed(exact, data)
        if carried != agreed:
            raise SystemExit(f"the loop carries {carried}, the recount {agreed}")
        loops.append(loop)
        counts.append(counted)
    loop, counted = min(loops), min(counts)
    print(f"{many} records, {len(data) / 1e6:.0f} MB, {carried} carried")
    print(f"bare loop {loop:.2f} s, recount {counted:.2f} s: {counted / loop:.2f} times")


if __name__ == "__main__":
    main()
