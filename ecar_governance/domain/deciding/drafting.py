"""How a case comes to be, whoever begins it."""

from __future__ import annotations

from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import bytes_digest, canonical
from ecar_governance.domain.codec import plain
from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.state import WorkflowVersion


def manifest_hash(manifest: e.Manifest) -> str:
    """The hash of a text: of its manifest's canonical bytes. A ballot is bound to it."""
    return bytes_digest(canonical(plain(manifest)))


def write_draft(
    steps: Steps,
    case: str,
    version: WorkflowVersion,
    institution: str,
    manifest: e.Manifest,
    sponsors: tuple[str, ...],
    body: str,
) -> None:
    """Writes the draft under its reference, the next of the year."""
    year = steps.year_of(steps.at)
    count = steps.conference.references.get(year, 0) + 1
    steps.emit(
        case,
        e.ProposalDrafted(
            case=case,
            reference=f"{year}-{count:03}",
            workflow=version.name,
            workflow_hash=version.hash,
            state=tree_of(version.hash, version.workflow).initial(version.workflow.initial),
            institution=institution,
            manifest=manifest,
            manifest_hash=manifest_hash(manifest),
            sponsors=sponsors,
            body=body,
        ),
    )
