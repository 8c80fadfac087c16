"""The tables held against a replayed log, for `ecar audit`: indexes of the log, its head, projections, vault.

Serves `services.auditing.Tables`. What it is given was replayed from the leaves alone; every column beside
them is compared with that, none is believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from ecar_governance.domain.canonical import canonical, text_digest
from ecar_governance.domain.leaf import event_of
from ecar_governance.domain.log import Frontier, append, leaf_hash, root
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.storage.batch import event_row
from ecar_governance.storage.columns import raw_bytes
from ecar_governance.storage.engine import Database
from ecar_governance.storage.memory import frontier_bytes, read_head
from ecar_governance.storage.projections import compare, expected_rows, rebuild
from ecar_governance.storage.statements import Statements

MOST = 20
"""Findings of one part that are told; more of the same help nobody."""


class SqlTables:
    """A `services.auditing.Tables` over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = Statements(database.write.dialect.name)

    def compare(self, conference: Conference) -> tuple[int, list[Finding]]:
        """How many rows were compared, and where index columns, head or projections differ."""
        with self._database.reading() as connection:
            count, findings = self._log(connection)
            findings += compare(connection, conference)[:MOST]
        return count + sum(len(rows) for rows in expected_rows(conference).values()), findings

    def _log(self, connection: Connection) -> tuple[int, list[Finding]]:
        findings: list[Finding] = []
        tree = Frontier()
        at = None
        for row in _rows(connection, "log_event"):
            body = raw_bytes(row["body"])
            hashed = leaf_hash(body)
            tree = append(tree, hashed)
            event = event_of(body)
            at = event.at
            for column, wanted in event_row(event, body, hashed).items():
                stored = raw_bytes(row[column]) if isinstance(wanted, bytes) else row[column]
                if stored != wanted:
                    findings.append(
                        Finding(
                            "index_differs",
                            f"The event's bytes say {_shown(wanted)}, the column says {_shown(stored)}.",
                            f"log_event[{row['position']}].{column}",
                            "the bytes are the truth: find out who changed the column",
                        )
                    )
        head = read_head(connection, self._statements, lock=False)
        for what, stored, wanted in (
            ("size", head.size, tree.size),
            ("root", head.root, root(tree)),
            ("frontier", head.frontier, frontier_bytes(tree)),
            ("at", head.at, at),
        ):
            if stored != wanted:
                findings.append(
                    Finding(
                        "head_differs",
                        f"The events give {_shown(wanted)}, the head says {_shown(stored)}.",
                        f"log_head.{what}",
                        "events were removed or added, or the head was changed",
                    )
                )
        return tree.size + 1, findings[:MOST]

    def rebuild(self, conference: Conference) -> list[Finding]:
        """Makes the projections anew; gives what had differed."""
        with self._database.writing() as connection:
            return rebuild(connection, self._statements, conference)[:MOST]

    def vault(self, conference: Conference) -> tuple[int, list[Finding]]:
        """Holds people, texts, files and envelopes against the digests in the log.

        What was erased is missing and no finding: the log stays whole without it. What is there must be what
        the digest says; an open vote's envelopes must all be there."""
        findings: list[Finding] = []
        count = 0
        with self._database.reading() as connection:
            for person in _rows(connection, "person"):
                count += 1
                findings += _person(person, conference)
            for text in _rows(connection, "text"):
                count += 1
                if _digest(text["content"], raw_bytes(text["salt"])) != text["digest"]:
                    findings.append(_altered("text", text["digest"]))
            for blob in _rows(connection, "blob"):
                count += 1
                if "sha256:" + hashlib.sha256(raw_bytes(blob["content"])).hexdigest() != blob["sha256"]:
                    findings.append(_altered("blob", blob["sha256"]))
            kept = list(_rows(connection, "envelope"))
            for vote_id in sorted(conference.open_votes):
                count += len(conference.votes[vote_id].marks)
                findings += _envelopes(kept, conference, vote_id)
        return count, findings[:MOST]


_ORDER = {
    "log_event": "position",
    "person": "id",
    "text": "digest",
    "blob": "sha256",
    "envelope": "vote, seat",
}


def _rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    """Every row as it is stored, no type of ours between."""
    for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY {_ORDER[table]}").mappings():  # noqa: S608  # reason: names of our own
        yield dict(row)


def _person(row: dict[str, Any], conference: Conference) -> list[Finding]:
    known = conference.persons.get(row["id"])
    if known is None:
        return [Finding("vault_unknown", "The log knows nobody by this id.", f"person[{row['id']}]")]
    facts = canonical(
        {
            "email": row["email"] or "",
            "locale": row["locale"],
            "names": {"az": row["name_az"], "en": row["name_en"]},
        }
    ).decode()
    digest = _digest(facts, raw_bytes(row["salt"]))
    if digest != known.digest or row["digest"] != known.digest:
        return [_altered("person", row["id"])]
    return []


def _envelopes(rows: Iterable[dict[str, Any]], conference: Conference, vote: str) -> list[Finding]:
    found = {r["seat"]: r for r in rows if r["vote"] == vote}
    findings = []
    for seat, mark in sorted(conference.votes[vote].marks.items()):
        row = found.pop(seat, None)
        digest = None if row is None else "sha256:" + hashlib.sha256(raw_bytes(row["sealed"])).hexdigest()
        if digest != mark.digest:
            findings.append(
                Finding(
                    "envelope_differs",
                    "The envelope is not the one whose digest the log holds."
                    if row is not None
                    else "The seat has voted, but its envelope is not here.",
                    f"envelope[{vote}, {seat}]",
                )
            )
    findings += [
        Finding("envelope_extra", "The log knows no ballot of this seat.", f"envelope[{vote}, {seat}]")
        for seat in sorted(found)
    ]
    return findings


def _digest(text: str, salt: bytes) -> str:
    """The salted digest, or "" for what none can be made of: then it is certainly not what was kept."""
    try:
        return text_digest(text, salt)
    except InvalidInput:
        return ""


def _altered(table: str, key: str) -> Finding:
    return Finding("vault_altered", "What is kept is not what its digest in the log says.", f"{table}[{key}]")


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else repr(value)
