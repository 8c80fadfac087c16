"""Members from CSV: institutions, bodies, or people with their mandates. All rows are good, or none comes in.

A re-import changes only what differs. People are the same when their `person` codes are: the code becomes
the id, so that a corrected name or address finds its person.
"""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor
from ecar_governance.errors import InvalidInput
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.bodies import BODY_COLUMNS, read_bodies
from ecar_governance.services.importing.institutions import INSTITUTION_COLUMNS, read_institutions
from ecar_governance.services.importing.people import MANDATE_COLUMNS, read_people
from ecar_governance.services.importing.plan import ImportPlan
from ecar_governance.services.importing.sheet import Sheet, read_sheet
from ecar_governance.services.ports import Act, Outcome
from ecar_governance.services.texts import check_size

__all__ = [
    "BODY_COLUMNS",
    "INSTITUTION_COLUMNS",
    "MANDATE_COLUMNS",
    "ImportPlan",
    "import_csv",
    "read_csv",
]


def import_csv(desk: Desk, person: str, name: str, data: bytes, *, key: str | None = None) -> Outcome:
    """Imports a file of institutions, of bodies, or of people with mandates, told apart by its header.

    `person` acts ("" is the installer); `name` stands in the findings. A file that changes nothing is
    refused with the one reason `nothing.changes`.

    Raises:
        InvalidInput: with every bad row, `name:line`, and what would mend it; nothing was imported.
    """
    plan = read_csv(desk, name, data, person=person)
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    return desk.perform(_importing(plan, actor), actor=actor, key=key)


def _importing(plan: ImportPlan, actor: Actor) -> Callable[[Act], Refused | None]:
    def work(act: Act) -> Refused | None:
        for ending in plan.ends:
            ended = act.decide(ending, actor)
            if isinstance(ended, Refused):
                return ended
        answer = act.decide(plan.command, actor)
        nothing = isinstance(answer, Refused) and [r.code for r in answer.reasons] == ["nothing.changes"]
        if isinstance(answer, Refused) and not (nothing and plan.ends):
            return answer
        for row in plan.rows:
            act.vault(row)
        return None

    return work


def read_csv(desk: Desk, name: str, data: bytes, *, person: str = "") -> ImportPlan:
    """The plan of an import by `person` ("" is the installer). Raises InvalidInput with every bad row."""
    check_size(desk, name, data)
    sheet = read_sheet(name, data, (INSTITUTION_COLUMNS, BODY_COLUMNS, MANDATE_COLUMNS), optional=("since",))
    plan = _plan(desk, sheet, person)
    if sheet.findings:
        raise InvalidInput(
            f"{name} has {len(sheet.findings)} problem(s); nothing was imported.", findings=sheet.findings
        )
    return plan


def _plan(desk: Desk, sheet: Sheet, person: str) -> ImportPlan:
    if sheet.columns == INSTITUTION_COLUMNS:
        return read_institutions(desk, sheet)
    if sheet.columns == BODY_COLUMNS:
        return read_bodies(sheet)
    return read_people(desk, sheet, person)
