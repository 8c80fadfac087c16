"""`ecar workflow diff`: what differs between two versions of a procedure."""

from __future__ import annotations

import click

from ecar_governance.cli.common import FOUND, as_json, example, in_language, say, tell_json
from ecar_governance.cli.procedures import load, settings
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.comparing import ORDER, compare, meaning_of, weight_of
from ecar_governance.domain.in_force import least_number, numbers

_WORDS = {
    "en": {
        "breaking": "Breaking: what a case under way is in, has or could do is gone, or more is demanded",
        "compatible": "Compatible: cases under way can go over as they stand",
        "cosmetic": "Cosmetic: words and order alone",
        "same": "They say and mean the same.",
        "more": "The new version is numbered {}; these changes ask for {} at least.",
    },
    "az": {
        "breaking": (
            "Köklü: davam edən işin olduğu vəziyyət, malik olduğu və ya edə biləcəyi bir şey çıxarılıb, "
            "yaxud daha çox tələb olunur"
        ),
        "compatible": "Uyğun: davam edən işlər olduğu kimi keçə bilər",
        "cosmetic": "Yalnız sözlər və ardıcıllıq",
        "same": "Hər ikisinin məzmunu eynidir.",
        "more": "Yeni versiyanın nömrəsi {} olduğu halda, bu dəyişikliklər ən azı {} tələb edir.",
    },
}


@click.command(epilog=example("ecar workflow diff old/resolution.yaml workflows/resolution.yaml"))
@click.argument("old")
@click.argument("new")
@settings
@in_language
@as_json
def diff(old: str, new: str, settings: dict[str, str], lang: str, json_: bool) -> None:
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
        say(_WORDS[lang]["same"])
    for kind in () if json_ else reversed(ORDER):
        mine = [one for one in changes if one.weight == kind]
        if not mine:
            continue
        say(f"{_WORDS[lang][kind]}:")
        for change in mine:
            values = " -> ".join(one for one in (change.was, change.now) if one)
            what = in_azerbaijani(change.what) if lang == "az" else change.what
            say(f"  {'.'.join(change.path)}: {what}" + (f" ({values})" if values else ""))
    if not enough:
        if not json_:
            say(_WORDS[lang]["more"].format(after.version, least))
        raise SystemExit(FOUND)
