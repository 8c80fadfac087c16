"""`ecar workflow test` and `ecar workflow simulate`: a procedure played before it runs."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import click

from ecar_governance.cli.common import FOUND, as_json, err, example, say, tell_json
from ecar_governance.cli.interactive import converse
from ecar_governance.cli.procedures import file_of, load, settings
from ecar_governance.definitions import library
from ecar_governance.domain.proving import prove
from ecar_governance.domain.workflow import Workflow
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.chance import Runs
from ecar_governance.rehearsal.chance import simulate as at_random
from ecar_governance.rehearsal.coverage import Covered, Seen
from ecar_governance.rehearsal.moves import hall_for
from ecar_governance.rehearsal.mutants import Verdicts, judge
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import Result, run
from ecar_governance.rehearsal.script import Script, load_script, script_beside

LEAST_KILLED = Fraction(9, 10)
"""The share of mutants that tests and invariants of a procedure should notice."""


def holds(workflow: Workflow) -> bool:
    """Whether every invariant of the procedure is proven."""
    return prove(workflow).holds


@click.command("test", epilog=example("ecar workflow test resolution --mutants"))
@click.argument("names", nargs=-1)
@click.option("--mutants", is_flag=True, help="Also make the procedure wrong in one place at a time.")
@settings
@as_json
def test_(names: tuple[str, ...], mutants: bool, settings: dict[str, str], json_: bool) -> None:
    """Plays the test cases beside procedures: NAMES are files or shipped ones; all shipped without any.

    Exit 1 when a case fails, or with --mutants when fewer than nine in ten faults are noticed.
    """
    chosen = names or tuple(name for name, path in library.bundled().items() if script_beside(path).exists())
    bad = False
    answers = []
    for name in chosen:
        path = file_of(name)
        workflow, script = library.load_file(path, settings), load_script(script_beside(path))
        result = run(workflow, script)
        judged = judge(workflow, script, holds) if mutants and not result.failures else None
        bad |= bool(result.failures) or (judged is not None and judged.killed < LEAST_KILLED)
        if json_:
            answers.append(_as_json(workflow, result, judged))
        else:
            _tell(workflow, script, result, judged)
    if json_:
        tell_json(answers)
    if bad:
        raise SystemExit(FOUND)


def _tell(workflow: Workflow, script: Script, result: Result, judged: Verdicts | None) -> None:
    failed = f", {len(result.failures)} wrong" if result.failures else ", all as they say"
    say(f"{workflow.name} {workflow.version}: {result.played} cases{failed}")
    for failure in result.failures:
        err().print(f"{script.name}:{failure.line}: {failure.case}: {failure.message}", markup=False)
    covered = result.coverage.of(workflow)
    for what, seen in _parts(covered):
        say(f"  {what:<12} {seen.seen} of {seen.all}" + (_list(seen.missing) if seen.missing else ""))
    if judged is None:
        return
    share = f"{judged.killed.numerator * 100 // judged.killed.denominator} %"
    noticed = len(judged.judged) - len(judged.survivors)
    say(f"  {'mutants':<12} {noticed} of {len(judged.judged)} noticed ({share})")
    for mutant in judged.survivors:
        say(f"    survived, line {mutant.line}: {mutant.what}")


def _parts(covered: Covered) -> tuple[tuple[str, Seen], ...]:
    return (
        ("states", covered.states),
        ("transitions", covered.transitions),
        ("guards", covered.guards),
    )


def _list(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return ": not " + ", ".join(names[:8]) + more


def _as_json(workflow: Workflow, result: Result, judged: Verdicts | None) -> dict[str, object]:
    answer: dict[str, object] = {
        "workflow": workflow.name,
        "version": workflow.version,
        "cases": result.played,
        "failures": list(result.failures),
        "coverage": dict(_parts(result.coverage.of(workflow))),
    }
    if judged is not None:
        answer["mutants"] = [
            {"what": one.mutant.what, "line": one.mutant.line, "fate": one.fate, "by": one.by}
            for one in judged.judged
        ]
    return answer


@click.command(epilog=example("ecar workflow simulate resolution --runs 200"))
@click.argument("name")
@click.option("--runs", type=click.IntRange(1, 100_000), help="Play so many cases at random and count.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed plays the same cases.")
@click.option("--body", default="", help="The working group that the proposal names.")
@click.option(
    "--members",
    type=click.IntRange(3, 60),
    help="How many member institutions there are, all present; as many as suit the procedure, unless said.",
)
@settings
@as_json
def simulate(
    name: str,
    runs: int | None,
    seed: int,
    body: str,
    members: int | None,
    settings: dict[str, str],
    json_: bool,
) -> None:
    """Plays a procedure: step by step as you say, or many cases at random.

    Without --runs it reads one line at a time; `help` tells what can be said, and a file of lines on standard
    input is a script.
    """
    workflow = load(name, settings)
    hall = hall_for(workflow) if members is None else Hall(members=members, present=members)
    if runs is None:
        play = Play(workflow, hall)
        play.draft(body=body)
        converse(play)
        return
    found = at_random(workflow, runs, seed, hall)
    if json_:
        tell_json(
            {
                "runs": runs,
                "seed": seed,
                "outcomes": found.outcomes,
                "paths": [{"path": list(path), "count": n} for path, n in found.paths.items()],
                "times": {outcome: [str(one) for one in found.lasted(outcome)] for outcome in found.outcomes},
            }
        )
        return
    _tell_runs(found)


def _tell_runs(found: Runs) -> None:
    total = len(found.runs)
    say(f"{total} cases at random")
    for outcome, number in found.outcomes.items():
        shortest, middle, longest = (_days(one) for one in found.lasted(outcome))
        told = outcome or "(not over after so many steps)"
        say(f"  {told:<16} {number:>6}   shortest {shortest}, middle {middle}, longest {longest}")
    say(f"{len(found.paths)} different ways; the commonest:")
    for path, number in list(found.paths.items())[:10]:
        say(f"  {number:>6}  {' > '.join(path) or '(nothing happened)'}")


def _days(length: timedelta) -> str:
    return f"{length.days} d {length.seconds // 3600} h"
