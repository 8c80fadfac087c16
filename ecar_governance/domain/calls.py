"""Whether every guard and effect that a transition names exists and gets what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ecar_governance.domain.durations import parse
from ecar_governance.domain.flaws import Flaw, meant, unknown
from ecar_governance.domain.organs import VOTING_BODIES, names_a_body
from ecar_governance.domain.registry import (
    EFFECTS,
    ELECTIVE,
    FORBIDS,
    GUARDS,
    RECOMMENDATIONS,
    STYLES,
    EffectSpec,
    GuardSpec,
    ParamKind,
)
from ecar_governance.domain.workflow import Call, CaseField, Transition, Workflow
from ecar_governance.errors import InvalidInput

Path = tuple[str, ...]

REGISTRIES: dict[str, tuple[str, Mapping[str, GuardSpec] | Mapping[str, EffectSpec]]] = {
    "require": ("guard", GUARDS),
    "forbid": ("forbid", FORBIDS),
    "effects": ("effect", EFFECTS),
}
"""What each list of calls of a transition may name, and how that is called in messages."""

SECTIONS: dict[ParamKind, str] = {
    "transition": "transitions",
    "field": "fields",
    "date_field": "fields",
    "office_field": "fields",
    "roles": "roles",
}
"""The kinds of parameters that name something of the same procedure, with the section that it stands in."""

_PARAM_FIX: dict[ParamKind, str] = {
    "integer": "give a whole number of at least 1",
    "share": "give a fraction such as 1/2",
    "languages": "give languages such as [az, en]",
    "transition": "give the name of a transition",
    "body": f"give one of {', '.join(VOTING_BODIES)}, or code: and the code of a body",
    "style": f"give one of {', '.join(STYLES)}",
    "duration": "give a duration such as P14D",
    "field": "give the name of a field",
    "date_field": "give the name of a field of the kind date",
    "roles": "give the names of roles",
    "office": f"give one of {', '.join(ELECTIVE)}",
    "office_field": f"give the name of a choice whose choices are among {', '.join(ELECTIVE)}",
    "recommendation": f"give one of {', '.join(RECOMMENDATIONS)}",
    "word": "give a word or a whole number",
}

_WORDS: dict[ParamKind, tuple[str, ...]] = {
    "style": STYLES,
    "recommendation": RECOMMENDATIONS,
    "office": ELECTIVE,
}

_SHARE = re.compile(r"0*[1-9][0-9]{0,5}/0*[1-9][0-9]{0,5}")
_LANGUAGES = re.compile(r"[a-z]{2}(,[a-z]{2})*")


def calls(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    """The flaws of everything that the transition requires, forbids and brings about."""
    given = {"require": rule.require, "forbid": rule.forbid, "effects": rule.effects}
    for key, named in given.items():
        for index, call in enumerate(named):
            yield from _of_call(workflow, rule, call, key, ("transitions", rule.name, key, str(index)))


def _of_call(workflow: Workflow, rule: Transition, call: Call, key: str, path: Path) -> Iterator[Flaw]:
    what, known = REGISTRIES[key]
    spec = known.get(call.name)
    if spec is None:
        yield unknown(what, call.name, known, path, rule.line)
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
    if call.name == "field_is":
        yield from _of_value(workflow, rule, call, path)
    for name, needed in spec.inputs.items():
        yield from _of_input(rule, call, name, needed, True, path)
    if isinstance(spec, EffectSpec):
        yield from _of_effect(workflow, rule, call, spec, path)


def _of_param(
    workflow: Workflow, rule: Transition, kind: ParamKind, name: str, value: str | int | bool, path: Path
) -> Iterator[Flaw]:
    if kind in SECTIONS and isinstance(value, str):
        yield from _of_names(workflow, rule, kind, name, value, path)
    elif not _fits(kind, name, value):
        yield Flaw("param.kind", f"{name!r} cannot be {value!r}.", path, _PARAM_FIX[kind], rule.line)


def _of_names(
    workflow: Workflow, rule: Transition, kind: ParamKind, name: str, value: str, path: Path
) -> Iterator[Flaw]:
    """What the parameter names must be there: one of the section, or several of the roles."""
    section = SECTIONS[kind]
    known: Mapping[str, object] = getattr(workflow, section)
    for one in value.split(",") if kind == "roles" else (value,):
        if one not in known:
            yield unknown(section.removesuffix("s"), one, known, path, rule.line)
        elif kind == "date_field" and workflow.fields[one].kind != "date":
            message = f"{name!r} needs a field of the kind date, and {one!r} is none."
            yield Flaw("field.kind", message, path, _PARAM_FIX[kind], rule.line)
        elif kind == "office_field" and not offices_of(workflow.fields[one]):
            message = f"{name!r} needs a choice between offices, and {one!r} is none."
            yield Flaw("field.kind", message, path, _PARAM_FIX[kind], rule.line)


def offices_of(field: CaseField) -> tuple[str, ...]:
    """The offices that the field is a choice between; none when it is not one between offices alone."""
    fits = field.kind == "choice" and set(field.choices) <= set(ELECTIVE)
    return tuple(field.choices) if fits else ()


def _of_value(workflow: Workflow, rule: Transition, call: Call, path: Path) -> Iterator[Flaw]:
    """A choice is one of its words; of texts and files the core sees digests alone."""
    field = workflow.fields.get(str(call.params.get("field", "")))
    value = str(call.params.get("value", ""))
    if field is None:
        return
    if field.kind in ("text", "markdown", "file"):
        message = f"{field.name!r} is of the kind {field.kind}: what it says cannot be compared."
        yield Flaw("field.kind", message, (*path, "field"), "use field_given", rule.line)
    elif field.kind == "choice" and value not in field.choices:
        message = f"{field.name!r} offers no {value!r}."
        yield Flaw("param.kind", message, (*path, "value"), meant(value, field.choices), rule.line)


def _fits(kind: ParamKind, name: str, value: str | int | bool) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if kind == "word":
        return not isinstance(value, bool) and value != ""
    if not isinstance(value, str):
        return False
    match kind:
        case "share":
            numerator, _, denominator = value.partition("/")
            most = int(numerator) + (name == "more_than") if _SHARE.fullmatch(value) else 0
            return 0 < most <= int(denominator or 0)
        case "duration":
            return _is_duration(value)
        case "body":
            return names_a_body(value)
        case "languages":
            return _LANGUAGES.fullmatch(value) is not None
        case _:
            return value in _WORDS[kind]


def _is_duration(text: str) -> bool:
    try:
        parse(text)
    except InvalidInput:
        return False
    return True


def _of_input(
    rule: Transition, call: Call, name: str, needed: str, required: bool, path: Path
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
    workflow: Workflow, rule: Transition, call: Call, spec: EffectSpec, path: Path
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
