"""The command line answers in the language of the machine, or in the one that is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecar_governance.cli.main import main
from ecar_governance.definitions import bundled, load_file

STOP = {
    *("the", "and", "is", "are", "of", "not", "nothing", "wrong", "with", "from", "to", "be", "has", "have"),
    *(
        "it",
        "its",
        "this",
        "that",
        "may",
        "can",
        "by",
        "when",
        "vote",
        "nobody",
        "every",
        "there",
        "no",
        "or",
    ),
}
"""Words by which English is known."""

CODE = re.compile(r"`[^`]*`|\[[^\]]*\]|\"[^\"]*\"|'[^']*'|\S*[/_.=<>$]\S*|[\w-]+:(?=\s|$)")
"""What stays as it is: what is quoted, in brackets, a path or a name; what the file itself says."""

BROKEN = """\
workflow: work
version: 1.0
kind: qerar
title: {az: İş, en: Matter}
initial: draft
roles:
  office: {title: {az: Katiblik, en: Office}, mandates: secretariat}
states:
  draft: {title: {az: Layihə, en: Draft}}
  lost: {title: {az: İtib, en: Lost}}
  done: {title: {az: Son, en: Done}, final: true, outcome: over}
transitions:
  end: {title: {az: Bitirin, en: End}, from: draft, to: done, by: ofice}
"""

PLAN = "migrate: resolution\nfrom: 1.0.0\nto: 1.0.0\nresolution: 3/2\n"


def plain(text: str) -> set[str]:
    """The words of an answer, without codes, and without the lines of the file that it shows."""
    told = [line for line in text.splitlines() if not re.match(r" *\d* \| | +\^$", line)]
    return {word.lower() for word in re.findall(r"[^\W\d_]+", CODE.sub(" ", "\n".join(told)))}


def answer(*words: object, code: int = 0, **env: str) -> str:
    done = CliRunner(env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", **env}).invoke(
        main, [*map(str, words)]
    )
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text(BROKEN, encoding="utf-8")
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    old = bundled()["resolution"].read_text(encoding="utf-8")
    Path("newer.yaml").write_text(old.replace("more_than: 1/2, of: for", "more_than: 2/3, of: for"))


COMMANDS: list[tuple[tuple[str, ...], int]] = [
    (("workflow", "check"), 0),
    (("workflow", "check", "broken.yaml"), 1),
    (("workflow", "check", "nowhere"), 1),
    (("workflow", "check", "assembly_decision"), 1),
    (("workflow", "list"), 0),
    (("workflow", "diff", "resolution", "newer.yaml"), 1),
    (("workflow", "diff", "resolution", "resolution"), 0),
    (("workflow", "diff", "membership", "statutes"), 1),
    (("workflow", "diagram", "resolution", "--format", "mermaid"), 0),
    (("workflow", "migrate", "plan.yaml"), 1),
    (("workflow", "put-in-force", "newer.yaml"), 3),
    (("workflow", "put-in-force", "broken.yaml"), 1),
    (("workflow", "withdraw", "resolution", "2.0.0"), 3),
    *((("workflow", "show", name), 0) for name in bundled()),
]


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("--nosuch",), "Xəta: Belə seçim yoxdur: '--nosuch'."),
    (("nosuch",), "Xəta: Belə əmr yoxdur: 'nosuch'."),
    (("workflow", "shwo"), "Xəta: Belə əmr yoxdur: 'shwo'. Bəlkə bu nəzərdə tutulub: 'show'?"),
    (("workflow", "show"), "Xəta: Bu göstərilməyib: 'NAME'."),
    (("workflow", "show", "a", "b"), "Xəta: Bu artıqdır: b"),
    (("workflow", "show", "a", "b", "c"), "Xəta: Bunlar artıqdır: b c"),
    (
        ("workflow", "check", "--jsn"),
        "Xəta: Belə seçim yoxdur: '--jsn'. Bəlkə bunlardan biri nəzərdə tutulub: '--json', '--set'?",
    ),
    (
        ("workflow", "simulate", "resolution", "--runs", "x"),
        "Xəta: '--runs' üçün qiymət yararsızdır: 'x' tam ədəd deyil.",
    ),
    (
        ("workflow", "simulate", "resolution", "--runs", "0"),
        "Xəta: '--runs' üçün qiymət yararsızdır: 0 bu aralıqda deyil: 1<=x<=100000.",
    ),
    (
        ("workflow", "migrate", "nowhere"),
        "Xəta: 'PLAN' üçün qiymət yararsızdır: 'nowhere' adlı fayl yoxdur.",
    ),
    (("workflow", "migrate", "/"), "Xəta: 'PLAN' üçün qiymət yararsızdır: '/' fayl deyil, qovluqdur."),
    (
        ("workflow", "check", "--seats", "plenary"),
        "Xəta: '--seats' üçün qiymət yararsızdır: 'plenary' AD=QİYMƏT şəklində yazılmayıb.",
    ),
    (("workflow", "check", "--seats"), "Xəta: '--seats' seçiminin qiyməti göstərilməyib."),
    (
        ("workflow", "diagram", "resolution", "--format", "x"),
        "Xəta: '--format' üçün qiymət yararsızdır: 'x' bunlardan heç biri deyil: 'svg', 'mermaid', 'scxml'.",
    ),
    (
        ("workflow", "simulate", "resolution", "--json"),
        (
            "Sətir-sətir aparılan sınağın JSON cavabı olmur.\n"
            "Düzəltmək üçün: --runs da yazın və ya --json yazmayın"
        ),
    ),
    (("workflow", "check", "/"), "/ oxuna bilmir: bu, qovluqdur."),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=str)
def test_a_wrong_call_is_told_in_the_language_asked_for(words: tuple[str, ...], told: str) -> None:
    said = answer(*words, code=2, LANG="az_AZ.UTF-8")
    assert said.rstrip().endswith(told)
    assert plain(said) & STOP == set(), said
    assert answer(*words, code=2) != said
    if len(words) > 1:
        assert answer(*words[:1], *words[1:2], "--lang", "az", *words[2:], code=2).endswith(said[-20:])


@pytest.mark.parametrize(("words", "code"), COMMANDS, ids=str)
@pytest.mark.parametrize("how", [{"LANG": "az_AZ.UTF-8"}, {}], ids=["machine", "asked"])
def test_on_an_azerbaijani_machine_no_english_is_said(
    words: tuple[str, ...], code: int, how: dict[str, str]
) -> None:
    asked = () if how else ("--lang", "az")
    told = answer(*words, *asked, code=code, **how)
    if words[1] == "show":
        # A source is cited as it is called.
        source = r"\s+".join(map(re.escape, load_file(bundled()[words[2]]).source.split()))
        told, cited = re.subn(source, "", told)
        assert cited == 1
    if words[1] == "diff" or words[1:] == ("show", "election"):
        # What a rule was and is now, and how an election is counted, as the files have it.
        told = re.sub(r"\([^)]*\)", "", told)
    assert plain(told) & STOP == set(), told
    assert answer(*words, "--lang", "en", code=code, **how) != told


@pytest.mark.parametrize(
    ("env", "azerbaijani"),
    [
        ({}, False),
        ({"LANG": "az_AZ.UTF-8"}, True),
        ({"LANG": "az"}, True),
        ({"LANG": "azb_IR"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "az_AZ.UTF-8"}, True),
        ({"LANG": "az_AZ.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, False),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "az_AZ"}, True),
        ({"LANG": "az_AZ.UTF-8", "LC_ALL": "C"}, False),
    ],
)
def test_the_machine_s_language_is_the_one_that_posix_says(env: dict[str, str], azerbaijani: bool) -> None:
    told = answer("workflow", "list", **env)
    assert ("Plenar iclasın qərarı" in told) == azerbaijani
    assert ("Resolution of the plenary" in told) != azerbaijani
