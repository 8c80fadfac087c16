"""The fields of a proposal in a page's form: filled in beforehand, read back, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.workflow import Workflow
from ecar_governance.services.proposals import FIELD
from ecar_governance.services.queries.fields import FieldForm
from ecar_governance.services.texts import Upload
from ecar_governance.web.forms import Form, Problem, Sent
from ecar_governance.web.here import Here

CURRENCY, REMOVE = "-currency", "-remove"
"""End the names of a sum's currency and of the box that takes a file away."""


def filled_in(fields: Iterable[FieldForm]) -> dict[str, str]:
    """What the inputs of the form say to begin with."""
    values = {}
    for field in fields:
        name = FIELD + field.name
        if field.kind == "money" and field.value:
            values[name], _, values[name + CURRENCY] = field.value.partition(" ")
        elif field.kind != "file":
            values[name] = field.value
    return values


def sent_fields(sent: Sent, fields: Iterable[FieldForm]) -> dict[str, str | Upload]:
    """What the form gave for the fields; one that it did not have is left as it is."""
    given: dict[str, str | Upload] = {}
    for field in fields:
        name = FIELD + field.name
        upload = sent.file(name)
        if field.kind == "file":
            if upload is not None:
                given[field.name] = upload
            elif sent.form.has(name + REMOVE, "yes"):
                given[field.name] = ""
        elif name in sent.form.values:
            text = sent.text(name)
            if field.kind == "money" and text:
                text = f"{text} {sent.text(name + CURRENCY)}"
            given[field.name] = text
    return given


def refused(here: Here, form: Form, why: Refused, workflow: Workflow | None) -> Form:
    """The form with every reason; one about a field leads to it."""
    told: dict[Problem, None] = {}
    known = workflow.fields if workflow is not None else {}
    for reason in why.reasons:
        named = (reason.params.get("name") or reason.params.get("names", "")).partition(", ")[0]
        place = FIELD + named if reason.code.startswith("field.") and named in known else ""
        told[Problem(place, here.tell(reason, workflow))] = None
    return form.with_problems(told)
