"""The fields of a proposal as one person sees them: to be read, to be filled in, and how they came about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from ecar_governance.domain import events as e
from ecar_governance.domain.fields import CURRENCIES, Value, sees_field
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import CaseField, FieldKind, Workflow
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.cases import active_in, title_of, workflow_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.vault_port import Record, RecordFilter

MOST_CHANGES = 200


class FieldValue(Struct, frozen=True):
    """What a field says. `value` is the text itself, a sum ("1200.00 AZN"), a day, a whole number, a word, an
    id, or a file's name; `shown` says it in words. Empty when it was erased."""

    name: str
    kind: FieldKind
    label: str
    value: str | int
    shown: str

    @property
    def day(self) -> date:
        """The day of a field that says one."""
        return date.fromisoformat(str(self.value))


class FieldForm(Struct, frozen=True):
    """A field to be filled in. `required` says that the state in which the proposal is, or begins, asks for
    it; `later` names in words the states that will. `value` is what it says now."""

    name: str
    kind: FieldKind
    label: str
    hint: str
    required: bool
    later: tuple[str, ...]
    max_length: int
    choices: tuple[Choice, ...] = ()
    value: str = ""


class FieldChange(Struct, frozen=True):
    """That a field was filled in, changed or emptied: what it said before and since, and by whom."""

    label: str
    kind: FieldKind
    before: str
    after: str
    at: datetime
    by: Office


def ordered(workflow: Workflow) -> tuple[CaseField, ...]:
    """The fields in the order of the procedure's text."""
    return tuple(sorted(workflow.fields.values(), key=lambda one: (one.rank, one.name)))


def field_values(directory: Directory, case: Case, person: str, at: datetime) -> tuple[FieldValue, ...]:
    """What the proposal says in those of its fields that the person is shown."""
    conference, workflow = directory.conference, workflow_of(directory.conference, case)
    return tuple(
        _value(directory, field, case.fields[field.name])
        for field in ordered(workflow)
        if case.fields.get(field.name, "") != "" and sees_field(conference, workflow, case, field, person, at)
    )


def field_file(directory: Directory, case: Case, name: str, person: str, at: datetime) -> tuple[str, str]:
    """The digest and name of the file in the field; empty when there is none that the person is shown."""
    workflow = workflow_of(directory.conference, case)
    field = workflow.fields.get(name)
    if field is None or field.kind != "file":
        return "", ""
    if not sees_field(directory.conference, workflow, case, field, person, at):
        return "", ""
    sha256, _, filename = directory.text(str(case.fields.get(name, ""))).partition(" ")
    return sha256, filename


def field_forms(
    directory: Directory, workflow: Workflow, case: Case | None, person: str, at: datetime
) -> tuple[FieldForm, ...]:
    """The fields that the person may fill in: of a draft to come (`case` is None) those that a mandate of
    theirs may turn out to be shown."""
    states = (workflow.initial,) if case is None else active_in(workflow, case)
    return tuple(
        _form(directory, workflow, field, case, states)
        for field in ordered(workflow)
        if _offered(directory, workflow, field, case, person, at)
    )


def field_changes(
    directory: Directory, record: Record, case: Case, person: str, at: datetime
) -> tuple[FieldChange, ...]:
    """How the fields came to say what they say, newest first; of those alone that the person is shown, under
    the version of the procedure of that time and under today's."""
    now = workflow_of(directory.conference, case)
    if not now.fields and not case.migrations:
        return ()
    wanted = RecordFilter(subject=case.case, types=("FieldsSet",))
    told: list[FieldChange] = []
    before: dict[str, Value] = {}
    for event in record.events(wanted, limit=MOST_CHANGES):
        if not isinstance(event.data, e.FieldsSet):
            continue
        workflow = directory.conference.workflows[case.pinned_at(event.position)].workflow
        for name, value in event.data.fields.items():
            was, before[name] = before.get(name, ""), value
            field, today = workflow.fields.get(name), now.fields.get(name)
            if field is None or not all(
                sees_field(directory.conference, flow, case, one, person, at)
                for flow, one in ((workflow, field), (now, today))
                if one is not None
            ):
                continue
            change = FieldChange(
                directory.say(field.title) or name,
                field.kind,
                _shown(directory, field, was),
                _shown(directory, field, value),
                event.at,
                directory.actor(event.actor),
            )
            told.append(change)
    return tuple(reversed(told))


def _offered(
    directory: Directory, workflow: Workflow, field: CaseField, case: Case | None, person: str, at: datetime
) -> bool:
    if case is not None:
        return sees_field(directory.conference, workflow, case, field, person, at)
    kinds = {one.kind for one in active_mandates(directory.conference, person, at)}
    roles = [workflow.roles[name] for name in field.shown_to if name in workflow.roles]
    return not field.shown_to or any(kinds & set(role.mandates) for role in roles)


def _value(directory: Directory, field: CaseField, value: Value) -> FieldValue:
    shown = _shown(directory, field, value)
    told = shown if field.kind in ("text", "markdown", "file") else value
    return FieldValue(field.name, field.kind, directory.say(field.title) or field.name, told, shown)


def _shown(directory: Directory, field: CaseField, value: Value) -> str:
    """The value in words; empty for none."""
    text = str(value)
    if not text:
        return ""
    match field.kind:
        case "text" | "markdown":
            return directory.text(text)
        case "file":
            return directory.text(text).partition(" ")[2]
        case "choice":
            return directory.say(field.choice_titles.get(text, {})) or text
        case "institution":
            return directory.institution(text)
        case "person":
            return directory.person(text)
        case "body":
            return directory.body(text)
        case "resolution":
            return _resolution(directory, text)
        case _:
            return text


def _resolution(directory: Directory, resolution: str) -> str:
    known = directory.conference.resolutions.get(resolution)
    if known is None:
        return resolution
    title = title_of(directory, directory.conference.cases[known.numbered.case])
    return f"№ {known.numbered.number} {title}".strip()


def _form(
    directory: Directory, workflow: Workflow, field: CaseField, case: Case | None, states: Iterable[str]
) -> FieldForm:
    value = "" if case is None else str(case.fields.get(field.name, ""))
    here = [name for name in field.required_in if name in states]
    later = [workflow.states[name] for name in field.required_in if name not in states]
    return FieldForm(
        field.name,
        field.kind,
        directory.say(field.title) or field.name,
        directory.say(field.hint),
        bool(here),
        tuple(directory.say(state.title) for state in sorted(later, key=lambda one: one.rank)),
        field.max_length,
        _choices(directory, field, value),
        _shown(directory, field, value) if field.kind in ("text", "markdown", "file") else value,
    )


def _choices(directory: Directory, field: CaseField, value: str) -> tuple[Choice, ...]:
    """What there is to choose, by name; what is chosen already is among it."""
    conference = directory.conference
    match field.kind:
        case "choice":
            return tuple(Choice(word, _shown(directory, field, word)) for word in field.choices)
        case "money":
            return tuple(Choice(code, code) for code in CURRENCIES)
        case "institution":
            ids: Iterable[str] = conference.institutions
        case "body":
            ids = conference.bodies
        case "person":
            directory.load_people(conference.persons)
            ids = (one for one in conference.persons if directory.person(one))
        case "resolution":
            known = conference.resolutions.items()
            ids = (key for key, one in known if one.published is not None or key == value)
        case _:
            return ()
    found = (Choice(one, _shown(directory, field, one)) for one in ids)
    return tuple(sorted(found, key=lambda one: one.label))
