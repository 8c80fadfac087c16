"""The states of a definition: nested as they are written, flat as a `Workflow` holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Mapping, Node
from ecar_governance.definitions.reading_votes import read_vote
from ecar_governance.definitions.values import Path, Values
from ecar_governance.domain.workflow import (
    Consultation,
    Deadline,
    Escalation,
    Nominations,
    Region,
    State,
)

CALENDARS = ("days", "working_days")
EACH = ("institution", "body", "person")
NO_DEADLINE = "none"
"""What stands for a deadline where the author says that none is meant."""

INSIDE = "inside"
"""What the one region of a state is called whose inner states stand under it directly."""

STATE = (
    "title", "final", "outcome", "editable", "done", "deadline", "vote", "consultation", "waits_for",
    "regions", "join", "initial", "history", "states", "nominations", "in_order",
)  # fmt: skip
STATE_NEEDED = ("title",)
REGION = ("title", "initial", "history", "body", "include", "states")
REGION_NEEDED = ("title", "initial", "states")
DEADLINE = ("after", "at", "field", "calendar", "zone", "then", "remind", "escalate")
DEADLINE_NEEDED = ("then",)
ESCALATION = ("before", "to")
CONSULTATION = ("of", "each")
CONSULTATION_NEEDED = ("of",)
NOMINATIONS = ("by", "of", "eligible", "consent", "most", "traits")
NOMINATIONS_NEEDED = ("by",)
NOMINATED = ("persons", "texts")
MOST_NAMED = 100
_WALL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", re.ASCII)


def read_states(values: Values, named: Iterable[tuple[str, Node]]) -> dict[str, State]:
    """Every state by its name, in the order of the file: a composite state before its inner ones."""
    reader = _States(values)
    for name, node in named:
        reader.read(name, node, "", "")
    return reader.found


class _States:
    def __init__(self, values: Values) -> None:
        self._v = values
        self.found: dict[str, State] = {}

    def read(self, name: str, node: Node, parent: str, region: str) -> None:
        """Enters the state and those within it."""
        keys = Keys(self._v, node, ("states", name), STATE, STATE_NEEDED)
        rank = len(self.found)
        # Holds the place in the order; what is inside is read before the whole is known.
        self.found[name] = State(name, {})
        regions = self._regions(keys, name)
        self.found[name] = State(
            name=name,
            title=keys.names("title"),
            final=keys.flag("final"),
            outcome=keys.name("outcome") or None,
            editable=keys.flag("editable"),
            deadline=None if keys.said("deadline") == NO_DEADLINE else _deadline(keys),
            vote=read_vote(keys),
            line=keys.line,
            rank=rank,
            consultation=_consultation(keys),
            waits_for=keys.names("waits_for"),
            parent=parent,
            region=region,
            regions=regions,
            join=_join(keys, len(regions)),
            done=keys.flag("done"),
            nominations=_nominations(keys),
            unwatched=keys.said("deadline") == NO_DEADLINE,
            in_order=keys.flag("in_order"),
        )

    def _regions(self, keys: Keys, state: str) -> tuple[Region, ...]:
        if "regions" in keys:
            for key in ("states", "initial", "history"):
                if key in keys:
                    message = f"{state!r} has regions, so {key!r} belongs into each of them."
                    keys.wrong("shape.regions", key, message, f"move `{key}:` into a region")
            return tuple(self._region(state, name, one) for name, one in keys.named("regions"))
        if "states" in keys:
            if "initial" not in keys:
                message = f"{state!r} has inner states and does not say in which it begins."
                keys.wrong("shape.missing", "", message, "add `initial:`")
            region = (*keys.path, "regions", INSIDE)
            self._v.marks[region] = keys.mark("states")
            initial = keys.name("initial", "states")
            self._v.marks[(*region, "initial")] = keys.mark("initial" if "initial" in keys else "states")
            if not initial or keys.at("initial") in self._v.broken:
                self._v.broken.add((*region, "initial"))
            self._inside(keys, state, INSIDE)
            return (Region(INSIDE, initial, history=keys.flag("history")),)
        for key in ("initial", "history", "join"):
            if key in keys:
                message = f"{state!r} has no inner states, so {key!r} says nothing."
                keys.wrong("shape.regions", key, message, "remove it, or add `states:`")
        return ()

    def _region(self, state: str, name: str, node: Node) -> Region:
        path = ("states", state, "regions", name)
        keys = Keys(self._v, node, path, REGION, REGION_NEEDED)
        self._inside(keys, state, name)
        return Region(
            name,
            keys.name("initial", "states"),
            keys.names("title"),
            keys.flag("history"),
            keys.name("body", "fields"),
        )

    def _inside(self, keys: Keys, parent: str, region: str) -> None:
        for name, node in keys.named("states"):
            if name in self.found:
                path = keys.at("states")
                mark = self._v.marks[(*path, name)]
                message = f"There is already a state called {name!r}."
                self._v.wrong("shape.twice", (*path, name), mark, message, "give it a name of its own")
                continue
            self._v.marks["states", name] = self._v.marks[(*keys.at("states"), name)]
            self.read(name, node, parent, region)


def _join(keys: Keys, regions: int) -> int:
    node = keys.node("join")
    if isinstance(node, Mapping):
        inside = keys.within("join", ("at_least",), ("at_least",))
        return inside.integer("at_least", 1, max(1, regions), 1) if inside else 0
    return {"all": regions, "any": 1}.get(keys.word("join", ("all", "any"), ""), 0)


def _deadline(above: Keys) -> Deadline | None:
    keys = above.within("deadline", DEADLINE, DEADLINE_NEEDED)
    if keys is None:
        return None
    given = [key for key in ("after", "at", "field") if key in keys or keys.at(key) in keys.values.broken]
    if len(given) != 1:
        message = "A deadline says exactly one of `after`, `at` and `field`."
        keys.wrong("shape.deadline", "", message, "write `after: P30D`, or one of the others")
    return Deadline(
        then=keys.name("then", "transitions"),
        after=keys.duration("after"),
        at=_wall(keys),
        field=keys.name("field", "fields"),
        calendar=keys.word("calendar", CALENDARS, "days"),
        zone=keys.zone("zone"),
        remind=keys.durations("remind"),
        escalate=tuple(_escalation(keys.values, node, path) for path, node in keys.items("escalate")),
    )


def _escalation(values: Values, node: Node, path: Path) -> Escalation:
    keys = Keys(values, node, path, ESCALATION, ESCALATION)
    return Escalation(keys.duration("before"), keys.list_of_names("to", "roles"))


def _wall(keys: Keys) -> str:
    at = keys.scalar("at")
    try:
        fits = _WALL.fullmatch(at) is not None and datetime.fromisoformat(at).tzinfo is None
    except ValueError:  # the 31st of February
        fits = False
    if at and not fits:
        message = f"{at!r} is no day and hour."
        keys.wrong("shape.deadline", "at", message, "write it as 2026-12-31T18:00, without a zone")
    return at


def _consultation(above: Keys) -> Consultation | None:
    keys = above.within("consultation", CONSULTATION, CONSULTATION_NEEDED)
    return (
        Consultation(keys.list_of_names("of", "roles"), keys.word("each", EACH, "institution"))
        if keys
        else None
    )


def _nominations(above: Keys) -> Nominations | None:
    keys = above.within("nominations", NOMINATIONS, NOMINATIONS_NEEDED)
    if keys is None:
        return None
    return Nominations(
        by=keys.list_of_names("by", "roles"),
        of=keys.word("of", NOMINATED, "persons"),
        eligible=keys.list_of_names("eligible", "roles"),
        consent=keys.flag("consent", True),
        most=keys.integer("most", 1, MOST_NAMED, 1) if "most" in keys else 0,
        traits={name: _trait(keys, name, node) for name, node in keys.named("traits")},
    )


def _trait(keys: Keys, name: str, node: Node) -> dict[str, dict[str, str]]:
    """The values of a trait, each with its name by language."""
    path = (*keys.at("traits"), name)
    values = keys.values.named(node, path)
    return {value: keys.values.names(one, (*path, value)) for value, one in values.items()}
