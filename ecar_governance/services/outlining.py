"""A vote that is not held yet, as a record without papers, for whoever holds it elsewhere (Belenios)."""

from __future__ import annotations

from ecar_governance.domain.candidates import next_ballot
from ecar_governance.domain.choosing import majority_chosen
from ecar_governance.domain.deciding.electorate import electorate_of
from ecar_governance.domain.organs import named_body
from ecar_governance.domain.state import Case
from ecar_governance.domain.vote_record import VoteRecord
from ecar_governance.domain.workflow import State, VoteSpec
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.proposals import case_of
from ecar_governance.services.queries.naming import with_names


def outline(desk: Desk, case: str, state: str = "") -> tuple[VoteRecord, dict[str, str | None]]:
    """The vote that would be opened on the case now, and the mail address of who would cast for each seat.

    Args:
        case: the case.
        state: in which of its procedure's states the question is put, where there are several.

    Returns:
        The record, with rule, candidates and electorate; and addresses by seat. A seat has that of the first
        who may cast for it: whoever holds its own mandate before a substitute, and both before a proxy; None
        where nobody may; "" where they have no address.

    Raises:
        NotFound: when there is no such case.
        InvalidInput: when the procedure puts no question there, or several and none is named; when a table
            that the electorate is made from is missing.
    """
    conf, now = desk.conference, desk.clock.now()
    known = case_of(desk, case)
    place, spec = _question(desk, known, state)
    spec = majority_chosen(conf, known, spec)
    body = named_body(conf, spec.body, known)
    zone = conf.founding.zone if conf.founding is not None else "UTC"
    roll, untold = electorate_of(conf, body, known, spec.rule.proxies, now, wanted=spec.electorate, zone=zone)
    if untold:
        findings = [Finding(one.code, f"The electorate cannot be told: {one.code}.") for one in untold]
        raise InvalidInput(findings[0].message, findings=findings)
    electorate = roll.rows
    rule, number, candidates = spec.rule, 1, spec.options
    if rule.election is not None:
        ballot = next_ballot(conf, known, place, spec)
        rule, number, candidates = ballot.rule, ballot.number, ballot.candidates
    texts = desk.vault.texts(known.manifest.titles.values())
    told = [texts[digest].content for _, digest in sorted(known.manifest.titles.items()) if digest in texts]
    record = VoteRecord(
        id=known.case,
        title=" / ".join(dict.fromkeys(told)),
        case=known.case,
        manifest_hash=known.manifest_hash,
        ballot="secret",
        rule=rule,
        electorate=electorate,
        candidates=with_names(desk.vault, conf, known, candidates) if candidates else (),
        number=number,
    )
    holders = {row.seat: conf.mandates[row.casters[0]].person for row in electorate if row.casters}
    people = desk.vault.people(holders.values())
    addresses: dict[str, str | None] = {row.seat: None for row in electorate}
    for seat, person in holders.items():
        addresses[seat] = people[person].email if person in people else ""
    return record, addresses


def _question(desk: Desk, case: Case, state: str) -> tuple[str, VoteSpec]:
    """The state in which the case puts a question, and how."""
    workflow = desk.conference.workflows[case.workflow_hash].workflow
    asked = [one for one in workflow.states.values() if one.vote is not None]
    found: list[State] = [one for one in asked if one.name == state] if state else asked
    if len(found) != 1 or found[0].vote is None:
        names = ", ".join(sorted(one.name for one in asked)) or "none"
        message = f"The states of this procedure that put a question: {names}."
        finding = Finding("belenios.state", message, state, "name one of them with --state")
        raise InvalidInput(message, findings=[finding], fix=finding.fix)
    return found[0].name, found[0].vote
