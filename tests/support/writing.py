"""A program that writes under load through the real writer, until it is killed or done.

    python writing.py URL FIRST_SEAT SEATS THREADS CHANGES

It says `ready`, waits for a line, and begins. Each thread casts the ballots of its seats in the vote
`vote-1`, then changes them, CHANGES times. What was acknowledged is printed, one line an act, only once
`perform` has returned.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from ecar_governance.services.ports import Done
from ecar_governance.storage.engine import open_database
from ecar_governance.storage.writer import Writer
from support.house import House


class Now:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def main(url: str, first: int, seats: int, threads: int, changes: int) -> None:
    database = open_database(url)
    with Writer(database, Now()) as writer:
        house = House(writer)
        lock = threading.Lock()

        def vote(mine: range) -> None:
            receipts = dict.fromkeys(mine, "")
            for change in range(changes):
                for seat in mine:
                    work = house.ballot("vote-1", seat, f"paper {change}", receipts[seat])
                    key = f"{seat}/{change}"
                    done = writer.perform(work, actor=house.rector(seat), key=key)
                    if not isinstance(done, Done):
                        raise SystemExit(f"refused: {done}")
                    receipts[seat] = done.events[-1].data.digest  # type: ignore[union-attr]
                    with lock:
                        print(seat, change, receipts[seat], done.position, flush=True)

        workers = [
            threading.Thread(target=vote, args=(range(first + place, first + seats, threads),), daemon=True)
            for place in range(threads)
        ]
        print("ready", flush=True)
        sys.stdin.readline()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
