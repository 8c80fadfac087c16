"""Division: a text is voted on in parts, and what was not adopted falls out of it."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET

from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.drafting import manifest_hash
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.paragraphs import (
    MOST,
    PREAMBLE,
    Parts,
    division_of,
    joined,
    left_of,
    orders,
    paragraphs_of,
    part_next,
    read_parts,
)


def move_division(do: Effect) -> Answer:
    """Of the parts that the form names, else of each operative paragraph by itself."""
    given = () if do.command.paragraphs is UNSET else do.command.paragraphs
    case = do.case
    known = [one.number for one in given]
    if not known or known != list(range(known[0], known[0] + len(known))) or known[0] > 1:
        return [Reason("division.uncut")]
    if any(set(one.bodies) != set(case.manifest.bodies) for one in given):
        return [Reason("division.languages_differ")]
    if len(known) > MOST:
        return [Reason("division.too_many", {"most": str(MOST)})]
    operative = tuple(number for number in known if number != PREAMBLE)
    if len(operative) < 2:
        return [Reason("division.one_paragraph")]
    wanted = str(do.command.inputs.get("parts", ""))
    parts = read_parts(wanted) if wanted else tuple((number,) for number in operative)
    if parts is None:
        return [Reason("input.kind", {"name": "parts", "kind": "paragraphs"})]
    parts = tuple(sorted(parts))
    if reasons := _parts_reasons(parts, known):
        return reasons
    do.steps.emit(do.case_id, e.DivisionMoved(do.case_id, case.manifest_hash, given, parts))
    return None


def _parts_reasons(parts: Parts, known: list[int]) -> list[Reason]:
    """Why the text cannot be divided so."""
    named = Counter(number for part in parts for number in part)
    reasons = [Reason("division.no_paragraph", {"number": str(n)}) for n in sorted(named) if n not in known]
    reasons += [
        Reason("division.paragraph_twice", {"number": str(n)})
        for n, times in sorted(named.items())
        if times > 1
    ]
    if not reasons and len(parts) == 1 and {*parts[0], PREAMBLE} >= set(known):
        reasons.append(Reason("division.whole"))
    return reasons


def division_put(do: Effect) -> tuple[e.OfDivision | None, str] | list[Reason]:
    """What the vote of the state moved to is on, where that is not the whole text, and the hash of the text
    that its ballots are bound to; or why there is nothing to vote on."""
    what = do.spec.division
    if not what:
        return None, do.case.manifest_hash
    division = division_of(do.case)
    if division is None:
        return [Reason("division.none")]
    if what == "motion":
        return e.OfDivision("motion", parts=len(division.parts)), do.case.manifest_hash
    asked = part_next(do.conference, do.case, division)
    if asked is None:
        return [Reason("division.all_decided")]
    text = paragraphs_of(division, asked.paragraphs)
    return asked, manifest_hash(joined(do.case.manifest, text, attachments=False))


def reduce_text(do: Effect) -> Answer:
    """Nothing happens where no part fell."""
    case = do.case
    division = division_of(case)
    if division is None:
        return [Reason("division.none")]
    asked = part_next(do.conference, case, division)
    if asked is not None:
        return [Reason("division.part_undecided", {"number": str(asked.number)})]
    left = left_of(do.conference, case, division)
    if not orders(left):
        return [Reason("division.nothing_left")]
    if left == division.paragraphs:
        return None
    manifest = joined(case.manifest, left)
    kept = {one.number for one in left}
    fallen = tuple(one.number for one in division.paragraphs if one.number not in kept)
    do.steps.emit(
        do.case_id,
        e.TextReduced(do.case_id, case.revision + 1, manifest, manifest_hash(manifest), left, fallen),
    )
    return None
