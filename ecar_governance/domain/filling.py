"""Fields that a state asks for and that nobody is able to fill in before it is entered. Pure.

A field is set with the draft, or with a revision while the text is open to change; and only by somebody who
is shown it (`deciding.proposals`). Whoever drafts holds one of `rights.DRAFTING`, while the case is on no
agenda yet. One person may hold two offices, so a role that gives no right to draft is a warning, and only one
that nobody can hold at that time is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.deciding.rights import DRAFTING
from ecar_governance.domain.flaws import Flaw, Severity
from ecar_governance.domain.ways import edges, reached
from ecar_governance.domain.workflow import CaseField, Role, Workflow


def unfilled(workflow: Workflow) -> Iterator[Flaw]:
    """A flaw for each field that is shown to some roles alone and asked for before any of them may set it."""
    limited = [field for field in workflow.fields.values() if field.shown_to and field.required_in]
    if not limited:
        return
    onward, back = edges(workflow)
    placed = reached(
        onward,
        {
            rule.target or source
            for rule in workflow.transitions.values()
            if any(call.name == "place_on_agenda" for call in rule.effects)
            for source in rule.source
        },
    )
    open_ = {name for name in workflow.states if _editable(workflow, name)}
    for field in sorted(limited, key=lambda one: (one.rank, one.name)):
        for index, state in enumerate(field.required_in):
            before = reached(back, back[state]) - {state}
            late = any(name in placed for name in before & open_)
            if severity := _never(workflow, field, late):
                yield _flaw(field, state, index, severity)
                break


def _editable(workflow: Workflow, name: str) -> bool:
    while name in workflow.states:
        if workflow.states[name].editable:
            return True
        name = workflow.states[name].parent
    return False


def _never(workflow: Workflow, field: CaseField, late: bool) -> Severity | None:
    """How grave it is that none of the roles may set it; None when one may."""
    able = [role for name in field.shown_to if _in_time(role := workflow.roles[name], late)]
    if any(set(role.mandates) & set(DRAFTING) for role in able):
        return None
    return "warning" if able else "error"


def _in_time(role: Role, late: bool) -> bool:
    """Whether anybody holds it in the case by then; `late` says that the text is still open to change when
    the case is on an agenda. Nobody holds a role of a region apart from its transitions."""
    return role.scope != "region_body" and (role.scope != "case_session" or late)


def _flaw(field: CaseField, state: str, index: int, severity: Severity) -> Flaw:
    shown = ", ".join(field.shown_to)
    message = (
        f"{state!r} asks for {field.name!r}, which {shown} alone may set, and never before it is entered."
        if severity == "error"
        else f"{state!r} asks for {field.name!r}, shown to {shown} alone, who as such draft nothing."
    )
    fix = "show it to a role that drafts, or ask for it after a state with `editable: true`"
    return Flaw(
        "field.never_set",
        message,
        ("fields", field.name, "required_in", str(index)),
        fix,
        field.line,
        severity,
    )
