"""Each invariant put to the transition system that suits it."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from ecar_governance.domain.flaws import Step
from ecar_governance.domain.proving.ending import certain, stuck
from ecar_governance.domain.proving.lasting import longest
from ecar_governance.domain.proving.lengths import length
from ecar_governance.domain.proving.monitors import Alone, Watch
from ecar_governance.domain.proving.story import told
from ecar_governance.domain.proving.system import System
from ecar_governance.domain.proving.walking import Monitor, Walk, Walker
from ecar_governance.domain.workflow import Invariant, Workflow


class Found(Struct, frozen=True):
    """What a walk says of an invariant: broken as the steps tell, and why; or not, so far as it went."""

    walked: int
    cut: bool
    broken: bool = False
    steps: tuple[Step, ...] = ()
    why: str = ""


class Judge:
    """A procedure with its transition system, walked once without regard to any invariant."""

    def __init__(self, workflow: Workflow, bound: int) -> None:
        self.workflow = workflow
        self.bound = bound
        self._walkers: dict[int, Walker] = {}
        self.walker = self._walker(0, None)

    @cached_property
    def walk(self) -> Walk:
        """All configurations."""
        return self.walker.walk(self.bound)

    @cached_property
    def stuck(self) -> tuple[int, ...]:
        """Those from which no end can be reached, whatever happens."""
        return stuck(self.walker, self.walk)

    def _walker(self, width: int, monitor: Monitor | None) -> Walker:
        known = self._walkers.get(width)
        if known is None:
            known = self._walkers[width] = Walker(System(self.workflow, width))
        return known if monitor is None else Walker(known.system, monitor, known.tables)

    def judge(self, invariant: Invariant) -> Found:
        """See `Found`."""
        match invariant.rule:
            case "always_ends":
                return self._always_ends()
            case "ends_within":
                return self._ends_within(invariant)
            case "no_single_person":
                return self._watched(Alone(self.workflow, invariant))
            case _:
                return self._watched(Watch(self.workflow, invariant))

    def _watched(self, monitor: Monitor) -> Found:
        walker = self._walker(monitor.width, monitor)
        walk = walker.walk(self.bound)
        steps = told(self.workflow, walker.broken_path(walk))
        return Found(walk.size, walk.cut, walk.broken is not None, steps)

    def _always_ends(self) -> Found:
        found = stuck(self.walker, self.walk, certain(self.workflow))
        resting = [node for node in found if node < self.walker.system.layout.resting]
        if not resting:
            return Found(self.walk.size, self.walk.cut)
        steps = told(self.workflow, [takes for takes, _ in self.walker.path(self.walk, resting[0])])
        where = " and ".join(self.walker.system.layout.leaves(resting[0]))
        return Found(self.walk.size, self.walk.cut, True, steps, where)

    def _ends_within(self, invariant: Invariant) -> Found:
        found = longest(self.walker, self.walk)
        steps = told(self.workflow, found.path)
        if found.lasts is None:
            return Found(self.walk.size, self.walk.cut, True, steps, found.why)
        if found.lasts.within(length(invariant.within)):
            return Found(self.walk.size, self.walk.cut)
        return Found(self.walk.size, self.walk.cut, True, steps, f"The longest way takes {found.lasts}")
