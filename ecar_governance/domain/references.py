"""Whether everything that a workflow names is there, and every guard and effect gets what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ecar_governance.domain.durations import parse
from ecar_governance.domain.flaws import Flaw, meant
from ecar_governance.domain.registry import EFFECTS, FORBIDS, GUARDS, STYLES, EffectSpec, GuardSpec, ParamKind
from ecar_governance.domain.workflow import NAME, Call, Field, State, Transition, Workflow
from ecar_governance.errors import InvalidInput

_SHARE = re.compile(r"0*[1-9][0-9]{0,5}/0*[1-9][0-9]{0,5}")
_LANGUAGES = re.compile(r"[a-z]{2}(,[a-z]{2})*")


def references(workflow: Workflow) -> Iterator[Flaw]:
    """Everything named that is not there, with what was probably meant."""
    states, names = workflow.states, workflow.transitions
    yield from _of_names(workflow)
    if workflow.initial not in states:
        yield _unknown("state", workflow.initial, states, ("initial",))
    used = {role for rule in names.values() for role in rule.by}
    for role in workflow.roles:
        if role not in used:
            message = f"No transition names the role {role!r}."
            yield Flaw("name.unused_role", message, ("roles", role), "name it in `by`, or remove it")
    for state in states.values():
        yield from _of_durations(state)
        if state.deadline is not None and state.deadline.then not in names:
            path = ("states", state.name, "deadline", "then")
            yield _unknown("transition", state.deadline.then, names, path, state.line)
        if state.vote is not None and state.vote.body not in ("plenary", "case_body"):
            path = ("states", state.name, "vote", "body")
            yield _unknown("body", state.vote.body, ("plenary", "case_body"), path, state.line)
    for rule in names.values():
        yield from _of_rule(workflow, rule)


def _of_durations(state: State) -> Iterator[Flaw]:
    given: list[tuple[str, tuple[str, ...]]] = []
    if state.deadline is not None:
        given.append((state.deadline.after, ("deadline", "after")))
        given += [(one, ("deadline", "remind", str(i))) for i, one in enumerate(state.deadline.remind)]
    if state.vote is not None and state.vote.lasts is not None:
        given.append((state.vote.lasts, ("vote", "lasts")))
    for text, path in given:
        try:
            parse(text)
        except InvalidInput as error:
            path = ("states", state.name, *path)
            yield Flaw("deadline.duration", error.message, path, error.fix, state.line)


def _of_names(workflow: Workflow) -> Iterator[Flaw]:
    """A file cannot have these: its reader refuses such names, and a key is the name."""
    called: list[tuple[str, tuple[str, ...]]] = [(workflow.name, ("workflow",))]
    called += [(name, ("roles", name)) for name in workflow.roles]
    for key, things in (("states", workflow.states), ("transitions", workflow.transitions)):
        for name, thing in things.items():
            called.append((name, (key, name)))
            if thing.name != name:
                message = f"{name!r} is called {thing.name!r} inside."
                yield Flaw("name.mismatch", message, (key, name), "call it by one name", thing.line)
    for rule in workflow.transitions.values():
        called += [(field.name, ("transitions", rule.name, "inputs", field.name)) for field in rule.inputs]
    for name, path in called:
        if NAME.fullmatch(name) is None:
            yield Flaw("name.malformed", f"{name!r} cannot be a name.", path, "use a to z, 0 to 9 and _")


def _of_rule(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    path = ("transitions", rule.name)
    for index, source in enumerate(rule.source):
        if source not in workflow.states:
            yield _unknown("state", source, workflow.states, (*path, "from", str(index)), rule.line)
    if rule.target not in workflow.states:
        yield _unknown("state", rule.target, workflow.states, (*path, "to"), rule.line)
    for index, role in enumerate(rule.by):
        if role not in workflow.roles:
            yield _unknown("role", role, workflow.roles, (*path, "by", str(index)), rule.line)
    for field in rule.inputs:
        yield from _of_field(rule, field)
    for index, call in enumerate(rule.require):
        yield from _of_call(workflow, rule, call, GUARDS, "guard", (*path, "require", str(index)))
    for index, call in enumerate(rule.forbid):
        yield from _of_call(workflow, rule, call, FORBIDS, "forbid", (*path, "forbid", str(index)))
    for index, call in enumerate(rule.effects):
        yield from _of_call(workflow, rule, call, EFFECTS, "effect", (*path, "effects", str(index)))


def _unknown(what: str, name: str, known: Iterable[str], path: tuple[str, ...], line: int = 0) -> Flaw:
    words = list(known) if isinstance(known, Mapping | tuple) else []
    return Flaw(
        f"name.unknown_{what}", f"There is no {what} called {name!r}.", path, meant(name, words), line
    )


def _of_field(rule: Transition, field: Field) -> Iterator[Flaw]:
    path = ("transitions", rule.name, "inputs", field.name)
    if field.kind == "choice" and not field.choices:
        message = f"The choice {field.name!r} offers nothing."
        yield Flaw("input.choices", message, path, "add `choices:`", rule.line)
    if field.kind != "choice" and field.choices:
        message = f"{field.name!r} is of the kind {field.kind} and has choices."
        yield Flaw("input.choices", message, path, "make its kind `choice`", rule.line)


def _of_call(
    workflow: Workflow,
    rule: Transition,
    call: Call,
    known: Mapping[str, GuardSpec] | Mapping[str, EffectSpec],
    what: str,
    path: tuple[str, ...],
) -> Iterator[Flaw]:
    spec = known.get(call.name)
    if spec is None:
        yield _unknown(what, call.name, known, path, rule.line)
        return
    for name, value in call.params.items():
        kind = spec.params.get(name)
        if kind is None:
            message = f"The {what} {call.name!r} takes nothing called {name!r}."
            yield Flaw("param.unknown", message, (*path, name), meant(name, spec.params), rule.line)
        else:
            yield from _of_param(workflow, rule, kind, name, value, (*path, name))
    for name in spec.params:
        if name not in call.params and name not in spec.defaulted and name not in spec.one_of:
            message = f"The {what} {call.name!r} needs {name!r}."
            yield Flaw("param.missing", message, path, _PARAM_FIX[spec.params[name]], rule.line)
    if spec.one_of and len([name for name in spec.one_of if name in call.params]) != 1:
        message = f"The {what} {call.name!r} takes exactly one of {' and '.join(spec.one_of)}."
        yield Flaw("param.missing", message, path, "give one of them", rule.line)
    for name, needed in spec.inputs.items():
        yield from _of_input(rule, call, name, needed, True, path)
    if isinstance(spec, EffectSpec):
        yield from _of_effect(workflow, rule, call, spec, path)


_PARAM_FIX: dict[ParamKind, str] = {
    "integer": "give a whole number of at least 1",
    "share": "give a fraction such as 1/2",
    "languages": "give languages such as [az, en]",
    "transition": "give the name of a transition",
    "style": f"give one of {', '.join(STYLES)}",
}


def _of_param(
    workflow: Workflow,
    rule: Transition,
    kind: ParamKind,
    name: str,
    value: str | int | bool,
    path: tuple[str, ...],
) -> Iterator[Flaw]:
    if kind == "integer":
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    elif not isinstance(value, str):
        fits = False
    elif kind == "share":
        numerator, _, denominator = value.partition("/")
        most = int(numerator) + (name == "more_than") if _SHARE.fullmatch(value) else 0
        fits = 0 < most <= int(denominator or 0)
    elif kind == "style":
        fits = value in STYLES
    elif kind == "languages":
        fits = _LANGUAGES.fullmatch(value) is not None
    else:
        fits = True
        if value not in workflow.transitions:
            yield _unknown("transition", value, workflow.transitions, path, rule.line)
    if not fits:
        yield Flaw("param.kind", f"{name!r} cannot be {value!r}.", path, _PARAM_FIX[kind], rule.line)


def _of_input(
    rule: Transition, call: Call, name: str, needed: str, required: bool, path: tuple[str, ...]
) -> Iterator[Flaw]:
    field = next((one for one in rule.inputs if one.name == name), None)
    if field is None:
        if required:
            message = f"{call.name!r} reads the input {name!r}, which this action does not take."
            fix = f"add `{name}: {{kind: {needed}}}` to its inputs"
            yield Flaw("input.missing", message, path, fix, rule.line)
    elif field.kind != needed:
        message = f"{call.name!r} needs the input {name!r} to be of the kind {needed}, not {field.kind}."
        where = ("transitions", rule.name, "inputs", name)
        yield Flaw("input.kind", message, where, f"write `kind: {needed}`", rule.line)
    elif required and not field.required:
        message = f"{call.name!r} reads the input {name!r}, which may be left out."
        where = ("transitions", rule.name, "inputs", name)
        yield Flaw("input.missing", message, where, "remove `required: false`", rule.line)


def _of_effect(
    workflow: Workflow, rule: Transition, call: Call, spec: EffectSpec, path: tuple[str, ...]
) -> Iterator[Flaw]:
    for name, needed in spec.optional.items():
        yield from _of_input(rule, call, name, needed, False, path)
    for name, words in spec.choices.items():
        field = next((one for one in rule.inputs if one.name == name), None)
        for word in field.choices if field is not None else ():
            if word not in words:
                message = f"{call.name!r} cannot record the choice {word!r}."
                where = ("transitions", rule.name, "inputs", name, "choices")
                yield Flaw("input.choices", message, where, meant(word, words), rule.line)
    for name, needed in spec.earlier.items():
        fields = [field for other in workflow.transitions.values() for field in other.inputs]
        if not any(field.name == name and field.kind == needed for field in fields):
            message = f"{call.name!r} reads the input {name!r}, which no action of this procedure takes."
            fix = f"let an earlier action take `{name}: {{kind: {needed}}}`"
            yield Flaw("input.never_given", message, path, fix, rule.line)
