"""A configuration as one int: each region says in a few bits which of its states is active.

From the lowest bit: the regions, each followed by those inside its states; what the regions with a history
remember, as copies of those fields; the bits of what has happened before; above them all the number of what
is still to be followed in the same act, 0 for a case at rest. So a transition that remembers nothing is one
`&` and one `|`, whatever it leaves and enters.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.configuration import ROOT, Leaves, Memory, Place, Tree, place_of
from ecar_governance.domain.workflow import Workflow


class Field(Struct, frozen=True):
    """The bits of one region; their value is 0 where it is not active, else one more than the index of its
    active state in `states`. `within` covers the field and those of the regions inside its states."""

    shift: int
    mask: int
    within: int
    states: tuple[str, ...]


class Layout:
    """Which bits of a configuration say what. `happened` is how many bits tell of the past."""

    def __init__(self, workflow: Workflow, tree: Tree, happened: int) -> None:
        self._tree = tree
        inside: dict[Place, list[str]] = {ROOT: []}
        for name in tree.sort(workflow.states):
            inside.setdefault(tree.places(name)[-1], []).append(name)
        self._fields: dict[Place, Field] = {}
        self._values: dict[str, int] = {}
        self.width = self._lay(workflow, inside)
        self.memories: dict[Place, int] = {}
        end = self.width
        for place in tree.remembering:
            self.memories[place] = end
            end += (self._fields[place].within >> self._fields[place].shift).bit_length()
        self.past = end
        self.past_mask = (1 << happened) - 1
        self.top = end + happened
        self.resting = 1 << self.top
        self.fields = tuple(self._fields.values())

    def _lay(self, workflow: Workflow, inside: dict[Place, list[str]]) -> int:
        """Gives each region its bits, those inside its states right after it; how many there are."""
        end = 0
        begun: dict[Place, tuple[int, int]] = {}
        waiting: list[tuple[Place, bool]] = [(ROOT, False)]
        while waiting:
            place, over = waiting.pop()
            states = inside.get(place, [])
            if over:
                shift, width = begun[place]
                within = ((1 << end) - 1) ^ ((1 << shift) - 1)
                self._fields[place] = Field(shift, (1 << width) - 1, within, tuple(states))
                continue
            begun[place] = (end, len(states).bit_length())
            for index, name in enumerate(states, 1):
                self._values[name] = index << end
            end += len(states).bit_length()
            waiting.append((place, True))
            for name in reversed(states):
                waiting += [((name, one.name), False) for one in reversed(workflow.states[name].regions)]
        return end

    def field(self, place: Place) -> Field:
        """The bits of a region."""
        return self._fields[place]

    def where(self, state: str) -> tuple[int, int]:
        """The bits of the state's region, and what they are while it is active."""
        field = self._fields[self._tree.places(state)[-1]]
        return field.mask << field.shift, self._values[state]

    def value(self, states: Iterable[str]) -> int:
        """The bits of these states, all of which are active."""
        found = 0
        for state in states:
            found |= self._values[state]
        return found

    def encode(self, leaves: Leaves, memory: Memory) -> int:
        """The configuration with what its regions remember; nothing has happened and nothing follows."""
        found = self.value(self._tree.active(leaves))
        for place, shift in self.memories.items():
            if last := memory.get(place_of(*place)):
                active = [one for one in self._tree.active(last) if place in self._tree.places(one)]
                found |= self.value(active) >> self._fields[place].shift << shift
        return found

    def leaves(self, node: int) -> Leaves:
        """The leaf states that the case is in."""
        return self._leaves(node, self.fields)

    def _leaves(self, node: int, fields: Iterable[Field]) -> Leaves:
        active = [field.states[index - 1] for field in fields if (index := node >> field.shift & field.mask)]
        composite = {above for state in active for above, _ in self._tree.places(state)}
        return tuple(sorted(state for state in active if state not in composite))

    def memory(self, node: int) -> dict[str, Leaves]:
        """What each region with a history remembers."""
        found = {}
        for place, shift in self.memories.items():
            field = self._fields[place]
            block = node >> shift & field.within >> field.shift
            if block:
                inside = [one for one in self.fields if one.within & ~field.within == 0]
                found[place_of(*place)] = self._leaves(block << field.shift, inside)
        return found
