"""`ecar workflow migrate`: cases under way go over to another version of their procedure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ecar_governance.cli.common import FOUND, as_json, example, in_language, opened, say, tell_json
from ecar_governance.definitions.plans import load_plan
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Conference
from ecar_governance.services import migrating
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.migrating import Verdict

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "sum": "{go} of {all} cases {went} {where}; {stay} {remain}.",
        "would": ("would go", "would stay"),
        "did": ("went", "stay"),
        "back": "back",
        "over": "over to {}",
        "stays": "{} stays:",
    },
    "az": {
        "sum": "{all} işdən {go} iş {where} {went}; {stay} iş {remain}.",
        "would": ("keçərdi", "olduğu yerdə qalardı"),
        "did": ("keçdi", "olduğu yerdə qalır"),
        "back": "geriyə",
        "over": "{} versiyasına",
        "stays": "{} vəziyyətində qalır:",
    },
}


@click.command(epilog=example("ecar workflow migrate to-2.yaml --dry-run"))
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Try every live case and write nothing.")
@click.option("--revert", is_flag=True, help="Take the migration back where nothing has happened since.")
@in_language
@as_json
def migrate(plan: Path, dry_run: bool, revert: bool, lang: str, json_: bool) -> None:
    """Brings cases under way over to another version of their procedure, as the file PLAN says.

    Each case goes over or stays, with every reason. Exit 1 when one stays (docs/workflows.md).
    """
    read = load_plan(plan)
    chosen = {
        (True, False): migrating.rehearse,
        (False, False): migrating.migrate,
        (True, True): migrating.rehearse_revert,
        (False, True): migrating.revert,
    }[dry_run, revert]
    with opened() as installation:
        desk = installation.desk
        found = _told(desk.conference, chosen(desk, read), lang, quietly=json_)
    stay = sum(1 for one in found if one.reasons)
    if json_:
        tell_json({"dry_run": dry_run, "revert": revert, "cases": found})
    else:
        words = _WORDS[lang]
        went, remain = words["would"] if dry_run else words["did"]
        where = words["back"] if revert else words["over"].format(f"{read.workflow} {read.target}")
        told = {"went": went, "remain": remain, "where": where}
        say(words["sum"].format(**told, go=len(found) - stay, all=len(found), stay=stay))
    if stay:
        raise SystemExit(FOUND)


def _told(conference: Conference, verdicts: Iterator[Verdict], lang: str, *, quietly: bool) -> list[Verdict]:
    """All verdicts, each said as it comes unless `quietly`."""
    found = []
    for one in verdicts:
        found.append(one)
        if quietly:
            continue
        before, after = " + ".join(one.before), " + ".join(one.after)
        if not one.reasons:
            say(f"{one.reference}  {before} -> {after}")
            continue
        say(f"{one.reference}  {_WORDS[lang]['stays'].format(before)}")
        for sentence in refusal_sentences(Refused(one.reasons), lang, conference):
            say(f"    {sentence}")
    return found
