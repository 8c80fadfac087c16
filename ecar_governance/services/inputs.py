"""The form of an action on its way in: what each field gave, read by its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from ecar_governance.domain.guards import Value
from ecar_governance.domain.paper_counts import rows_of
from ecar_governance.domain.paragraphs import read_parts, said
from ecar_governance.domain.registers import exact
from ecar_governance.domain.state import Approval
from ecar_governance.domain.workflow import Field, Transition
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.texts import Upload, keep_again, keep_file

Given = Mapping[str, str | list[str] | Upload]
"""An action's form as it came in, by field name."""


def read_inputs(
    desk: Desk,
    rule: Transition,
    given: Given,
    before: Approval | None,
    standing: Sequence[str] = (),
) -> tuple[dict[str, Value], tuple[VaultWrite, ...]]:
    """What the command of the action carries, and the rows that keep its texts; files are stored at once.

    `before` is what the next person is to ask for, too, where the action needs several; `standing` are the
    options of the ballot that would be held now, in the order of the list. Raises InvalidInput with every
    field that cannot be read."""
    places = {str(place): one for place, one in enumerate(standing, 1)}
    earlier = before.inputs if before is not None else {}
    values: dict[str, Value] = {}
    rows: list[VaultWrite] = []
    findings: list[Finding] = []
    for field in rule.inputs:
        raw = given.get(field.name, "")
        try:
            value = _read_one(desk, field, raw, rows, earlier.get(field.name), places)
        except InvalidInput as error:
            told = error.findings or (Finding("input.unreadable", error.message, "", error.fix),)
            findings += [structs.replace(one, where=field.name) for one in told]
            continue
        if value is not None:
            values[field.name] = value
        elif field.required:
            findings.append(Finding("input.missing", "This must be given.", field.name, "fill it in"))
    if findings:
        raise InvalidInput("Some fields need another look.", findings=findings)
    return values, tuple(rows)


def _read_one(
    desk: Desk,
    field: Field,
    raw: str | list[str] | Upload,
    rows: list[VaultWrite],
    earlier: Value | None,
    places: Mapping[str, str],
) -> Value | None:
    """The value that the command carries, or None when nothing was given. `earlier` is what somebody gave
    who asked for the same before, `places` the options of an election by their number on the list."""
    if isinstance(raw, Upload):
        if field.kind != "file":
            raise InvalidInput("A file was sent where none is asked for.")
        return keep_file(desk, raw, desk.clock.now()) if raw.content or raw.name else None
    if field.kind == "persons":
        many = raw if isinstance(raw, list) else raw.split()
        people = tuple(p.strip() for p in many if p.strip())
        return people or None
    if field.kind == "tally":
        return rows_of(_lines(raw, places), places) or None
    text = (raw[0] if raw else "") if isinstance(raw, list) else raw
    text = text.strip()
    if not text:
        return earlier if field.kind == "file" else None
    match field.kind:
        case "integer":
            if not (text.isascii() and text.isdigit() and len(text) < 7):
                raise InvalidInput(f"{text} is not a whole number.", fix="write a number such as 14")
            return int(text)
        case "weight":
            number = exact(text.replace(",", "."))
            if number is None:
                raise InvalidInput(f"{text} is not a number.", fix="write a number such as 26.5 or 53/2")
            return str(number)
        case "text":
            if len(text) > field.max_length:
                raise InvalidInput(f"This has at most {field.max_length} characters.")
            return keep_again(desk, text, "", earlier if isinstance(earlier, str) else "", rows)
        case "paragraphs":
            parts = read_parts(text)
            if parts is None:
                raise InvalidInput("These are no numbers of paragraphs.", fix="write numbers such as 2, 4-5")
            return ", ".join(said(part) for part in parts)
        case "file":
            raise InvalidInput("Please choose a file.")
        case _:
            return text


def _lines(raw: str | list[str], places: Mapping[str, str]) -> list[str]:
    """The lines of a count: as they were typed, or made of a number for every place on the list."""
    lines = [line for one in ([raw] if isinstance(raw, str) else raw) for line in one.splitlines() or [""]]
    numbers = [line.strip() or "0" for line in lines]
    if len(numbers) == len(places) and all(one.isascii() and one.isdigit() for one in numbers):
        return [f"{number} {option}" for number, option in zip(numbers, places.values(), strict=True)]
    return lines
