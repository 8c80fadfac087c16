"""`ecar workflow migrate`: cases under way go over to another version of their procedure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ecar_governance.cli.common import FOUND, as_json, example, gettext, in_language, opened, say, tell_json
from ecar_governance.definitions.plans import load_plan
from ecar_governance.domain.decision import Refused
from ecar_governance.services import migrating
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.desk import Desk
from ecar_governance.services.instead import instead_of, instead_sentence, zone_of
from ecar_governance.services.migrating import Verdict
from ecar_governance.services.queries.directory import Directory


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
        found = _told(desk, chosen(desk, read), lang, quietly=json_)
    stay = sum(1 for one in found if one.reasons)
    if json_:
        tell_json({"dry_run": dry_run, "revert": revert, "cases": found})
    else:
        version = f"{read.workflow} {read.target}"
        say(_summed(dry_run, revert).format(go=len(found) - stay, all=len(found), stay=stay, version=version))
    if stay:
        raise SystemExit(FOUND)


def _summed(dry_run: bool, revert: bool) -> str:
    """How many cases go and how many stay, as one sentence to be filled."""
    if dry_run and revert:
        return gettext("{go} of {all} cases would go back; {stay} would stay.")
    if dry_run:
        return gettext("{go} of {all} cases would go over to {version}; {stay} would stay.")
    if revert:
        return gettext("{go} of {all} cases went back; {stay} stay.")
    return gettext("{go} of {all} cases went over to {version}; {stay} stay.")


def _told(desk: Desk, verdicts: Iterator[Verdict], lang: str, *, quietly: bool) -> list[Verdict]:
    """All verdicts, each said as it comes unless `quietly`."""
    found = []
    conference, at = desk.conference, desk.clock.now()
    directory = Directory(conference, desk.vault, lang)
    for one in verdicts:
        found.append(one)
        if quietly:
            continue
        before, after = " + ".join(one.before), " + ".join(one.after)
        if not one.reasons:
            say(f"{one.reference}  {before} -> {after}")
            continue
        stays = gettext("{states} stays:").format(states=before)
        say(f"{one.reference}  {stays}")
        for sentence in refusal_sentences(Refused(one.reasons), lang, conference):
            say(f"    {sentence}")
        others = instead_of(conference, one.reasons, at, lang)
        if instead := instead_sentence(others, lang, zone_of(conference), directory.person):
            say(f"    {instead}")
    return found
