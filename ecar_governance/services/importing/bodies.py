"""Bodies from CSV: working groups and the presidium."""

from __future__ import annotations

from typing import get_args

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.services.importing.plan import ImportPlan
from ecar_governance.services.importing.sheet import Sheet

BODY_COLUMNS = ("code", "kind", "name_az", "name_en")


def read_bodies(sheet: Sheet) -> ImportPlan:
    """The plan of a file of bodies. A body that is known stays as it is."""
    found: dict[str, e.BodyRegistered] = {}
    for line, row in sheet.rows:
        code, kind = row["code"], row["kind"]
        sheet.code(line, code)
        if code in found:
            sheet.problem(line, "twice", f"{code} stands twice.", "keep one of the rows")
        if kind not in get_args(e.BodyKind):
            sheet.problem(line, "body", f"{kind!r} is no kind of body.", "working_group or presidium")
        elif kind == "plenary" and code != "plenary":
            sheet.problem(line, "plenary", "A conference has exactly one plenary.", "remove the row")
        if not (row["name_az"] and row["name_en"]):
            sheet.problem(line, "missing", "A body needs a name in both languages.", "fill it in")
        names = {"az": row["name_az"], "en": row["name_en"]}
        found[code] = e.BodyRegistered(code, kind, names)  # type: ignore[arg-type]  # checked above
    return ImportPlan(c.ImportMembers(bodies=tuple(found.values())), (), len(sheet.rows))
