"""Tables of weights and paid dues, put on record from a file or a form: one way for both."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, DuesRecorded, WeightTableSet
from ecar_governance.domain.state import Conference
from ecar_governance.errors import NotFound
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Act, Outcome
from ecar_governance.services.texts import Upload, keep_file
from ecar_governance.services.work import deciding


def set_weights(
    desk: Desk,
    table: WeightTableSet,
    *,
    paper: Upload | None = None,
    person: str = "",
    key: str | None = None,
) -> Outcome:
    """Puts a table on record; `person` acts ("" is the installer). The paper that it was taken from is kept
    first. Refused with `nothing.changes` when all of it is there already.

    Raises InvalidInput for a paper of another kind, or too large."""
    if paper is not None:
        table = replace(table, paper=keep_file(desk, paper, desk.clock.now()))
    actor = _actor(desk, person)
    return desk.perform(deciding(c.SetWeights(table), actor), actor=actor, key=key)


def record_dues(
    desk: Desk,
    years: Sequence[DuesRecorded],
    *,
    paper: Upload | None = None,
    person: str = "",
    key: str | None = None,
) -> Outcome:
    """Records paid dues of several years in one transaction; `person` acts ("" is the installer). The paper
    that they were taken from is kept first. Refused with `nothing.changes` when all of it is there already.

    Raises InvalidInput for a paper of another kind, or too large."""
    if paper is not None:
        digest = keep_file(desk, paper, desk.clock.now())
        years = [replace(one, paper=digest) for one in years]
    actor = _actor(desk, person)

    def work(act: Act) -> Refused | None:
        unchanged: list[Refused] = []
        for one in years:
            answer = act.decide(c.RecordDues(one), actor)
            if isinstance(answer, Refused):
                if [reason.code for reason in answer.reasons] != ["nothing.changes"]:
                    return answer
                unchanged.append(answer)
        return unchanged[0] if len(unchanged) == len(years) else None

    return desk.perform(work, actor=actor, key=key)


def paper_of(conference: Conference, digest: str) -> str:
    """The digest, if a table of weights or dues were ever taken from its paper. Raises NotFound."""
    if not any(digest in papers for papers in conference.register_papers.values()):
        raise NotFound("There is no such paper.")
    return digest


def _actor(desk: Desk, person: str) -> Actor:
    if not person:
        return INSTALLER
    return actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP)
