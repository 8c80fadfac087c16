"""Who stands in an election: nominations made, accepted and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from ecar_governance.domain import commands as c
from ecar_governance.domain.candidates import may_name
from ecar_governance.domain.deciding.rights import SECRETARIAT
from ecar_governance.errors import InvalidInput
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.proposals import case_of
from ecar_governance.services.texts import TITLE_LIMIT, keep_text
from ecar_governance.services.work import deciding


def nominate(
    desk: Desk,
    person: str,
    case: str,
    candidate: str = "",
    *,
    titles: Mapping[str, str] | None = None,
    traits: Mapping[str, str] | None = None,
    key: str | None = None,
) -> Outcome:
    """Names a registered person as a candidate; or an alternative by its titles, which go to the vault.

    Raises NotFound for no such case, InvalidInput for a title that is too long or holds unseen signs."""
    known = case_of(desk, case)
    rows: list[VaultWrite] = []
    digests = {}
    for lang, title in sorted((titles or {}).items()):
        if len(title) > TITLE_LIMIT:
            raise InvalidInput(f"This has at most {TITLE_LIMIT} characters.")
        if title.strip():
            digests[lang], row = keep_text(desk, title.strip(), lang)
            rows.append(row)
    option = candidate or desk.ids.new("option")
    given = {name: value for name, value in (traits or {}).items() if value}
    at = desk.clock.now()
    actor = actor_for(desk.conference, person, at, among=may_name(desk.conference, known, person, at))
    command = c.Nominate(case, option, candidate, digests, given)
    return desk.perform(deciding(command, actor, tuple(rows)), actor=actor, key=key)


def accept(desk: Desk, person: str, case: str, option: str, *, key: str | None = None) -> Outcome:
    """Whoever was nominated agrees to stand. Raises NotFound for no such case."""
    case_of(desk, case)
    actor = actor_for(desk.conference, person, desk.clock.now())
    return desk.perform(deciding(c.AcceptNomination(case, option), actor), actor=actor, key=key)


def withdraw(desk: Desk, person: str, case: str, option: str, *, key: str | None = None) -> Outcome:
    """The candidacy is withdrawn: by the candidate, by whoever named an alternative, or as the secretariat
    enters it. Raises NotFound for no such case."""
    case_of(desk, case)
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=SECRETARIAT)
    return desk.perform(deciding(c.WithdrawCandidacy(case, option), actor), actor=actor, key=key)
