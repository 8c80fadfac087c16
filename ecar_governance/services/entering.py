"""Weights and dues as somebody types them into a form, made into what the files come to as well.

A row that is wrong is named under its field, and with all others at once: nothing is put on record then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.domain.registers import exact, is_day
from ecar_governance.domain.workflow import NAME
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.registers import has_come

WEIGHT, PAID = "weight.", "paid."
"""Begin the names of the rows' fields; the institution or the seat follows."""


class WeightsTyped(Struct, frozen=True):
    """A table of weights as typed: by institution or seat, an empty one left out."""

    table: str
    since: str
    article: Mapping[str, str]
    weights: Mapping[str, str]


class DuesTyped(Struct, frozen=True):
    """The dues of a year as typed: the day of payment by institution, an empty one for not paid."""

    year: str
    paid: Mapping[str, str]


def weights_typed(desk: Desk, typed: WeightsTyped) -> WeightTableSet:
    """The table. Raises InvalidInput with every finding: `table`, `since`, `article_en`, and `weight.KHAZAR`
    and its like."""
    known = desk.conference
    findings = []
    if NAME.fullmatch(typed.table) is None:
        message = "A table has a name of a to z, 0 to 9 and _, and begins with a letter."
        findings.append(Finding("weights.name", message, "table"))
    if not is_day(typed.since):
        findings.append(Finding("field.no_date", "Please give a day, such as 2026-11-23.", "since"))
    article = {lang: text.strip() for lang, text in typed.article.items() if text.strip()}
    if not article:
        message = "Please say what of the statutes the table carries out."
        findings.append(Finding("weights.article", message, "article_en"))
    weights: dict[str, Fraction] = {}
    for member, text in typed.weights.items():
        if not text.strip():
            continue
        weight = exact(text.strip().replace(",", "."))
        if member not in known.institutions and member not in known.seats:
            findings.append(Finding("member.unknown", "There is no such member.", WEIGHT + member))
        elif weight is None:
            message = "Please give a number, such as 12, 12.5 or 25/2."
            findings.append(Finding("weights.not_exact", message, WEIGHT + member))
        else:
            weights[member] = weight
    if not findings and not any(weights.values()):
        findings.append(Finding("weights.empty", "Please give at least one weight above 0."))
    _refuse(findings)
    return WeightTableSet(typed.table, typed.since, weights, article)


def year_of(text: str) -> int:
    """The year that was typed, from 1900 to 2999; 0 for anything else."""
    return int(text) if re.fullmatch("(19|2[0-9])[0-9]{2}", text) else 0


def dues_typed(desk: Desk, typed: DuesTyped) -> DuesRecorded:
    """What of the year is not on record as typed; all that was typed, when nothing would change. Raises
    InvalidInput with every finding: `year`, and `paid.KHAZAR` and its like."""
    findings = []
    year, today = year_of(typed.year), desk.clock.now().date()
    if not year:
        findings.append(Finding("dues.year", "Please give a year from 1900 to 2999.", "year"))
    recorded = desk.conference.dues.get(year, {})
    paid = {}
    for institution, text in typed.paid.items():
        day = text.strip()
        if institution not in desk.conference.institutions:
            findings.append(Finding("member.unknown", "There is no such member.", PAID + institution))
        elif day and not (is_day(day) and has_come(day, today)):
            message = "Please give a day that has come, such as 2026-02-01."
            findings.append(Finding("dues.day", message, PAID + institution))
        else:
            paid[institution] = day
    _refuse(findings)
    changed = {one: day for one, day in paid.items() if day != recorded.get(one, "")}
    return DuesRecorded(year, changed or paid)


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise InvalidInput("Nothing was put on record.", findings=findings)
