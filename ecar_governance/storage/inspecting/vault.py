"""The vault against the digests in the log: people, texts, files, envelopes.

What was erased of people and texts is missing and no finding: the log stays whole without it. The files of
issued documents, of what was put to a vote and of a count by hand, and those that weights and dues were taken
from, are the record itself: they must be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from ecar_governance.domain.canonical import bytes_digest, canonical, text_digest
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.storage.columns import raw_bytes
from ecar_governance.storage.inspecting import shown, stored
from ecar_governance.storage.tables import METADATA

_BLOB = METADATA.tables["blob"]


def people(
    connection: Connection, conference: Conference, fold: Callable[[str], str]
) -> tuple[int, list[Finding]]:
    """How many people are kept, and whose row is not what the log's digest says.

    Args:
        fold: how a mail address is folded; the same function as fills `email_folded`.
    """
    count, findings = 0, []
    for row in stored(connection, "person"):
        count += 1
        findings += _person(row, conference, fold)
    return count, findings


def _person(row: dict[str, Any], conference: Conference, fold: Callable[[str], str]) -> list[Finding]:
    known = conference.persons.get(row["id"])
    if known is None:
        return [Finding("vault_unknown", "The log knows nobody by this id.", f"person[{row['id']}]")]
    facts = {
        "email": row["email"] or "",
        "locale": row["locale"],
        "names": {"az": row["name_az"], "en": row["name_en"]},
    }
    if not _digest(facts, row["salt"]) == row["digest"] == known.digest:
        return [_altered("person", row["id"])]
    folded = fold(row["email"]) if row["email"] else None
    if row["email_folded"] != folded:
        return [
            Finding(
                "vault_altered",
                f"The address is looked up as {shown(folded)}, the column says {shown(row['email_folded'])}.",
                f"person[{row['id']}].email_folded",
                "somebody else may have been let in by this address: find out who changed the column",
            )
        ]
    return []


def texts(connection: Connection) -> tuple[int, list[Finding]]:
    """How many texts are kept, and which are not what their digest says."""
    count, findings = 0, []
    for row in stored(connection, "text"):
        count += 1
        if _digest(row["content"], row["salt"]) != row["digest"]:
            findings.append(_altered("text", row["digest"]))
    return count, findings


def files(connection: Connection, conference: Conference) -> tuple[int, list[Finding]]:
    """How many files are kept, which are not what their digest says, and which are not there."""
    count, findings = 0, []
    kept: set[str] = set()
    for row in stored(connection, "blob", without="content"):
        count += 1
        kept.add(row["sha256"])
        # One file at a time: all of them together may not fit into memory.
        content = raw_bytes(
            connection.execute(select(_BLOB.c.content).where(_BLOB.c.sha256 == row["sha256"])).scalar()
        )
        if bytes_digest(content) != row["sha256"]:
            findings.append(_altered("blob", row["sha256"]))
        elif row["size"] != len(content):
            findings.append(
                Finding(
                    "vault_altered",
                    f"The file has {len(content)} bytes, the column says {shown(row['size'])}.",
                    f"blob[{row['sha256']}].size",
                )
            )
    missing: dict[str, str] = {}
    for digest, what in _needed(conference):
        if digest not in kept:
            missing.setdefault(digest, what)
    findings += [
        Finding(
            "vault_missing",
            f"The log names this file, and it is not here: {what}.",
            f"blob[{digest}]",
            "take it from a backup, or from whoever was given it",
        )
        for digest, what in missing.items()
    ]
    return count, findings


def _needed(conference: Conference) -> Iterator[tuple[str, str]]:
    """The files that the record needs, with what each is: every form of every document, the attachments of
    what was put to a vote, the tellers' protocols, the papers of weights and dues."""
    for document in sorted(conference.documents.values(), key=lambda d: d.document):
        yield document.typeset, f"{document.document} as it was typeset"
        for number, signature in enumerate(document.signatures, start=1):
            yield signature.sha256, f"{document.document} with signature {number}"
        yield document.current, f"{document.document} as it is now"
    for case in sorted(conference.cases.values(), key=lambda c: c.case):
        for attachment in case.manifest.attachments if case.votes else ():
            yield attachment.sha256, f"an attachment of {case.reference}"
    for vote in sorted(conference.votes.values(), key=lambda v: v.vote):
        if vote.protocol:
            yield vote.protocol, f"the tellers' protocol of {vote.vote}"
    for register, papers in sorted(conference.register_papers.items()):
        for paper in papers:
            yield paper, f"the paper that {register} was taken from"


def envelopes(connection: Connection, conference: Conference) -> tuple[int, list[Finding]]:
    """How many seats have voted in open votes, and whose envelope is not the one in the log. Those of a
    closed vote wait for their deletion."""
    count, findings = 0, []
    kept = {(row["vote"], row["seat"]): row for row in stored(connection, "envelope")}
    for vote_id in sorted(conference.open_votes):
        for seat, mark in sorted(conference.votes[vote_id].marks.items()):
            count += 1
            findings += _envelope(kept.pop((vote_id, seat), None), mark.digest, f"{vote_id}, {seat}")
    findings += [
        Finding("envelope_extra", "The log knows no ballot of this seat.", f"envelope[{vote}, {seat}]")
        for vote, seat in sorted(kept)
        if vote in conference.open_votes or vote not in conference.votes
    ]
    return count, findings


def _envelope(row: dict[str, Any] | None, wanted: str, key: str) -> list[Finding]:
    if row is None:
        told = "The seat has voted, but its envelope is not here."
    elif not row["digest"] == bytes_digest(raw_bytes(row["sealed"])) == wanted:
        told = "The envelope is not the one whose digest the log holds."
    else:
        return []
    return [Finding("envelope_differs", told, f"envelope[{key}]")]


def _digest(value: Any, salt: Any) -> str:
    """The salted digest of a text, or of a value's canonical form; "" for what none can be made of: then
    it is certainly not what was kept."""
    try:
        text = value if isinstance(value, str) else canonical(value).decode()
        return text_digest(text, raw_bytes(salt))
    except InvalidInput:
        return ""


def _altered(table: str, key: str) -> Finding:
    return Finding("vault_altered", "What is kept is not what its digest in the log says.", f"{table}[{key}]")
