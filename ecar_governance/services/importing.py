"""Members from CSV: institutions, bodies, or people with their mandates. All rows are good, or none comes in.

A re-import changes only what differs. People are the same when their `person` codes are: the code becomes
the id, so that a corrected name or address finds its person.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, time
from typing import get_args
from zoneinfo import ZoneInfo

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import nfc, text_digest
from ecar_governance.domain.deciding.members import OF_A_BODY, OF_A_SEAT, OF_AN_INSTITUTION
from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import person_facts, register_rows
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.work import deciding

INSTITUTION_COLUMNS = ("code", "name_en", "name_az", "kind", "country", "city")
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
BODY_COLUMNS = ("code", "kind", "name_az", "name_en")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_LIMIT = 5_000


class ImportPlan(Struct, frozen=True):
    """What a file says, ready to be decided as one act."""

    command: c.ImportMembers
    rows: tuple[VaultWrite, ...]
    read: int


def import_csv(desk: Desk, person: str, name: str, data: bytes, *, key: str | None = None) -> Outcome:
    """Imports a file of institutions, of bodies, or of people with mandates, told apart by its header.

    `person` acts ("" is the installer); `name` stands in the findings. A file that changes nothing is
    refused with the one reason `nothing.changes`.

    Raises:
        InvalidInput: with every bad row, `name:line`, and what would mend it; nothing was imported.
    """
    plan = read_csv(desk, name, data)
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    return desk.perform(deciding(plan.command, actor, plan.rows), actor=actor, key=key)


def read_csv(desk: Desk, name: str, data: bytes) -> ImportPlan:
    """The plan of an import. Raises InvalidInput with every bad row."""
    try:
        text = nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{name} is not UTF-8 (byte {error.start}).", fix="save the file as CSV UTF-8"
        ) from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    header = tuple(reader.fieldnames or ())
    if set(INSTITUTION_COLUMNS) <= set(header):
        columns = {*INSTITUTION_COLUMNS, "since"}
    elif set(MANDATE_COLUMNS) <= set(header):
        columns = set(MANDATE_COLUMNS)
    elif set(BODY_COLUMNS) <= set(header):
        columns = set(BODY_COLUMNS)
    else:
        raise InvalidInput(
            f"{name}:1: the header is neither of institutions, nor of bodies, nor of people.",
            fix=" or ".join(",".join(c) for c in (INSTITUTION_COLUMNS, BODY_COLUMNS, MANDATE_COLUMNS)),
        )
    findings = [
        Finding("import.column", f"There is no column {h!r}.", f"{name}:1", "remove it")
        for h in header
        if h not in columns
    ]
    lines: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            where = f"{name}:{reader.line_num}"
            if None in row or any(v is None for v in row.values()):
                findings.append(
                    Finding("import.width", "The row has more or fewer fields than the header.", where)
                )
                continue
            lines.append((reader.line_num, {k: v.strip() for k, v in row.items()}))
    except csv.Error as error:
        findings.append(
            Finding("import.csv", f"The row cannot be read: {error}.", f"{name}:{reader.line_num}")
        )
    if len(lines) > _LIMIT:
        findings.append(Finding("import.long", f"A file has at most {_LIMIT} rows.", name))
    if set(INSTITUTION_COLUMNS) <= set(header):
        plan = _institutions(desk, name, lines, findings)
    elif set(BODY_COLUMNS) <= set(header):
        plan = _bodies(name, lines, findings)
    else:
        plan = _people(desk, name, lines, findings)
    if findings:
        raise InvalidInput(f"{name} has {len(findings)} problem(s); nothing was imported.", findings=findings)
    return plan


def _institutions(
    desk: Desk, name: str, lines: list[tuple[int, dict[str, str]]], findings: list[Finding]
) -> ImportPlan:
    found: dict[str, e.InstitutionRegistered] = {}
    today = desk.clock.now().astimezone(_zone(desk.conference)).date().isoformat()
    for line, row in lines:
        where = f"{name}:{line}"
        code = row["code"]
        if not _CODE.fullmatch(code):
            findings.append(Finding("import.code", f"{code!r} is no code.", where, "letters, digits, - _ ."))
        if code in found:
            findings.append(Finding("import.twice", f"{code} stands twice.", where, "keep one of the rows"))
        if row["kind"] not in ("member", "partner", "stakeholder", "candidate"):
            findings.append(
                Finding(
                    "import.kind",
                    f"{row['kind']!r} is no kind of institution.",
                    where,
                    "member, partner, stakeholder or candidate",
                )
            )
        findings += [
            Finding("import.missing", f"{column} is empty.", where, "fill it in")
            for column in ("name_az", "name_en", "country")
            if not row[column]
        ]
        if row["country"] and not re.fullmatch("[A-Z]{2}", row["country"]):
            findings.append(
                Finding("import.country", f"{row['country']!r} is no country code.", where, "ISO 3166, as AZ")
            )
        since = row.get("since") or today
        if _day(since) is None:
            findings.append(Finding("import.date", f"{since!r} is no date.", where, "write 2026-11-23"))
        found[code] = e.InstitutionRegistered(
            code,
            row["kind"],  # type: ignore[arg-type]  # checked above
            {"az": row["name_az"], "en": row["name_en"]},
            row["country"],
            row["city"],
            since,
        )
    return ImportPlan(c.ImportMembers(institutions=tuple(found.values())), (), len(lines))


def _people(
    desk: Desk, name: str, lines: list[tuple[int, dict[str, str]]], findings: list[Finding]
) -> ImportPlan:
    conf = desk.conference
    people: dict[str, tuple[e.PersonRegistered, VaultWrite | None]] = {}
    facts: dict[str, str] = {}
    mandates: list[e.MandateGranted] = []
    addresses: dict[str, str] = {p.email.casefold(): p.person for p in desk.vault.everyone() if p.email}
    for line, row in lines:
        where = f"{name}:{line}"
        person = f"person-{row['person']}"
        if not _CODE.fullmatch(row["person"]):
            findings.append(Finding("import.code", f"{row['person']!r} is no code.", where))
            continue
        _person(desk, row, person, where, people, facts, addresses, findings)
        mandate = _mandate(desk, conf, row, person, where, findings)
        if mandate is not None:
            mandates.append(mandate)
    command = c.ImportMembers(
        people=tuple(p for p, _ in people.values()),
        mandates=tuple(mandates),
    )
    return ImportPlan(command, tuple(w for _, w in people.values() if w is not None), len(lines))


def _bodies(name: str, lines: list[tuple[int, dict[str, str]]], findings: list[Finding]) -> ImportPlan:
    found: dict[str, e.BodyRegistered] = {}
    for line, row in lines:
        where = f"{name}:{line}"
        if not _CODE.fullmatch(row["code"]):
            findings.append(Finding("import.code", f"{row['code']!r} is no code.", where))
        if row["code"] in found:
            findings.append(Finding("import.twice", f"{row['code']} stands twice.", where, "keep one row"))
        if row["kind"] not in get_args(e.BodyKind):
            findings.append(
                Finding(
                    "import.body", f"{row['kind']!r} is no kind of body.", where, "working_group or presidium"
                )
            )
        if not (row["name_az"] and row["name_en"]):
            findings.append(Finding("import.missing", "A body needs a name in both languages.", where))
        names = {"az": row["name_az"], "en": row["name_en"]}
        found[row["code"]] = e.BodyRegistered(row["code"], row["kind"], names)  # type: ignore[arg-type]  # checked above
    return ImportPlan(c.ImportMembers(bodies=tuple(found.values())), (), len(lines))


def _person(
    desk: Desk,
    row: dict[str, str],
    person: str,
    where: str,
    people: dict[str, tuple[e.PersonRegistered, VaultWrite | None]],
    facts: dict[str, str],
    addresses: dict[str, str],
    findings: list[Finding],
) -> None:
    told = person_facts({"az": row["name_az"], "en": row["name_en"]}, row["email"], row["locale"])
    if person in facts:
        if facts[person] != told:
            findings.append(
                Finding(
                    "import.differs", f"{row['person']} is told of in two ways.", where, "make the rows agree"
                )
            )
        return
    facts[person] = told
    other = addresses.setdefault(row["email"].casefold(), person) if row["email"] else person
    if other != person:
        findings.append(
            Finding(
                "import.address", f"{row['email']} belongs to somebody else.", where, "give another address"
            )
        )
    known = desk.vault.people((person,)).get(person)
    if known is not None:
        same = text_digest(told, known.salt) == known.digest
        if same:
            people[person] = (e.PersonRegistered(person, known.digest), None)
            return
    try:
        people[person] = register_rows(
            desk, person, {"az": row["name_az"], "en": row["name_en"]}, row["email"], row["locale"]
        )
    except InvalidInput as error:
        findings += [Finding(f.code, f.message, where, f.fix) for f in error.findings]


def _mandate(
    desk: Desk,
    conf: Conference,
    row: dict[str, str],
    person: str,
    where: str,
    findings: list[Finding],
) -> e.MandateGranted | None:
    kind = row["kind"]
    before = len(findings)
    if kind not in get_args(MandateKind) or kind in (
        "session_chair",
        "session_secretary",
        "written_authority",
    ):
        findings.append(Finding("import.kind", f"{kind!r} is no mandate that a file can give.", where))
    if kind in OF_A_SEAT | OF_AN_INSTITUTION and row["institution"] not in conf.institutions:
        findings.append(
            Finding(
                "import.institution",
                f"There is no institution {row['institution']!r}.",
                where,
                "import the institutions first",
            )
        )
    if kind in OF_A_BODY and row["body"] not in conf.bodies:
        findings.append(
            Finding("import.body", f"There is no body {row['body']!r}.", where, "import the bodies first")
        )
    since, until = _instant(conf, row["from"]), _instant(conf, row["until"])
    for column, value in (("from", since), ("until", until)):
        if row[column] and value is None:
            findings.append(Finding("import.date", f"{row[column]!r} is no date.", where, "write 2026-11-23"))
    if since is not None and until is not None and until <= since:
        findings.append(Finding("import.term", "The term ends before it begins.", where))
    if len(findings) > before:
        return None
    return e.MandateGranted(
        mandate=desk.ids.new("mandate"),
        person=person,
        kind=kind,  # type: ignore[arg-type]  # checked above
        institution=row["institution"],
        body=row["body"] if kind in OF_A_BODY else "",
        since=since,
        until=until,
    )


def _zone(conf: Conference) -> ZoneInfo:
    return ZoneInfo(conf.founding.zone if conf.founding else "UTC")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _instant(conf: Conference, text: str) -> datetime | None:
    """Midnight, where the conference is, of the day written."""
    day = _day(text) if text else None
    return None if day is None else datetime.combine(day, time(), _zone(conf)).astimezone(UTC)
