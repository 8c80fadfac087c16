"""Random procedures with regions, sub-states, history and joins, and ways between all their states."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ecar_governance.domain.workflow import (
    Call,
    Deadline,
    Names,
    Region,
    Role,
    State,
    Transition,
    Trigger,
    Workflow,
)

NAMES: Names = {"az": "Ad", "en": "Name"}
HOLDS, FAILS = Call("no_body_named"), Call("body_named")
"""Guards that always hold, and never, of a case that names no working group."""

SYSTEM_TRIGGERS: tuple[Trigger, ...] = ("document_typeset", "signatures_complete")


class _Growing:
    """The states drawn so far, in the order of the file."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.states: dict[str, State] = {}

    def line(self, parent: str, region: str, depth: int, least: int) -> str:
        """A line of states; gives the one that it begins with."""
        here = [
            self.state(parent, region, depth) for _ in range(self.draw(st.integers(least, 3 - (depth > 0))))
        ]
        return self.draw(st.sampled_from(here))

    def state(self, parent: str, region: str, depth: int) -> str:
        rank = len(self.states)
        name = f"s{rank}"
        kind = self.draw(st.sampled_from(["leaf", "leaf", "regions", "inside"] if depth < 2 else ["leaf"]))
        self.states[name] = State(name, NAMES)
        regions: list[Region] = []
        names = {"leaf": [], "inside": ["inside"], "regions": ["left", "right", "third"]}[kind]
        if kind == "regions" and self.draw(st.booleans()):
            names = names[:2]
        for one in names:
            history = self.draw(st.booleans())
            regions.append(Region(one, self.line(name, one, depth + 1, 1), NAMES, history))
        self.states[name] = State(
            name,
            NAMES,
            editable=True,
            deadline=Deadline("late", "P1Y"),
            rank=rank,
            parent=parent,
            region=region,
            regions=tuple(regions),
            join=self.draw(st.integers(0, len(regions))) if regions else 0,
            done=not regions and bool(parent) and self.draw(st.booleans()),
        )
        return name


@st.composite
def procedures(draw: st.DrawFn) -> Workflow:
    """A tree of states with transitions of every kind, wherever they lead."""
    tree = _Growing(draw)
    initial = tree.line("", "", 0, 2)
    names = list(tree.states)
    some = st.sampled_from(names)
    composites = [name for name in names if tree.states[name].regions]
    rules: list[Transition] = []

    def rule(name: str, source: tuple[str, ...], target: str, **more: Any) -> None:
        rules.append(Transition(name, NAMES, source, target, rank=len(rules), **more))

    for number in range(draw(st.integers(2, 10))):
        source = tuple(draw(st.lists(some, min_size=1, max_size=3, unique=True)))
        rule(f"go{number}", source, draw(st.one_of(some, some, some, st.just(""))), by=("member",))
    for number in range(draw(st.integers(0, 3))):
        require = draw(st.sampled_from([(HOLDS,), (), (FAILS,), (HOLDS, FAILS)]))
        here, there = draw(some), draw(some)
        if names.index(here) > names.index(there) and draw(st.integers(0, 4)):
            here, there = there, here
        rule(f"on{number}", (here,), there, trigger="at_once", require=require)
    for trigger in SYSTEM_TRIGGERS:
        for number, here in enumerate(draw(st.lists(some, max_size=3, unique=True))):
            rule(f"{trigger}{number}", (here,), draw(st.one_of(some, some, st.just(""))), trigger=trigger)
    for here in composites:
        if draw(st.integers(0, 3)):
            rule(f"joined_{here}", (here,), draw(st.one_of(some, some, st.just(""))), trigger="joined")
    rule("late", tuple(names), "", trigger="deadline")
    return Workflow(
        "tree",
        "1.0.0",
        NAMES,
        "qerar",
        initial,
        {"member": Role(("rector",), "sponsor")},
        tree.states,
        {one.name: one for one in rules},
    )
