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
    *("was", "without", "guard", "instead", "met", "failed", "expected", "happened", "chair", "secretary"),
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


PATRONAGE = """\
workflow: patronage
version: 1.0.0
kind: qerar
title: {az: Himayə, en: Patronage}
initial: draft
roles:
  organiser: {title: {az: Təşkilatçı, en: Organiser}, mandates: rector, scope: sponsor}
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat, secretary_general]}
fields:
  day: {kind: date, title: {az: Gün, en: Day}}
  costs: {kind: money, title: {az: Xərclər, en: Costs}}
  note: {kind: markdown, title: {az: Qeyd, en: Note}}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  asked: {title: {az: İstənilib, en: Asked}, deadline: {after: P30D, then: lapse, remind: [P7D]}}
  granted: {title: {az: Verilib, en: Granted}, final: true, outcome: granted}
  refused: {title: {az: Verilməyib, en: Refused}, final: true, outcome: refused}
transitions:
  ask:
    title: {az: İstəyin, en: Ask}
    from: draft
    to: asked
    by: organiser
    require: [{text_in: {languages: [az, en]}}, {field_given: {field: day}}]
  grant: {title: {az: Verin, en: Grant}, from: asked, to: granted, by: office}
  lapse: {title: {az: Vaxt keçdi, en: Lapsed}, from: asked, to: refused, on: deadline}
"""

HOLDS = """\
tests: patronage
cases:
  - name: İstənilir və verilir
    given: {fields: {day: "2027-01-01"}}
    when:
      - {as: rector_1, do: ask}
      - {as: secretariat, do: grant}
    then: {state: granted, outcome: granted}
"""

FAILS = """\
tests: patronage
cases:
  - {name: bir, when: [{as: rector_1, do: ask}], then: {}}
  - {name: iki, given: {text: [az]}, when: [{as: rector_1, do: ask, refused: [role.missing]}], then: {}}
  - name: üç
    given: {fields: {day: "2027-01-01"}}
    when: [{as: rector_1, do: ask, refused: [role.missing]}]
    then: {}
  - name: dörd
    when: []
    then: {state: asked, outcome: granted, numbered: true, published: true, ballot: secret}
  - name: beş
    given: {fields: {day: "2027-01-01"}}
    when: []
    then: {open_to: {auditor: [ask]}, closed_to: {rector_1: [ask]}, events: [VoteOpened]}
  - {name: altı, when: [{vote: {for: 3}}], then: {}}
  - {name: yeddi, when: [{as: nobody_here, do: ask}], then: {}}
"""

SCRIPT = """\
help
who
all
rector_1
sponsor do submit
auditor
secretariat do publish
secretariat do refer
secretariat do place_directly session=current
session_chair do open_vote
vote for=4 against=1
secretariat do publish
sign
undo
wait P1D
wait soon
nonsense here
vote maybe
vote for=many
sponsor do x=1
sponsor set x=1
rector_9
adjourn foo
present 99
elect a=1
rector_1 prefer a
rector_1 casting for
rector_1 nominate rector_2
rector_1 accept
sponsor do 'x
undo
undo
undo
undo
undo
undo
"""
"""Lines that are obeyed, refused and not understood, and what each party could do, with every reason."""


def plain(text: str) -> set[str]:
    """The words of an answer, without codes, and without the lines of the file that it shows."""
    told = [line for line in text.splitlines() if not re.match(r" *\d* \| | +\^$", line)]
    return {word.lower() for word in re.findall(r"[^\W\d_]+", CODE.sub(" ", "\n".join(told)))}


def answer(*words: object, code: int = 0, lines: str = "", **env: str) -> str:
    done = CliRunner(env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", **env}).invoke(
        main, [*map(str, words)], input=lines
    )
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text(BROKEN, encoding="utf-8")
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    old = bundled()["resolution"].read_text(encoding="utf-8")
    for name, cases in (("holds", HOLDS), ("fails", FAILS)):
        Path(f"{name}.yaml").write_text(PATRONAGE, encoding="utf-8")
        Path(f"{name}.test.yaml").write_text(cases, encoding="utf-8")
    trap = PATRONAGE.replace("by: office", "by: [office, organiser]")
    Path("trap.yaml").write_text(trap + "invariants: [{never: {state: granted}}]\n", encoding="utf-8")
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
    (("workflow", "show", "holds.yaml"), 0),
    (("workflow", "check", "trap.yaml"), 1),
    (("workflow", "test", "holds.yaml"), 0),
    (("workflow", "test", "fails.yaml"), 1),
    (("workflow", "test", "holds.yaml", "--mutants"), 1),
    (("workflow", "test", "resolution", "--mutants"), 0),
    (("workflow", "test", "broken.yaml"), 1),
    (("workflow", "simulate", "resolution"), 1),
    (("workflow", "simulate", "trap.yaml"), 1),
    (("workflow", "simulate", "broken.yaml"), 1),
    (("workflow", "simulate", "resolution", "--runs", "20"), 0),
    (("workflow", "simulate", "trap.yaml", "--runs", "20"), 0),
    (("workflow", "simulate", "resolution", "--text", "de"), 2),
    (("workflow", "simulate", "resolution", "--members", "2"), 2),
    (("workflow", "simulate", "resolution", "--drafter", "auditor"), 1),
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


ELECTIONS = [("show", "election"), ("show", "alternatives"), ("show", "second_vote")]


@pytest.mark.parametrize(("words", "code"), COMMANDS, ids=str)
@pytest.mark.parametrize("how", [{"LANG": "az_AZ.UTF-8"}, {}], ids=["machine", "asked"])
def test_on_an_azerbaijani_machine_no_english_is_said(
    words: tuple[str, ...], code: int, how: dict[str, str]
) -> None:
    asked = () if how else ("--lang", "az")
    lines = SCRIPT if words[1] == "simulate" else ""
    told = answer(*words, *asked, code=code, lines=lines, **how)
    # A line of a script is told again as it was typed, and what can be typed is the same in both languages.
    told = re.sub(r"(?m)^> .*\n|^  (?:vote|elect|adjourn) .{44}", "", told)
    if words[1] == "show" and words[2] in bundled():
        # A source is cited as it is called.
        source = r"\s+".join(map(re.escape, load_file(bundled()[words[2]]).source.split()))
        told, cited = re.subn(source, "", told)
        assert cited == 1
    if words[1] == "diff" or words[1:] in ELECTIONS:
        # What a rule was and is now, and how an election is counted, as the files have it.
        told = re.sub(r"\([^)]*\)", "", told)
    assert plain(told) & STOP == set(), told
    assert answer(*words, "--lang", "en", code=code, lines=lines, **how) != told


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
