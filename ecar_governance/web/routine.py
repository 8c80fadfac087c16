"""Work that a server does again and again beside answering: each in its own thread, outliving failures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from ecar_governance.errors import Unavailable
from ecar_governance.web.logging import describe, log

_LONGEST_PAUSE: Final = 60.0


class Routine:
    """Calls `work` every `seconds` until it is stopped; after a failure it waits longer, a minute at most.

    Args:
        name: what the log calls it.
        seconds: pause between two calls.
        work: what to do; whatever it raises is logged and tried again.
    """

    def __init__(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"ecar-{name}", daemon=True)

    def start(self) -> None:
        """Begins, with a first call at once."""
        self._thread.start()

    def stop(self) -> None:
        """Asks it to end after the call under way; `join` waits for that."""
        self._stopped.set()

    def join(self, seconds: float) -> bool:
        """Whether it has ended, after waiting as long as that at most."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause = self._seconds
        while not self._stopped.is_set():
            try:
                self._work()
                pause = self._seconds
            except Unavailable as error:
                pause = min(max(pause, 1.0) * 2, _LONGEST_PAUSE)
                log("ecar.server").warning("routine_waits", routine=self._name, why=error.message)
            except Exception as error:  # noqa: BLE001  # reason: the server must outlive one bad minute
                pause = min(max(pause, 1.0) * 2, _LONGEST_PAUSE)
                log("ecar.server").error("routine_failed", routine=self._name, error=describe(error))
            self._stopped.wait(pause)
