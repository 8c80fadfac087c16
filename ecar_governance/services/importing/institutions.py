"""Institutions from CSV: names by language and date, and a seat for each member."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.state import Conference
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.plan import ImportPlan, Piece, Standing
from ecar_governance.services.importing.sheet import Sheet

INSTITUTION_COLUMNS = ("code", "name_en", "name_az", "kind", "country", "city")
_KINDS = ("member", "partner", "stakeholder", "candidate")


def read_institutions(desk: Desk, standing: Standing, sheet: Sheet) -> ImportPlan:
    """The plan of a file of institutions; `since` (today when left out) dates a name that is new."""
    conf = standing.conference
    found: dict[str, e.InstitutionRegistered] = {}
    pieces: list[Piece] = []
    today = desk.clock.now().astimezone(zone_of(conf)).date().isoformat()
    for line, row in sheet.rows:
        code, kind = row["code"], row["kind"]
        sheet.code(line, code)
        if code in found:
            sheet.problem(line, "twice", f"{code} stands twice.", "keep one of the rows", field="code")
        if kind not in _KINDS:
            sheet.problem(
                line, "kind", f"{kind!r} is no kind of institution.", " or ".join(_KINDS), field="kind"
            )
        for column in ("name_az", "name_en", "country"):
            if not row[column]:
                sheet.problem(line, "missing", f"{column} is empty.", "fill it in", field=column)
        if row["country"] and not re.fullmatch("[A-Z]{2}", row["country"]):
            sheet.problem(
                line, "country", f"{row['country']!r} is no country code.", "ISO 3166, as AZ", field="country"
            )
        since = row.get("since") or today
        names = {"az": row["name_az"], "en": row["name_en"]}
        if day_of(since) is None:
            sheet.problem(line, "date", f"{since!r} is no date.", "write 2026-11-23", field="since")
        else:
            _check_since(conf, sheet, line, code, names, since, today)
        found[code] = e.InstitutionRegistered(
            code,
            kind,  # type: ignore[arg-type]  # checked above
            names,
            row["country"],
            row["city"],
            since,
        )
        pieces.append(Piece(line, c.ImportMembers(institutions=(found[code],))))
    command = c.ImportMembers(institutions=tuple(found.values()))
    return ImportPlan(command, (), len(sheet.rows), (), tuple(pieces))


def _check_since(
    conf: Conference, sheet: Sheet, line: int, code: str, names: dict[str, str], since: str, today: str
) -> None:
    """A new name goes on from the last one: it never begins before it, nor in days to come."""
    known = conf.institutions.get(code)
    if known is None or known.names == names:
        return
    if since < known.history[-1].since:
        sheet.problem(
            line,
            "since",
            f"{code} has borne its present name since {known.history[-1].since}.",
            "a later day",
            field="since",
        )
    elif since > today:
        message = f"{code} does not bear this name before {since}."
        sheet.problem(line, "since", message, "import it on that day", field="since")


def zone_of(conf: Conference) -> ZoneInfo:
    """Where the conference's days begin and end."""
    return ZoneInfo(conf.founding.zone if conf.founding else "UTC")


def day_of(text: str) -> date | None:
    """The day written as 2026-11-23, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def instant_of(conf: Conference, text: str) -> datetime | None:
    """Midnight, where the conference is, of the day written; None when it is none of our age."""
    day = day_of(text)
    if day is None or not 1900 <= day.year <= 2900:
        return None
    return datetime.combine(day, time(), zone_of(conf)).astimezone(UTC)
