"""The register of refused attempts, for an auditor: who, what, on what, why not; never what was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.reasons import REASONS
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.history import subject_words
from ecar_governance.services.refusals_port import RefusedAttempt
from ecar_governance.wording import translations

_HOLE = re.compile(r"\{[a-z_]+\}")


class RefusalLine(Struct, frozen=True):
    """A row in words. `command` is its code, `step` what the procedure calls the step; without a command the
    row counts what was not kept one by one. `reasons` are sentences, with dots for what is not kept."""

    person: str
    command: str
    step: str
    about: str
    link: str
    reasons: tuple[str, ...]
    first: datetime
    last: datetime
    times: int


def refusal_lines(directory: Directory, found: Sequence[RefusedAttempt]) -> tuple[RefusalLine, ...]:
    """The rows as lines, in the language of the directory."""
    directory.load_people(one.person for one in found)
    return tuple(_line(directory, one) for one in found)


def _line(directory: Directory, one: RefusedAttempt) -> RefusalLine:
    about, link = subject_words(directory, one.about) if one.about else ("", "")
    case = directory.conference.cases.get(one.about)
    step = one.step
    if step and case is not None:
        rule = directory.conference.workflows[case.workflow_hash].workflow.transitions.get(step)
        step = directory.say(rule.title) if rule is not None else step
    gettext = translations(directory.lang).gettext
    return RefusalLine(
        directory.person(one.person),
        one.command,
        step,
        about,
        link,
        tuple(_HOLE.sub("…", gettext(REASONS[code])) if code in REASONS else code for code in one.reasons),
        one.first,
        one.last,
        one.times,
    )
