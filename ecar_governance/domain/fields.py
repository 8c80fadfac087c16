"""The fields of a case: whether what was given is of its kind, what a state asks for, who sees what. Pure.

Texts, Markdown and files come as salted digests ("sha256:<hex>"); money as a decimal with two places and its
currency ("1200.00 AZN"), so that no sum is ever a binary fraction; a date as "2026-11-23"; everything else as
an id, a word of the definition, or a whole number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.roles import active_mandates, fits
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import CaseField, FieldKind, Workflow

Value = str | int
"""A field's value; the empty text says that there is none."""

CURRENCIES = (
    "AZN", "EUR", "USD", "GBP", "TRY", "CHF", "PLN", "CZK", "HUF", "RON", "SEK", "NOK", "DKK", "GEL", "KZT",
    "UAH", "UZS", "RUB", "CNY",
)  # fmt: skip
"""Currencies of ISO 4217 that a sum may be in; each has a hundredth."""

KEPT: frozenset[FieldKind] = frozenset({"text", "markdown", "file"})
"""Kinds whose value is the digest of what the vault keeps."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,14})\.[0-9]{2} ([A-Z]{3})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_INTEGER = 10**12
"""Whole numbers lie below it."""


def field_reasons(
    conference: Conference,
    fields: Mapping[str, CaseField],
    given: Mapping[str, Value],
    kept: Mapping[str, Value] = {},
) -> list[Reason]:
    """Every reason why the values given cannot be those of the fields, in the order of the definition, then
    what is too much. An empty text takes a value away and is of every kind. What the case has `kept` is not
    judged anew: a date that is given is only held against it."""
    found = [
        reason
        for field in sorted(fields.values(), key=lambda one: (one.rank, one.name))
        if given.get(field.name, "") != ""
        and (reason := _reason(conference, field, given[field.name])) is not None
    ]
    found += _out_of_order(fields, given, kept)
    return found + [Reason("field.unknown", {"name": name}) for name in sorted(given) if name not in fields]


def _reason(conference: Conference, field: CaseField, value: Value) -> Reason | None:
    named = {"name": field.name, "kind": field.kind}
    known = _known(conference, field.kind)
    if field.kind == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_INTEGER
        return None if whole else Reason("field.kind", named)
    if not isinstance(value, str):
        return Reason("field.kind", named)
    if field.kind == "choice":
        if value in field.choices:
            return None
        return Reason("field.choice", {"name": field.name, "choices": ", ".join(field.choices)})
    if known is not None:
        return None if value in known else Reason("field.no_such", named)
    return None if _well_formed(field.kind, value) else Reason("field.kind", named)


def _out_of_order(
    fields: Mapping[str, CaseField], given: Mapping[str, Value], kept: Mapping[str, Value]
) -> list[Reason]:
    """A reason for each date that lies before the one it may not precede, where either is given; both on one
    day are in order."""
    known = {**kept, **given}
    return [
        Reason("field.before", {"name": field.name, "other": field.not_before})
        for field in sorted(fields.values(), key=lambda one: (one.rank, one.name))
        if field.not_before
        and not given.keys().isdisjoint((field.name, field.not_before))
        and _is_day(later := known.get(field.name, ""))
        and _is_day(earlier := known.get(field.not_before, ""))
        and str(later) < str(earlier)
    ]


def _is_day(value: Value) -> bool:
    return isinstance(value, str) and is_date(value)


def _known(conference: Conference, kind: FieldKind) -> Iterable[str] | None:
    """What a value of the kind may name; None when it names nothing."""
    match kind:
        case "institution":
            return conference.institutions
        case "person":
            return conference.persons
        case "body":
            return conference.bodies
        case "resolution":
            return conference.resolutions
        case _:
            return None


def _well_formed(kind: FieldKind, value: str) -> bool:
    if kind == "money":
        found = _MONEY.fullmatch(value)
        return found is not None and found[1] in CURRENCIES
    if kind == "date":
        return is_date(value)
    return _DIGEST.fullmatch(value) is not None


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, written "2026-11-23"."""
    try:
        return _DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def missing(workflow: Workflow, states: Iterable[str], given: Mapping[str, Value]) -> list[Reason]:
    """One reason that names every field without which the states are not entered, none when all are there."""
    wanted = set(states)
    lacking = [
        field
        for field in sorted(workflow.fields.values(), key=lambda one: (one.rank, one.name))
        if not wanted.isdisjoint(field.required_in) and given.get(field.name, "") == ""
    ]
    if not lacking:
        return []
    asking = sorted({state for field in lacking for state in field.required_in if state in wanted})
    told = {"names": ", ".join(field.name for field in lacking), "state": ", ".join(asking)}
    return [Reason("field.missing", told)]


def carried(old: Workflow, new: Workflow, given: Mapping[str, Value]) -> dict[str, Value]:
    """The values that go over into a case under another procedure: of fields that both have, alike, and that
    nobody else would be shown there."""
    return {
        name: value
        for name, value in given.items()
        if (was := old.fields.get(name)) is not None
        and (now := new.fields.get(name)) is not None
        and (was.kind, was.choices) == (now.kind, now.choices)
        and was.shown_to in ((), now.shown_to)
    }


def sees_field(
    conference: Conference, workflow: Workflow, case: Case, field: CaseField, person: str, at: datetime
) -> bool:
    """Whether the person is shown the field: everybody who sees the case, unless it names roles; then whoever
    holds one of them in this case."""
    if not field.shown_to:
        return True
    roles = [workflow.roles[name] for name in field.shown_to if name in workflow.roles]
    return any(
        fits(conference, role, case, mandate)
        for mandate in active_mandates(conference, person, at)
        for role in roles
    )


def hidden_reasons(
    conference: Conference, workflow: Workflow, case: Case, names: Iterable[str], person: str, at: datetime
) -> list[Reason]:
    """Why the person may not set fields that they are not shown."""
    return [
        Reason("field.not_shown", {"name": name}, who=workflow.fields[name].shown_to)
        for name in sorted(names)
        if name in workflow.fields
        and not sees_field(conference, workflow, case, workflow.fields[name], person, at)
    ]


def texts_put_with(workflow: Workflow) -> frozenset[str]:
    """The fields whose texts are put to the vote with the proposal: not those that only some may see."""
    return frozenset(
        name
        for name, one in workflow.fields.items()
        if one.kind in ("text", "markdown", "file") and not one.shown_to
    )
