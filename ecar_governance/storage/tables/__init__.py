"""All tables: the log, the projections of it, and the vault."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy import Table as CoreTable

from ecar_governance.storage.tables import log, members, proposals, vault, votes
from ecar_governance.storage.tables.base import Table

METADATA: MetaData = Table.metadata

VAULT = frozenset(
    {
        "person",
        "credential",
        "invitation",
        "web_session",
        "attempt",
        "refused_attempt",
        "text",
        "blob",
        "envelope",
        "outbox",
        "job",
    }
)
"""Kept for itself, held to the log by digest, never rebuilt."""

LOG = frozenset({"log_event", "log_head", "log_checkpoint", "idempotency"})
"""What everything else is made from."""

PROJECTIONS = frozenset(METADATA.tables) - VAULT - LOG
"""Rebuilt from the log, and compared with it column by column."""

ORDERED: tuple[CoreTable, ...] = tuple(METADATA.sorted_tables)
"""Every table after those that it refers to."""

__all__ = [
    "LOG",
    "METADATA",
    "ORDERED",
    "PROJECTIONS",
    "VAULT",
    "Table",
    "log",
    "members",
    "proposals",
    "vault",
    "votes",
]
