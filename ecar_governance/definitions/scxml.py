"""A procedure as SCXML 1.0 (W3C Recommendation of 1 September 2015), for engines that are not ours.

Structure. A state with several regions is a <parallel> of compound <state>s called `STATE-REGION`; one with a
single region is itself compound. A region with `history` begins in its deep <history>. A <final> is a final
state, or an inner one that is `done` and that nothing leaves. Document order is the order of the file, which
is also our priority.

Events. A person's action is an event of its own name (`person.NAME` where the name would begin another
event); it is sent for those who hold the role, once the last approval is given. What the world brings about
is `vote.carried`, `vote.lost`, `vote.voided`, `document.typeset`, `signatures.complete`; of one state alone
`deadline.STATE` and `opinions.given.STATE`. All of these are external and come from whoever runs the engine.

Conditions. What depends on the world is a variable of the datamodel, 0 until it is set: each guard one
(`session_open`, `sponsors_at_least_3`), each prohibition (`bars_drafter`: 1 when it stands in the way), the
required fields of a state (`filled_STATE`), and the role where each region's own body acts
(`may_ACTION_STATE`). They are set to their truth before an event is sent. Expressions are the part of
ECMAScript that other datamodels understand as well: names, 0 and 1, In(), && || ! + >=.

What SCXML does not say by itself is said in its own words:

- An event is taken by every region that can; an action by one state. The transition of the others has a
  condition that none which goes first is active (inner before outer, else in document order).
- An eventless transition waits for its condition for ever; `at_once` is asked in the act that enters the
  state, one way at a time. `entered_STATE` is 1 from <onentry> until the way is taken or the act is over: the
  event `settled.STATE`, sent on entering, comes after everything internal.
- `joined` of all regions whose ends are all <final>s is `done.state.STATE`. Any other join is the event
  `joined.STATE`, raised by each end as it is entered, once enough of them are active. Both are asked
  again (`In`) when their turn comes.

Not in it: durations (the world says when a deadline has passed), who holds a role, how a vote is counted,
what effects do beyond the event that follows, the limit of moves in one act, and required fields of states
that only a history brings back. Attributes of the namespace `NAMESPACE` are for readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from ecar_governance.definitions.scxml_words import (
    NAMESPACE,
    Variables,
    action_event,
    any_of,
    not_all,
    system_event,
)
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.workflow import Names, Region, State, Transition, Workflow


def scxml(workflow: Workflow, lang: str) -> str:
    """The document, ending in a line break. The same procedure gives the same text; titles are in `lang`."""
    return _Export(workflow, lang).text()


class _Export:
    """One procedure being written out."""

    def __init__(self, workflow: Workflow, lang: str) -> None:
        self._workflow = workflow
        self._lang = lang
        self._tree = Tree(workflow)
        # The event of a vote without a quorum is one of a lost vote, too: the way of its own comes first.
        self._rules = sorted(
            workflow.transitions.values(),
            key=lambda rule: (rule.trigger != "vote_inquorate", rule.rank, rule.name),
        )
        self._left = {source for rule in self._rules for source in rule.source}
        self._required = {state for field in workflow.fields.values() for state in field.required_in}
        self._variables = Variables(workflow)
        self._lasting = [state for state in workflow.states if self._at_once(state)]
        self._data = self._variables.meanings()

    def text(self) -> str:
        root = ElementTree.Element(
            "scxml",
            {
                "xmlns": "http://www.w3.org/2005/07/scxml",
                "xmlns:ecar": NAMESPACE,
                "version": "1.0",
                "name": self._workflow.name,
                "initial": self._workflow.initial,
                "datamodel": "ecmascript",
                "ecar:version": self._workflow.version,
                "ecar:title": self._in(self._workflow.title),
            },
        )
        data = ElementTree.SubElement(root, "datamodel")
        self._inside(root, "", "")
        for state in self._lasting:
            self._data[f"entered_{state}"] = ""
        for name, meaning in sorted(self._data.items()):
            means = {"ecar:means": meaning} if meaning else {}
            ElementTree.SubElement(data, "data", {"id": name, "expr": "0", **means})
        if not self._data:
            root.remove(data)
        ElementTree.indent(root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'

    # --- states ------------------------------------------------------------------------------------------

    def _inside(self, above: ElementTree.Element, parent: str, region: str) -> None:
        for name in self._tree.sort(self._workflow.states):
            state = self._workflow.states[name]
            if (state.parent, state.region) == (parent, region):
                self._state(above, state)

    def _state(self, above: ElementTree.Element, state: State) -> None:
        tag = "final" if self._is_final(state) else "parallel" if len(state.regions) > 1 else "state"
        here = ElementTree.SubElement(above, tag, {"id": state.name, "ecar:title": self._in(state.title)})
        if state.outcome:
            here.set("ecar:outcome", state.outcome)
        if len(state.regions) == 1:
            self._begin(here, state.name, state.regions[0])
        self._on_entry(here, state)
        for rule in self._rules:
            if state.name in rule.source:
                self._transition(here, rule, state)
        if len(state.regions) == 1:
            self._inside(here, state.name, state.regions[0].name)
        for region in state.regions if len(state.regions) > 1 else ():
            called = f"{state.name}-{region.name}"
            line = ElementTree.SubElement(here, "state", {"id": called, "ecar:title": self._in(region.title)})
            self._begin(line, called, region)
            self._inside(line, state.name, region.name)

    def _begin(self, here: ElementTree.Element, called: str, region: Region) -> None:
        """Where a compound state begins."""
        if not region.history:
            here.set("initial", region.initial)
            return
        here.set("initial", f"{called}-history")
        history = ElementTree.SubElement(here, "history", {"id": f"{called}-history", "type": "deep"})
        ElementTree.SubElement(history, "transition", {"target": region.initial})

    def _is_final(self, state: State) -> bool:
        ends = state.done if state.parent else state.final
        return ends and not state.regions and state.name not in self._left

    def _on_entry(self, here: ElementTree.Element, state: State) -> None:
        lasting = state.name in self._lasting
        around = self._workflow.states.get(state.parent)
        ends = state.done and around is not None and bool(around.join) and not self._natural(around)
        if not (lasting or ends):
            return
        entry = ElementTree.SubElement(here, "onentry")
        if lasting:
            ElementTree.SubElement(entry, "assign", {"location": f"entered_{state.name}", "expr": "1"})
            ElementTree.SubElement(entry, "send", {"event": f"settled.{state.name}"})
            gone = ElementTree.SubElement(here, "onexit")
            ElementTree.SubElement(gone, "assign", {"location": f"entered_{state.name}", "expr": "0"})
            over = ElementTree.SubElement(here, "transition", {"event": f"settled.{state.name}"})
            ElementTree.SubElement(over, "assign", {"location": f"entered_{state.name}", "expr": "0"})
        if ends and around is not None:
            enough = ElementTree.SubElement(entry, "if", {"cond": self._enough(around)})
            ElementTree.SubElement(enough, "raise", {"event": f"joined.{around.name}"})

    # --- joins -------------------------------------------------------------------------------------------

    def _ends(self, state: State) -> list[list[str]]:
        """The ends of each region that has any."""
        ends = [
            [
                name
                for name in self._tree.sort(self._workflow.states)
                if (one := self._workflow.states[name]).done
                and not one.regions
                and (one.parent, one.region) == (state.name, region.name)
            ]
            for region in state.regions
        ]
        return [one for one in ends if one]

    def _natural(self, state: State) -> bool:
        """Whether the processor itself tells when the state is joined."""
        ends = self._ends(state)
        whole = state.join == len(state.regions) == len(ends)
        return whole and all(self._is_final(self._workflow.states[end]) for one in ends for end in one)

    def _enough(self, state: State) -> str:
        """That as many regions have ended as the state asks for."""
        ended = [any_of(f"In('{end}')" for end in ends) for ends in self._ends(state)]
        if not ended or not state.join:
            return "0 >= 1"
        if state.join == len(ended):
            return " && ".join(ended)
        return any_of(ended) if state.join == 1 else f"{' + '.join(ended)} >= {state.join}"

    # --- transitions -------------------------------------------------------------------------------------

    def _transition(self, here: ElementTree.Element, rule: Transition, state: State) -> None:
        lapses = state.deadline is not None and state.deadline.then == rule.name
        if rule.trigger == "deadline" and not lapses:
            return  # another state's
        said: dict[str, str] = {}
        event = self._event(rule, state)
        if event:
            said["event"] = event
        if cond := " && ".join(self._conditions(rule, state)):
            said["cond"] = cond
        if rule.target:
            said["target"] = rule.target
        said["ecar:title"] = self._in(rule.title)
        if rule.by:
            said["ecar:by"] = " ".join(rule.by)
        if rule.approvals > 1:
            said["ecar:approvals"] = str(rule.approvals)
        if rule.effects:
            said["ecar:effects"] = " ".join(call.name for call in rule.effects)
        way = ElementTree.SubElement(here, "transition", said)
        if rule.trigger == "at_once":
            ElementTree.SubElement(way, "assign", {"location": f"entered_{state.name}", "expr": "0"})

    def _event(self, rule: Transition, state: State) -> str:
        if rule.trigger == "person":
            return action_event(rule.name)
        if rule.trigger == "at_once":
            return ""
        if rule.trigger == "joined":
            return f"done.state.{state.name}" if self._natural(state) else f"joined.{state.name}"
        return system_event(rule.trigger, state.name)

    def _conditions(self, rule: Transition, state: State) -> list[str]:
        if rule.trigger == "joined":
            return [self._enough(state)]
        if rule.trigger == "at_once":
            first = [
                not_all([f"entered_{other}", *self._world(one, other)])
                for other in self._before(state.name, self._lasting)
                for one in self._at_once(other)
            ]
            return [f"entered_{state.name}", *self._world(rule, state.name), *first]
        if rule.trigger != "person":
            return []
        apart = any(
            name in self._workflow.roles and self._workflow.roles[name].scope == "region_body"
            for name in rule.by
        )
        first = [
            not_all([f"In('{other}')", *(self._own(rule, other, apart) if apart else ())])
            for other in self._before(state.name, rule.source)
        ]
        return [*self._own(rule, state.name, apart), *self._guards(rule), *first]

    def _world(self, rule: Transition, state: str) -> list[str]:
        """All that the world must grant before the rule is taken out of the state."""
        return [*self._own(rule, state, False), *self._guards(rule)]

    def _guards(self, rule: Transition) -> list[str]:
        asked = [self._variables.of(call) for call in rule.require]
        return [*asked, *(f"!{self._variables.of(call, 'bars_')}" for call in rule.forbid)]

    def _own(self, rule: Transition, state: str, apart: bool) -> list[str]:
        """What depends on the state that is left: whose region it is, and what is entered from there."""
        entered = self._tree.move(self._tree.initial(state), state, rule.target).entered
        found = [f"filled_{one}" for one in entered if one in self._required]
        if apart:
            found.insert(0, f"may_{rule.name}_{state}")
        self._data.update({name: self._data.get(name, "") for name in found})
        return found

    def _at_once(self, state: str) -> list[Transition]:
        return [rule for rule in self._rules if rule.trigger == "at_once" and state in rule.source]

    def _before(self, state: str, others: Iterable[str]) -> list[str]:
        """Which of the others can be active together with the state, and go first."""
        chosen = {other for other in others if other != state and self._together(state, other)}
        order = self._tree.inner_first((*chosen, state))
        return list(order[: order.index(state)])

    def _together(self, one: str, other: str) -> bool:
        """Whether both can be active: one inside the other, or in different regions of a state."""
        states = self._workflow.states
        mine, theirs = (
            {states[step].parent: states[step].region for step in (name, *self._tree.ancestors(name))}
            for name in (one, other)
        )
        if other in mine or one in theirs:
            return True
        innermost = next(place for place in mine if place in theirs)
        return mine[innermost] != theirs[innermost]

    # --- words -------------------------------------------------------------------------------------------

    def _in(self, names: Names) -> str:
        return names.get(self._lang) or names.get("en") or next(iter(names.values()), "")
