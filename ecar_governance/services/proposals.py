"""A proposal's life as people live it: draft, revise, see what can be done, do it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import DRAFTING, SECRETARIAT
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor, Attachment
from ecar_governance.domain.machine import Candidate
from ecar_governance.domain.machine import options as machine_options
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import Field, Transition
from ecar_governance.errors import Finding, InvalidInput, NotFound
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.texts import ProposalText, Upload, keep_file, keep_proposal, keep_text
from ecar_governance.services.timers import settle
from ecar_governance.services.work import deciding

Given = Mapping[str, str | list[str] | Upload]
"""An action's form as it came in, by field name."""

DRAFTERS = DRAFTING


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
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Begins a proposal. The new case's id is the subject of the first event. Raises InvalidInput."""
    _keep_own(text, ())
    manifest, rows = keep_proposal(desk, text)
    command = c.DraftProposal(desk.ids.new("case"), workflow, manifest, sponsors, body)
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
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """A new revision of the text, sponsors and working group. Raises InvalidInput, NotFound.

    Once handed in, a proposal keeps the working group it names: an empty `body` then means that one."""
    known = case_of(desk, case)
    initial = desk.conference.workflows[known.workflow_hash].workflow.initial
    body = body if known.state == (initial,) else body or known.body
    _keep_own(text, known.manifest.attachments)
    settle(desk, case)
    manifest, rows = keep_proposal(desk, text)
    command = c.ReviseProposal(case, version, manifest, sponsors, body)
    at = desk.clock.now()
    conf = desk.conference
    own = [
        m.mandate
        for m in active_mandates(conf, person, at)
        if (m.kind in DRAFTING and m.institution and m.institution in (known.institution, *known.sponsors))
        or m.kind in SECRETARIAT
    ]
    actor = actor_for(conf, person, at, mandate=mandate, among=own, kinds=DRAFTING)
    return desk.perform(deciding(command, actor, rows), actor=actor, key=key)


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
    stored first; a vote's key pair is made and its private key kept before the vote opens.

    Raises:
        NotFound: no such case.
        InvalidInput: a field that cannot be read, every one named.
    """
    known = case_of(desk, case)
    settle(desk, case)
    conf = desk.conference
    rule = conf.workflows[known.workflow_hash].workflow.transitions.get(transition)
    if rule is None:
        return Refused((Reason("transition.unknown", {"transition": transition}),))
    values, rows = _read_inputs(desk, rule, inputs)
    would_do = next((o.mandates for o in options(desk, person, case) if o.transition.name == transition), ())
    actor = actor_for(conf, person, desk.clock.now(), mandate=mandate, among=would_do)
    fresh = fresh_ids(desk)
    public, private = ("", b"")
    if any(call.name == "open_vote" for call in rule.effects):
        public, private = desk.sealing.generate()
        desk.keys.put(fresh["vote"], private)
    command = c.TakeAction(case, transition, version, values, fresh, public)
    outcome = desk.perform(deciding(command, actor, rows), actor=actor, key=key)
    # Only a vote that certainly was not opened loses its key. After an error the act may have been committed
    # all the same, and a key without a vote opens nothing.
    if public and (isinstance(outcome, Refused) or outcome.repeated):
        desk.keys.shred(fresh["vote"])
    return outcome


def fresh_ids(desk: Desk) -> dict[str, str]:
    """Ids for whatever an act may create; those it does not need are forgotten."""
    return {"vote": desk.ids.new("vote"), "resolution": desk.ids.new("resolution")}


def _read_inputs(
    desk: Desk, rule: Transition, given: Given
) -> tuple[dict[str, str | int | tuple[str, ...]], tuple[VaultWrite, ...]]:
    values: dict[str, str | int | tuple[str, ...]] = {}
    rows: list[VaultWrite] = []
    findings: list[Finding] = []
    for field in rule.inputs:
        raw = given.get(field.name, "")
        try:
            value = _read_one(desk, field, raw, rows)
        except InvalidInput as error:
            told = error.findings or (Finding("input.unreadable", error.message, "", error.fix),)
            findings += [structs.replace(one, where=field.name) for one in told]
            continue
        if value is not None:
            values[field.name] = value
        elif field.required:
            findings.append(Finding("input.missing", "This must be given.", field.name, "fill it in"))
    if findings:
        raise InvalidInput("Some fields need another look.", findings=findings)
    return values, tuple(rows)


def _read_one(
    desk: Desk, field: Field, raw: str | list[str] | Upload, rows: list[VaultWrite]
) -> str | int | tuple[str, ...] | None:
    """The value that the command carries, or None when nothing was given."""
    if isinstance(raw, Upload):
        if field.kind != "file":
            raise InvalidInput("A file was sent where none is asked for.")
        return keep_file(desk, raw, desk.clock.now()) if raw.content or raw.name else None
    if field.kind == "persons":
        many = raw if isinstance(raw, list) else raw.split()
        people = tuple(p.strip() for p in many if p.strip())
        return people or None
    text = (raw[0] if raw else "") if isinstance(raw, list) else raw
    text = text.strip()
    if not text:
        return None
    match field.kind:
        case "integer":
            if not (text.isascii() and text.isdigit() and len(text) < 7):
                raise InvalidInput(f"{text} is not a whole number.", fix="write a number such as 14")
            return int(text)
        case "text":
            if len(text) > field.max_length:
                raise InvalidInput(f"This has at most {field.max_length} characters.")
            digest, row = keep_text(desk, text, "")
            rows.append(row)
            return digest
        case "file":
            raise InvalidInput("Please choose a file.")
        case _:
            return text
