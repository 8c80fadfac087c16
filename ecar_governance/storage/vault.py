"""The vault for use cases and pages: people, texts, files, envelopes and jobs, in short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy import select as core_select
from sqlmodel import col, select

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.services.vault_port import BlobInfo, Job, SealedBallot, VaultPerson, VaultText
from ecar_governance.storage.engine import Database
from ecar_governance.storage.leasing import lease, let_go
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.tables.vault import EnvelopeRow, PersonRow, TextRow

_BLOB = METADATA.tables["blob"]
_ENVELOPE = METADATA.tables["envelope"]
_JOB = METADATA.tables["job"]
_MOST_NAMES = 500
"""SQLite takes 32,766 parameters in a statement; an IN list stays far below."""


class SqlVault:
    """A `services.vault_port.Vault`.

    Args:
        fold: how a mail address is folded to be looked up; the same function as fills `email_folded`.
    """

    def __init__(self, database: Database, fold: Callable[[str], str]) -> None:
        self._database = database
        self._fold = fold
        self._statements = Statements(database.write.dialect.name)

    def people(self, people: Iterable[str]) -> dict[str, VaultPerson]:
        """Those of them that are known, by id."""
        found: dict[str, VaultPerson] = {}
        for some in _portions(people):
            with self._database.session() as session:
                for row in session.exec(select(PersonRow).where(col(PersonRow.id).in_(some))):
                    found[row.id] = _person(row)
        return found

    def everyone(self) -> list[VaultPerson]:
        """All people, by id."""
        with self._database.session() as session:
            return [_person(row) for row in session.exec(select(PersonRow).order_by(col(PersonRow.id)))]

    def person_with_email(self, email: str) -> VaultPerson | None:
        """The person by mail address, whatever the letters' case."""
        folded = self._fold(email)
        with self._database.session() as session:
            row = session.exec(select(PersonRow).where(col(PersonRow.email_folded) == folded)).first()
            return None if row is None else _person(row)

    def texts(self, digests: Iterable[str]) -> dict[str, VaultText]:
        """Those of them that are kept, by digest."""
        found: dict[str, VaultText] = {}
        for some in _portions(digests):
            with self._database.session() as session:
                for row in session.exec(select(TextRow).where(col(TextRow.digest).in_(some))):
                    text = VaultText(row.digest, row.content, row.language, row.salt, row.created)
                    found[row.digest] = text
        return found

    def put_blob(self, content: bytes, *, media_type: str, filename: str, at: datetime) -> BlobInfo:
        """Keeps a file before the event that names it; the same bytes again are kept once."""
        info = BlobInfo(bytes_digest(content), media_type, filename, len(content), at)
        row = {
            "sha256": info.sha256,
            "media_type": media_type,
            "filename": filename,
            "size": info.size,
            "content": content,
            "created": at,
        }
        known = self.blob_infos([info.sha256]).get(info.sha256)
        if known is not None:
            return known
        with self._database.writing() as connection:
            # Another may have kept the same bytes meanwhile: the first description stands.
            self._statements.add("blob", tuple(row)).run(connection, [row])
        return self.blob_infos([info.sha256])[info.sha256]

    def blob_infos(self, digests: Iterable[str]) -> dict[str, BlobInfo]:
        """What is known of those files, by digest."""
        fields = [_BLOB.c[name] for name in BlobInfo.__struct_fields__]
        found: dict[str, BlobInfo] = {}
        for some in _portions(digests):
            with self._database.reading() as connection:
                query = core_select(*fields).where(_BLOB.c.sha256.in_(some))
                for values in connection.execute(query):
                    info = BlobInfo(*values)
                    found[info.sha256] = info
        return found

    def blob(self, sha256: str) -> bytes | None:
        """The file's bytes."""
        with self._database.reading() as connection:
            content = connection.execute(
                core_select(_BLOB.c.content).where(_BLOB.c.sha256 == sha256)
            ).scalar()
            return None if content is None else bytes(content)

    def envelopes(self, vote: str) -> list[SealedBallot]:
        """All envelopes of a vote, by seat."""
        with self._database.session() as session:
            wanted = select(EnvelopeRow).where(col(EnvelopeRow.vote) == vote).order_by(col(EnvelopeRow.seat))
            return [SealedBallot(row.seat, row.digest, row.sealed) for row in session.exec(wanted)]

    def delete_envelopes(self, vote: str) -> int:
        """Deletes them (after the close); gives how many. Again is harmless."""
        with self._database.writing() as connection:
            return connection.execute(delete(_ENVELOPE).where(_ENVELOPE.c.vote == vote)).rowcount

    def votes_with_envelopes(self) -> tuple[str, ...]:
        """The votes that have envelopes here."""
        with self._database.reading() as connection:
            query = core_select(_ENVELOPE.c.vote).distinct().order_by(_ENVELOPE.c.vote)
            return tuple(connection.execute(query).scalars())

    def add_job(self, job: str, kind: str, about: str, payload: Any, *, at: datetime, due: datetime) -> None:
        """Asks for slow work; a job id that is there already is left alone."""
        row = {"id": job, "kind": kind, "about": about, "payload": payload, "created": at, "due": due}
        with self._database.writing() as connection:
            self._statements.add("job", tuple(row)).run(connection, [row])

    def lease_jobs(
        self, kinds: Sequence[str], owner: str, *, now: datetime, until: datetime, limit: int = 1
    ) -> list[Job]:
        """Due, undone jobs that nobody holds (or whose lease has run out), now held by `owner`."""
        waiting = (_JOB.c.done_at.is_(None), _JOB.c.kind.in_(kinds))
        with self._database.writing() as connection:
            rows = lease(connection, _JOB, owner=owner, now=now, until=until, limit=limit, waiting=waiting)
        return [
            Job(row["id"], row["kind"], row["about"], row["payload"], row["created"], row["tries"])
            for row in rows
        ]

    def finish_job(self, job: str, owner: str, *, at: datetime) -> bool:
        """It is done. False when the lease was lost: somebody else may do it, too."""
        with self._database.writing() as connection:
            return let_go(connection, _JOB, job, {"done_at": at, "error": ""}, owner=owner)

    def fail_job(self, job: str, owner: str, *, error: str, retry_at: datetime) -> bool:
        """It is not: try again at `retry_at`, with one try more on the count."""
        values = {"due": retry_at, "error": error, "tries": _JOB.c.tries + 1}
        with self._database.writing() as connection:
            return let_go(connection, _JOB, job, values, owner=owner)


def _person(row: PersonRow) -> VaultPerson:
    names = {"az": row.name_az, "en": row.name_en}
    return VaultPerson(row.id, names, row.email or "", row.locale, row.salt, row.digest)


def _portions(names: Iterable[str]) -> list[list[str]]:
    wanted = sorted(set(names))
    return [wanted[start : start + _MOST_NAMES] for start in range(0, len(wanted), _MOST_NAMES)]
