"""Procedures beside the one that is played: how the earlier session decided, what further cases run under."""

from __future__ import annotations

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.domain import events as e
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import (
    Call,
    Field,
    Role,
    State,
    Transition,
    VoteSpec,
    Workflow,
    hash_of,
)

TITLE = {"az": "Başqa iş", "en": "Something else"}
_OFFICE = {"office": Role(("secretariat",), title=TITLE)}
_VOTE = VoteSpec("plenary", "roll_call", VoteRule.simple(), obtained=("without_vote",))
PRECEDENT = Workflow(
    "decided_earlier_in_this_play",
    "1.0.0",
    TITLE,
    "qerar",
    "begun",
    _OFFICE,
    {
        "begun": State("begun", TITLE),
        "voting": State("voting", TITLE, vote=_VOTE, rank=1),
        "ended": State("ended", TITLE, final=True, outcome="adopted", rank=2),
    },
    {
        "place": Transition(
            "place",
            TITLE,
            ("begun",),
            "",
            by=("office",),
            effects=(Call("place_on_agenda"),),
            inputs=(Field("session", "session", title=TITLE),),
        ),
        "agree": Transition(
            "agree",
            TITLE,
            ("begun",),
            "voting",
            by=("office",),
            effects=(Call("adopt_without_vote"),),
            rank=1,
        ),
        "carried": Transition(
            "carried",
            TITLE,
            ("voting",),
            "ended",
            "vote_carried",
            effects=(Call("number_resolution"),),
            rank=2,
        ),
        "lost": Transition("lost", TITLE, ("voting",), "ended", "vote_lost", rank=3),
        "voided": Transition("voided", TITLE, ("voting",), "begun", "vote_voided", rank=4),
    },
)
"""How the earlier session decided."""


def in_force(workflow: Workflow) -> e.WorkflowPutInForce:
    """The event that puts the version in force."""
    definition = definition_of(workflow)
    return e.WorkflowPutInForce(
        workflow.name, workflow.version, hash_of(definition), definition, workflow.engine
    )


def stand_ins(workflow: Workflow) -> tuple[e.WorkflowPutInForce, ...]:
    """The events that put in force something for each procedure under which the workflow starts further
    cases: what becomes of those is another play."""
    calls = (call for rule in workflow.transitions.values() for call in rule.effects)
    names = {str(call.params["workflow"]) for call in calls if call.name == "start_linked_case"}
    return tuple(_stand_in(name, workflow) for name in sorted(names - {workflow.name}))


def _stand_in(name: str, workflow: Workflow) -> e.WorkflowPutInForce:
    begun, ended = State("begun", TITLE), State("ended", TITLE, final=True, outcome="ended", rank=1)
    end = Transition("end", TITLE, ("begun",), "ended", by=("office",))
    kind = workflow.kind
    return in_force(
        Workflow(name, "1.0.0", TITLE, kind, "begun", _OFFICE, {"begun": begun, "ended": ended}, {"end": end})
    )
