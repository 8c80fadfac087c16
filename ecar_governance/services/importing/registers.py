"""Weights and dues from CSV: every row good, or nothing of the file is put on record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ecar_governance.domain import events as e
from ecar_governance.domain.registers import exact
from ecar_governance.errors import InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.institutions import day_of
from ecar_governance.services.importing.sheet import Sheet, read_sheet
from ecar_governance.services.texts import check_size

WEIGHT_COLUMNS = (("institution", "weight"), ("seat", "weight"))
DUES_COLUMNS = ("institution", "year", "paid")


def read_weights(
    desk: Desk,
    name: str,
    data: bytes,
    *,
    table: str,
    since: str,
    article: Mapping[str, str],
) -> e.WeightTableSet:
    """A table of weights from a file of institutions, or of seats. Raises InvalidInput with every bad row."""
    check_size(desk, name, data)
    sheet = read_sheet(name, data, WEIGHT_COLUMNS)
    key = sheet.columns[0]
    known = desk.conference.institutions if key == "institution" else desk.conference.seats
    weights: dict[str, Fraction] = {}
    for line, row in sheet.rows:
        member, weight = row[key], exact(row["weight"])
        if member not in known:
            message = (
                f"There is no seat {member!r}." if key == "seat" else f"There is no institution {member!r}."
            )
            sheet.problem(line, key, message, "import the members first", field=key)
        elif member in weights:
            sheet.problem(line, "twice", f"{member} stands twice.", "keep one of the rows", field=key)
        if weight is None:
            sheet.problem(
                line,
                "weight",
                f"{row['weight']!r} is no exact weight.",
                "write 12, 12.5 or 25/2",
                field="weight",
            )
        else:
            weights[member] = weight
    _refuse(sheet)
    return e.WeightTableSet(table, since, weights, {lang: text for lang, text in article.items() if text})


def read_dues(desk: Desk, name: str, data: bytes) -> tuple[e.DuesRecorded, ...]:
    """Paid dues from a file, a year each, sorted. Raises InvalidInput with every bad row."""
    check_size(desk, name, data)
    sheet = read_sheet(name, data, (DUES_COLUMNS,))
    today = desk.clock.now().date()
    years: dict[int, dict[str, str]] = {}
    for line, row in sheet.rows:
        institution, year, paid = row["institution"], row["year"], row["paid"]
        if institution not in desk.conference.institutions:
            message = f"There is no institution {institution!r}."
            sheet.problem(line, "institution", message, "import the members first", field="institution")
        if re.fullmatch("(19|2[0-9])[0-9]{2}", year) is None:
            sheet.problem(line, "year", f"{year!r} is no year.", "write 2026", field="year")
            continue
        if paid and not has_come(paid, today):
            message = f"{paid!r} is no day that has come."
            sheet.problem(
                line, "date", message, "write 2026-02-01, or leave it empty to take one back", field="paid"
            )
        if institution in years.setdefault(int(year), {}):
            message = f"The dues of {institution} for {year} stand twice."
            sheet.problem(line, "twice", message, "keep one of the rows", field="institution")
        years[int(year)][institution] = paid
    _refuse(sheet)
    return tuple(e.DuesRecorded(year, paid) for year, paid in sorted(years.items()))


def has_come(text: str, today: date) -> bool:
    """Whether it is a day, and one that has come somewhere; `today` is Greenwich's."""
    day = day_of(text)
    # A day more: east of Greenwich tomorrow begins earlier.
    return day is not None and day.toordinal() <= today.toordinal() + 1


def _refuse(sheet: Sheet) -> None:
    if sheet.findings:
        message = f"{sheet.name} has {len(sheet.findings)} problem(s); nothing was put on record."
        raise InvalidInput(message, findings=sheet.findings)
