"""The register of refused attempts, in short transactions of its own beside the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from ecar_governance.errors import Unavailable
from ecar_governance.services.refusals_port import RefusedAttempt
from ecar_governance.storage.engine import Database
from ecar_governance.storage.tables import METADATA

_TABLE = METADATA.tables["refused_attempt"]
_log = structlog.get_logger(__name__)


class SqlRefusals:
    """A `services.refusals_port.RefusalBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, attempt: RefusedAttempt, *, day: datetime, most: int) -> None:
        """See `RefusalBook.note`."""
        try:
            self._note(_row(attempt), day, most)
        except (SQLAlchemyError, Unavailable) as error:
            _log.warning("refusal_not_noted", error_type=type(error).__name__)

    def _note(self, row: dict[str, Any], day: datetime, most: int) -> None:
        mine = (_TABLE.c.person == row["person"], _TABLE.c.last >= day)
        with self._database.writing() as connection:
            for one in (row, {**row, "mandate": "", "command": "", "step": "", "about": "", "reasons": ""}):
                same = [_TABLE.c[name] == one[name] for name in _SAME]
                again = update(_TABLE).where(*mine, *same).values(times=_TABLE.c.times + 1, last=one["last"])
                if connection.execute(again).rowcount:
                    return
                count = connection.execute(select(func.count()).where(*mine)).scalar_one()
                if count < most or not one["command"]:
                    connection.execute(insert(_TABLE).values(one))
                    return

    def newest(
        self, *, person: str = "", until: datetime | None = None, skip: int = 0, limit: int
    ) -> list[RefusedAttempt]:
        """See `RefusalBook.newest`."""
        wanted: list[ColumnElement[bool]] = [_TABLE.c.person == person] if person else []
        wanted += [_TABLE.c.last <= until] if until is not None else []
        query = select(*(_TABLE.c[name] for name in RefusedAttempt.__struct_fields__)).where(*wanted)
        ordered = query.order_by(_TABLE.c.last.desc(), _TABLE.c.id).limit(limit).offset(skip)
        with self._database.reading() as connection:
            rows = connection.execute(ordered).mappings().all()
        return [RefusedAttempt(**{**row, "reasons": tuple(row["reasons"].split())}) for row in rows]

    def forget(self, before: datetime) -> int:
        """See `RefusalBook.forget`."""
        with self._database.writing() as connection:
            return connection.execute(delete(_TABLE).where(_TABLE.c.last < before)).rowcount


_SAME = ("mandate", "command", "step", "about", "reasons")


def _row(attempt: RefusedAttempt) -> dict[str, Any]:
    row = {name: getattr(attempt, name) for name in attempt.__struct_fields__}
    return {**row, "reasons": " ".join(attempt.reasons)}
