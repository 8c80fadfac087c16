"""What sign-in keeps: credentials, invitations, browser sessions and counted tries, in short transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, delete, literal, select, update

from ecar_governance.services.accounts_port import InvitationRecord, SessionRecord
from ecar_governance.storage.columns import Instant, instant_of
from ecar_governance.storage.engine import Database
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA

_CREDENTIAL = METADATA.tables["credential"]
_INVITATION = METADATA.tables["invitation"]
_SESSION = METADATA.tables["web_session"]
_ATTEMPT = METADATA.tables["attempt"]


class SqlAccounts:
    """A `services.accounts_port.AccountVault`. Core statements: a page asks for its session each time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = Statements(database.write.dialect.name)

    def password_hash(self, person: str) -> str | None:
        """The encoded hash, or None when no password has been set."""
        query = select(_CREDENTIAL.c.password_hash).where(
            _CREDENTIAL.c.person == person, _CREDENTIAL.c.kind == "password"
        )
        with self._database.reading() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def replace_password_hash(self, person: str, old: str, new: str) -> None:
        """The same password hashed anew: only if the row still holds `old`."""
        change = (
            update(_CREDENTIAL)
            .where(
                _CREDENTIAL.c.person == person,
                _CREDENTIAL.c.kind == "password",
                _CREDENTIAL.c.password_hash == old,
            )
            .values(password_hash=new)
        )
        with self._database.writing() as connection:
            connection.execute(change)

    def invitation(self, token_hash: str) -> InvitationRecord | None:
        """The invitation by the hash of its secret."""
        columns = ("token_hash", "person", "purpose", "expires", "used")
        query = select(*(_INVITATION.c[name] for name in columns))
        with self._database.reading() as connection:
            row = connection.execute(query.where(_INVITATION.c.token_hash == token_hash)).first()
        return None if row is None else InvitationRecord(*row)

    def session(self, id_hash: str) -> SessionRecord | None:
        """The session by the hash of its cookie."""
        return next(iter(self.sessions((id_hash,))), None)

    def sessions(self, id_hashes: Sequence[str]) -> list[SessionRecord]:
        """Those of the sessions that are known, in any order; no hash twice."""
        if not id_hashes:
            return []
        columns = SessionRecord.__struct_fields__
        with self._database.reading() as connection:
            rows = self._statements.find(connection, "web_session", columns, "id_hash", id_hashes)
        return [SessionRecord(row[0], row[1], *map(instant_of, row[2:])) for row in rows]

    def add_session(self, session: SessionRecord) -> None:
        """Keeps a session."""
        row = {name: getattr(session, name) for name in session.__struct_fields__}
        with self._database.writing() as connection:
            self._statements.insert("web_session", raw=False).run(connection, [row])

    def touch_sessions(self, seen: Mapping[str, datetime]) -> None:
        """Notes when they were used, by the hashes of their cookies; never takes an instant back."""
        if not seen:
            return
        at = bindparam("at", type_=Instant())
        known = update(_SESSION).where(_SESSION.c.id_hash == bindparam("used"), _SESSION.c.seen < at)
        # In one order, so that two processes that note the same sessions never wait for one another.
        rows = [{"used": name, "at": at} for name, at in sorted(seen.items())]
        with self._database.writing() as connection:
            connection.execute(known.values(seen=at), rows)

    def end_session(self, id_hash: str) -> None:
        """Forgets one; unknown ids are ignored."""
        with self._database.writing() as connection:
            connection.execute(delete(_SESSION).where(_SESSION.c.id_hash == id_hash))

    def end_sessions(self, person: str) -> None:
        """Forgets all of a person."""
        with self._database.writing() as connection:
            connection.execute(delete(_SESSION).where(_SESSION.c.person == person))

    def expire_sessions(self, now: datetime, seen_before: datetime) -> int:
        """Forgets those past their end or unused since `seen_before`; gives how many."""
        over = (_SESSION.c.expires <= now) | (_SESSION.c.seen < seen_before)
        with self._database.writing() as connection:
            return connection.execute(delete(_SESSION).where(over)).rowcount

    def tries(self, place: str, since: datetime) -> int:
        """How many tries `place` has had in the window that began at `since` or later."""
        query = select(_ATTEMPT.c.tries).where(_ATTEMPT.c.place == place, _ATTEMPT.c.since >= since)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar() or 0)

    def count_try(self, place: str, now: datetime, since: datetime) -> int:
        """Adds one and gives the new number; a window that began before `since` begins anew, at `now`."""
        row = {"place": place, "tries": 1, "since": now}
        stale = _ATTEMPT.c.since < since
        again = (
            update(_ATTEMPT)
            .where(_ATTEMPT.c.place == place)
            .values(
                tries=case((stale, 1), else_=_ATTEMPT.c.tries + 1),
                since=case((stale, literal(now, _ATTEMPT.c.since.type)), else_=_ATTEMPT.c.since),
            )
            .returning(_ATTEMPT.c.tries)
        )
        with self._database.writing() as connection:
            if self._statements.add("attempt", tuple(row)).run(connection, [row]) == 1:
                return 1
            return int(connection.execute(again).scalar_one())

    def forget_tries(self, place: str) -> None:
        """After a success."""
        with self._database.writing() as connection:
            connection.execute(delete(_ATTEMPT).where(_ATTEMPT.c.place == place))
