"""Bodies from CSV: working groups and the presidium."""

from __future__ import annotations

from typing import get_args

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.services.importing.plan import ImportPlan, Piece
from ecar_governance.services.importing.sheet import Sheet

BODY_COLUMNS = ("code", "kind", "name_az", "name_en")


def read_bodies(sheet: Sheet) -> ImportPlan:
    """The plan of a file of bodies. A body that is known stays as it is."""
    found: dict[str, e.BodyRegistered] = {}
    pieces: list[Piece] = []
    for line, row in sheet.rows:
        code, kind = row["code"], row["kind"]
        sheet.code(line, code)
        if code in found:
            sheet.problem(line, "twice", f"{code} stands twice.", "keep one of the rows", field="code")
        if kind not in get_args(e.BodyKind):
            sheet.problem(
                line, "body", f"{kind!r} is no kind of body.", "working_group or presidium", field="kind"
            )
        elif kind == "plenary" and code != "plenary":
            sheet.problem(
                line, "plenary", "A conference has exactly one plenary.", "remove the row", field="kind"
            )
        for column in ("name_az", "name_en"):
            if not row[column]:
                message = "A body needs a name in both languages."
                sheet.problem(line, "missing", message, "fill it in", field=column)
        names = {"az": row["name_az"], "en": row["name_en"]}
        found[code] = e.BodyRegistered(code, kind, names)  # type: ignore[arg-type]  # checked above
        pieces.append(Piece(line, c.ImportMembers(bodies=(found[code],))))
    command = c.ImportMembers(bodies=tuple(found.values()))
    return ImportPlan(command, (), len(sheet.rows), (), tuple(pieces))
