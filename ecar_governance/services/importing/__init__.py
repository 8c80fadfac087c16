"""Members from CSV: institutions, bodies, or people with their mandates. All rows are good, or none comes in.

A re-import changes only what differs. People are the same when their `person` codes are: the code becomes
the id, so that a corrected name or address finds its person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import MEMBERSHIP, actor_reasons
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Conference
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.bodies import BODY_COLUMNS, read_bodies
from ecar_governance.services.importing.foreseeing import foresee, standing_after
from ecar_governance.services.importing.institutions import INSTITUTION_COLUMNS, read_institutions
from ecar_governance.services.importing.people import MANDATE_COLUMNS, read_people
from ecar_governance.services.importing.plan import ImportPlan, Standing
from ecar_governance.services.importing.sheet import Sheet, read_sheet
from ecar_governance.services.ports import Act, Outcome
from ecar_governance.services.texts import check_size

__all__ = [
    "BODY_COLUMNS",
    "INSTITUTION_COLUMNS",
    "MANDATE_COLUMNS",
    "Foreseen",
    "import_csv",
    "try_csv",
]


def import_csv(desk: Desk, person: str, name: str, data: bytes, *, key: str | None = None) -> Outcome:
    """Imports a file of institutions, of bodies, or of people with mandates, told apart by its header.

    `person` acts ("" is the installer); `name` stands in the findings. A file that changes nothing is
    refused with the one reason `nothing.changes`.

    Raises:
        InvalidInput: with every bad row and every row that is refused, as `name:line:column`, and what would
            mend it; nothing was imported.
    """
    standing = _standing(desk)
    plan, _ = _read(desk, standing, name, data, person)
    actor = _actor(desk, standing, person)
    return desk.perform(_importing(plan, actor), actor=actor, key=key)


class Foreseen(Struct, frozen=True):
    """What would come of importing a file: how many `changes`; or every row and field for which it would be
    refused, or why whoever asked may not import at all."""

    name: str
    changes: int = 0
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...] = ()


def try_csv(desk: Desk, person: str, files: Iterable[tuple[str, bytes]]) -> tuple[Foreseen, ...]:
    """What `import_csv` would answer to the files, by name and content, one after the other; each is read as
    if those before it that are good were in. Nothing is written."""
    standing, found = _standing(desk), []
    for name, data in files:
        actor = _actor(desk, standing, person)
        refused = actor_reasons(standing.conference, c.ImportMembers(), Context(actor, desk.clock.now()))
        try:
            plan, after = _read(desk, standing, name, data, person)
        except InvalidInput as error:
            findings = error.findings or (Finding(error.code, error.message, name, error.fix),)
            found.append(Foreseen(name, findings=findings))
            continue
        if refused:
            found.append(Foreseen(name, reasons=tuple(refused)))
            continue
        found.append(Foreseen(name, after.size - standing.conference.size))
        standing = standing_after(standing, after, plan.rows)
    return tuple(found)


def _standing(desk: Desk) -> Standing:
    return Standing(desk.conference, {one.person: one for one in desk.vault.everyone()})


def _actor(desk: Desk, standing: Standing, person: str) -> Actor:
    if not person:
        return INSTALLER
    return actor_for(standing.conference, person, desk.clock.now(), kinds=MEMBERSHIP)


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


def _read(
    desk: Desk, standing: Standing, name: str, data: bytes, person: str
) -> tuple[ImportPlan, Conference]:
    """The plan of an import by `person` ("" is the installer), and the conference as it would be then. Raises
    InvalidInput with every bad row, and every row that the core would refuse."""
    check_size(desk, name, data)
    sheet = read_sheet(name, data, (INSTITUTION_COLUMNS, BODY_COLUMNS, MANDATE_COLUMNS), optional=("since",))
    plan = _plan(desk, standing, sheet, person)
    actor, now = _actor(desk, standing, person), desk.clock.now()
    after = standing.conference
    if not actor_reasons(after, plan.command, Context(actor, now)):
        after = foresee(after, sheet, plan.pieces, actor, now)
    if sheet.findings:
        raise InvalidInput(
            f"{name} has {len(sheet.findings)} problem(s); nothing was imported.", findings=sheet.findings
        )
    return plan, after


def _plan(desk: Desk, standing: Standing, sheet: Sheet, person: str) -> ImportPlan:
    if sheet.columns == INSTITUTION_COLUMNS:
        return read_institutions(desk, standing, sheet)
    if sheet.columns == BODY_COLUMNS:
        return read_bodies(sheet)
    return read_people(desk, standing, sheet, person)
