"""`ecar workflow test` and `ecar workflow simulate` as people use them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

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
    assert "resolution.test.yaml:5: hasty: do publish as rector_1 was refused" in done.stderr
    answered = CliRunner().invoke(main, ["workflow", "test", str(path), "--json"])
    (found,) = json.loads(answered.stdout)
    assert [one["line"] for one in found["failures"]] == [5]
    assert found["coverage"]["states"]["seen"] == 1


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
    assert done.exit_code == 0, done.output
    assert done.stdout.count("equally divided: the chair decides") == 1
    assert "No: casting cannot be 'maybe'. (use one of against, for)" in done.stdout
    refused = [line for line in done.stdout.splitlines() if line.startswith("No: ")]
    assert len(refused) == 2
    assert done.stdout.splitlines()[-1].endswith("[rejected]")


def test_a_play_is_led_line_by_line() -> None:
    done = CliRunner().invoke(main, ["workflow", "simulate", "resolution"], input=PLAYED, env={"LANG": "C"})
    assert done.exit_code == 0, done.output
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
