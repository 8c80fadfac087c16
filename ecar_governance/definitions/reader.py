"""Nodes to a `Workflow`: which keys there are, what each holds, and where everything stands."""

from __future__ import annotations

import re
from typing import get_args

from msgspec.structs import replace

from ecar_governance.definitions.including import FRAGMENT, FRAGMENT_NEEDED
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Node
from ecar_governance.definitions.reading_invariants import read_invariants
from ecar_governance.definitions.reading_rules import MOST_LENGTH, choices_of, read_transition
from ecar_governance.definitions.reading_states import read_states
from ecar_governance.definitions.values import Path, Values
from ecar_governance.domain.workflow import OFFICES, CaseField, FieldKind, Role, Scope, Workflow

KINDS = ("qerar", "beyanat", "muraciet", "tovsiye", "rey")

TOP = (
    "workflow", "include", "parameters", "version", "kind", "title", "description", "source", "zone",
    "initial", "roles", "fields", "states", "transitions", "invariants",
)  # fmt: skip
TOP_NEEDED = ("workflow", "version", "kind", "title", "initial", "roles", "states", "transitions")
ROLE = ("title", "mandates", "scope", "body", "field")
ROLE_NEEDED = ("title", "mandates")
CASE_FIELD = ("title", "kind", "hint", "choices", "max_length", "required_in", "shown_to", "not_before")
CASE_FIELD_NEEDED = ("title", "kind")

VERSION = re.compile(r"[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}", re.ASCII)


def read(node: Node, values: Values) -> Workflow:
    """The workflow that the document describes, as far as it can be read.

    What is wrong is noted in `values.findings`; a value that could not be read has a stand-in, and its path
    is in `values.broken`. A state stands under ("states", name), however deep in the file. `line` fields say
    where each thing stands.
    """
    top = Keys(values, node, (), TOP, TOP_NEEDED)
    version = top.scalar("version")
    if version and VERSION.fullmatch(version) is None:
        message = f"The version {version!r} is not three numbers."
        top.wrong("shape.version", "version", message, "write it as 1.0.0")
    found = Workflow(
        name=top.name("workflow"),
        version=version,
        title=top.names("title"),
        kind=top.word("kind", KINDS, "qerar"),
        initial=top.name("initial", "states"),
        roles={name: _role(values, one, ("roles", name)) for name, one in top.named("roles")},
        fields={
            name: _field(values, name, one, rank) for rank, (name, one) in enumerate(top.named("fields"))
        },
        states=read_states(values, top.named("states")),
        transitions={
            name: read_transition(values, name, one, rank)
            for rank, (name, one) in enumerate(top.named("transitions"))
        },
        description=top.names("description"),
        zone=top.zone("zone"),
        source=top.text("source"),
    )
    invariants = read_invariants(values, top.items("invariants"), found)
    # One more copy, since a name in an invariant can only be understood when all else is known.
    return replace(found, invariants=invariants) if invariants else found


def read_fragment(node: Node, values: Values) -> None:
    """Notes what is wrong with a part, as far as that can be seen without the procedure around it."""
    top = Keys(values, node, (), FRAGMENT, FRAGMENT_NEEDED)
    top.name("fragment")
    top.names("title")
    for name, one in top.named("roles"):
        _role(values, one, ("roles", name))
    for rank, (name, one) in enumerate(top.named("fields")):
        _field(values, name, one, rank)
    read_states(values, top.named("states"))
    for rank, (name, one) in enumerate(top.named("transitions")):
        read_transition(values, name, one, rank)


def _role(values: Values, node: Node, path: Path) -> Role:
    keys = Keys(values, node, path, ROLE, ROLE_NEEDED)
    return Role(
        mandates=keys.words("mandates", OFFICES),
        scope=keys.word("scope", get_args(Scope), "any"),
        title=keys.names("title"),
        body=keys.scalar("body"),
        field=keys.name("field", "fields"),
    )


def _field(values: Values, name: str, node: Node, rank: int) -> CaseField:
    keys = Keys(values, node, ("fields", name), CASE_FIELD, CASE_FIELD_NEEDED)
    choices = choices_of(keys)
    return CaseField(
        name=name,
        kind=keys.word("kind", get_args(FieldKind), "text"),
        title=keys.names("title"),
        hint=keys.names("hint"),
        choices=tuple(choices),
        choice_titles=choices,
        max_length=keys.integer("max_length", 1, MOST_LENGTH, CaseField("", "text").max_length),
        required_in=keys.list_of_names("required_in", "states"),
        shown_to=keys.list_of_names("shown_to", "roles"),
        not_before=keys.name("not_before", "fields"),
        line=keys.line,
        rank=rank,
    )
