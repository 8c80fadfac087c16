"""Weights and dues on the command line: put on record, shown by day, every bad row named, and verified."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecar_governance.cli.main import main

MEMBERS = "code,name_en,name_az,kind,country,city\n" + "".join(
    f"{code},{code} University,{code} Universiteti,member,AZ,Bakı\n" for code in ("BSU", "ADA", "UFAZ")
)
TABLE = ("--table", "students", "--article-az", "Nizamnamə, 17", "--article-en", "Statute, article 17")


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    founded = ecar(data, "init", "--name", "Aydın Quliyev", "--email", "admin@example.org", "--origin", "c/t")
    assert founded.exit_code == 0, founded.output
    members = ecar(data, "members", "import", written(data, MEMBERS, "i.csv"))
    assert members.exit_code == 0, members.output
    return data


def ecar(data: Path, *arguments: str) -> Result:
    env = {"ECAR_DATA_DIR": str(data), "LANG": "C.UTF-8", "COLUMNS": "200"}
    result = CliRunner().invoke(main, arguments, env=env)
    assert "Traceback" not in result.output
    return result


def written(data: Path, text: str, name: str = "t.csv") -> str:
    path = data.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def shown(data: Path, *arguments: str) -> Any:
    result = ecar(data, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_table_is_dated_replaced_and_read_by_day(data: Path) -> None:
    assert ecar(data, "weights", "list").output.startswith("No table is on record.")
    file = written(data, "institution,weight\nBSU,20000\nADA,4500.5\n")
    told = ecar(data, "weights", "import", file, "--since", "2025-09-01", *TABLE)
    assert told.exit_code == 0, told.output
    assert told.output == (
        "students, from 2025-09-01: 2 weights, 24500 1/2 in all.\n  without a weight: UFAZ\n"
    )
    again = ecar(data, "weights", "import", file, "--since", "2025-09-01", *TABLE)
    assert (again.exit_code, again.output) == (0, "Nothing has changed.\n")
    paper = data.parent / "census.pdf"
    paper.write_bytes(b"%PDF-1 census")
    later = written(data, "institution,weight\nBSU,3\nADA,1/2\nUFAZ,0.5\n")
    ecar(data, "weights", "import", later, "--since", "2026-09-01", "--document", str(paper), *TABLE)
    old = shown(data, "weights", "show", "students", "--on", "2026-08-31")
    new = shown(data, "weights", "show", "students", "--on", "2026-09-01")
    assert {one["member"]: one["weight"] for one in old["lines"]} == {"BSU": "20000", "ADA": "9001/2"}
    assert [(one["member"], one["figure"], one["percent"]) for one in new["lines"]] == [
        ("BSU", "3", "75.0"),
        ("ADA", "1/2", "12.5"),
        ("UFAZ", "1/2", "12.5"),
    ]
    assert (old["paper"], new["paper"]) == ("", "sha256:" + sha256(b"%PDF-1 census").hexdigest())
    assert "article 17" in ecar(data, "weights", "show", "students", "--on", "2026-09-01").output
    assert [one["since"] for one in shown(data, "weights", "list")] == ["2026-09-01", "2025-09-01"]
    missing = ecar(data, "weights", "show", "students", "--on", "2025-08-31")
    assert missing.exit_code == 1
    seats = written(data, "seat,weight\nseat-BSU,2\n")
    ecar(data, "weights", "import", seats, "--since", "2025-09-01", *TABLE)
    replaced = shown(data, "weights", "show", "students", "--on", "2025-09-01")
    assert [
        (one["member"], one["total"] if "total" in one else one["weight"]) for one in replaced["lines"]
    ] == [("seat-BSU", "2")]
    wrong = data.parent / "census.exe"
    wrong.write_bytes(b"MZ")
    refused = ecar(
        data, "weights", "import", later, "--since", "2027-01-01", "--document", str(wrong), *TABLE
    )
    assert (refused.exit_code, "cannot be attached" in refused.output) == (2, True)
    assert len(shown(data, "weights", "list")) == 2
    assert ecar(data, "audit", "verify").exit_code == 0
    assert ecar(data, "audit", "rebuild").exit_code == 0


def test_every_bad_row_of_weights_is_named_and_nothing_comes_in(data: Path) -> None:
    rows = "institution,weight\nBSU,1e3\nQQQ,1\nADA,-2\nUFAZ,1\nUFAZ,2\nADA,1/0\n"
    told = ecar(data, "weights", "import", written(data, rows), "--since", "2026-01-01", *TABLE)
    assert told.exit_code == 1
    for line, said in (
        (2, "'1e3'"),
        (3, "no institution 'QQQ'"),
        (4, "'-2'"),
        (6, "twice"),
        (7, "'1/0'"),
    ):
        assert f"t.csv:{line}" in told.output
        assert said in told.output
    assert "has 5 problem(s)" in told.output
    assert shown(data, "weights", "list") == []
    unknown = written(data, "who,weight\nBSU,1\n")
    other = ecar(data, "weights", "import", unknown, "--since", "2026-01-01", *TABLE)
    assert (other.exit_code, "institution,weight or seat,weight" in other.output) == (2, True)
    bare = ecar(data, "weights", "import", written(data, "seat,weight\nseat-BSU,1\n"), "--table", "By size",
                "--since", "2026-01-01")  # fmt: skip
    assert bare.exit_code == 1
    assert "a to z" in bare.output
    assert "article of the statutes" in bare.output


def test_dues_are_recorded_taken_back_and_refused_row_by_row(data: Path) -> None:
    assert ecar(data, "dues", "list").output.startswith("No dues are on record.")
    rows = "institution,year,paid\nBSU,2025,2025-02-01\nADA,2025,2025-04-02\nBSU,2026,2026-01-30\n"
    told = ecar(data, "dues", "import", written(data, rows))
    assert (told.exit_code, told.output) == (0, "2025: 2 row(s) recorded.\n2026: 1 row(s) recorded.\n")
    assert ecar(data, "dues", "import", written(data, rows)).output == "Nothing has changed.\n"
    ecar(data, "dues", "import", written(data, "institution,year,paid\nADA,2025,\n"))
    [year] = shown(data, "dues", "list", "--year", "2025")
    assert {one["institution"]: one["paid"] for one in year["lines"]} == {
        "BSU": "2025-02-01",
        "ADA": "",
        "UFAZ": "",
    }
    assert [one["year"] for one in shown(data, "dues", "list")] == [2026, 2025]
    bad = (
        "institution,year,paid\nQQQ,2025,2025-01-01\nBSU,25,2025-01-01\nADA,2025,1 May\nADA,2025,2099-01-01\n"
    )
    refused = ecar(data, "dues", "import", written(data, bad))
    assert refused.exit_code == 1
    for line in (2, 3, 4, 5):
        assert f"t.csv:{line}" in refused.output
    assert "has 5 problem(s)" in refused.output, "the last one is a second row of ADA, too"
    assert shown(data, "dues", "list", "--year", "2025") == [year]
    assert ecar(data, "audit", "verify").exit_code == 0
