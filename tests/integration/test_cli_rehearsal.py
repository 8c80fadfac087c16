"""`ecar workflow test` and `ecar workflow simulate` as people use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecar_governance.cli.main import main
from ecar_governance.definitions.library import bundled
from ecar_governance.rehearsal.script import script_beside


def test_shipped_cases_are_played_and_covered() -> None:
    done = CliRunner().invoke(main, ["workflow", "test", "resolution"])
    assert done.exit_code == 0, done.output
    assert "all as they say" in done.stdout
    assert "transitions" in done.stdout


def test_a_wrong_case_exits_1_and_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "resolution.yaml"
    path.write_text(bundled()["resolution"].read_text(encoding="utf-8"), encoding="utf-8")
    script_beside(path).write_text(
        "tests: resolution\ncases:\n  - name: hasty\n    when:\n"
        "      - {as: rector_1, do: publish}\n    then: {state: draft}\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["workflow", "test", str(path)])
    assert done.exit_code == 1
    assert "resolution.test.yaml:5: hasty: `rector_1 do publish` was refused" in done.stderr
    answered = CliRunner().invoke(main, ["workflow", "test", str(path), "--json"])
    (found,) = json.loads(answered.stdout)
    assert [one["line"] for one in found["failures"]] == [5]
    assert found["coverage"]["states"]["seen"] == 1


CASES = "tests: {0}\ncases:\n  - {{name: Nothing, when: [look: here], then: {{state: draft}}}}\n"


@pytest.mark.parametrize(
    ("there", "named", "played"),
    [
        (("x.yaml", "x.test.yaml"), ("x.test.yaml",), 1),
        (("x.yaml", "x.test.yaml"), ("x.yaml", "x.test.yaml"), 1),
        (("x.yml", "x.test.yaml"), ("x.test.yaml",), 1),
        (("x.yaml", "x.test.yml"), ("x.test.yml",), 1),
        (("x.yaml", "x.test.yaml", "y.yaml", "y.test.yaml"), ("y.test.yaml", "x.test.yaml"), 2),
        (("x.test.yaml",), ("x.test.yaml",), 0),
        (("x.test.yaml", "y.yaml"), ("x.test.yaml",), 0),
        (("x.test.yml", "x.test.yaml"), ("x.test.yml",), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_file_of_cases_is_played_with_the_procedure_beside_it(
    tmp_path: Path, there: tuple[str, ...], named: tuple[str, ...], played: int
) -> None:
    procedure = bundled()["resolution"].read_text(encoding="utf-8")
    for name in there:
        text = CASES.format("resolution") if ".test." in name else procedure
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = ["workflow", "test", *(str(tmp_path / name) for name in named)]
    done = CliRunner().invoke(main, asked, env={"LANG": "C"})
    assert done.exit_code == (0 if played else 1), done.output
    assert done.stdout.count("1 cases, all as they say") == played
    if not played:
        [told, fix] = done.stderr.splitlines()
        assert told == f"{tmp_path / named[0]} has test cases, and their procedure is not beside it."
        assert fix.startswith("To mend it: put x.yaml beside it, or name a procedure")
        azerbaijani = CliRunner().invoke(main, [*asked, "--lang", "az"]).stderr
        assert f"{tmp_path / named[0]} faylında sınaq halları var" in azerbaijani
        assert "Düzəltmək üçün: x.yaml faylını" in azerbaijani


def test_random_cases_are_counted() -> None:
    done = CliRunner().invoke(main, ["workflow", "simulate", "resolution", "--runs", "30", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    ended = sum(told["outcomes"].values())
    assert ended + told["given_up"] == sum(path["count"] for path in told["paths"]) == 30
    words = CliRunner().invoke(main, ["workflow", "simulate", "resolution", "--runs", "30"])
    assert words.stdout.startswith("30 cases at random")


def test_a_broken_promise_is_told_and_can_be_played(tmp_path: Path) -> None:
    path = tmp_path / "patronage.yaml"
    source = bundled()["assembly"].read_text(encoding="utf-8")
    path.write_text(source.replace("invariants:\n", "invariants:\n  - {never: voting}\n"), encoding="utf-8")
    asked = ["workflow", "simulate", str(path), "--present", "4", "--members", "4"]
    lines = "secretariat do place_on_agenda session=current\nsession_chair do open_vote\n"
    done = CliRunner().invoke(main, [*asked, "--set", "present=4"], input=lines, env={"LANG": "C"})
    assert done.exit_code == 0, done.output
    assert done.stderr.startswith("What the procedure promises does not hold")
    assert "State voting happens, and never may. [invariant.never]" in done.stderr
    assert f"{path}:{source[: source.index('invariants:')].count(chr(10)) + 2}:5: " in done.stderr
    assert "[voting]" in done.stdout
    # A procedure that cannot be read at all is told as the checker tells it.
    path.write_text(source.replace("initial: draft", "initial: drafd"), encoding="utf-8")
    refused = CliRunner().invoke(main, asked, env={"LANG": "C"})
    checked = CliRunner().invoke(main, ["workflow", "check", str(path)], env={"LANG": "C"})
    told = [line for line in checked.stderr.splitlines() if "[name." in line]
    assert refused.exit_code == 1
    assert told
    assert set(told) <= set(refused.stderr.splitlines())


def test_a_play_that_is_led_has_no_json() -> None:
    done = CliRunner().invoke(main, ["workflow", "simulate", "resolution", "--json"], input="all\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "say --runs as well" in done.stderr


def test_a_quorum_that_six_members_do_not_have_is_had_by_as_many_as_are_asked_for() -> None:
    asked = ["workflow", "simulate", "assembly", "--runs", "60", "--json"]
    few = json.loads(CliRunner().invoke(main, [*asked, "--members", "6"]).stdout)
    enough = json.loads(CliRunner().invoke(main, asked).stdout)
    opened = [any("open_vote" in path["path"] for path in told["paths"]) for told in (few, enough)]
    assert opened == [False, True]


def test_in_a_play_the_time_of_the_chair_passes() -> None:
    script = [*DIVIDED.splitlines()[:3], "wait P1D", "quit"]
    arguments = ["workflow", "simulate", "assembly", "--set", "present=4"]
    done = CliRunner().invoke(main, arguments, input="\n".join(script), env={"LANG": "C"})
    assert done.exit_code == 0, done.output
    assert done.stdout.count("equally divided: the chair decides") == 1
    assert "[rejected]" in done.stdout


PLAYED = """\
# a proposal that needs no group
sponsor do submit
auditor
all
secretariat do place_directly session=current
session_chair do open_vote
vote for=4 against=1
sign
secretariat do publish
undo
wait P1D
nonsense here
vote for=1
quit
never read
"""


DIVIDED = """\
secretariat do place_on_agenda session=current
session_chair do open_vote
vote for=3 against=3
rector_1 casting for
session_chair casting maybe
session_chair casting against
"""


def test_the_chair_decides_in_a_play_that_is_led() -> None:
    arguments = ["workflow", "simulate", "assembly", "--set", "present=4"]
    done = CliRunner().invoke(main, arguments, input=DIVIDED, env={"LANG": "C"})
    assert done.exit_code == 1, done.output
    assert done.stdout.count("equally divided: the chair decides") == 1
    assert "No: casting cannot be 'maybe'. (use one of against, for)" in done.stdout
    refused = [line for line in done.stdout.splitlines() if line.startswith("No: ")]
    assert len(refused) == 2
    assert done.stdout.splitlines()[-1].endswith("[rejected]")


def test_a_play_is_led_line_by_line() -> None:
    done = CliRunner().invoke(main, ["workflow", "simulate", "resolution"], input=PLAYED, env={"LANG": "C"})
    assert done.exit_code == 1, done.output
    assert "withdraw: You hold no mandate that allows this here." in done.stdout
    told = done.stdout.splitlines()
    sponsor = told[told.index("  withdraw: You hold no mandate that allows this here.") + 1]
    assert sponsor.startswith("    Who can: "), sponsor
    assert "[voting]  until" in done.stdout
    places = [line.partition("[")[2].partition("]")[0] for line in done.stdout.splitlines() if "  [" in line]
    went = "draft submitted agenda voting signing signed in_force signed signed"
    assert places == went.split()
    assert "No: 'nonsense here' is not understood" in done.stdout
    assert "No: No vote is open on the case." in done.stdout
    assert "never read" not in done.stdout


def led(lines: str, *options: str, lang: str = "en", name: str = "resolution") -> Result:
    return CliRunner().invoke(main, ["workflow", "simulate", name, *options, "--lang", lang], input=lines)


MISTAKES = [
    ("adjourn foo", "adjourn cannot be 'foo'. (use one of ", "adjourn üçün 'foo' yazıla bilməz."),
    ("sponsor revise text=[", "with.text cannot be '['. (use one of az, en)", "with.text üçün '['"),
    ("sponsor revise text=[de]", "with.text.0 cannot be 'de'. (use one of az, en)", "with.text.0 üçün 'de'"),
    ("undo", "There is nothing to undo. (undo takes back", "Geri qaytarılası addım yoxdur. (undo baş"),
    ("sponsor do 'x", "A quotation mark is missing.", "Dırnaq işarəsi çatışmır."),
    ("nonsense here", "'nonsense here' is not understood", "'nonsense here' başa düşülmür"),
]


@pytest.mark.parametrize(("line", "english", "azerbaijani"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistake_in_a_script_is_told_with_its_line_and_exits_1(
    line: str, english: str, azerbaijani: str
) -> None:
    for lang, told, where in (
        ("en", f"No: {english}", "[line 3]"), ("az", f"Olmaz: {azerbaijani}", "[sətir 3]"),
    ):  # fmt: skip
        done = led(f"# a script\nrector_1\n{line}\n", lang=lang)
        [said] = [one for one in done.stdout.splitlines() if one.startswith(told)]
        assert said.endswith(where)
        assert done.exit_code == 1


def test_a_script_of_which_a_line_is_refused_exits_1_and_another_0() -> None:
    assert led("secretariat do submit\n").exit_code == 1
    assert led("sponsor do submit\nundo\nall\nwho\nhelp\nquit\n").exit_code == 0


def test_what_somebody_types_exits_0_whatever_was_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecar_governance.cli.interactive._typed", lambda: True)
    done = led("undo\nnonsense here\n")
    assert done.exit_code == 0
    assert done.stdout.count("No: ") == 2
    assert "[line" not in done.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--unpaid", "ZZ"), {"en": ("no member 'ZZ'", "U1 to U6"), "az": ("Belə üzv yoxdur: 'ZZ'", "U6")}),
        (("--unpaid", "U1,U7"), {"en": ("no member 'U7'", "U1 to U6"), "az": ("'U7'", "U6")}),
        (("--text", "de"), {"en": ("cannot be 'de'", "az, en"), "az": ("'de' yazıla bilməz", "az, en")}),
    ],
)
def test_a_beginning_that_cannot_be_is_told_with_what_mends_it(
    options: tuple[str, ...], told: dict[str, tuple[str, ...]]
) -> None:
    for lang, parts in told.items():
        done = led("all\n", *options, lang=lang)
        assert done.exit_code == 2
        for part in parts:
            assert part in done.stderr


def test_a_role_that_nobody_holds_is_given_with_every_reason() -> None:
    for lang, nobody, why in (
        ("en", "  working_group_chair: nobody now", "refer: The proposal names no working group."),
        ("az", "  working_group_chair: indi heç kim", "refer: Təklifdə işçi qrupu göstərilməyib."),
    ):
        told = led("sponsor do submit\nall\n", lang=lang).stdout.splitlines()
        at = told.index(nobody)
        of_nobody = told[at + 1 : next(n for n in range(at + 1, len(told)) if told[n].startswith("  secre"))]
        assert f"    {why}" in of_nobody
        assert sum(one.startswith("    withdraw: ") for one in of_nobody) == 1


def test_out_of_the_wrong_state_no_seats_are_counted() -> None:
    for lang, why in (
        ("en", "No: No session is at hand whose quorum could be counted."),
        ("az", "Olmaz: Yetərsayı sayıla bilən iclas yoxdur."),
    ):
        told = led("session_chair do open_vote\n", lang=lang).stdout
        assert why in told
        assert "1 of 0" not in told
        assert "0 yerdən" not in told


def test_a_day_that_has_not_come_is_told_by_the_field_s_title() -> None:
    for lang, title, none in (
        ("en", "Not published before", "No day is given yet: "),
        ("az", "Bu gündən əvvəl dərc olunmur", "Gün hələ göstərilməyib: "),
    ):
        without = led("secretariat do publish\n", lang=lang, name="embargoed_statement").stdout
        assert f"{none}{title}" in without
        given = led(
            "secretariat do publish\n", "--field", "embargo=2027-01-01", lang=lang, name="embargoed_statement"
        ).stdout
        [told] = [one for one in given.splitlines() if "2027-01-01" in one]
        assert title in told
        assert "embargo." not in told


TRAP = """\
workflow: trap
version: 1.0.0
kind: qerar
title: {az: Tələ, en: Trap}
initial: draft
roles:
  office: {mandates: [secretariat], title: {az: Dəftərxana, en: Office}}
  member: {mandates: [rector], title: {az: Üzv, en: Member}}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  lost: {title: {az: İtib, en: Lost}}
  found: {title: {az: Tapılıb, en: Found}}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: over}
transitions:
  stray: {title: {az: Azın, en: Stray}, from: draft, to: lost, by: member}
  find: {title: {az: Tapın, en: Find}, from: draft, to: found, by: member}
  look: {title: {az: Baxın, en: Look}, from: lost, to: done, by: office}
  leave:
    title: {az: Çıxın, en: Leave}
    from: found
    to: done
    by: office
    require: [{taken: {transition: stray}}]
"""


def test_a_trap_is_told_and_can_be_played(tmp_path: Path) -> None:
    path = tmp_path / "trap.yaml"
    path.write_text(TRAP, encoding="utf-8")
    for lang, head in (
        ("en", "The ways through the procedure are wrong; it is played all the same."),
        ("az", "Prosedurun yollarında səhv var; sınaq buna baxmayaraq keçirilir."),
    ):
        done = led("all\n", lang=lang, name=str(path))
        assert done.exit_code == 0, done.output
        assert done.stderr.startswith(head)
        assert "[flow.trap]" in done.stderr
        counted = led("", "--runs", "5", lang=lang, name=str(path))
        assert counted.stderr == done.stderr
