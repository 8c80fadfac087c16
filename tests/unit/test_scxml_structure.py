"""Every export keeps to the document structure of SCXML 1.0 (W3C Recommendation of 1 September 2015, sections
3 to 6): which elements stand in which, with which attributes, and what their identifiers refer to.

The tables are the facts of the recommendation for the elements that an export may have; any other is none of
ours. Attributes of another namespace are allowed by its section 3.2 ("extension attributes")."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from msgspec import Struct
from support.trees import procedures

from ecar_governance.definitions.scxml import scxml
from ecar_governance.domain.workflow import Workflow

SPACE = "{http://www.w3.org/2005/07/scxml}"
NCNAME = re.compile(r"[^\W\d][\w.-]*")
GOLDEN = sorted((Path(__file__).parent.parent / "golden" / "workflows").glob("*.scxml"))


class Shape(Struct, frozen=True):
    """What an element may have: its children (`?` behind one that stands once at most) and attributes (`!`
    behind one that it must have)."""

    children: str
    attributes: str


EXECUTABLE = "raise if foreach log assign script send cancel"
STATES = "state parallel final history"
SHAPES = {
    "scxml": Shape("state parallel final datamodel? script?", "initial name version! datamodel binding"),
    "state": Shape(f"{STATES} onentry onexit transition initial? datamodel? invoke", "id initial"),
    "parallel": Shape("state parallel history onentry onexit transition datamodel? invoke", "id"),
    "final": Shape("onentry onexit donedata?", "id"),
    "history": Shape("transition?", "id type"),
    "initial": Shape("transition?", ""),
    "transition": Shape(EXECUTABLE, "event cond target type"),
    "onentry": Shape(EXECUTABLE, ""),
    "onexit": Shape(EXECUTABLE, ""),
    "datamodel": Shape("data", ""),
    "data": Shape("", "id! src expr"),
    "assign": Shape("", "location! expr"),
    "raise": Shape("", "event!"),
    "send": Shape(
        "param content?", "event eventexpr target targetexpr type typeexpr id delay delayexpr namelist"
    ),
    "if": Shape(f"{EXECUTABLE} elseif else?", "cond!"),
    "else": Shape("", ""),
    "elseif": Shape("", "cond!"),
}  # fmt: skip


def faults(text: str) -> list[str]:
    """What of the document is not as the recommendation has it."""
    root = ElementTree.fromstring(text)  # noqa: S314 our own text
    if root.tag != f"{SPACE}scxml" or root.get("version") != "1.0":
        return ["the root is no scxml of version 1.0"]
    inside = {child: parent for parent in root.iter() for child in parent}
    found = [fault for element in root.iter() for fault in _shape(element)]
    names = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    found += [f"{name} is no NCName" for name in names if not NCNAME.fullmatch(name)]
    found += [f"{name} stands twice" for name in set(names) if names.count(name) > 1]
    states = {
        one.attrib["id"]: one for one in root.iter() if "id" in one.attrib and _kind(one) in STATES.split()
    }
    for element in root.iter():
        found += _references(element, states, inside)
    return found


def _kind(element: Element) -> str:
    return element.tag.removeprefix(SPACE)


def _shape(element: Element) -> list[str]:
    kind = _kind(element)
    shape = SHAPES.get(kind)
    if shape is None:
        return [f"{kind} is no element that an export has"]
    children = [_kind(child) for child in element]
    allowed = {one.rstrip("?") for one in shape.children.split()}
    once = {one.rstrip("?") for one in shape.children.split() if one.endswith("?")}
    known = {one.rstrip("!") for one in shape.attributes.split()}
    needed = {one.rstrip("!") for one in shape.attributes.split() if one.endswith("!")}
    own = {name for name in element.attrib if not name.startswith("{")}
    found = [f"{kind} has {child}" for child in children if child not in allowed]
    found += [f"{kind} has {child} twice" for child in once if children.count(child) > 1]
    found += [f"{kind} has the attribute {name}" for name in own - known]
    found += [f"{kind} lacks the attribute {name}" for name in needed - own]
    if kind == "send" and len(own & {"event", "eventexpr"}) > 1:
        found.append("send has event and eventexpr")  # section 6.2.1
    if kind == "data" and len(own & {"src", "expr"}) > 1:
        found.append("data has src and expr")  # section 5.3.1
    if (element.text or "").strip() or (element.tail or "").strip():
        found.append(f"{kind} holds text")
    return found


def _references(element: Element, states: dict[str, Element], inside: dict[Element, Element]) -> list[str]:
    kind, found = _kind(element), []
    initial = element.get("initial", "").split()
    if initial and kind in ("scxml", "state"):
        if kind == "state" and (element.find(f"{SPACE}initial") is not None or not _substates(element)):
            found.append("an atomic state, or one with <initial>, has the attribute initial")  # section 3.3.1
        found += [
            f"{name} is not within what it is the initial of"
            for name in initial
            if name not in states or states[name] not in list(element.iter())[1:]
        ]
    if kind == "transition":
        found += [f"{name} is no target" for name in element.get("target", "").split() if name not in states]
        around = _kind(inside[element])
        if around in ("history", "initial"):
            # Sections 3.6 and 3.10: a target, and neither an event nor a condition.
            if not element.get("target") or {"event", "cond"} & set(element.attrib):
                found.append(f"the transition of {around} asks for something")
        elif not {"event", "cond", "target"} & set(element.attrib):
            found.append("a transition has neither event, cond nor target")  # section 3.5.1
        if element.get("type", "external") not in ("internal", "external"):
            found.append("another type of transition")
    if kind == "history":
        if element.get("type", "shallow") not in ("shallow", "deep"):
            found.append("another type of history")
        if element.find(f"{SPACE}transition") is None:
            found.append("a history without a transition")
    return found


def _substates(element: Element) -> bool:
    return any(_kind(child) in ("state", "parallel", "final") for child in element)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_an_export_keeps_to_the_recommendation(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@settings(max_examples=100, deadline=None)
@given(procedures())
def test_so_does_that_of_any_procedure(workflow: Workflow) -> None:
    assert faults(scxml(workflow, "en")) == []


BROKEN = [
    ("<state ", "<box ", "</state>", "</box>"),
    (' datamodel="', ' speed="2" datamodel="'),
    ('initial="draft"', 'initial="nowhere"'),
    ('target="voting"', 'target="nowhere"'),
    ('<data id="', '<data src="x" id="'),
    ('<final id="', '<final id="9'),
    ('<final id="rejected"', '<final id="withdrawn"'),
    ("<datamodel>", "<datamodel>text"),
]


@pytest.mark.parametrize("changes", BROKEN, ids=lambda one: one[1])
def test_what_does_not_keep_to_it_is_noticed(changes: tuple[str, ...]) -> None:
    text = next(path for path in GOLDEN if path.stem == "resolution.en").read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    assert faults(text)
