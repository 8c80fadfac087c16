"""Whether everything that a workflow names is there: states, regions, transitions, roles, fields, points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecar_governance.domain.calls import calls
from ecar_governance.domain.configuration import region_body
from ecar_governance.domain.durations import parse
from ecar_governance.domain.flaws import Flaw, meant, unknown
from ecar_governance.domain.organs import VOTING_BODIES, names_a_body
from ecar_governance.domain.registry import EFFECTS, TRIGGERS
from ecar_governance.domain.timing import instants, measures
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.workflow import (
    NAME,
    CaseField,
    Deadline,
    Field,
    Invariant,
    State,
    Transition,
    Workflow,
)
from ecar_governance.errors import InvalidInput

ENTITLING_FIELDS = ("institution", "body", "person")
"""The kinds of fields that a role may lie in (scope `field`)."""

POINT_KEYS: dict[str, tuple[str, str]] = {
    "never": ("never", ""),
    "never_without": ("never", "without"),
    "never_after": ("never", "after"),
    "always_before": ("always", "before"),
    "no_single_person": ("to", "from"),
    "quorum_for": ("quorum_for", ""),
}
"""Under which keys of an invariant its `point` and its `other` are written, by its rule."""

Path = tuple[str, ...]


def references(workflow: Workflow) -> Iterator[Flaw]:
    """Everything named that is not there, with what was probably meant."""
    yield from _of_names(workflow)
    if workflow.initial not in workflow.states:
        yield unknown("state", workflow.initial, workflow.states, ("initial",))
    yield from _of_roles(workflow)
    for field in workflow.fields.values():
        yield from _of_case_field(workflow, field)
    yield from instants(workflow)
    for state in workflow.states.values():
        yield from _of_durations(state)
        yield from measures(state)
        yield from _of_nesting(workflow, state)
        yield from _of_state(workflow, state)
    for rule in workflow.transitions.values():
        yield from _of_rule(workflow, rule)
    for index, one in enumerate(workflow.invariants):
        yield from _of_invariant(workflow, one, ("invariants", str(index)))


def _of_names(workflow: Workflow) -> Iterator[Flaw]:
    """A file cannot have these: its reader refuses such names, and a key is the name."""
    called: list[tuple[str, Path]] = [(workflow.name, ("workflow",))]
    called += [(name, ("roles", name)) for name in workflow.roles]
    for key, things in (
        ("fields", workflow.fields),
        ("states", workflow.states),
        ("transitions", workflow.transitions),
    ):
        for name, thing in things.items():
            called.append((name, (key, name)))
            if thing.name != name:
                message = f"{name!r} is called {thing.name!r} inside."
                yield Flaw("name.mismatch", message, (key, name), "call it by one name", thing.line)
    for state in workflow.states.values():
        called += [(one.name, ("states", state.name, "regions", one.name)) for one in state.regions]
    for rule in workflow.transitions.values():
        called += [(field.name, ("transitions", rule.name, "inputs", field.name)) for field in rule.inputs]
    for name, path in called:
        if NAME.fullmatch(name) is None:
            yield Flaw("name.malformed", f"{name!r} cannot be a name.", path, "use a to z, 0 to 9 and _")


def _of_roles(workflow: Workflow) -> Iterator[Flaw]:
    used = {role for rule in workflow.transitions.values() for role in rule.by}
    used |= {role for field in workflow.fields.values() for role in field.shown_to}
    for state in workflow.states.values():
        used |= set(state.consultation.of if state.consultation is not None else ())
        if state.nominations is not None:
            used |= {*state.nominations.by, *state.nominations.eligible}
        used |= {role for one in (state.deadline.escalate if state.deadline else ()) for role in one.to}
    calls_made = [call for rule in workflow.transitions.values() for call in rule.effects]
    used |= {
        role
        for state in workflow.states.values()
        if state.vote is not None and state.vote.electorate is not None
        for role in state.vote.electorate.roles
    }
    used |= {name for call in calls_made for name in str(call.params.get("roles", "")).split(",")}
    for name, role in workflow.roles.items():
        path = ("roles", name)
        if name not in used:
            message = f"Nothing names the role {name!r}."
            yield Flaw("name.unused_role", message, path, "name it in `by`, or remove it")
        for key, given in (("body", role.body), ("field", role.field)):
            if (role.scope == key) != bool(given):
                message = f"The role {name!r} has the scope {role.scope} and {'a' if given else 'no'} {key}."
                yield Flaw(
                    "role.scope", message, path, f"`{key}:` belongs to `scope: {key}`, and to it alone"
                )
        if role.scope == "body" and role.body.startswith("code:"):
            message = f"The role {name!r} names a body by {role.body!r}, and here its code stands alone."
            fix = f"write `body: {role.body.removeprefix('code:')}`"
            yield Flaw("role.scope", message, (*path, "body"), fix)
        if role.field and role.scope == "field":
            yield from _of_field_named(workflow, role.field, ENTITLING_FIELDS, (*path, "field"))


def _of_field_named(
    workflow: Workflow, name: str, kinds: tuple[str, ...], path: Path, line: int = 0
) -> Iterator[Flaw]:
    field = workflow.fields.get(name)
    if field is None:
        yield unknown("field", name, workflow.fields, path, line)
    elif field.kind not in kinds:
        message = f"The field {name!r} is of the kind {field.kind}, not {' or '.join(kinds)}."
        fitting = [other.name for other in workflow.fields.values() if other.kind in kinds]
        fix = f"name {' or '.join(fitting)}" if fitting else f"add a field of the kind {kinds[0]}"
        yield Flaw("field.kind", message, path, fix, line)


def _of_case_field(workflow: Workflow, field: CaseField) -> Iterator[Flaw]:
    path = ("fields", field.name)
    yield from _of_choices(field, path, field.line)
    for index, state in enumerate(field.required_in):
        if state not in workflow.states:
            yield unknown("state", state, workflow.states, (*path, "required_in", str(index)), field.line)
    yield from _of_role_list(workflow, field.shown_to, (*path, "shown_to"), field.line)
    if field.not_before:
        here = (*path, "not_before")
        for name in (field.name, field.not_before):
            yield from _of_field_named(workflow, name, ("date",), here, field.line)


def _of_choices(field: CaseField | Field, path: Path, line: int) -> Iterator[Flaw]:
    if field.kind == "choice" and not field.choices:
        message = f"The choice {field.name!r} offers nothing."
        yield Flaw("input.choices", message, path, "add `choices:`", line)
    if field.kind != "choice" and field.choices:
        message = f"{field.name!r} is of the kind {field.kind} and has choices."
        yield Flaw("input.choices", message, path, "make its kind `choice`", line)


def _of_role_list(workflow: Workflow, roles: Iterable[str], path: Path, line: int) -> Iterator[Flaw]:
    for index, role in enumerate(roles):
        if role not in workflow.roles:
            yield unknown("role", role, workflow.roles, (*path, str(index)), line)


def _of_durations(state: State) -> Iterator[Flaw]:
    given: list[tuple[str, Path]] = []
    if (deadline := state.deadline) is not None:
        if deadline.after:
            given.append((deadline.after, ("deadline", "after")))
        if sum(map(bool, (deadline.after, deadline.at, deadline.field))) != 1:
            message = "A deadline says exactly one of `after`, `at` and `field`."
            where = ("states", state.name, "deadline")
            yield Flaw("deadline.duration", message, where, "keep one of them", state.line)
        given += [(one, ("deadline", "remind", str(i))) for i, one in enumerate(deadline.remind)]
        given += [
            (one.before, ("deadline", "escalate", str(i), "before"))
            for i, one in enumerate(deadline.escalate)
        ]
    if state.vote is not None and state.vote.lasts is not None:
        given.append((state.vote.lasts, ("vote", "lasts")))
    for text, inside in given:
        try:
            parse(text)
        except InvalidInput as error:
            path = ("states", state.name, *inside)
            yield Flaw("deadline.duration", error.message, path, error.fix, state.line)


def _of_nesting(workflow: Workflow, state: State) -> Iterator[Flaw]:
    """Whether the inner states of each region and its `initial` fit together; only the latter can be wrong
    in a file."""
    path = ("states", state.name)
    for region in state.regions:
        inner = [
            name
            for name, one in workflow.states.items()
            if (one.parent, one.region) == (state.name, region.name)
        ]
        here = (*path, "regions", region.name)
        if region.initial not in inner:
            message = f"The region {region.name!r} has no state called {region.initial!r}."
            fix = meant(region.initial, inner)
            yield Flaw("name.unknown_state", message, (*here, "initial"), fix, state.line)
        if region.body:
            yield from _of_field_named(workflow, region.body, ("body",), (*here, "body"), state.line)
    if state.parent or state.region:
        above = workflow.states.get(state.parent)
        if above is None:
            yield unknown("state", state.parent, workflow.states, (*path, "parent"), state.line)
        elif state.region not in [region.name for region in above.regions]:
            message = f"{state.parent!r} has no region called {state.region!r}."
            yield Flaw(
                "name.unknown_region", message, (*path, "region"), "name one of its regions", state.line
            )
    seen, up = {state.name}, state.parent
    while up in workflow.states and up not in seen:
        seen.add(up)
        up = workflow.states[up].parent
    if up == state.name:
        yield Flaw("name.nested", f"{up!r} is within itself.", path, "change its parent", state.line)


def _of_state(workflow: Workflow, state: State) -> Iterator[Flaw]:
    path: Path = ("states", state.name)
    if state.deadline is not None:
        yield from _of_deadline(workflow, state, state.deadline, (*path, "deadline"))
    if state.nominations is not None:
        for key in ("by", "eligible"):
            yield from _of_role_list(
                workflow, getattr(state.nominations, key), (*path, "nominations", key), state.line
            )
    if state.consultation is not None:
        where = (*path, "consultation", "of")
        yield from _of_role_list(workflow, state.consultation.of, where, state.line)
    if state.vote is not None:
        body = state.vote.body
        where = (*path, "vote", "body")
        if not names_a_body(body):
            yield unknown("body", body, (*VOTING_BODIES, "code:X"), where, state.line)
        if body == "region_body" and not region_body(workflow, state.name):
            message = f"{state.name!r} stands in no region that says whose it is."
            yield Flaw("region.body", message, where, "give the region a `body:`", state.line)
        if (by := state.vote.rule.chosen_by) is not None and by.vote not in workflow.states:
            where = (*path, "vote", "chosen_by", "vote")
            yield unknown("state", by.vote, workflow.states, where, state.line)
        if state.vote.electorate is not None:
            yield from _of_electorate(workflow, state, state.vote.electorate)


def _of_electorate(workflow: Workflow, state: State, electorate: Electorate) -> Iterator[Flaw]:
    path: Path = ("states", state.name, "vote", "electorate")
    if electorate.role and electorate.role not in workflow.roles:
        yield unknown("role", electorate.role, workflow.roles, (*path, "role"), state.line)
    for chamber in electorate.chambers:
        where = (*path, "chambers", chamber.name)
        if chamber.role and chamber.role not in workflow.roles:
            yield unknown("role", chamber.role, workflow.roles, (*where, "role"), state.line)
        known = [body for body in VOTING_BODIES if body != "region_body"]
        if chamber.body and (chamber.body == "region_body" or not names_a_body(chamber.body)):
            yield unknown("body", chamber.body, (*known, "code:X"), (*where, "body"), state.line)


def _of_deadline(workflow: Workflow, state: State, deadline: Deadline, path: Path) -> Iterator[Flaw]:
    if deadline.then not in workflow.transitions:
        yield unknown("transition", deadline.then, workflow.transitions, (*path, "then"), state.line)
    if deadline.field:
        yield from _of_field_named(workflow, deadline.field, ("date",), (*path, "field"), state.line)
    for index, one in enumerate(deadline.escalate):
        yield from _of_role_list(workflow, one.to, (*path, "escalate", str(index), "to"), state.line)


def _of_rule(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    path = ("transitions", rule.name)
    for index, source in enumerate(rule.source):
        if source not in workflow.states:
            yield unknown("state", source, workflow.states, (*path, "from", str(index)), rule.line)
    if rule.target and rule.target not in workflow.states:
        yield unknown("state", rule.target, workflow.states, (*path, "to"), rule.line)
    yield from _of_role_list(workflow, rule.by, (*path, "by"), rule.line)
    for index, name in enumerate(rule.by):
        role = workflow.roles.get(name)
        if role is not None and role.scope == "region_body":
            for source in rule.source:
                if source in workflow.states and not region_body(workflow, source):
                    message = f"{name!r} acts for a region's body, and {source!r} stands in no such region."
                    where = (*path, "by", str(index))
                    fix = "take it from states inside such a region, or give the region a `body:`"
                    yield Flaw("region.body", message, where, fix, rule.line)
    for field in rule.inputs:
        yield from _of_choices(field, (*path, "inputs", field.name), rule.line)
    yield from calls(workflow, rule)


def _of_invariant(workflow: Workflow, invariant: Invariant, path: Path) -> Iterator[Flaw]:
    known: dict[str, Iterable[str]] = {
        "state": workflow.states,
        "transition": workflow.transitions,
        "effect": EFFECTS,
        "outcome": [state.outcome for state in workflow.states.values() if state.outcome],
        "trigger": TRIGGERS,
    }
    keys = POINT_KEYS.get(invariant.rule, ("", ""))
    if invariant.rule == "no_single_person":
        path = (*path, invariant.rule)
    for key, point in zip(keys, (invariant.point, invariant.other), strict=True):
        if bool(key) != (point is not None):
            message = f"The invariant {invariant.rule!r} has {'no' if key else 'too many'} points."
            yield Flaw("name.unknown_point", message, path, "write it anew", invariant.line)
        elif point is not None and point.name not in known[point.what]:
            code = "name.unknown_point"
            message = f"There is no {point.what} called {point.name!r}."
            yield Flaw(code, message, (*path, key), meant(point.name, known[point.what]), invariant.line)
    if invariant.rule == "ends_within":
        try:
            parse(invariant.within)
        except InvalidInput as error:
            yield Flaw("deadline.duration", error.message, (*path, "ends_within"), error.fix, invariant.line)
