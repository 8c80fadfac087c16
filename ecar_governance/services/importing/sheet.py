"""A CSV file read row by row, each with its line, every problem noted at `name:line`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecar_governance.domain.canonical import nfc
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.texts import unseen

ROW_LIMIT = 5_000
CELL_LIMIT = 300
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


class Rows(Protocol):
    """A reader of CSV, which knows how many lines it has read."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass
class Sheet:
    """The rows of a file and what is wrong with them. `columns` is the set of columns that it was told by,
    `wrong` the lines that have a finding."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)

    def problem(self, line: int, code: str, message: str, fix: str = "", *, field: str = "") -> None:
        """Notes a problem of a row, or of one field of it."""
        self.reason(line, f"import.{code}", message, field, fix)

    def reason(self, line: int, code: str, message: str, field: str = "", fix: str = "") -> None:
        """Notes under a code of its own why a row is refused."""
        place = f"{self.name}:{line}:{field}" if field else f"{self.name}:{line}"
        self.wrong.add(line)
        self.findings.append(Finding(code, message, place, fix))

    def code(self, line: int, code: str, field: str = "code") -> bool:
        """Whether the code in the field is one; notes it when it is not."""
        if _CODE.fullmatch(code):
            return True
        self.problem(line, "code", f"{code!r} is no code.", "up to 40 letters, digits, - _ .", field=field)
        return False


def read_sheet(
    name: str, data: bytes, kinds: Sequence[tuple[str, ...]], *, optional: Sequence[str] = ()
) -> Sheet:
    """The file as rows. Raises InvalidInput when it is no CSV of UTF-8 with one of the headers.

    Args:
        name: stands in the findings.
        data: the file's bytes; a byte order mark is welcome.
        kinds: the sets of columns, of which the header must hold one whole.
        optional: columns that may be there besides.
    """
    try:
        text = nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{name} is not UTF-8 (byte {error.start}).", fix="save the file as CSV UTF-8"
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise InvalidInput(f"{name}:1: the header cannot be read: {error}.") from error
    columns = next((kind for kind in kinds if set(kind) <= set(header)), None)
    if columns is None:
        raise InvalidInput(
            f"{name}:1: the header is that of no file that is read here.",
            fix=" or ".join(",".join(kind) for kind in kinds),
        )
    sheet = Sheet(name, columns)
    for place, column in enumerate(header):
        if column in header[:place]:
            sheet.problem(
                1, "column", f"The column {column!r} stands twice.", "remove one of them", field=column
            )
        elif column not in columns and column not in optional:
            sheet.problem(1, "column", f"There is no column {column!r}.", "remove it", field=column)
    _read_rows(sheet, reader, header)
    return sheet


def _read_rows(sheet: Sheet, reader: Rows, header: list[str]) -> None:
    line = reader.line_num + 1
    try:
        for cells in reader:
            if cells:
                _read_row(sheet, line, header, cells)
            # Of a row that runs over several lines, the first is told.
            line = reader.line_num + 1
            if len(sheet.rows) > ROW_LIMIT:
                sheet.problem(line, "long", f"A file has at most {ROW_LIMIT} rows.", "divide it")
                return
    except csv.Error as error:
        sheet.problem(line, "csv", f"The row cannot be read: {error}.")


def _read_row(sheet: Sheet, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        sheet.problem(line, "width", f"The row has {len(cells)} fields, the header {len(header)}.")
        return
    row = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    before = len(sheet.findings)
    for column, cell in row.items():
        hidden = unseen(cell)
        if hidden:
            message = f"{column} holds a sign that cannot be seen ({hidden})."
            sheet.problem(line, "unseen", message, "remove it", field=column)
        if len(cell) > CELL_LIMIT:
            sheet.problem(line, "long", f"{column} has more than {CELL_LIMIT} characters.", field=column)
    if len(sheet.findings) == before:
        sheet.rows.append((line, row))
