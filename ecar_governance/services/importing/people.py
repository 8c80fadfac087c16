"""People with their mandates from CSV: who they are into the vault, what they hold into the log."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import text_digest
from ecar_governance.domain.deciding.members import OF_A_SEAT, OF_AN_INSTITUTION
from ecar_governance.domain.organs import OF_A_BODY, SITTING
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.errors import InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.institutions import instant_of
from ecar_governance.services.importing.plan import ImportPlan, Piece, Standing
from ecar_governance.services.importing.sheet import Sheet
from ecar_governance.services.importing.terms import Wanted, changes, seat_of
from ecar_governance.services.people import fold_mail, person_facts, register_rows
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.vault_port import VaultPerson

MANDATE_COLUMNS = (
    "person",
    "name_az",
    "name_en",
    "email",
    "locale",
    "kind",
    "institution",
    "body",
    "from",
    "until",
)
_BY_HAND = ("session_chair", "session_secretary", "written_authority")
"""Mandates of one session, which no file gives."""


def read_people(desk: Desk, standing: Standing, sheet: Sheet, actor: str) -> ImportPlan:
    """The plan of a file of people with mandates; `actor` imports it ("" is the installer)."""
    conf, now = standing.conference, desk.clock.now()
    people = _People(desk, sheet, standing.everyone)
    wanted: list[Wanted] = []
    for line, row in sheet.rows:
        if not sheet.code(line, row["person"], "person"):
            continue
        person = f"person-{row['person']}"
        people.read(line, row, person)
        mandate = _mandate(conf, sheet, line, row, person)
        if mandate is not None:
            wanted.append(mandate)
    found = changes(conf, sheet, wanted, now)
    _check_rights(conf, sheet, actor, found.grants, now)
    granted = [
        (
            one.line,
            e.MandateGranted(
                mandate=desk.ids.new("mandate"),
                person=one.person,
                kind=one.kind,
                institution=one.institution,
                body=one.body,
                since=one.since,
                until=one.until,
            ),
        )
        for one in found.grants
    ]
    told, ends = people.registered, found.ends
    pieces = (
        *(Piece(line, ending) for line, ending in ends),
        *(Piece(line, c.ImportMembers(people=(one,))) for line, one in told),
        *(
            Piece(line, c.ImportMembers(mandates=(one,)))
            for line, one in granted
            if one.person not in people.failed
        ),
    )
    command = c.ImportMembers(people=tuple(one for _, one in told), mandates=tuple(one for _, one in granted))
    return ImportPlan(
        command, tuple(people.rows), len(sheet.rows), tuple(ending for _, ending in ends), pieces
    )


class _Told(Struct, frozen=True):
    line: int
    facts: str


class _People:
    """The people of a file, each once, with the vault rows of those whose particulars are new."""

    def __init__(self, desk: Desk, sheet: Sheet, everyone: dict[str, VaultPerson]) -> None:
        self._desk = desk
        self._sheet = sheet
        self._everyone = everyone
        self._told: dict[str, _Told] = {}
        self._addresses = {fold_mail(p.email): p.person for p in everyone.values() if p.email}
        self.registered: list[tuple[int, e.PersonRegistered]] = []
        self.rows: list[VaultWrite] = []
        self.failed: set[str] = set()
        """Those whose particulars cannot be taken: of what they hold nothing can be said yet."""

    def read(self, line: int, row: dict[str, str], person: str) -> None:
        """Takes the person of a row; two rows of one person must agree."""
        sheet = self._sheet
        names = {"az": row["name_az"], "en": row["name_en"]}
        facts = person_facts(names, row["email"], row["locale"])
        told = self._told.get(person)
        if told is not None:
            if told.facts != facts:
                message = f"{row['person']} is told of otherwise in line {told.line}."
                sheet.problem(line, "differs", message, "make the rows agree", field="person")
            return
        self._told[person] = _Told(line, facts)
        if row["email"] and self._addresses.setdefault(fold_mail(row["email"]), person) != person:
            message = f"{row['email']} belongs to somebody else."
            sheet.problem(line, "address", message, "give another address", field="email")
            self.failed.add(person)
            return
        known = self._everyone.get(person)
        if known is not None and text_digest(facts, known.salt) == known.digest:
            return
        try:
            registered, write = register_rows(self._desk, person, names, row["email"], row["locale"])
        except InvalidInput as error:
            for finding in error.findings:
                code = finding.code.removeprefix("person.")
                field = finding.where if finding.where in row else ""
                sheet.problem(line, code, finding.message, finding.fix, field=field)
            self.failed.add(person)
            return
        self.registered.append((line, registered))
        self.rows.append(write)


def _mandate(conf: Conference, sheet: Sheet, line: int, row: dict[str, str], person: str) -> Wanted | None:
    before = len(sheet.findings)
    kind, institution, body = row["kind"], row["institution"], row["body"]
    if kind not in get_args(MandateKind) or kind in _BY_HAND:
        sheet.problem(line, "kind", f"{kind!r} is no mandate that a file can give.", field="kind")
    if institution not in conf.institutions and (institution or kind in OF_A_SEAT | OF_AN_INSTITUTION):
        message = f"There is no institution {institution!r}."
        sheet.problem(line, "institution", message, "import the institutions first", field="institution")
    elif kind in OF_A_SEAT and not seat_of(conf, kind, institution):
        message = f"{institution} is no member and has no seat."
        sheet.problem(line, "seat", message, "import it as a member", field="institution")
    if kind in OF_A_BODY and body not in conf.bodies:
        sheet.problem(line, "body", f"There is no body {body!r}.", "import the bodies first", field="body")
    elif kind in OF_A_BODY and kind not in SITTING.get(conf.bodies[body].kind, ()):
        sheet.problem(line, "body", f"A {kind} does not belong to {body}.", "name another body", field="body")
    since, until = _term(conf, sheet, line, row)
    if len(sheet.findings) > before:
        return None
    return Wanted(
        line,
        person,
        kind,  # type: ignore[arg-type]  # checked above
        institution,
        body if kind in OF_A_BODY else "",
        since,
        until,
    )


def _term(
    conf: Conference, sheet: Sheet, line: int, row: dict[str, str]
) -> tuple[datetime | None, datetime | None]:
    since, until = instant_of(conf, row["from"]), instant_of(conf, row["until"])
    for column, value in (("from", since), ("until", until)):
        if row[column] and value is None:
            sheet.problem(line, "date", f"{row[column]!r} is no date.", "write 2026-11-23", field=column)
    if since is not None and until is not None and until <= since:
        sheet.problem(line, "term", "The term ends before it begins.", field="until")
    return since, until


def _check_rights(
    conf: Conference, sheet: Sheet, actor: str, grants: tuple[Wanted, ...], now: datetime
) -> None:
    """What nobody gives to themselves by hand, nobody gives to themselves by a file."""
    if not actor:
        return
    administers = any(
        m.person == actor and m.kind == "administrator" and m.in_force(now) for m in conf.mandates.values()
    )
    for one in grants:
        if one.person == actor:
            sheet.problem(
                one.line, "own", "Nobody grants a mandate to themselves.", "ask a colleague", field="person"
            )
        elif one.kind == "administrator" and not administers:
            sheet.problem(one.line, "administrator", "Only an administrator makes another one.", field="kind")
