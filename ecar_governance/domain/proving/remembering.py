"""What was found of the last procedures, so that none is walked twice while it is checked, put in force and
shown. Nothing is known that would not be found again: the same procedure, the same proof."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from ecar_governance.domain.workflow import Workflow

T = TypeVar("T")

MOST = 64
"""So many are remembered; those asked for longest ago are forgotten."""


class _Asked:
    """A procedure and a bound as a key: equal where the procedures are, to the last word."""

    __slots__ = ("_hash", "bound", "workflow")

    def __init__(self, workflow: Workflow, bound: int) -> None:
        self.workflow, self.bound = workflow, bound
        self._hash = hash((workflow.name, workflow.version, *workflow.states, *workflow.transitions, bound))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and (self.bound, self.workflow) == (other.bound, other.workflow)


class Remembered(Generic[T]):
    """The last answers about procedures, each by the procedure and the bound."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Asked, T] = OrderedDict()
        self._lock = Lock()

    def of(self, workflow: Workflow, bound: int, find: Callable[[], T]) -> T:
        """The answer about a `bare` procedure, from `find` where it is not known."""
        key = _Asked(workflow, bound)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = find()
        with self._lock:
            self._known[key] = found
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return found
