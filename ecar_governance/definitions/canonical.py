"""The canonical form of a workflow: what the log holds of it, and back.

Lines are left out (0), so that a comment or an empty line changes no hash; the order of states and
transitions stays, as their `rank`. What is at its default is left out, so that a word added to the language
later changes no hash of a file that does not use it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct, structs

from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.workflow import Workflow, bare, hash_of

__all__ = ["definition_of", "hash_of", "workflow_of"]


def definition_of(workflow: Workflow) -> dict[str, Any]:
    """The workflow in plain values; `hash_of` of it names the version, whatever its lines were."""
    # Through the log's bytes, so that it equals what is read back to the last list.
    found: dict[str, Any] = parse(canonical(plain(_sparse(bare(workflow)))))
    return found


def _sparse(value: Any) -> Any:
    """The value with every field of a Struct left out that equals its default (msgspec's own `omit_defaults`
    compares by identity, so what was read back from the log would be written otherwise)."""
    if isinstance(value, Struct):
        config = value.__struct_config__
        tag = {} if config.tag_field is None else {config.tag_field: config.tag}
        return tag | {
            field.encode_name: _sparse(getattr(value, field.name))
            for field in _fields(type(value))
            if field.required or getattr(value, field.name) != _default(field)
        }
    if isinstance(value, dict):
        return {key: _sparse(item) for key, item in value.items()}
    return tuple(_sparse(item) for item in value) if isinstance(value, tuple) else value


@cache
def _fields(kind: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    return structs.fields(kind)


def _default(field: structs.FieldInfo) -> Any:
    """What the field is when nothing was said."""
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def workflow_of(definition: dict[str, Any]) -> Workflow:
    """The workflow that `definition_of` gave; raises `msgspec.ValidationError` naming what does not fit."""
    return restore(definition, Workflow)
