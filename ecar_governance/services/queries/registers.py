"""Weights and dues as people read them: each table with its versions, each year with who has paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.registers import table_on
from ecar_governance.domain.state import WeightTable
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.typed_numbers import written


class WeightLine(Struct, frozen=True):
    """An institution or a seat, what it weighs exactly ("25/2"), and the same as people write it ("12 1/2")
    with its share in percent."""

    member: str
    name: str
    weight: str
    figure: str
    percent: str


class TableView(Struct, frozen=True):
    """A version of a table. `current` says that it is the one in force on the day asked for; `by` put it on
    record, at `entered`."""

    table: str
    since: str
    article: str
    paper: str
    total: str
    current: bool
    position: int
    lines: tuple[WeightLine, ...]
    entered: datetime
    by: Office


class DuesLine(Struct, frozen=True):
    """A member institution and the day on which its dues were paid, "" for not yet."""

    institution: str
    name: str
    paid: str


class DuesYear(Struct, frozen=True):
    """A year's dues, of all member institutions; `papers` are the digests of what they were taken from."""

    year: int
    lines: tuple[DuesLine, ...]
    papers: tuple[str, ...] = ()


def tables(directory: Directory, day: str) -> tuple[TableView, ...]:
    """All tables by name, of each the newest version first."""
    known = directory.conference.weight_tables
    found = []
    for name in sorted(known):
        now = table_on(directory.conference, name, day)
        found += [_view(directory, one, current=one is now) for one in reversed(known[name])]
    return tuple(found)


def _view(directory: Directory, table: WeightTable, *, current: bool) -> TableView:
    total = sum(table.weights.values(), Fraction(0))
    heaviest = sorted(table.weights.items(), key=lambda one: (-one[1], named(directory, one[0])))
    lines = tuple(
        WeightLine(
            member, named(directory, member), str(weight), str(figure(weight)), _percent(weight / total)
        )
        for member, weight in heaviest
    )
    return TableView(
        table.table,
        table.since,
        directory.say(table.article),
        table.paper,
        str(figure(total)),
        current,
        table.position,
        lines,
        table.at,
        directory.actor(table.by),
    )


def _percent(share: Fraction) -> str:
    """To a tenth, an even half to the even one: "12.5"."""
    tenths = round(share * 1000)
    return f"{tenths // 10}.{tenths % 10}"


def named(directory: Directory, member: str) -> str:
    """An institution by its name, a seat by that of whoever it is of."""
    if member in directory.conference.institutions:
        return directory.institution(member)
    return directory.seat(member)


def dues(directory: Directory) -> tuple[DuesYear, ...]:
    """Every year of which dues are on record, the newest first: all member institutions, and others that
    paid."""
    conference = directory.conference
    members = {one.institution for one in conference.institutions.values() if one.kind == "member"}
    found = []
    for year in sorted(conference.dues, reverse=True):
        paid = conference.dues[year]
        lines = [DuesLine(one, directory.institution(one), paid.get(one, "")) for one in members | set(paid)]
        papers = conference.register_papers.get(f"dues-{year}", ())
        found.append(DuesYear(year, tuple(sorted(lines, key=lambda one: one.name)), papers))
    return tuple(found)


class Row(Struct, frozen=True):
    """A row of a form: whose it is, the name, and what is on record."""

    member: str
    name: str
    recorded: str


def weight_rows(directory: Directory, table: str, day: str) -> tuple[Row, ...]:
    """A row for each member institution, and for each other that the table in force weighs, by name."""
    known = table_on(directory.conference, table, day)
    weights = {} if known is None else known.weights
    members = {one.institution for one in directory.conference.institutions.values() if one.kind == "member"}
    return _by_name(
        Row(one, named(directory, one), written(weights[one]) if one in weights else "")
        for one in members | set(weights)
    )


def dues_rows(directory: Directory, year: int) -> tuple[Row, ...]:
    """A row for each member institution, and for each other that paid, by name."""
    paid = directory.conference.dues.get(year, {})
    members = {one.institution for one in directory.conference.institutions.values() if one.kind == "member"}
    return _by_name(Row(one, directory.institution(one), paid.get(one, "")) for one in members | set(paid))


def _by_name(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda one: (one.name, one.member)))
