"""A proposal's life as people live it: draft, revise, see what can be done, do it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import UNSET
from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain.approving import standing
from ecar_governance.domain.candidates import ballot_due, on_paper
from ecar_governance.domain.deciding.rights import DRAFTING, SECRETARIAT, SESSION_OFFICES
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor, Attachment, Manifest
from ecar_governance.domain.fields import Value
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.machine import machine_of
from ecar_governance.domain.options import Candidate
from ecar_governance.domain.options import options as machine_options
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Approval, Case, Conference
from ecar_governance.domain.workflow import CaseField, Transition
from ecar_governance.errors import Finding, InvalidInput, NotFound
from ecar_governance.services.acting import actor_for
from ecar_governance.services.counting import destroy_voided
from ecar_governance.services.desk import Desk
from ecar_governance.services.dividing import keep_paragraphs
from ecar_governance.services.fields import GivenFields, read_fields
from ecar_governance.services.inputs import Given, read_inputs
from ecar_governance.services.opening import (
    VOIDED,
    fresh_ids,
    may_open,
    perform,
    pinned_of,
    vote_by_itself,
    with_key,
)
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.texts import ProposalText, keep_proposal, keep_text
from ecar_governance.services.timers import settle, settled
from ecar_governance.services.work import deciding

DRAFTERS = DRAFTING
NO_FIELDS: GivenFields = {}
FIELD = "field-"
"""Begins the place of a finding about a field of the proposal, before the field's name."""
RECUSAL_LIMIT = 2000
"""The most characters that the reason of a recusal has."""


def case_of(desk: Desk, case: str) -> Case:
    """The case; raises NotFound."""
    found = desk.conference.cases.get(case)
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def draft(
    desk: Desk,
    person: str,
    text: ProposalText,
    *,
    workflow: str,
    sponsors: tuple[str, ...] = (),
    body: str = "",
    fields: GivenFields = NO_FIELDS,
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Begins a proposal. The new case's id is the subject of the first event. Raises InvalidInput with every
    problem of the text and of the fields, which are those of the version in force."""
    _keep_own(text, ())
    pinned = in_force(desk.conference, workflow, desk.clock.now())
    known = pinned.workflow.fields if pinned is not None else {}
    manifest, values, rows = _read(desk, text, None, known, fields, {})
    command = c.DraftProposal(desk.ids.new("case"), workflow, manifest, sponsors, body, values)
    actor = actor_for(desk.conference, person, desk.clock.now(), mandate=mandate, kinds=DRAFTERS)
    return desk.perform(deciding(command, actor, rows), actor=actor, key=key)


def revise(
    desk: Desk,
    person: str,
    case: str,
    version: int,
    text: ProposalText,
    *,
    sponsors: tuple[str, ...] = (),
    body: str = "",
    fields: GivenFields = NO_FIELDS,
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """A new revision of the text, sponsors and working group, and other values of those `fields` that are
    named. Raises NotFound, and InvalidInput with every problem of the text and of the fields.

    What is as it was stays the same text, so that other fields alone are no revision of it. Once handed in, a
    proposal keeps the working group it names: an empty `body` then means that one."""
    known = case_of(desk, case)
    initial = desk.conference.workflows[known.workflow_hash].workflow.initial
    body = body if known.state == (initial,) else body or known.body
    _keep_own(text, known.manifest.attachments)
    settle(desk, case)
    now = case_of(desk, case)
    pinned = pinned_of(desk.conference, case)
    manifest, values, rows = _read(desk, text, now.manifest, pinned.workflow.fields, fields, now.fields)
    fresh = vote_by_itself(desk, pinned, VOIDED)
    command = c.ReviseProposal(case, version, manifest, sponsors, body, values, fresh or UNSET)
    at = desk.clock.now()
    conf = desk.conference
    own = [
        m.mandate
        for m in active_mandates(conf, person, at)
        if (m.kind in DRAFTING and m.institution and m.institution in (known.institution, *known.sponsors))
        or m.kind in SECRETARIAT
    ]
    actor = actor_for(conf, person, at, mandate=mandate, among=own, kinds=DRAFTING)
    outcome = perform(desk, deciding(command, actor, rows), fresh, actor=actor, key=key)
    destroy_voided(desk, outcome)
    return outcome


def _read(
    desk: Desk,
    text: ProposalText,
    manifest: Manifest | None,
    known: Mapping[str, CaseField],
    given: GivenFields,
    before: Mapping[str, Value],
) -> tuple[Manifest, dict[str, Value], tuple[VaultWrite, ...]]:
    """Text and fields, read both, so that whoever wrote them learns everything at once."""
    findings: list[Finding] = []
    kept: tuple[Manifest, tuple[VaultWrite, ...]] | None = None
    values, rows = dict[str, Value](), tuple[VaultWrite, ...]()
    try:
        kept = keep_proposal(desk, text, manifest)
    except InvalidInput as error:
        if not error.findings:
            raise
        findings += error.findings
    try:
        values, rows = read_fields(desk, known, given, before)
    except InvalidInput as error:
        findings += [replace(one, where=f"{FIELD}{one.where}") for one in error.findings]
    if findings or kept is None:
        raise InvalidInput("This cannot be taken yet.", findings=findings)
    return kept[0], values, (*kept[1], *rows)


def _keep_own(text: ProposalText, before: tuple[Attachment, ...]) -> None:
    """Only this proposal's own files stay with it: a digest is no right to somebody else's file."""
    strange = [a.name for a in text.kept if a not in before]
    if strange:
        raise InvalidInput(f"{strange[0]} is not attached to this proposal.", fix="attach the file itself")


def options(desk: Desk, person: str, case: str) -> tuple[Candidate, ...]:
    """Every action out of where the case is: open to the person, or every reason why not and who could."""
    conf = desk.conference
    known = case_of(desk, case)
    workflow = conf.workflows[known.workflow_hash].workflow
    return machine_options(workflow, conf, known, Context(Actor("person", person), desk.clock.now()))


def act(
    desk: Desk,
    person: str,
    case: str,
    transition: str,
    version: int,
    inputs: Given,
    *,
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Takes an action of the case's procedure with what its form gave.

    Free text becomes a salted digest and its text goes to the vault in the same transaction; a file is
    stored first; a vote's key pair is made and its private key kept before the vote opens. Where several
    people must ask alike, a text that says what the one before wrote is that same text, and a file not sent
    again is theirs.

    Raises:
        NotFound: no such case.
        InvalidInput: a field that cannot be read, every one named.
    """
    # One look at the conference: every other one would ask the database whether anything was added.
    conf, now = settled(desk, case), desk.clock.now()
    known = conf.cases.get(case)
    if known is None:
        raise NotFound("There is no such proposal.")
    workflow = conf.workflows[known.workflow_hash].workflow
    rule = workflow.transitions.get(transition)
    if rule is None:
        return Refused((Reason("transition.unknown", {"transition": transition}),))
    ballot = ballot_due(conf, known, rule.target)
    listed = () if ballot is None else on_paper(ballot)
    values, rows = read_inputs(desk, rule, inputs, _asked_before(conf, known, rule, now), listed)
    open_to = machine_options(workflow, conf, known, Context(Actor("person", person), now), only=transition)
    would_do = open_to[0].mandates if open_to else ()
    actor = actor_for(conf, person, now, mandate=mandate, among=would_do)
    fresh = fresh_ids(desk)
    if may_open(pinned_of(conf, case), (rule,)):
        fresh = with_key(desk, fresh)
    command = c.TakeAction(case, transition, version, values, *_own_key(rule, fresh))
    if any(call.name == "move_division" for call in rule.effects):
        paragraphs, texts = keep_paragraphs(desk, known)
        command, rows = replace(command, paragraphs=paragraphs), (*rows, *texts)
    outcome = perform(desk, deciding(command, actor, rows), fresh, actor=actor, key=key)
    destroy_voided(desk, outcome)
    return outcome


def recuse(
    desk: Desk,
    person: str,
    case: str,
    reason: str,
    *,
    on_behalf_of: str = "",
    institution: str = "",
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """The person takes no part in the case; the reason goes to the vault beside its digest.

    With `institution`, which they head, nobody votes for it. An officer enters it `on_behalf_of` somebody.
    Raises NotFound for no such case, InvalidInput for a reason that is too long or holds unseen signs."""
    case_of(desk, case)
    if len(reason) > RECUSAL_LIMIT:
        raise InvalidInput(f"This has at most {RECUSAL_LIMIT} characters.")
    digest, rows = "", tuple[VaultWrite, ...]()
    if reason.strip():
        digest, row = keep_text(desk, reason.strip(), "")
        rows = (row,)
    at, conf = desk.clock.now(), desk.conference
    kinds: tuple[str, ...] = (*SECRETARIAT, *SESSION_OFFICES) if on_behalf_of else ()
    among = [
        one.mandate
        for one in active_mandates(conf, person, at)
        if institution and one.institution == institution and one.kind in ("rector", "acting_rector")
    ]
    actor = actor_for(
        conf, person, at, mandate=mandate, among=among, kinds=kinds, session=conf.cases[case].session or None
    )
    command = c.DeclareRecusal(case, digest, on_behalf_of, institution)
    return desk.perform(deciding(command, actor, rows), actor=actor, key=key)


def _asked_before(conf: Conference, case: Case, rule: Transition, now: datetime) -> Approval | None:
    """What the next person is to ask for, too, where the action needs several."""
    if not case.approvals:
        return None
    workflow = conf.workflows[case.workflow_hash].workflow
    sources = machine_of(case.workflow_hash, workflow).sources(rule, case.state)
    given = [one for source in sources for one in standing(workflow, conf, case, rule, source, now)]
    return max(given, key=lambda one: one.position, default=None)


def _own_key(rule: Transition, fresh: dict[str, str]) -> tuple[dict[str, str], str]:
    """The ids and the public key as the command has them: apart where the action itself opens the vote."""
    if any(call.name == "open_vote" for call in rule.effects):
        return {kind: one for kind, one in fresh.items() if kind != "key"}, fresh["key"]
    return fresh, ""
