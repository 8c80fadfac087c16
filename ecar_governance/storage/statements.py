"""SQL compiled once a dialect from the tables, run on the driver's own cursor: the hot path.

`Connection.execute` spends more on a statement than SQLite does on running it; what is written a thousand
times a second is compiled from Core once and handed to the driver as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import json
from sqlalchemy import Connection, Dialect, bindparam, func, select
from sqlalchemy import Table as CoreTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.expression import Executable

from ecar_governance.storage.driver import driver_cursor
from ecar_governance.storage.tables import METADATA

_AT_ONCE = (64, 8, 1)
"""Rows that one statement adds or looks for: a few sizes, so that few statements are prepared."""


class Statement:
    """One SQL text with the names of its parameters in order, and how each is made ready for the driver."""

    __slots__ = ("_columns", "_fill", "_processors", "_several", "sql")

    def __init__(
        self,
        sql: str,
        columns: tuple[str, ...],
        processors: tuple[Any, ...],
        fill: dict[str, Any],
        several: dict[int, str],
    ) -> None:
        self.sql = sql
        self._several = several
        self._fill = fill
        self._columns = columns
        self._processors = processors if any(processors) else ()

    def run(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
        """Runs it for each row, in one call of the driver; gives how many rows it changed in all.

        Raises what SQLAlchemy would: `DBAPIError` and its kinds."""
        parameters = [self._tuple(row) for row in rows]
        if not parameters:
            return 0
        with driver_cursor(connection, self.sql) as cursor:
            if len(parameters) == 1:
                cursor.execute(self.sql, parameters[0])
            elif self._several:
                return self._add(cursor, parameters)
            else:
                cursor.executemany(self.sql, parameters)
            changed: int = cursor.rowcount
        return changed

    def _add(self, cursor: Any, rows: list[tuple[Any, ...]]) -> int:
        """Adds many rows with few statements: sqlite3 lets go of the interpreter at each, and beside a busy
        event loop a writer waits up to five milliseconds to get it back."""
        changed, place = 0, 0
        for size, sql in self._several.items():
            while len(rows) - place >= size:
                cursor.execute(sql, [value for row in rows[place : place + size] for value in row])
                changed += cursor.rowcount
                place += size
        return changed

    def select(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Runs a query; rows as the driver gives them."""
        with driver_cursor(connection, self.sql) as cursor:
            cursor.execute(self.sql, self._tuple(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _tuple(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        if self._fill:
            row = {**self._fill, **row}
        if not self._processors:
            return tuple([row[column] for column in self._columns])
        return tuple(
            [
                row[column] if process is None else process(row[column])
                for column, process in zip(self._columns, self._processors, strict=True)
            ]
        )


class Statements:
    """The statements of one dialect, each compiled when first asked for.

    `raw` says that values arrive as the database stores them (projections); else they are Python's (vault).
    Columns with a default of their own belong to every INSERT, and are filled in where a row lacks them.
    """

    def __init__(self, dialect_name: str) -> None:
        self.is_sqlite = dialect_name == "sqlite"
        self._dialect: Dialect = (
            SQLiteDialect_pysqlite(paramstyle="qmark")
            if self.is_sqlite
            else PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]  # reason: SQLAlchemy's
        )
        self._known: dict[Any, Statement] = {}

    def insert(self, table: str, *, raw: bool) -> Statement:
        """INSERT of a whole row: refused when it is there already."""
        core = METADATA.tables[table]
        return self._get(
            ("insert", table, raw), lambda: core.insert().values(_binds(core.columns.keys())), core, raw
        )

    def upsert(self, table: str, columns: tuple[str, ...] = (), *, raw: bool) -> Statement:
        """INSERT of the columns (all when none are named), or UPDATE of the row with the same key."""
        core = METADATA.tables[table]
        names = columns or tuple(core.columns.keys())

        def build() -> Any:
            insert = (sqlite if self.is_sqlite else postgresql).insert(core).values(_binds(names))
            key = [column.name for column in core.primary_key]
            rest = {name: insert.excluded[name] for name in names if name not in key}
            if not rest:
                return insert.on_conflict_do_nothing(index_elements=key)
            return insert.on_conflict_do_update(index_elements=key, set_=rest)

        return self._get(("upsert", table, names, raw), build, core, raw)

    def add(self, table: str, columns: tuple[str, ...]) -> Statement:
        """INSERT of Python values unless a row with the same key is there, which is left alone."""
        core = METADATA.tables[table]

        def build() -> Any:
            insert = (sqlite if self.is_sqlite else postgresql).insert(core).values(_binds(columns))
            return insert.on_conflict_do_nothing(index_elements=[c.name for c in core.primary_key])

        return self._get(("add", table, columns), build, core, raw=False)

    def update(self, table: str, key: tuple[str, ...], columns: tuple[str, ...], *, raw: bool) -> Statement:
        """UPDATE of the columns where all the key's columns are equal."""
        core = METADATA.tables[table]

        def build() -> Executable:
            statement = core.update().values(_binds(columns))
            for name in key:
                statement = statement.where(core.columns[name] == bindparam(name))
            return statement

        return self._get(("update", table, key, columns, raw), build, core, raw)

    def delete(self, table: str, key: tuple[str, ...] = (), *, raw: bool) -> Statement:
        """DELETE where all the key's columns (the primary key's when none are named) are equal."""
        core = METADATA.tables[table]
        names = key or tuple(column.name for column in core.primary_key)

        def build() -> Executable:
            statement = core.delete()
            for name in names:
                statement = statement.where(core.columns[name] == bindparam(name))
            return statement

        return self._get(("delete", table, names, raw), build, core, raw)

    def find(
        self, connection: Connection, table: str, columns: tuple[str, ...], by: str, values: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """The columns, texts and numbers as stored, of every row in which `by` is one of the values; no value
        twice."""
        most = _AT_ONCE[0]
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), most):
            part = values[start : start + most]
            size = 1 if len(part) == 1 else most
            build = partial(_finding, METADATA.tables[table], columns, by, size, self.is_sqlite)
            query = self._get(("find", table, columns, by, size), build, None, raw=True)
            # Filled up by saying the first again, so that there are two statements and not sixty-four.
            filled = [*part, *[part[0]] * (size - len(part))]
            found = query.select(connection, **{f"value{n}": value for n, value in enumerate(filled)})
            rows += [tuple(row) for row in json.decode(found[0][0])] if self.is_sqlite and size > 1 else found
        return rows

    def compiled(self, name: str, build: Callable[[], Executable]) -> Statement:
        """Any other statement, under a name of its own; its parameters arrive as the database stores them."""
        return self._get(("other", name), build, None, raw=True)

    def _get(
        self, key: Any, build: Callable[[], Executable], table: CoreTable | None, raw: bool
    ) -> Statement:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._compile(build(), table, raw)
        return found

    def _compile(self, statement: Executable, table: CoreTable | None, raw: bool) -> Statement:
        compiled: Any = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]  # reason: Executable lacks it in the stubs
        columns = tuple(compiled.positiontup or ())
        processors = tuple(
            None if raw or table is None else table.columns[name].type.bind_processor(self._dialect)
            for name in columns
        )
        filled = {} if raw or table is None else defaults(table.name)
        filled = {name: value for name, value in filled.items() if name in columns}
        return Statement(str(compiled), columns, processors, filled, self._several(str(compiled), columns))

    def _several(self, sql: str, columns: tuple[str, ...]) -> dict[int, str]:
        """The texts of an INSERT on SQLite that add several rows at once, by how many, the most first.

        Not on PostgreSQL, whose driver sends many rows in one go by itself."""
        one = f"({', '.join('?' * len(columns))})"
        if not self.is_sqlite or not sql.startswith("INSERT") or f"VALUES {one}" not in sql:
            return {}
        return {size: sql.replace(f"VALUES {one}", f"VALUES {', '.join([one] * size)}") for size in _AT_ONCE}


def defaults(table: str) -> dict[str, Any]:
    """The values of columns that may be left out when a row is added."""
    found: dict[str, Any] = {
        column.name: column.default.arg  # type: ignore[attr-defined]  # reason: a scalar default has it
        for column in METADATA.tables[table].columns
        if column.default is not None and column.default.is_scalar
    }
    return found


def _finding(table: CoreTable, columns: tuple[str, ...], by: str, size: int, is_sqlite: bool) -> Executable:
    wanted: list[Any] = [bindparam(f"value{number}") for number in range(size)]
    found = [table.columns[name] for name in columns]
    if size == 1:
        return select(*found).where(table.columns[by] == wanted[0])
    # sqlite3 lets go of the interpreter at every row, too (see `Statement._add`): one row says them all.
    asked = select(func.json_group_array(func.json_array(*found))) if is_sqlite else select(*found)
    return asked.where(table.columns[by].in_(wanted))


def _binds(names: Iterable[str]) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}
