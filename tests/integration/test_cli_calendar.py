"""The calendar of working days on the command line: set, shown, added to, and on record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecar_governance import almanac, settings
from ecar_governance.bootstrap import open_installation
from ecar_governance.cli.main import main
from ecar_governance.errors import InvalidInput


@pytest.fixture(name="data", scope="module")
def _data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("calendar") / "data"
    founded = ecar(data, "init", "--name", "Aydın Quliyev", "--email", "admin@example.org", "--origin", "c/t")
    assert founded.exit_code == 0, founded.output
    return data


def ecar(data: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, env={"ECAR_DATA_DIR": str(data), "LANG": "C.UTF-8"})
    assert "Traceback" not in result.output
    return result


def shown(data: Path) -> Any:
    result = ecar(data, "calendar", "show", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_calendar_is_set_shown_and_set_again(data: Path) -> None:
    none = ecar(data, "calendar", "show")
    assert none.output.startswith("No calendar is on record. Set one with ecar calendar set")
    assert shown(data)["years"] == []

    told = ecar(data, "calendar", "set", "--country", "az", "--years", "2026-2028")
    assert told.exit_code == 0, told.output
    assert told.output.startswith("AZ, 2026, 2027, 2028: ")
    assert "Expected, to be set again when they are announced:\n  2027-03-09  Eid al-Fitr" in told.output
    first = shown(data)
    assert (first["country"], first["years"], first["weekend"]) == ("AZ", [2026, 2027, 2028], [6, 7])
    assert first["source"].startswith("holidays 0.")
    # Labour Code, article 105: New Year, Novruz, a day put off from Sunday to Tuesday.
    assert {"2026-01-01", "2026-03-20", "2026-03-24", "2026-11-08", "2026-11-10"} <= set(first["days_off"])
    assert "2026-11-11" not in first["days_off"]

    again = ecar(data, "calendar", "set", "--country", "AZ", "--years", "2026,2027,2028")
    assert (again.exit_code, again.output.splitlines()[0]) == (0, "Nothing has changed.")

    decree = ("--add", "2026-11-11", "--remove", "2026-11-10", "--remove", "2026-11-14")
    told = ecar(data, "calendar", "set", "--country", "AZ", "--years", "2026", *decree)
    assert told.exit_code == 0, told.output
    second = shown(data)
    assert second["years"] == [2026, 2027, 2028], "other years stay"
    assert "2026-11-11" in second["days_off"]
    assert "2026-11-10" not in second["days_off"]
    assert second["working"] == ["2026-11-14"]
    assert second["source"].endswith(", added 2026-11-11, removed 2026-11-10, removed 2026-11-14")
    text = ecar(data, "calendar", "show").output
    assert "weekend: Sat, Sun; from holidays" in text
    assert "  2026-11-11  Wed\n" in text
    assert "  2026-11-14  Sat, a working day\n" in text

    with open_installation(settings.read(data_dir=data)) as installation:
        calendar = installation.desk.conference.calendar
        assert calendar.counted(date(2026, 11, 6), 1) == date(2026, 11, 10)
    assert ecar(data, "audit", "verify").exit_code == 0
    assert ecar(data, "audit", "rebuild").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--country", "QQ", "--years", "2026"), "knows no days off of QQ"),
        (("--country", "../x", "--years", "2026"), "knows no days off of ../X"),
        (("--country", "DE", "--subdivision", "ZZ", "--years", "2026"), "knows no days off of DE ZZ"),
        (("--country", "AZ", "--years", "soon"), "write years as 2026"),
        (("--country", "AZ", "--years", "2028-2026"), "the first one first"),
        (("--country", "AZ", "--years", "2000-2060"), "fifty years at most"),
        (("--country", "AZ", "--years", "2026", "--add", "2027-01-01"), "in none of the years"),
        (("--country", "AZ", "--years", "2026", "--add", "2026-02-30"), "does not match the format"),
        (
            ("--country", "AZ", "--years", "2026", "--add", "2026-05-04", "--remove", "2026-05-04"),
            "a day off and a working day",
        ),
    ],
)
def test_what_cannot_be_understood_is_wrong_use(data: Path, arguments: tuple[str, ...], said: str) -> None:
    before = shown(data)
    told = ecar(data, "calendar", "set", *arguments)
    assert told.exit_code == 2
    assert said in " ".join(told.output.replace("│", " ").split())
    assert shown(data) == before


@pytest.mark.parametrize(
    ("country", "subdivision", "year", "free", "worked"),
    [
        # Days that a decree of the Cabinet of Ministers exchanged: off on Monday, worked on Saturday before.
        ("AZ", "", 2024, ("2024-12-30", "2024-12-31"), ("2024-12-29",)),
        ("PL", "", 2026, ("2026-11-11", "2026-12-25"), ()),
        ("DE", "BY", 2026, ("2026-01-06",), ()),
    ],
)
def test_what_the_library_knows(
    country: str, subdivision: str, year: int, free: tuple[str, ...], worked: tuple[str, ...]
) -> None:
    found = almanac.days_off(country, [year], subdivision=subdivision).calendar
    assert set(free) <= set(found.days_off)
    assert set(worked) <= set(found.working)
    assert not set(found.working) & set(found.days_off)
    assert list(found.days_off) == sorted(set(found.days_off))


def test_weekends_are_the_countrys() -> None:
    assert almanac.days_off("EG", [2026]).calendar.weekend == (5, 6)
    assert almanac.days_off("AZ", [2026]).calendar.weekend == (6, 7)


def test_no_year_is_no_calendar() -> None:
    with pytest.raises(InvalidInput, match="at least one year"):
        almanac.days_off("AZ", [])
