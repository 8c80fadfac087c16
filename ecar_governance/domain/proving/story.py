"""A way through a procedure, told step by step."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.flaws import Step
from ecar_governance.domain.proving.system import Take, Takes
from ecar_governance.domain.workflow import Names, Transition, Workflow

_WHEN = {
    "at_once": "at once",
    "deadline": "when its time is over",
    "joined": "when enough of its regions are done",
    "all_opined": "when everybody asked has spoken",
    "vote_carried": "when the vote is carried",
    "vote_lost": "when the vote is lost",
    "vote_inquorate": "when the vote ends without a quorum",
    "next_ballot": "when the vote goes on in another ballot",
    "vote_voided": "when the vote is voided",
    "document_typeset": "when the document is made",
    "signatures_complete": "when both signatures are there",
}


def told(workflow: Workflow, path: Iterable[Takes]) -> tuple[Step, ...]:
    """Each transition of the path as a step, with its place in the file."""
    return tuple(_step(workflow, take) for takes in path for take in takes)


def _step(workflow: Workflow, take: Take) -> Step:
    rule = workflow.transitions.get(take.rule)
    if rule is None:
        first = take.entered[0]
        line = workflow.states[first].line
        return Step(f"The case begins in {' and '.join(take.entered)}.", ("states", first), line)
    who = _WHEN.get(rule.trigger, "")
    if rule.trigger == "person":
        several = f"{rule.approvals} of " if rule.approvals > 1 else ""
        who = f"by {several}{' or '.join(rule.by)}"
    way = f"from {take.source} to {' and '.join(take.entered)}" if take.entered else f"in {take.source}"
    return step_of(rule, f"{who}: {way}.")


def step_of(rule: Transition, told: str) -> Step:
    """A step of which the transition's name and title are told first."""
    english, azerbaijani = (_in(rule.title, lang) for lang in ("en", "az"))
    return Step(f"{rule.name} ({english}) {told}", ("transitions", rule.name), rule.line, azerbaijani)


def _in(names: Names, lang: str) -> str:
    """The text in the language, or in whatever language there is."""
    return names.get(lang) or next(iter(names.values()), "")
