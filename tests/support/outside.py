"""An engine that is not ours: python-statemachine, which reads SCXML, brought where it departs from it.

Everything here is a departure of version 3.2 from the W3C Recommendation of 1 September 2015, no more:

- `<state>`, `<final>` and `<parallel>` children are read in that order, not as they stand, and document order
  is counted anew inside each composite (`StateMachineMetaclass._initials_by_document_order`): numbered here.
- `_select_transitions` looks at the atomic states in the order in which they were entered (its comment says
  so); appendix D says document order.
- A state machine whose outermost <parallel> has all its regions in final states stops
  (`_check_root_final_state`); section 3.7 stops at a <final> child of <scxml> alone.
- `!` of ECMAScript is no operator of its conditions; Python's `not` is.
- An event is an attribute of the machine, so that one called `send` hides its method.
- Values for the datamodel cannot be given at the start (section 5.3.3); they are written into the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from statemachine.engines.sync import SyncEngine
from statemachine.io import load
from statemachine.statemachine import StateChart

NAMESPACE = "{http://www.w3.org/2005/07/scxml}"


class _Engine(SyncEngine):
    def _select_transitions(self, trigger_data: Any, predicate: Any) -> Any:
        whole = self.sm.configuration
        in_order = sorted(whole, key=lambda state: state.document_order)
        kept, self.sm.configuration = whole, type(whole)(in_order)
        try:
            return super()._select_transitions(trigger_data, predicate)
        finally:
            self.sm.configuration = kept

    def microstep(self, transitions: Any, trigger_data: Any) -> Any:
        if not str(trigger_data.event or "").startswith("settled."):
            self.sm.__dict__["taken"] = self.sm.__dict__.get("taken", 0) + len(transitions)
        return super().microstep(transitions, trigger_data)

    def _check_root_final_state(self) -> None:
        pass


class Outside:
    """A document under way. `truth` is what its variables are at the start."""

    def __init__(self, text: str, truth: Mapping[str, bool] | None = None) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314  # reason: our own output
        for data in root.iter(f"{NAMESPACE}data"):
            data.set("expr", str(int((truth or {}).get(data.attrib["id"], False))))
        self.variables = {data.attrib["id"] for data in root.iter(f"{NAMESPACE}data")}
        for element in root.iter():
            if "cond" in element.attrib:
                element.set("cond", re.sub(r"!(?!=)", " not ", element.attrib["cond"]).strip())
        tags = {f"{NAMESPACE}{tag}" for tag in ("state", "parallel", "final")}
        states = [element for element in root.iter() if element.tag in tags]
        made = load(ElementTree.tostring(root, encoding="unicode"), format="scxml")
        self._regions = {
            child.attrib["id"]
            for one in root.iter(f"{NAMESPACE}parallel")
            for child in one
            if child.tag in tags
        }
        numbered = {element.attrib["id"]: number for number, element in enumerate(states, 1)}
        ours = type("Here", (made,), {"_get_engine": lambda machine: _Engine(machine)})
        # After the class is made, which counts anew.
        for state in ours.states_map.values():
            state.document_order = numbered.get(state.id, 0)
        self._machine = ours()

    def know(self, truth: Mapping[str, bool]) -> None:
        """What the variables are from now on."""
        for name, value in truth.items():
            setattr(self._machine.model, name, int(value))

    def send(self, event: str) -> None:
        StateChart.send(self._machine, event)

    @property
    def taken(self) -> int:
        """How many transitions were taken so far."""
        taken: int = self._machine.__dict__.get("taken", 0)
        return taken

    @property
    def active(self) -> set[str]:
        """The states that are active, without the compound states that stand for regions."""
        return {state.id for state in self._machine.configuration} - self._regions
