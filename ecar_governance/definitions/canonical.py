"""The canonical form of a workflow: what the log holds of it, and back.

Lines are left out (0), so that a comment or an empty line changes no hash; the order of states and
transitions stays, as their `rank`.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.workflow import Workflow, hash_of

__all__ = ["definition_of", "hash_of", "workflow_of"]


def definition_of(workflow: Workflow) -> dict[str, Any]:
    """The workflow in plain values; `hash_of` of it names the version, whatever its lines were."""
    bare = replace(
        workflow,
        states={name: replace(state, line=0) for name, state in sorted(workflow.states.items())},
        transitions={name: replace(rule, line=0) for name, rule in sorted(workflow.transitions.items())},
        roles=dict(sorted(workflow.roles.items())),
    )
    # Through the log's bytes, so that it equals what is read back to the last list.
    found: dict[str, Any] = parse(canonical(plain(bare)))
    return found


def workflow_of(definition: dict[str, Any]) -> Workflow:
    """The workflow that `definition_of` gave; raises `msgspec.ValidationError` naming what does not fit."""
    return restore(definition, Workflow)
