"""The transitions of a definition: who may, on what condition, with which form and effect."""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from typing import get_args

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Mapping, Node
from ecar_governance.definitions.values import Path, Values
from ecar_governance.domain.calls import REGISTRIES, SECTIONS
from ecar_governance.domain.registry import EffectSpec, GuardSpec, InputKind
from ecar_governance.domain.workflow import Call, Field, Names, Transition, Trigger

MOST_LENGTH = 20_000
MOST_APPROVALS = 20

TRANSITION = (
    "title", "consequence", "from", "to", "by", "on", "require", "forbid", "approvals", "delegable",
    "inputs", "effects",
)  # fmt: skip
TRANSITION_NEEDED = ("title", "from")
INPUT = ("title", "kind", "required", "choices", "max_length")
INPUT_NEEDED = ("kind", "title")
SYSTEM_TRIGGERS = tuple(word for word in get_args(Trigger) if word != "person")
"""What `on` may say."""


def read_transition(values: Values, name: str, node: Node, rank: int) -> Transition:
    """One transition of the file, the `rank`th from 0."""
    keys = Keys(values, node, ("transitions", name), TRANSITION, TRANSITION_NEEDED)
    return Transition(
        name=name,
        title=keys.names("title"),
        source=keys.list_of_names("from", "states"),
        target=keys.name("to", "states"),
        trigger=keys.word("on", SYSTEM_TRIGGERS, "person"),
        by=keys.list_of_names("by", "roles"),
        require=_calls(keys, "require"),
        effects=_calls(keys, "effects"),
        inputs=tuple(
            _input(values, word, one, (*keys.at("inputs"), word)) for word, one in keys.named("inputs")
        ),
        consequence=keys.names("consequence"),
        line=keys.line,
        rank=rank,
        forbid=_calls(keys, "forbid"),
        approvals=keys.integer("approvals", 1, MOST_APPROVALS, 1),
        delegable=keys.flag("delegable"),
    )


def _calls(keys: Keys, key: str) -> tuple[Call, ...]:
    known = REGISTRIES[key][1]
    found: list[Call] = []
    for path, node in keys.items(key):
        call = _call(keys.values, node, path, known)
        if call in found:
            message = f"{call.name!r} stands twice in {'.'.join(path[:-1])}."
            keys.values.wrong("shape.word", path, node.mark, message, "keep one")
        found.append(call)
    return tuple(found)


def _call(
    values: Values, node: Node, path: Path, known: Mapping_[str, GuardSpec] | Mapping_[str, EffectSpec]
) -> Call:
    if not isinstance(node, Mapping):
        return Call(values.name(node, path))
    if len(node.entries) != 1:
        message = "A guard or effect is one name, with its parameters under it."
        values.wrong("shape.kind", path, node.mark, message, "write `- name: {parameter: value}`")
        return Call("")
    [(name, entry)] = node.entries.items()
    values.marks[path] = entry.key.mark
    params = values.named(entry.value, (*path, name))
    # Parameters are placed under the call itself: the checker does not know how it was written.
    spec = known.get(name)
    found: dict[str, str | int | bool] = {}
    for key, one in params.items():
        kind = spec.params.get(key) if spec is not None else None
        section = SECTIONS.get(kind, "") if kind is not None else ""
        found[key] = values.param(one, (*path, key), section)
    return Call(name, found)


def _input(values: Values, name: str, node: Node, path: Path) -> Field:
    keys = Keys(values, node, path, INPUT, INPUT_NEEDED)
    choices = choices_of(keys)
    return Field(
        name=name,
        kind=keys.word("kind", get_args(InputKind), "text"),
        required=keys.flag("required", True),
        choices=tuple(choices),
        title=keys.names("title"),
        choice_titles=choices,
        max_length=keys.integer("max_length", 1, MOST_LENGTH, Field("", "text").max_length),
    )


def choices_of(keys: Keys) -> dict[str, Names]:
    """What a field of the kind choice offers: a text by word."""
    where = keys.at("choices")
    return {word: keys.values.names(one, (*where, word)) for word, one in keys.named("choices")}
