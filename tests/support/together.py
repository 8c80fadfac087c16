"""Several at once, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable


def together(*work: Callable[[], object]) -> None:
    """Runs all at once; what one raises fails the test."""
    ready = threading.Barrier(len(work))
    failures: list[BaseException] = []

    def run(one: Callable[[], object]) -> None:
        ready.wait(10)
        try:
            one()
        except BaseException as error:  # noqa: BLE001  # reason: told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures, failures
