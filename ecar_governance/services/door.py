"""The door: somebody comes with a written authority, is registered, given a mandate and seated in one act."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import SECRETARIAT
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.events import AttendanceMode
from ecar_governance.errors import InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import register_rows
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.sessions import kept, run, session_of
from ecar_governance.services.texts import Upload, keep_file

OFFICE_LIMIT = 200


class Arrival(Struct, frozen=True):
    """Who stands at the door: somebody known by id, or else a name; what they are at home; the scan of the
    paper if there was time for one."""

    seat: str
    person: str = ""
    name: str = ""
    office: str = ""
    paper: Upload | None = None
    mode: AttendanceMode | None = None


def admit(desk: Desk, person: str, session: str, arrival: Arrival, *, key: str | None = None) -> Outcome:
    """Lets them in. A name that nobody has yet is written alike in both languages; it can be corrected later.

    Raises InvalidInput, NotFound."""
    known = session_of(desk, session)
    name = arrival.name.strip()
    if not arrival.person and not name:
        raise InvalidInput("Please say who it is.")
    rows: list[VaultWrite] = []
    register, comer = None, arrival.person
    if not comer:
        comer = desk.ids.new("person")
        register, row = register_rows(desk, comer, {"az": name, "en": name}, "", "az")
        rows.append(row)
    command = c.AdmitAtDoor(
        session,
        arrival.seat,
        comer,
        desk.ids.new("mandate"),
        arrival.mode or modes_of(known)[0],
        keep_file(desk, arrival.paper, desk.clock.now()) if arrival.paper is not None else "",
        kept(desk, arrival.office, OFFICE_LIMIT, rows),
        register,
    )
    return run(desk, person, command, SECRETARIAT, key, tuple(rows))
