"""What every effect is given, and what it answers."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.choosing import majority_chosen
from ecar_governance.domain.configuration import region_body
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.fields import texts_put_with
from ecar_governance.domain.organs import named_body
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import Transition, Trigger, VoteSpec
from ecar_governance.errors import InvalidInput


class Effect(Struct, frozen=True):
    """One effect to be done: the act, the case after the move, the transition, parameters, command."""

    steps: Steps
    case_id: str
    transition: Transition
    params: dict[str, str | int | bool]
    command: c.TakeAction

    @property
    def conference(self) -> Conference:
        return self.steps.conference

    @property
    def case(self) -> Case:
        return self.conference.cases[self.case_id]

    @property
    def spec(self) -> VoteSpec:
        """How the question of the state moved to is put, by the majority that an earlier vote chose where one
        does; the checker saw to it that there is a question."""
        workflow = self.conference.workflows[self.case.workflow_hash].workflow
        spec = workflow.states[self.transition.target].vote
        if spec is None:
            raise InvalidInput(f"State {self.transition.target} puts no question.")
        return majority_chosen(self.conference, self.case, spec)

    @property
    def fields_put(self) -> dict[str, str]:
        """The texts that the case's fields hold, by digest: the question is put with them as they stand. Not
        those that only some may see."""
        workflow = self.conference.workflows[self.case.workflow_hash].workflow
        put = texts_put_with(workflow)
        return {name: str(value) for name, value in sorted(self.case.fields.items()) if name in put and value}

    def body(self) -> str:
        """The id of the body whose seats vote; "" when there is none. A region's is named by a field."""
        if self.spec.body == "region_body":
            workflow = self.conference.workflows[self.case.workflow_hash].workflow
            named = str(self.case.fields.get(region_body(workflow, self.transition.target), ""))
            return named if named in self.conference.bodies else ""
        return named_body(self.conference, self.spec.body, self.case)


class Happened(Struct, frozen=True):
    """What makes the case's procedure go on by itself: a trigger, in one state or wherever the case is."""

    trigger: Trigger
    state: str = ""


Answer = list[Reason] | Happened | None
"""Every reason why the act cannot be; or what the effect sets off; or nothing more."""
