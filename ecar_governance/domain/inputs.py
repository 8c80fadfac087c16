"""Whether the values given with an action are what its fields ask for: every reason why not.

Free text and files come as digests ("sha256:<hex>"), so nothing that a person wrote enters the log here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.paper_counts import is_canonical
from ecar_governance.domain.paragraphs import read_parts
from ecar_governance.domain.registers import exact
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Field

Value = str | int | tuple[str, ...]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def input_reasons(
    conference: Conference, fields: tuple[Field, ...], given: Mapping[str, Value]
) -> tuple[Reason, ...]:
    """Every reason why `given` does not answer `fields`, in the order of the fields, then what is too much.

    An empty text or list counts as not given; whole numbers are 0 or more.
    """
    reasons = []
    for field in fields:
        value = given.get(field.name, "")
        if value in ("", ()):
            if field.required:
                reasons.append(Reason("input.missing", {"name": field.name}))
        elif (reason := _reason(conference, field, value)) is not None:
            reasons.append(reason)
    known = {field.name for field in fields}
    reasons += [Reason("input.unknown", {"name": name}) for name in sorted(given) if name not in known]
    return tuple(reasons)


def _reason(conference: Conference, field: Field, value: Value) -> Reason | None:
    wrong_kind = Reason("input.kind", {"name": field.name, "kind": field.kind})
    if field.kind == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return None if whole else wrong_kind
    if field.kind == "persons":
        return _persons_reason(conference, field, value, wrong_kind)
    if field.kind == "tally":
        return None if isinstance(value, tuple) and is_canonical(value) else wrong_kind
    if not isinstance(value, str):
        return wrong_kind
    if field.kind == "date":
        return None if _is_day(value) else wrong_kind
    if field.kind == "weight":
        # One way of writing a number alone: two tellers who mean the same must have given the same.
        number = exact(value)
        return None if number is not None and str(number) == value else wrong_kind
    if field.kind == "paragraphs":
        return None if read_parts(value) is not None else wrong_kind
    if field.kind in ("party", "opinion"):
        return None  # what there is to name depends on the case: the effect that reads it says
    if field.kind in ("text", "file"):
        return None if _DIGEST.fullmatch(value) else wrong_kind
    if field.kind == "choice":
        if value in field.choices:
            return None
        return Reason("input.choice", {"name": field.name, "choices": ", ".join(field.choices)})
    known = conference.sessions if field.kind == "session" else conference.institutions
    return None if value in known else Reason("input.no_such", {"name": field.name, "kind": field.kind})


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _persons_reason(conference: Conference, field: Field, value: Value, wrong_kind: Reason) -> Reason | None:
    if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
        return wrong_kind
    if len(set(value)) < len(value):
        return Reason("input.twice", {"name": field.name})
    if any(person not in conference.persons for person in value):
        return Reason("input.no_such", {"name": field.name, "kind": "person"})
    return None
