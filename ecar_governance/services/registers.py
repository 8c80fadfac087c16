"""Tables of weights and paid dues, put on record by whoever holds the machine."""

from __future__ import annotations

from collections.abc import Sequence

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Act, Outcome
from ecar_governance.services.work import deciding


def set_weights(desk: Desk, table: WeightTableSet) -> Outcome:
    """Puts a table on record. Refused with `nothing.changes` when all of it is there already."""
    return desk.perform(deciding(c.SetWeights(table), INSTALLER), actor=INSTALLER)


def record_dues(desk: Desk, years: Sequence[DuesRecorded]) -> Outcome:
    """Records paid dues of several years in one transaction. Refused with `nothing.changes` when all of them
    are there already."""

    def work(act: Act) -> Refused | None:
        unchanged: list[Refused] = []
        for one in years:
            answer = act.decide(c.RecordDues(one), INSTALLER)
            if isinstance(answer, Refused):
                if [reason.code for reason in answer.reasons] != ["nothing.changes"]:
                    return answer
                unchanged.append(answer)
        return unchanged[0] if len(unchanged) == len(years) else None

    return desk.perform(work, actor=INSTALLER)
