"""`ecar workflow diff`: what differs between two versions of a procedure."""

from __future__ import annotations

import click

from ecar_governance.cli.common import FOUND, as_json, example, say, tell_json
from ecar_governance.cli.procedures import load, settings
from ecar_governance.domain.comparing import ORDER, compare, meaning_of, weight_of
from ecar_governance.domain.in_force import least_number, numbers

_MEANS = {
    "breaking": "Breaking: what a case under way is in, has or could do is gone, or more is demanded",
    "compatible": "Compatible: cases under way can go over as they stand",
    "cosmetic": "Cosmetic: words and order alone",
}


@click.command(epilog=example("ecar workflow diff old/resolution.yaml workflows/resolution.yaml"))
@click.argument("old")
@click.argument("new")
@settings
@as_json
def diff(old: str, new: str, settings: dict[str, str], json_: bool) -> None:
    """Tells what differs between two versions of a procedure, OLD and NEW: files, or shipped ones by name.

    --set fills the parameters of both. Exit 1 when the number of NEW is lower than what has changed asks for.
    """
    before, after = load(old, settings), load(new, settings)
    changes = compare(before, after)
    weight = weight_of(changes)
    least = least_number(before, after)
    enough = (numbers(after.version) or ()) >= (numbers(least) or ())
    if json_:
        tell_json(
            {
                "old": {"name": before.name, "version": before.version, "meaning": meaning_of(before)},
                "new": {"name": after.name, "version": after.version, "meaning": meaning_of(after)},
                "weight": weight if changes else "none",
                "least_version": least,
                "changes": list(changes),
            }
        )
    elif not changes:
        say("They say and mean the same.")
    for kind in () if json_ else reversed(ORDER):
        mine = [one for one in changes if one.weight == kind]
        if not mine:
            continue
        say(f"{_MEANS[kind]}:")
        for change in mine:
            values = " -> ".join(one for one in (change.was, change.now) if one)
            say(f"  {'.'.join(change.path)}: {change.what}" + (f" ({values})" if values else ""))
    if not enough:
        if not json_:
            say(f"The new version is numbered {after.version}; these changes ask for {least} at least.")
        raise SystemExit(FOUND)
