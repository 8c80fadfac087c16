"""`ecar workflow`: read, check and draw procedures; put a new version in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from ecar_governance import definitions
from ecar_governance.cli.common import (
    FOUND,
    as_json,
    done,
    example,
    in_language,
    opened,
    say,
    tell_findings,
    tell_json,
)
from ecar_governance.cli.comparing import diff
from ecar_governance.cli.migrating import migrate
from ecar_governance.cli.procedures import counts, file_of, load, settings
from ecar_governance.cli.rehearsing import simulate, test_
from ecar_governance.definitions import az, canonical, diagram, library
from ecar_governance.definitions.sarif import report
from ecar_governance.definitions.schema import schema_text
from ecar_governance.definitions.scxml import scxml
from ecar_governance.definitions.telling import told
from ecar_governance.domain.proving import BOUND
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.services import procedures

_FORMS: dict[str, Callable[[Workflow, str], str]] = {
    "svg": diagram.svg,
    "mermaid": diagram.mermaid,
    "scxml": scxml,
}


_WORDS = {
    "en": {
        "fine": "{} procedure(s) checked: nothing is wrong.",
        "proven": "proven of every way through it",
        "configurations": "{:,} configurations",
        "template": "template; `ecar workflow check {}` asks for what the statutes say",
        "will_be": "{} {} will be in force from {}.",
        "is": "{} {} is in force.",
        "withdrawn": "{} {} is withdrawn.",
    },
    "az": {
        "fine": "Yoxlanılmış prosedurlar: {}. Heç bir səhv yoxdur.",
        "proven": "bütün yollar üçün sübut olunub",
        "configurations": "yoxlanılmış hallar: {:,}",
        "template": "şablon; nizamnamədə nə yazıldığını `ecar workflow check {}` soruşur",
        "will_be": "{} {} bu gündən qüvvəyə minəcək: {}.",
        "is": "{} {} qüvvədədir.",
        "withdrawn": "{} {} geri götürüldü.",
    },
}


@click.group()
def workflow() -> None:
    """Procedures, written in YAML."""


@workflow.command(epilog=example("ecar workflow check workflows/resolution.yaml"))
@click.argument("files", nargs=-1)
@settings
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--bound",
    type=click.IntRange(min=1),
    default=BOUND,
    show_default=True,
    help="Walk at most so many configurations for each invariant.",
)
@click.option(
    "--seats",
    multiple=True,
    metavar="BODY=NUMBER",
    callback=counts,
    help="So many seats has a body, as plenary=52: what asks for more of it is told; may be said again.",
)
@click.option("--sarif", is_flag=True, help="Answer as SARIF 2.1.0, which code hosts and editors show.")
@in_language
@as_json
def check(
    files: tuple[str, ...],
    settings: dict[str, str],
    strict: bool,
    bound: int,
    seats: dict[str, int],
    sarif: bool,
    lang: str,
    json_: bool,
) -> None:
    """Checks procedures: names, types, every way through; and proves their invariants.

    FILES are files, or shipped ones by name; without any, all that ship are checked. Exit 1 for an error,
    with --strict for a warning, too.
    docs/procedures/reference.md lists every finding by its code.
    """
    chosen = tuple(file_of(name) for name in files) or tuple(library.bundled().values())
    checked = {path: definitions.examine(path, settings, bound, lambda _: seats) for path in chosen}
    findings = [finding for one in checked.values() for finding in one.findings]
    if sarif:
        tell_json(report(findings, lang))
    elif json_:
        tell_json({"findings": findings, "proofs": [_proof(path, one) for path, one in checked.items()]})
    else:
        if not findings:
            say(_WORDS[lang]["fine"].format(len(chosen)))
        for path, one in checked.items():
            _tell_proof(path, one, lang)
        tell_findings(findings)
    if any(strict or finding.severity == "error" for finding in findings):
        raise SystemExit(FOUND)


def _proof(path: Path, checked: library.Checked) -> dict[str, object]:
    proof = checked.proof
    verdicts = proof.verdicts if proof is not None else ()
    return {
        "file": str(path),
        "configurations": proof.configurations if proof is not None else 0,
        "cut": proof is not None and proof.cut,
        "invariants": [
            {"says": one.says, "fate": one.fate, "configurations": one.configurations} for one in verdicts
        ],
    }


def _tell_proof(path: Path, checked: library.Checked, lang: str) -> None:
    """What is proven of a file; what is not stands among the findings."""
    proven = [one for one in (checked.proof.verdicts if checked.proof else ()) if one.fate == "proven"]
    if proven:
        say(f"{path}: {_WORDS[lang]['proven']}")
    for one in proven:
        says = az.in_azerbaijani(one.says) if lang == "az" else one.says
        say(f"  {says}  ({_WORDS[lang]['configurations'].format(one.configurations)})")


@workflow.command("list", epilog=example("ecar workflow list"))
@in_language
@as_json
def list_(lang: str, json_: bool) -> None:
    """Lists the procedures that ship with the project, with the hash that pins each."""
    rows = []
    for name, path in library.bundled().items():
        loaded = library.load_file(path)
        rows.append(
            {
                "name": name,
                "version": loaded.version,
                "title": loaded.title,
                "hash": hash_of(canonical.definition_of(loaded)),
            }
        )
    if json_:
        tell_json(rows)
        return
    for row in rows:
        title = row["title"]
        say(f"{row['name']:<20} {row['version']:<7} {title[lang] if isinstance(title, dict) else title}")
    for name in library.templates():
        say(f"{name:<20} {_WORDS[lang]['template'].format(name)}")


@workflow.command(epilog=example("ecar workflow show resolution"))
@click.argument("name")
@in_language
@settings
@as_json
def show(name: str, lang: str, settings: dict[str, str], json_: bool) -> None:
    """Shows a procedure whole: who may move it, on what condition, with what effect.

    Roles, fields, states and regions, deadlines, votes, every way through it, and what always holds.
    """
    loaded = load(name, settings)
    if json_:
        tell_json(canonical.definition_of(loaded))
        return
    click.echo(told(loaded, lang), nl=False)


@workflow.command(epilog=example("ecar workflow schema > procedure.json"))
def schema() -> None:
    """Prints the JSON Schema of the language, by which an editor completes and explains its words.

    The files that ship name it in their first line.
    """
    click.echo(schema_text(), nl=False)


@workflow.command("diagram", epilog=example("ecar workflow diagram resolution --format svg > r.svg"))
@click.argument("name")
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="svg", show_default=True)
@in_language
@settings
def diagram_(name: str, form: str, lang: str, settings: dict[str, str]) -> None:
    """Draws a procedure, as SVG or as Mermaid text, or writes it as SCXML, on standard output.

    SCXML 1.0 is what other state machines read; docs/decisions/scxml.md tells what of a procedure is in it.
    """
    click.echo(_FORMS[form](load(name, settings), lang), nl=False)


@workflow.command(
    "put-in-force", epilog=example("ecar workflow put-in-force workflows/resolution.yaml --from 2027-01-01")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from", "day", default="", metavar="DAY", help="The day from which it is in force; now without."
)
@click.option("--resolution", default="", metavar="NUMBER", help="The published resolution that decided it.")
@settings
@in_language
def put_in_force(file: Path, day: str, resolution: str, settings: dict[str, str], lang: str) -> None:
    """Puts a version of a procedure in force for proposals begun from now, or from a day, on.

    Those under way keep the version that they began with.
    """
    loaded = library.load_proven(file, settings)
    text = file.read_text("utf-8-sig")
    with opened() as installation:
        desk = installation.desk
        done(procedures.put_in_force(desk, loaded, text=text, day=day, resolution=resolution), installation)
        began = procedures.version_of(desk.conference, loaded.name, loaded.version)
        later = began.since > desk.clock.now()
        tell_findings(procedures.beyond(desk, loaded))
    say(_WORDS[lang]["will_be" if later else "is"].format(loaded.name, loaded.version, day))


@workflow.command(epilog=example("ecar workflow withdraw resolution 2.0.0"))
@click.argument("name")
@click.argument("version")
@in_language
def withdraw(name: str, version: str, lang: str) -> None:
    """Takes an announced version of a procedure back before it comes into force."""
    with opened() as installation:
        found = procedures.version_of(installation.desk.conference, name, version)
        done(procedures.withdraw(installation.desk, found), installation)
    say(_WORDS[lang]["withdrawn"].format(name, version))


workflow.add_command(diff)
workflow.add_command(migrate)
workflow.add_command(test_)
workflow.add_command(simulate)
