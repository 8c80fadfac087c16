"""The command line at work: a conference founded, filled, asked, kept; exit codes 0, 1, 2 and 3."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecar_governance import resources, settings
from ecar_governance.bootstrap import open_installation
from ecar_governance.cli.main import main
from ecar_governance.definitions import bundled
from ecar_governance.domain import commands as c
from ecar_governance.domain import proving
from ecar_governance.domain.events import Actor
from ecar_governance.domain.workflow import Workflow
from ecar_governance.services import accounts
from ecar_governance.services.work import deciding

Ecar = Callable[..., Result]

PASSWORD = "bir neçə sakit söz"
RECTOR = "rector.khazar@example.org"


def runner(data: Path) -> Ecar:
    def ecar(*arguments: str | Path, code: int = 0, **env: str) -> Result:
        chosen = {"ECAR_DATA_DIR": str(data), "LANG": "C.UTF-8", **env}
        result = CliRunner().invoke(main, [str(one) for one in arguments], env=chosen)
        assert result.exit_code == code, (arguments, result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return ecar


def answer(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a conference with its members, a rector who can sign in, and two proposals."""
    data = tmp_path_factory.mktemp("cli") / "data"
    ecar = runner(data)
    founded = ecar("init", "--name", "Aydın Quliyev", "--email", "admin@example.org", "--origin", "cli/test")
    assert "The log is cli/test; its key is cli/test+" in founded.output
    assert "/invitation/" in founded.output
    demo = resources.demo_dir()
    imported = ecar("members", "import", *(demo / f"{n}.csv" for n in ("institutions", "bodies", "mandates")))
    assert "institutions.csv: 46 change(s)." in imported.output
    with open_installation(settings.read(data_dir=data)) as installation:
        person = installation.desk.vault.person_with_email(RECTOR)
        assert person is not None
        accounts.set_password(installation.desk, person.person, PASSWORD)
    secret = data.parent / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    for language, heading in (("az", "Kreditlər haqqında"), ("en", "On credits")):
        (data.parent / f"text.{language}.md").write_text(f"# {heading}\n\nMətn / Text.\n", encoding="utf-8")
    new = (
        "proposal", "new", "--as", RECTOR, "--password-file", secret, "--body", "recognition",
        "--az", data.parent / "text.az.md", "--en", data.parent / "text.en.md", "--sponsor", "BEU",
        "--attach", demo / "grade-scale.csv",
    )  # fmt: skip
    ecar(*new)
    ecar(*new)
    return data


@pytest.fixture
def ecar(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ecar:
    """The command, from a folder that has nothing to do with the conference."""
    monkeypatch.chdir(tmp_path)
    return runner(home)


# --- members ---------------------------------------------------------------------------------------------


def test_members_are_listed_with_who_holds_what(ecar: Ecar) -> None:
    rows = {row["institution"]: row for row in answer(ecar("members", "list", "--json"))}
    assert len(rows) == 28
    assert rows["LSU"]["mandates"][0]["kind"] == "acting_rector"
    assert "Xəzər Universiteti" in ecar("members", "list", LANG="az_AZ.UTF-8").output


def test_importing_again_changes_nothing(ecar: Ecar) -> None:
    for name in ("institutions.csv", "bodies.csv", "mandates.csv"):
        again = ecar("members", "import", resources.demo_dir() / name)
        assert again.output == f"{name}: nothing has changed.\n"


def test_every_bad_row_is_named_and_nothing_comes_in(ecar: Ecar, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "code,name_en,name_az,kind,country,city\n"
        "GOOD,Good University,Yaxşı Universitet,member,AZ,Bakı\n"
        "B AD,Bad University,Pis Universitet,member,AZ,Bakı\n"
        "WORSE,,Pis Universitet,college,Azerbaijan,Bakı\n",
        encoding="utf-8",
    )
    told = ecar("members", "import", bad, code=1)
    assert "bad.csv:3" in told.output
    assert "bad.csv:4" in told.output
    assert "GOOD" not in {r["institution"] for r in answer(ecar("members", "list", "--json"))}


def test_a_dry_run_tells_of_all_files_and_writes_nothing(ecar: Ecar, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    header = "code,name_en,name_az,kind,country,city\n"
    good.write_text(header + "NEW,New University,Yeni Universitet,partner,AZ,Bakı\n", encoding="utf-8")
    bad.write_text(header + "KHAZAR,Khazar University,Xəzər Universiteti,partner,AZ,Bakı\n", encoding="utf-8")
    files = (good, bad, resources.demo_dir() / "mandates.csv")
    told = ecar("members", "import", "--dry-run", *files, code=1)
    assert "bad.csv:2:kind" in told.stderr
    assert "[institution.has_seat]" in told.stderr
    assert told.stdout == (
        "good.csv: 1 change(s) would be made.\nbad.csv: would be refused, 1 problem(s).\n"
        "mandates.csv: 0 change(s) would be made.\n"
    )
    azeri = ecar("members", "import", "--dry-run", good, bad, code=1, LANG="az_AZ.UTF-8")
    assert azeri.stdout == "good.csv: 1 dəyişiklik edilərdi.\nbad.csv: qəbul edilməzdi, 1 qüsur var.\n"
    assert azeri.stderr == (
        "bad.csv:2:kind: KHAZAR üzvdür; fayl onun üzv yerini götürə bilməz. [institution.has_seat]\n"
    )
    assert "NEW" not in {r["institution"] for r in answer(ecar("members", "list", "--json"))}


def test_an_invitation_is_queued_and_its_link_told_only_when_asked(ecar: Ecar) -> None:
    assert "/invitation/" not in ecar("user", "invite", RECTOR).output
    assert "/invitation/" in ecar("user", "invite", RECTOR, "--link").output
    assert "Nobody is registered" in ecar("user", "invite", "stranger@example.org", code=1).output


# --- procedures ------------------------------------------------------------------------------------------


def test_procedures_are_checked_listed_shown_and_drawn(ecar: Ecar) -> None:
    shipped = list(bundled())
    told = ecar("workflow", "check").output
    assert f"{len(shipped)} procedure(s) checked: nothing is wrong." in told
    assert "  every case can be ended  (17 configurations)" in told
    said = ecar("workflow", "check", "--lang", "az").output
    assert f"Yoxlanılmış prosedurlar: {len(shipped)}. Heç bir səhv yoxdur." in said
    assert "  hər iş sona çatdırıla bilər  (yoxlanılmış hallar: 17)" in said
    checked = answer(ecar("workflow", "check", "--json", "--strict"))
    assert checked["findings"] == []
    assert len(checked["proofs"]) == len(shipped)
    assert {one["fate"] for proof in checked["proofs"] for one in proof["invariants"]} == {"proven"}
    assert [w["name"] for w in answer(ecar("workflow", "list", "--json"))] == shipped
    assert "wg_review" in ecar("workflow", "show", "resolution").output
    assert "VƏZİYYƏTLƏR" in ecar("workflow", "show", "resolution", "--lang", "az").output
    assert answer(ecar("workflow", "show", "resolution", "--json"))["name"] == "resolution"
    assert ecar("workflow", "diagram", "resolution").output.startswith("<svg")
    drawn = ecar("workflow", "diagram", "resolution", "--format", "mermaid", "--lang", "az").output
    assert drawn.startswith("stateDiagram")
    assert ecar("workflow", "diagram", "resolution", "--format", "scxml").output.startswith("<?xml")


def test_what_is_wrong_in_a_procedure_is_named_with_line_and_column(ecar: Ecar, tmp_path: Path) -> None:
    text = (resources.workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("to: wg_review", "to: wg_revue", 1), encoding="utf-8")
    told = ecar("workflow", "check", broken, code=1).output
    line = next(n for n, row in enumerate(broken.read_text("utf-8").splitlines(), 1) if "wg_revue" in row)
    assert f"broken.yaml:{line}:" in told
    assert "wg_revue" in told
    findings = answer(ecar("workflow", "check", broken, "--json", code=1))["findings"]
    assert findings[0]["code"]
    assert (
        "'wg_revue' adlı vəziyyət yoxdur." in ecar("workflow", "check", broken, "--lang", "az", code=1).output
    )
    assert answer(ecar("workflow", "check", broken, "--json", "--lang", "az", code=1))["findings"] == findings
    [run] = answer(ecar("workflow", "check", broken, "--sarif", code=1))["runs"]
    assert [result["ruleId"] for result in run["results"]] == [finding["code"] for finding in findings]
    assert "There is no file and no procedure nothing" in ecar("workflow", "show", "nothing", code=1).output


def test_a_template_is_filled_on_the_command_line(ecar: Ecar, tmp_path: Path) -> None:
    text = (resources.workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    template = tmp_path / "template.yaml"
    asks = "parameters: {days: {kind: duration, asks: {az: Neçə gün?, en: How many days?}}}\n"
    template.write_text(asks + text.replace("after: P30D", 'after: "${days}"'), encoding="utf-8")
    told = ecar("workflow", "check", template, code=1).output
    assert "How many days? / Neçə gün?" in told
    assert "nothing is wrong" in ecar("workflow", "check", template, "--set", "days=P45D").output
    shown = answer(ecar("workflow", "show", template, "--set", "days=P45D", "--json"))
    assert shown["states"]["wg_review"]["deadline"]["after"] == "P45D"
    assert "NAME=VALUE" in ecar("workflow", "show", template, "--set", "days", code=2).output
    for command in (("diagram",), ("simulate", "--runs", "1"), ("diff", template)):
        assert "blank" in ecar("workflow", *command, template, code=1).output
        ecar("workflow", *command, template, "--set", "days=P45D")
    cases = "tests: {name}\ncases:\n  - {{name: Nothing, when: [look: here], then: {{state: draft}}}}\n"
    name = answer(ecar("workflow", "show", template, "--set", "days=P45D", "--json"))["name"]
    template.with_name(f"{template.stem}.test.yaml").write_text(cases.format(name=name), encoding="utf-8")
    assert "1 cases" in ecar("workflow", "test", template, "--set", "days=P45D").output


def test_a_changed_procedure_needs_a_new_version(ecar: Ecar, tmp_path: Path) -> None:
    text = (resources.workflows_dir() / "statutes.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "statutes.yaml"
    changed.write_text(text.replace("lasts: PT48H", "lasts: PT72H"), encoding="utf-8")
    assert "needs a new one" in ecar("workflow", "put-in-force", changed, code=1).output
    renewed = changed.read_text("utf-8").replace("version: 1.0.0", "version: 1.1.0")
    changed.write_text(renewed, encoding="utf-8")
    assert "2.0.0" in ecar("workflow", "put-in-force", changed, code=1).output
    changed.write_text(renewed.replace("version: 1.1.0", "version: 2.0.0"), encoding="utf-8")
    assert "statutes 2.0.0 is in force." in ecar("workflow", "put-in-force", changed).output


def test_what_is_not_put_in_force_is_told_with_its_places_and_its_story(ecar: Ecar, tmp_path: Path) -> None:
    text = (resources.workflows_dir() / "statutes.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("invariants:\n", "invariants:\n  - {never: voting}\n"), encoding="utf-8")
    told = ecar("workflow", "put-in-force", wrong, code=1).stderr
    [first, *findings, last] = told.splitlines()
    assert first == "The procedure statutes cannot be put in force."
    assert last == "To mend it: mend what is wrong, then try again"
    assert findings == ecar("workflow", "check", wrong, code=1).stderr.splitlines()
    line = wrong.read_text("utf-8").splitlines().index("  - {never: voting}") + 1
    assert findings[0].startswith(f"{wrong}:{line}:5: ")
    assert any(one.startswith("    1. The case begins in ") for one in findings)
    said = ecar("workflow", "put-in-force", wrong, "--lang", "az", code=1).stderr
    assert said.startswith("statutes proseduru qüvvəyə minə bilməz.\n")
    assert said.endswith("Düzəltmək üçün: səhvləri düzəldib yenidən cəhd edin\n")


def test_what_is_put_in_force_is_walked_once(
    ecar: Ecar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read and proven, taken by the service and decided in the log: with one walk over its ways."""
    begun: list[str] = []

    class Counted(proving.Judge):
        def __init__(self, workflow: Workflow, bound: int) -> None:
            begun.append(workflow.version)
            super().__init__(workflow, bound)

    monkeypatch.setattr(proving, "Judge", Counted)
    text = (resources.workflows_dir() / "circular.yaml").read_text(encoding="utf-8")
    newer = tmp_path / "circular.yaml"
    newer.write_text(text.replace("version: 1.0.0", "version: 8.0.0"), encoding="utf-8")
    told = ecar("workflow", "put-in-force", newer, "--from", "2100-01-01").output
    assert "circular 8.0.0 will be in force" in told
    assert begun.count("8.0.0") == 1
    ecar("workflow", "withdraw", "circular", "8.0.0")


def test_a_version_is_announced_from_a_day_on_and_withdrawn(ecar: Ecar, tmp_path: Path) -> None:
    text = (resources.workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    newer = tmp_path / "resolution.yaml"
    newer.write_text(text.replace("version: 1.0.0", "version: 9.0.0"), encoding="utf-8")
    put = ("workflow", "put-in-force", newer, "--from")
    assert "has passed" in ecar(*put, "2020-01-01", code=1).output
    assert "no day" in ecar(*put, "2100-02-30", code=1).output
    unknown = ecar(*put, "2100-01-01", "--resolution", "99/9", code=2).output
    assert "No resolutions bear the number 99/9" in unknown
    told = ecar(*put, "2100-01-01").output
    assert "resolution 9.0.0 will be in force from 2100-01-01." in told
    assert "announced already" in ecar("workflow", "put-in-force", newer, code=1).output
    assert "resolution 9.0.0 is withdrawn." in ecar("workflow", "withdraw", "resolution", "9.0.0").output
    assert "no such version" in ecar("workflow", "withdraw", "resolution", "9.0.0", code=1).output
    assert "in force already" in ecar("workflow", "withdraw", "resolution", "1.0.0", code=1).output


# --- proposals -------------------------------------------------------------------------------------------


def test_a_proposal_says_what_can_be_done_and_why_not(ecar: Ecar) -> None:
    rows = answer(ecar("proposal", "list", "--json"))
    assert [row["state"] for row in rows] == [["draft"], ["draft"]]
    name = rows[-1]["reference"]
    shown = ecar("proposal", "show", name, "--as", RECTOR).output
    assert "On credits" in shown
    assert "* submit" in shown
    for lang, who in (("C", "Who can: Rector, Baku"), ("az_AZ.UTF-8", "Kim edə bilər: ")):
        other = ecar("proposal", "show", name, "--as", "rector.bhos@example.org", LANG=lang).output
        assert "- submit" in other
        assert who in other
    options = answer(ecar("proposal", "show", name, "--as", RECTOR, "--json"))["options"]
    assert {o["transition"]: bool(o["reasons"]) for o in options} == {"submit": False, "withdraw": False}
    assert "There is no proposal 1999-001" in ecar("proposal", "show", "1999-001", code=1).output


def test_a_proposal_is_drafted_with_its_fields(ecar: Ecar, home: Path) -> None:
    new = (
        "proposal", "new", "--as", RECTOR, "--password-file", home.parent / "password",
        "--en", home.parent / "text.en.md", "--workflow", "circular",
    )  # fmt: skip
    assert "Drafted as" in ecar(*new, "--field", "urgency=the term ends").output
    assert "at most 2000 characters" in ecar(*new, "--field", f"urgency={'x' * 2001}", code=1).output
    assert "say nothing called colour" in ecar(*new, "--field", "colour=red", code=1).output
    assert "is not NAME=VALUE" in ecar(*new, "--field", "urgency", code=2).output
    assert "There is no file none" in ecar(*new, "--field", "urgency=@none", code=2).output


def test_an_action_needs_its_actor_s_password_and_leaves_every_reason(ecar: Ecar, home: Path) -> None:
    rows = answer(ecar("proposal", "list", "--json"))
    first, second = rows[-1]["reference"], rows[0]["reference"]
    secret = home.parent / "password"
    acts = ("--as", RECTOR, "--password-file", secret)
    ecar("proposal", "act", first, "submit", *acts)
    assert "No: " in ecar("proposal", "act", first, "submit", *acts, code=1).output
    for lang, refused, who in (
        ("C", "No: You hold no mandate", "Who can: "),
        ("az_AZ.UTF-8", "Olmaz: ", "Kim edə bilər: "),
    ):
        others = ecar("proposal", "act", first, "refer", *acts, code=1, LANG=lang).stderr
        assert refused in others
        assert who in others
    assert (
        "is not NAME=VALUE" in ecar("proposal", "act", first, "refer", "--input", "x", *acts, code=2).output
    )
    outcome = answer(ecar("proposal", "act", second, "withdraw", "--key", "once", "--json", *acts))
    assert outcome["state"] == ["withdrawn"]
    repeated = answer(ecar("proposal", "act", second, "withdraw", "--key", "once", "--json", *acts))
    assert repeated["position"] == outcome["position"]
    secret_of_nobody = home.parent / "wrong"
    secret_of_nobody.write_text("something else", encoding="utf-8")
    wrong = ("--as", RECTOR, "--password-file", secret_of_nobody)
    refused = ecar("proposal", "act", first, "withdraw", *wrong, code=2)
    assert "The address or the password is not right." in refused.output
    assert ecar("vote", "show", "vote-1", code=1).output.startswith("There is no such vote.")


def test_steps_and_deadlines_are_told_by_the_conference_s_clock(ecar: Ecar, home: Path) -> None:
    secret = home.parent / "password"
    texts = ("--az", home.parent / "text.az.md", "--en", home.parent / "text.en.md")
    new = ("proposal", "new", "--as", RECTOR, "--password-file", secret, *texts)
    drafted = ecar(*new, "--workflow", "alternatives").output
    [name] = re.findall(r"\d{4}-\d{3}", drafted)
    ecar("proposal", "act", name, "collect", "--as", RECTOR, "--password-file", secret)
    case = answer(ecar("proposal", "show", name, "--json"))["case"]
    [step], [due] = case["steps"], case["deadlines"]
    for lang, words in (("C", "due {}: {}"), ("az_AZ.UTF-8", "son tarix {}: {}")):
        shown = ecar("proposal", "show", name, LANG=lang).output.splitlines()
        assert f"  {in_baku(step['at'])}  collect  -> {step['target'][0]}" in shown
        assert "  " + words.format(in_baku(due["due"]), due["transition"]) in shown


def in_baku(instant: str) -> str:
    """Four hours after UTC, all year."""
    local = datetime.fromisoformat(instant).astimezone(timezone(timedelta(hours=4)))
    return f"{local:%d.%m.%Y %H:%M} (Asia/Baku)"


# --- the record ------------------------------------------------------------------------------------------


def test_the_log_is_read_exported_and_checked_by_itself(ecar: Ecar, tmp_path: Path) -> None:
    events = answer(ecar("audit", "log", "--limit", "3", "--json"))
    assert [event["position"] for event in events] == sorted(event["position"] for event in events)
    assert "ProposalDrafted" in ecar("audit", "log", "--type", "ProposalDrafted").output
    assert "is no instant" in ecar("audit", "log", "--as-of", "yesterday", code=2).output
    ecar("audit", "export", "log.jsonl")
    leaves = (tmp_path / "log.jsonl").read_bytes().splitlines()
    assert (tmp_path / "log.jsonl.checkpoint").read_text("utf-8").startswith("cli/test\n")
    checked = answer(ecar("audit", "check-file", "log.jsonl", "--json"))
    assert (checked["size"], checked["findings"]) == (len(leaves), [])
    (tmp_path / "cut.jsonl").write_bytes(b"\n".join(leaves[:5] + leaves[6:]) + b"\n")
    assert answer(ecar("audit", "check-file", "cut.jsonl", "--json", code=1))["findings"][0]["code"]
    assert ecar("audit", "export", "log.jsonl", code=1).output != "", "an export replaces nothing"


def test_an_audit_finds_a_row_that_was_altered_and_a_rebuild_mends_it(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    ecar = runner(copy)
    whole = answer(ecar("audit", "verify", "--json"))
    assert (whole["findings"], whole["acts"] > 0) == ([], True)
    with sqlite3.connect(copy / "ecar.db") as database:
        database.execute("UPDATE institution SET city = 'Ankara' WHERE id = 'KHAZAR'")
    database.close()
    told = ecar("audit", "verify", code=1).output
    assert "institution" in told
    assert "KHAZAR" in told
    ecar("audit", "rebuild", code=1)
    assert "The record is whole." in ecar("audit", "verify").output
    assert "equal" in ecar("audit", "rebuild").output


def test_a_checkpoint_kept_elsewhere_finds_a_log_that_was_cut(home: Path, tmp_path: Path) -> None:
    ecar = runner(home)
    note = (home / "checkpoints" / "latest").read_bytes()
    kept = tmp_path / "kept"
    kept.write_bytes(note)
    ecar("audit", "verify", "--checkpoint", kept)
    kept.write_bytes(note.replace(b"cli/test\n", b"cli/test\n9", 1))
    ecar("audit", "verify", "--checkpoint", kept, code=1)


# --- keeping ---------------------------------------------------------------------------------------------


def test_a_backup_restores_into_an_empty_database_and_verifies(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    ecar = runner(copy)
    archive = tmp_path / "backup.tar"
    ecar("backup", archive)
    assert "never replaces" in ecar("backup", archive, code=1).output
    assert "is not empty" in ecar("restore", archive, code=1).output
    for path in copy.glob("ecar.db*"):
        path.unlink()
    ecar("restore", archive)
    assert "The record is whole." in ecar("audit", "verify").output
    assert "of this release already" in ecar("upgrade").output
    assert answer(ecar("upgrade", "--json")) == {"applied": []}
    rotated = ecar("key", "rotate").output
    assert "The log's key is now cli/test+" in rotated
    assert "The record is whole." in ecar("audit", "verify").output


def test_a_file_that_is_no_backup_is_told(home: Path, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.tar"
    nonsense.write_bytes(b"no archive")
    told = runner(home)("restore", nonsense, code=1)
    assert told.output.strip()


def test_a_second_founding_is_refused(ecar: Ecar) -> None:
    again = ecar("init", "--name", "Somebody Else", "--email", "else@example.org", code=1)
    assert "founded here already" in again.output


# --- resolutions and votes without an installation --------------------------------------------------------


def test_a_file_that_is_no_resolution_is_a_finding_not_a_fault(ecar: Ecar, tmp_path: Path) -> None:
    assert answer(ecar("resolution", "list", "--json")) == []
    assert "There is no resolution 9/9" in ecar("resolution", "issue", "9/9", code=1).output
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\nnot really\n%%EOF\n")
    assert "NOT a good resolution" in ecar("resolution", "verify", letter, code=1).output
    assert answer(ecar("resolution", "verify", letter, "--json", code=1))["good"] is False
    alone = runner(tmp_path / "nothing here")
    assert "NOT a good resolution" in alone("resolution", "verify", letter, code=1).output


def test_numbers_are_tried_under_a_rule_in_force(ecar: Ecar) -> None:
    told = ecar("vote", "whatif", "resolution", "--for", "6", "--against", "6", "--entitled", "18")
    assert "votes for and against were equal" in told.output
    assert (
        answer(ecar("vote", "whatif", "resolution", "--for", "8", "--json"))["missing"] == 2
    )  # ten of nineteen
    ecar("vote", "whatif", "resolution", "--for", "19", "--entitled", "18", code=1)


def test_a_record_of_a_vote_that_cannot_be_read_is_wrong_use(ecar: Ecar, tmp_path: Path) -> None:
    record = tmp_path / "vote.json"
    record.write_text("{", encoding="utf-8")
    assert f"{record}:1:2: This is not JSON" in ecar("vote", "recount", record, code=2).output
    record.write_text("{}", encoding="utf-8")
    assert f"{record}:1:1: The field “id” is missing." in ecar("vote", "recount", record, code=2).output


def test_doctor_answers_for_this_machine(ecar: Ecar) -> None:
    found = CliRunner().invoke(main, ["doctor", "--json"], env={"ECAR_HOST": "0.0.0.0", "ECAR_HOSTT": "x"})  # noqa: S104  # reason: to be told of
    codes = {finding["code"] for finding in json.loads(found.stdout)}
    assert {"listening_in_the_clear", "setting_unknown"} <= codes
    assert found.exit_code in (1, 3)


def test_who_tried_what_in_vain_is_listed(ecar: Ecar, home: Path) -> None:
    with open_installation(settings.read(data_dir=home)) as installation:
        desk = installation.desk
        person = sorted(desk.conference.persons)[0]
        actor = Actor("person", person)
        command = c.TakeAction(sorted(desk.conference.cases)[0], "withdraw", 0)
        for _ in range(2):
            desk.perform(deciding(command, actor), actor=actor)
    told = ecar("audit", "refused", "--person", person).output
    assert re.search(r"2 ×  .*TakeAction withdraw  \S+", told)
    assert "{" not in told
    [row] = answer(ecar("audit", "refused", "--json", "--person", person))
    assert (row["command"], row["step"], row["times"]) == ("TakeAction", "withdraw", 2)
    assert row["reasons"]
    assert ecar("audit", "refused", "--person", "nobody").output == ""
