"""`ecar workflow test` and `ecar workflow simulate`: a procedure played before it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from ecar_governance.cli.common import (
    FOUND,
    as_json,
    err,
    example,
    gettext,
    in_language,
    say,
    tell_findings,
    tell_json,
    worded,
)
from ecar_governance.cli.interactive import Conversation, sentences
from ecar_governance.cli.procedures import file_of, load, pairs, settings
from ecar_governance.definitions import library
from ecar_governance.definitions.library import examine
from ecar_governance.domain.proving import prove
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.chance import Runs
from ecar_governance.rehearsal.chance import simulate as at_random
from ecar_governance.rehearsal.coverage import Covered, Seen
from ecar_governance.rehearsal.lines import beginning_of
from ecar_governance.rehearsal.moves import hall_for
from ecar_governance.rehearsal.mutants import Verdicts, judge
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import Result, begin, run
from ecar_governance.rehearsal.script import Script, is_script, procedure_beside, script_beside
from ecar_governance.rehearsal.script_reader import load_script
from ecar_governance.rehearsal.typed import written

LEAST_KILLED = Fraction(9, 10)
"""The share of mutants that tests and invariants of a procedure should notice."""


Placing = Callable[[tuple[str, ...]], library.Place]
"""Where what is named by its keys stands."""


def holds(workflow: Workflow) -> bool:
    """Whether every invariant of the procedure is proven."""
    return prove(workflow).holds


@click.command("test", epilog=example("ecar workflow test resolution --mutants"))
@click.argument("names", nargs=-1)
@click.option("--mutants", is_flag=True, help="Also make the procedure wrong in one place at a time.")
@settings
@as_json
@in_language
def test_(names: tuple[str, ...], mutants: bool, settings: dict[str, str], json_: bool, lang: str) -> None:
    """Plays the test cases beside procedures: NAMES are files or shipped ones; all shipped without any.

    A file of cases may be named, too, as x.test.yaml: they are played with the procedure beside it, x.yaml.
    Exit 1 when a case fails, or with --mutants when fewer than nine in ten faults are noticed.
    """
    chosen = names or tuple(name for name, path in library.bundled().items() if script_beside(path).exists())
    bad = False
    answers: list[dict[str, object]] = []
    for path, cases in dict.fromkeys(_with_cases(file_of(name)) for name in chosen):
        workflow, script = library.load_file(path, settings), load_script(cases)
        result = run(workflow, script)
        judged = judge(workflow, script, holds) if mutants and not result.failures else None
        bad |= bool(result.failures) or (judged is not None and judged.killed < LEAST_KILLED)
        if json_:
            answers.append(_as_json(workflow, result))
        else:
            _tell(workflow, script, result)
        if judged is not None:
            place = library.places(path, settings)
            if json_:
                answers[-1]["mutants"] = _judged(judged, place)
            else:
                _tell_mutants(judged, place)
    if json_:
        tell_json(answers)
    if bad:
        raise SystemExit(FOUND)


def _with_cases(path: Path) -> tuple[Path, Path]:
    """The procedure and its cases, of which the file is one or the other. Raises NotFound."""
    return (procedure_beside(path), path) if is_script(path) else (path, script_beside(path))


def _tell(workflow: Workflow, script: Script, result: Result) -> None:
    head = f"{workflow.name} {workflow.version}: "
    if result.failures:
        wrong = gettext("{number} cases, {wrong} wrong")
        say(head + wrong.format(number=result.played, wrong=len(result.failures)))
    else:
        say(head + gettext("{number} cases, all as they say").format(number=result.played))
    for failure in result.failures:
        told = f"{script.name}:{failure.line}: {failure.case}: {worded(failure.message)}"
        err().print(told, markup=False)
    covered = result.coverage.of(workflow)
    words = _words()
    width = _width(words)
    for what, seen in _parts(covered):
        number = gettext("{number} of {all}").format(number=seen.seen, all=seen.all)
        say(f"  {words[what]:<{width}} {number}" + (_list(seen.missing) if seen.missing else ""))


def _words() -> dict[str, str]:
    return {
        "states": gettext("states"),
        "transitions": gettext("transitions"),
        "guards": gettext("guards"),
        "mutants": gettext("mutants"),
    }


def _width(words: dict[str, str]) -> int:
    return max(12, *map(len, words.values()))


def _tell_mutants(judged: Verdicts, place: Placing) -> None:
    words = _words()
    noticed = gettext("{number} of {all} noticed ({share} %)").format(
        number=len(judged.judged) - len(judged.survivors),
        all=len(judged.judged),
        share=judged.killed.numerator * 100 // judged.killed.denominator,
    )
    say(f"  {words['mutants']:<{_width(words)}} {noticed}")
    for mutant in judged.survivors:
        at = place(mutant.path)
        what = f"{mutant.path[-1]}: {worded(mutant.fault)}"
        told = gettext("survived, {file}:{line}: {what}").format(file=at.file, line=at.line, what=what)
        say(f"    {told}")


def _parts(covered: Covered) -> tuple[tuple[str, Seen], ...]:
    return (
        ("states", covered.states),
        ("transitions", covered.transitions),
        ("guards", covered.guards),
    )


def _list(names: tuple[str, ...]) -> str:
    told = ": " + gettext("not {names}").format(names=", ".join(map(worded, names[:8])))
    return told + (" " + gettext("and {number} more").format(number=len(names) - 8) if len(names) > 8 else "")


def _as_json(workflow: Workflow, result: Result) -> dict[str, object]:
    return {
        "workflow": workflow.name,
        "version": workflow.version,
        "cases": result.played,
        "failures": list(result.failures),
        "coverage": dict(_parts(result.coverage.of(workflow))),
    }


def _judged(judged: Verdicts, place: Placing) -> list[dict[str, object]]:
    return [
        {"what": one.mutant.what, **place(one.mutant.path)._asdict(), "fate": one.fate, "by": one.by}
        for one in judged.judged
    ]


def given(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which a play begins as a test case does: what was said goes to `given`, by its key."""

    @wraps(command)
    def begun(**options: Any) -> None:
        said = {key: options.pop(key) for key in GIVEN_HELP}
        fields: dict[str, str] = options.pop("fields")
        found = {key: value for key, value in said.items() if value is not None}
        if fields:
            found["fields"] = written(fields)
        command(given=found, **options)

    wrapped: Callable[..., None] = begun
    for key, (metavar, told) in reversed(GIVEN_HELP.items()):
        wrapped = click.option(f"--{key}", metavar=metavar, help=told)(wrapped)
    return click.option(
        "--field",
        "fields",
        multiple=True,
        metavar="NAME=VALUE",
        callback=pairs,
        help="A field of the draft; may be said again.",
    )(wrapped)


GIVEN_HELP = {
    "members": ("NUMBER", "How many member institutions there are (as suit the procedure)."),
    "present": ("NUMBER", "How many of their seats are present (all)."),
    "groups": ("CODES", "The working groups, as QA,IT (QA)."),
    "session": ("true/false", "Whether a session of the plenary is open (true)."),
    "notice": ("DURATION", "How long before it began the session was convened, as P14D (40 days)."),
    "officers": ("true/false", "Whether the session has chair and secretary (true)."),
    "presidium": ("NUMBER", "How many seats of the presidium are present at most."),
    "calendar": ("YAML", "none, weekends, or '{days_off: [\"2026-12-31\"]}' (weekends)."),
    "weights": ("YAML", "What members weigh, as '{U1: 9, U2: 5/2}', or none (each weighs one)."),
    "unpaid": ("CODES", "Members that have paid no dues."),
    "at": ("WHEN", "When the play begins (2026-11-23T09:00)."),
    "text": ("LANGUAGES", "The languages of the draft (az,en)."),
    "body": ("CODE", "The working group that the proposal names."),
    "sponsors": ("CODES", "Member institutions that sponsor the draft."),
    "drafter": ("WHO", "Who drafts (rector_1)."),
}
"""How a play may begin, as test cases say it under `given`."""


def playable(name: str, settings: dict[str, str]) -> Workflow:
    """The procedure, to be played; of one whose ways are wrong, or that breaks what it promises, that is
    told, and it is played all the same, without the promise: so the way that shows it can be walked. Raises
    as `load` does."""
    workflow = load(name, settings)
    checked = examine(file_of(name), settings)
    kept = checked.proof is None or checked.proof.holds
    found = checked.findings
    wrong = [one for one in found if one.severity == "error" or one.code.startswith("invariant.")]
    if not kept:
        told = gettext("What the procedure promises does not hold; it is played all the same.")
        err().print(told, markup=False)
    elif wrong:
        told = gettext("The ways through the procedure are wrong; it is played all the same.")
        err().print(told, markup=False)
    if not kept or wrong:
        tell_findings(wrong)
    return workflow if kept else replace(workflow, invariants=())


@click.command(epilog=example("ecar workflow simulate resolution --runs 200"))
@click.argument("name")
@click.option("--runs", type=click.IntRange(1, 100_000), help="Play so many cases at random and count.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed plays the same cases.")
@given
@settings
@as_json
@in_language
def simulate(
    name: str,
    runs: int | None,
    seed: int,
    given: dict[str, str],
    settings: dict[str, str],
    json_: bool,
    lang: str,
) -> None:
    """Plays a procedure: step by step as you say, or many cases at random.

    Without --runs it reads one line at a time; `help` tells what can be said, and a file of lines on standard
    input is a script. Exit 1 when one of its lines was refused or not understood. The play begins as a test
    case does that has the same under `given`.
    """
    if json_ and runs is None:
        raise InvalidInput(
            "A play that is led line by line has no answer as JSON.",
            fix="say --runs as well, or leave --json",
        )
    workflow = playable(name, settings)
    case = beginning_of({"members": str(hall_for(workflow).members), **given})
    if runs is None:
        play = Play(workflow, case.hall)
        if reasons := begin(play, case):
            for sentence in sentences(play, reasons):
                err().print(gettext("No: {why}").format(why=sentence), markup=False)
            raise SystemExit(FOUND)
        if not Conversation(play).lead():
            raise SystemExit(FOUND)
        return
    found = at_random(workflow, runs, seed, case.hall)
    if json_:
        tell_json(
            {
                "runs": runs,
                "seed": seed,
                "outcomes": {one: number for one, number in found.outcomes.items() if one},
                "given_up": found.outcomes.get("", 0),
                "paths": [{"path": list(path), "count": n} for path, n in found.paths.items()],
                "times": {
                    outcome: [str(one) for one in found.lasted(outcome)]
                    for outcome in found.outcomes
                    if outcome
                },
            }
        )
        return
    _tell_runs(found)


def _tell_runs(found: Runs) -> None:
    total = len(found.runs)
    say(gettext("{number} cases at random").format(number=total))
    for outcome, number in found.outcomes.items():
        shortest, middle, longest = (_days(one) for one in found.lasted(outcome))
        told = outcome or gettext("(not over after so many steps)")
        times = gettext("shortest {shortest}, middle {middle}, longest {longest}").format(
            shortest=shortest, middle=middle, longest=longest
        )
        say(f"  {told:<16} {number:>6}   {times}")
    say(gettext("{number} different ways; the commonest:").format(number=len(found.paths)))
    for path, number in list(found.paths.items())[:10]:
        say(f"  {number:>6}  " + (" > ".join(path) or gettext("(nothing happened)")))


def _days(length: timedelta) -> str:
    return gettext("{days} d {hours} h").format(days=length.days, hours=length.seconds // 3600)
