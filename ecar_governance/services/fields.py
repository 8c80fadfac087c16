"""The fields of a proposal on their way in: what each was given, read by its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecar_governance.domain.fields import CURRENCIES, MOST_INTEGER, Value, is_date
from ecar_governance.domain.workflow import CaseField
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.texts import Upload, file_name, keep_again, keep_file

GivenFields = Mapping[str, str | int | Upload]
"""Values by field as people give them; an empty text takes a value away, what is not named stays."""

_AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


def read_fields(
    desk: Desk, fields: Mapping[str, CaseField], given: GivenFields, before: Mapping[str, Value]
) -> tuple[dict[str, Value], tuple[VaultWrite, ...]]:
    """What the command carries, and the rows that keep texts; files are stored at once.

    A text that is the one from before is that very one. Names that the procedure does not have go on to the
    core, which refuses them. Raises InvalidInput with every value that cannot be read, by field."""
    values: dict[str, Value] = {}
    rows: list[VaultWrite] = []
    findings: list[Finding] = []
    for name, raw in given.items():
        field = fields.get(name)
        if field is None:
            values[name] = ""
            continue
        try:
            values[name] = _read_one(desk, field, raw, before.get(name, ""), rows)
        except InvalidInput as error:
            told = error.findings[0] if error.findings else None
            code = told.code if told is not None else "field.unreadable"
            findings.append(Finding(code, error.message, name, error.fix))
    if findings:
        raise InvalidInput("Some fields need another look.", findings=findings)
    return values, tuple(rows)


def _read_one(
    desk: Desk, field: CaseField, raw: str | int | Upload, before: Value, rows: list[VaultWrite]
) -> Value:
    if isinstance(raw, Upload):
        if field.kind != "file":
            raise InvalidInput("A file was sent where none is asked for.")
        sha256 = keep_file(desk, raw, desk.clock.now())
        return keep_again(desk, f"{sha256} {file_name(raw.name)}", "", str(before), rows)
    if isinstance(raw, int):
        raw = str(raw)
    text = raw.strip()
    if not text:
        return ""
    match field.kind:
        case "text" | "markdown":
            if len(text) > field.max_length:
                message = f"This has at most {field.max_length} characters."
                raise InvalidInput(message, findings=[Finding("field.too_long", message)])
            return keep_again(desk, text, "", str(before), rows)
        case "money":
            return money(text)
        case "integer":
            return _whole(text)
        case "date":
            if not is_date(text):
                raise _unreadable("field.no_date", "Please give a day, such as 2026-11-23.")
            return text
        case "file":
            raise _unreadable("field.no_file", "Please choose a file.")
        case _:
            return text


def money(text: str) -> str:
    """A sum and its currency in the one form that the log has: "1 200,5 azn" is "1200.50 AZN"; of the parts
    before the currency, spaces are passed over. Raises InvalidInput."""
    amount, _, currency = text.strip().rpartition(" ")
    found = _AMOUNT.fullmatch(amount.translate(_SPACES))
    whole = found[1].lstrip("0") or "0" if found is not None else ""
    if found is None or len(whole) > 15:
        raise _unreadable("field.no_sum", "Please give a sum, such as 1200.50.")
    if currency.upper() not in CURRENCIES:
        raise _unreadable("field.no_currency", "Please choose a currency.")
    return f"{whole}.{(found[2] or '').ljust(2, '0')} {currency.upper()}"


def _whole(text: str) -> int:
    plain = text.translate(_SPACES)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 13 and int(plain) < MOST_INTEGER):
        raise _unreadable("field.no_number", "Please give a whole number.")
    return int(plain)


def _unreadable(code: str, message: str) -> InvalidInput:
    return InvalidInput(message, findings=[Finding(code, message)])
