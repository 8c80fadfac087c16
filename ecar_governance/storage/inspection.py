"""The tables held against a replayed log, for `ecar audit`: indexes of the log, its head, projections, vault.

Serves `services.auditing.Tables`. What it is given was replayed from the leaves alone; every column beside
them is compared with that, none is believed.
"""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.state import Conference
from ecar_governance.errors import Conflict, Finding
from ecar_governance.storage.engine import Database
from ecar_governance.storage.inspecting import MOST, log, vault
from ecar_governance.storage.memory import read_head
from ecar_governance.storage.projections import compare, expected_rows, rebuild
from ecar_governance.storage.statements import Statements


class SqlTables:
    """A `services.auditing.Tables` over one database.

    Args:
        fold: how a mail address is folded to be looked up (see `storage.vault.SqlVault`).
    """

    def __init__(self, database: Database, fold: Callable[[str], str]) -> None:
        self._database = database
        self._fold = fold
        self._statements = Statements(database.write.dialect.name)

    def compare(self, conference: Conference) -> tuple[int, list[Finding]]:
        """How many rows were compared, and where index columns, head, checkpoints, keys or projections
        differ."""
        with self._database.reading() as connection:
            events = log.Events(connection)
            notes, of_notes = log.checkpoints(connection)
            keys, of_keys = log.keys(connection, events)
            findings = [*events.findings, *log.head(connection, self._statements, events)][:MOST]
            findings += of_notes[:MOST]
            findings += of_keys[:MOST]
            findings += compare(connection, conference)[:MOST]
        derived = sum(len(rows) for rows in expected_rows(conference).values())
        return events.size + 1 + notes + keys + derived, findings

    def rebuild(self, conference: Conference) -> list[Finding]:
        """Makes the projections anew; gives what had differed.

        Raises Conflict when the log has grown since the database was opened to be looked at."""
        with self._database.reading() as connection:
            seen = read_head(connection, self._statements, lock=False)
        with self._database.writing() as connection:
            if read_head(connection, self._statements, lock=True) != seen:
                raise Conflict("The log grew while it was read; nothing was changed.", fix="run it again")
            return rebuild(connection, self._statements, conference)[:MOST]

    def vault(self, conference: Conference) -> tuple[int, list[Finding]]:
        """Holds people, texts, files and envelopes against the digests in the log.

        What is there must be what its digest says; the files of the record and an open vote's envelopes must
        be there."""
        with self._database.reading() as connection:
            parts = (
                vault.people(connection, conference, self._fold),
                vault.texts(connection),
                vault.files(connection, conference),
                vault.envelopes(connection, conference),
            )
        findings = [finding for _, some in parts for finding in some[:MOST]]
        return sum(count for count, _ in parts), findings
