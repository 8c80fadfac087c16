"""Guards and roles, as tables: what each needs, the reason it gives, and what mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace
from rpds import HashTrieMap

from ecar_governance.domain import roles
from ecar_governance.domain.deciding.casters import casters_by_seat
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import (
    Actor,
    DocumentSigned,
    Manifest,
    OfDivision,
    Paragraph,
    ResolutionNumbered,
)
from ecar_governance.domain.guards import GUARDS
from ecar_governance.domain.organs import VOTING_KINDS
from ecar_governance.domain.registry import GUARDS as SPECS
from ecar_governance.domain.registry import REASONS
from ecar_governance.domain.state import (
    AgendaItem,
    Asking,
    Attendance,
    Body,
    Candidacy,
    Case,
    Conference,
    Division,
    Document,
    Filing,
    Institution,
    Mandate,
    Opinion,
    Person,
    Recommendation,
    Resolution,
    Seat,
    Session,
    Step,
    Vote,
    WorkflowVersion,
)
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.workflow import MandateKind, Role, State, Workflow

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TEXT = Manifest({"az": "d1", "en": "d2"}, {"az": "d3", "en": "d4"}, "az")


def mandate(name: str, person: str, kind: MandateKind, **scope: Any) -> Mandate:
    fields = {"institution": "", "seat": "", "body": "", "session": "", "since": NOW - 9 * DAY, "until": None}
    return Mandate(name, person, kind, **{**fields, **scope})


MANDATES = [
    mandate("m-rector", "rector", "rector", institution="KHAZAR", seat="seat-1", body="plenary"),
    mandate("m-vice", "vice", "vice_rector", institution="KHAZAR", seat="seat-1", body="plenary"),
    mandate(
        "m-paper", "guest", "written_authority", institution="KHAZAR", seat="seat-1", session="session-1"
    ),
    mandate("m-help", "helper", "assistant", institution="KHAZAR"),
    mandate("m-other", "other", "rector", institution="BEU", seat="seat-2", body="plenary"),
    mandate("m-chair", "chair", "session_chair", session="session-1"),
    mandate("m-minutes", "writer", "session_secretary", session="session-1"),
    mandate("m-group", "group", "wg_chair", institution="AUL", body="group"),
    mandate("m-office", "office", "secretariat", institution="BBU"),
    mandate("m-past", "past", "secretariat", until=NOW),
    mandate("m-soon", "soon", "secretariat", since=NOW + DAY),
    mandate("m-ended", "ended", "secretariat", ended=NOW - DAY),
]


def keyed(items: list[Any], key: str) -> HashTrieMap[str, Any]:
    return HashTrieMap({getattr(item, key): item for item in items})


def actor(name: str, person: str) -> Actor:
    return Actor("person", person, name)


CASE = Case(
    "case-1", "2026-1", "resolution", "sha256:0", ("agenda",), 4, "KHAZAR", actor("m-rector", "rector"),
    TEXT, "sha256:1", 1, ("BEU",), "group", NOW - 5 * DAY, NOW - DAY, session="session-1", item=1,
)  # fmt: skip
STANDS, WAITS, GONE = (
    Candidacy(name, name, {}, "KHAZAR", {}, actor("m-rector", "rector"), NOW, accepted, withdrawn)
    for name, accepted, withdrawn in (("stands", NOW, None), ("waits", None, None), ("gone", NOW, NOW))
)
SESSION = Session(
    "session-1", "plenary", 1, NOW + 20 * DAY, "Asia/Baku", {}, "open", NOW - DAY,
    agenda=(AgendaItem(1, "case-1"),),
    attendance=HashTrieMap({f"seat-{n}": Attendance(f"seat-{n}", "m", NOW) for n in (1, 2)}),
)  # fmt: skip
CONFERENCE = Conference(
    bodies=keyed([Body("plenary", "plenary", {}), Body("group", "working_group", {})], "body"),
    institutions=keyed(
        [Institution("KHAZAR", "member", "AZ", "", ()), Institution("NEW", "candidate", "AZ", "", ())],
        "institution",
    ),
    seats=keyed([Seat(f"seat-{n}", f"I{n}", "plenary", Fraction(1)) for n in (1, 2, 3)], "seat"),
    mandates=keyed(MANDATES, "mandate"),
    seat_mandates=HashTrieMap(
        {seat: tuple(m.mandate for m in MANDATES if m.seat == seat) for seat in ("seat-1", "seat-2")}
    ),
    persons=keyed(
        [Person(m.person, "d", tuple(o.mandate for o in MANDATES if o.person == m.person)) for m in MANDATES],
        "person",
    ),
    sessions=keyed([SESSION], "session"),
    cases=keyed([CASE], "case"),
)


def with_session(**changes: Any) -> Conference:
    session = replace(SESSION, **changes)
    return replace(CONFERENCE, sessions=keyed([session], "session"))


def with_resolution(*fields: str, document: bool = True) -> Conference:
    numbered = ResolutionNumbered(
        "res-1", "case-1", "vote-1", "plenary", "session-1", 1, "qerar", 2026, 1, "1/1", "sha256:1", NOW
    )
    signed = tuple(DocumentSigned("doc-1", f, "here", "", "", "", "") for f in fields)  # type: ignore[arg-type]
    return replace(
        CONFERENCE,
        resolutions=HashTrieMap({"res-1": Resolution(numbered, 1, document="doc-1" if document else "")}),
        documents=keyed([Document("doc-1", "resolution", "res-1", "", "", "", NOW, signed)], "document"),
    )


ASKED = Asking(1, "agenda", "institution", ("BEU", "KHAZAR"), NOW)


def heard(*parties: str, use: str = "", state: tuple[str, ...] = ("agenda",), asked: int = 1) -> Case:
    """The case after so many askings; in the last one these parties have spoken."""
    said = tuple(
        Opinion(n, asked, party, "", "", False, CASE.drafter, NOW, use)
        for n, party in enumerate(parties, start=1)
    )
    return replace(
        CASE, state=state, opinions=said, asked=tuple(replace(ASKED, number=n + 1) for n in range(asked))
    )


SUBMIT = {"transition": "submit"}
DAY_AFTER = {**SUBMIT, "at_least": "P1D"}
ADOPT = {"as": "adopt"}
UNTIL = {"field": "until"}


def done_at(*instants: datetime) -> Case:
    """The case submitted at these instants."""
    steps = tuple(Step("submit", ("agenda",), at, CASE.drafter, n) for n, at in enumerate(instants))
    return replace(CASE, steps=steps)


def filled(**fields: str | int) -> Case:
    return replace(CASE, fields=fields)


def filed(*kinds: Any) -> Case:
    return replace(
        CASE, filings=tuple(Filing(kind, "2026-11-01", "", "", "", CASE.drafter, NOW) for kind in kinds)
    )


def _linked() -> Conference:
    states = {
        "end": State("end", {}, final=True, outcome="adopted"),
        "on": State("on", {}),
    }
    flow = Workflow("w", "1.0.0", {}, "qerar", "on", {}, states, {})
    version = WorkflowVersion("sha256:w", "w", "1.0.0", 1, NOW, flow, NOW, Actor("installer"), 0)
    others = [
        replace(CASE, case="case-2", state=("end",), workflow_hash="sha256:w"),
        replace(CASE, case="case-3", state=("on",), workflow_hash="sha256:w"),
    ]
    return replace(CONFERENCE, cases=keyed([CASE, *others], "case"), workflows=keyed([version], "hash"))


LINKED = _linked()


def with_vote(status: str, how: str = "") -> Conference:
    vote = Vote(
        "vote-1", "case-1", "voting", "session-1", "plenary", "ballots", "roll_call", (),
        VoteRule.simple(), (), "sha256:1", status, NOW, how=how,  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(CONFERENCE, votes=keyed([vote], "vote"))


DIVIDED = replace(
    CASE,
    divisions=(
        Division(
            "sha256:1",
            tuple(Paragraph(number, {"az": "d5"}) for number in (0, 1, 2)),
            ((1,), (2,)),
            actor("m-rector", "rector"),
            NOW,
            7,
        ),
    ),
)
"""A text with a preamble and two paragraphs, each a part by itself."""
PUT = replace(DIVIDED, votes=("vote-1", "vote-2"))


def decided_parts(*carried: bool) -> Conference:
    """Each part has its result."""
    voted = with_vote("closed").votes["vote-1"]
    votes = [
        replace(
            voted,
            vote=f"vote-{number}",
            division=OfDivision("part", number, 2, (number,)),
            opened_at=8,
            outcome=decide_outcome(voted.rule, from_hand_count(*((2, 0) if won else (0, 2)), 0, 0, 2, 2)),
        )
        for number, won in enumerate(carried, 1)
    ]
    return replace(CONFERENCE, votes=keyed(votes, "vote"))


PLENARY = {"body": "plenary"}
C = CONFERENCE
RECOMMENDED = Recommendation("group", "adopt", "", NOW, actor("m-group", "group"))
RESOLVED = replace(CASE, resolution="res-1")
TABLE: list[tuple[str, dict[str, Any], Conference, Case, dict[str, Any], dict[str, str] | None]] = [
    ("text_in", {"languages": "az,en"}, C, CASE, {}, None),
    ("text_in", {"languages": "az,en,ru"}, C, CASE, {}, {"missing": "ru"}),
    (
        "text_in", {"languages": "az,en"}, C,
        replace(CASE, manifest=Manifest({"az": "d", "en": "d"}, {"az": "d"}, "az")), {}, {"missing": "en"},
    ),
    ("sponsors_at_least", {"count": 2}, C, CASE, {}, None),
    ("sponsors_at_least", {"count": 3}, C, CASE, {}, {"count": "3", "have": "2"}),
    (
        "sponsors_at_least", {"count": 2}, C, replace(CASE, sponsors=("KHAZAR",)), {},
        {"count": "2", "have": "1"},
    ),
    (
        "sponsors_at_least", {"count": 1}, C, replace(CASE, sponsors=(), institution=""), {},
        {"count": "1", "have": "0"},
    ),
    ("body_named", {}, C, CASE, {}, None),
    ("body_named", {}, C, replace(CASE, body=""), {}, {}),
    ("body_named", {}, C, replace(CASE, body="plenary"), {}, {}),
    ("no_body_named", {}, C, replace(CASE, body=""), {}, None),
    ("no_body_named", {}, C, CASE, {}, {"body": "group"}),
    ("recommendation_made", {}, C, CASE, {}, {}),
    ("recommendation_made", {}, C, replace(CASE, recommendations=(RECOMMENDED,)), {}, None),
    ("recommendation_made", {}, C, replace(CASE, body="else", recommendations=(RECOMMENDED,)), {}, {}),
    ("recommended", {"as": "adopt"}, C, CASE, {}, {"as": "adopt"}),
    ("recommended", {"as": "adopt"}, C, replace(CASE, recommendations=(RECOMMENDED,)), {}, None),
    ("recommended", {"as": "reject"}, C, replace(CASE, recommendations=(RECOMMENDED,)), {}, {"as": "reject"}),
    ("recommended", ADOPT, C, replace(CASE, body="else", recommendations=(RECOMMENDED,)), {}, ADOPT),
    ("taken", SUBMIT, C, done_at(), {}, SUBMIT),
    ("taken", SUBMIT, C, done_at(NOW), {}, None),
    ("not_taken", SUBMIT, C, done_at(), {}, None),
    ("not_taken", SUBMIT, C, done_at(NOW), {}, SUBMIT),
    ("time_since", {**SUBMIT, "at_least": "P14D"}, C, done_at(), {}, {**SUBMIT, "at_least": "P14D"}),
    ("time_since", {**SUBMIT, "at_least": "P14D"}, C, done_at(NOW - 14 * DAY), {}, None),
    ("time_since", {**SUBMIT, "at_least": "P14D"}, C, done_at(NOW - 14 * DAY + timedelta(seconds=1)), {},
     {**SUBMIT, "at_least": "P14D"}),
    ("time_since", DAY_AFTER, C, done_at(NOW - 9 * DAY, NOW), {}, DAY_AFTER),
    ("date_reached", {"field": "until"}, C, CASE, {}, {"field": "until", "date": ""}),
    ("date_reached", {"field": "until"}, C, filled(until=NOW.date().isoformat()), {}, None),
    ("date_reached", UNTIL, C, filled(until="2031-01-01"), {}, {**UNTIL, "date": "2031-01-01"}),
    ("field_given", {"field": "until"}, C, CASE, {}, {"field": "until"}),
    ("field_given", {"field": "until"}, C, filled(until=""), {}, {"field": "until"}),
    ("field_given", {"field": "until"}, C, filled(until=0), {}, None),
    ("field_is", {"field": "until", "value": "open"}, C, filled(until="open"), {}, None),
    ("field_is", {"field": "until", "value": 3}, C, filled(until=3), {}, None),
    ("field_is", {"field": "until", "value": "open"}, C, CASE, {}, {"field": "until", "value": "open"}),
    ("linked_ended", {}, C, CASE, {}, {"outcome": ""}),
    ("linked_ended", {}, LINKED, replace(CASE, linked=("case-2",)), {}, None),
    ("linked_ended", {"outcome": "adopted"}, LINKED, replace(CASE, linked=("case-2",)), {}, None),
    ("linked_ended", {"outcome": "lost"}, LINKED, replace(CASE, linked=("case-2",)), {}, {"outcome": "lost"}),
    ("linked_ended", {}, LINKED, replace(CASE, linked=("case-3",)), {}, {"outcome": ""}),
    ("answer_registered", {}, C, CASE, {}, {}),
    ("answer_registered", {}, C, filed("letter"), {}, {}),
    ("answer_registered", {}, C, filed("letter", "answer"), {}, None),
    ("opinions_complete", {}, C, CASE, {}, {"missing": "", "count": "0"}),
    ("opinions_complete", {}, C, heard(), {}, {"missing": "BEU, KHAZAR", "count": "2"}),
    ("opinions_complete", {}, C, heard("BEU"), {}, {"missing": "KHAZAR", "count": "1"}),
    ("opinions_complete", {}, C, heard("BEU", "BEU"), {}, {"missing": "KHAZAR", "count": "1"}),
    ("opinions_complete", {}, C, heard("BEU", "KHAZAR"), {}, None),
    ("opinions_complete", {}, C, heard("BEU", "KHAZAR", asked=2), {}, None),
    ("opinions_complete", {}, C, heard("BEU", "KHAZAR", state=("later",)), {}, None),
    ("opinions_answered", {}, C, CASE, {}, None),
    ("opinions_answered", {}, C, heard("BEU", "KHAZAR"), {}, {"count": "2"}),
    ("opinions_answered", {}, C, heard("BEU", use="not"), {}, None),
    ("part_undecided", {}, C, CASE, {}, {}),
    ("part_undecided", {}, C, DIVIDED, {}, None),
    ("part_undecided", {}, decided_parts(False, True), PUT, {}, {}),
    ("no_part_left", {}, C, CASE, {}, {}),
    ("no_part_left", {}, C, DIVIDED, {}, {}),
    ("no_part_left", {}, decided_parts(False, True), PUT, {}, {}),
    ("no_part_left", {}, decided_parts(False, False), PUT, {}, None),
    ("no_part_left", {}, decided_parts(False, False), replace(PUT, manifest_hash="sha256:2"), {}, {}),
    ("session_convened", {}, C, CASE, {"session": "session-1"}, None),
    ("session_convened", {}, C, CASE, {"session": "session-9"}, {"body": "plenary"}),
    ("session_convened", {}, with_session(status="convened"), CASE, {"session": "session-1"}, None),
    ("session_convened", {}, with_session(status="closed"), CASE, {"session": "session-1"}, PLENARY),
    ("session_convened", {}, with_session(body="group"), CASE, {"session": "session-1"}, {"body": "plenary"}),
    ("session_convened", {}, C, CASE, {}, None),
    ("session_convened", {"body": "case_body"}, with_session(body="group"), CASE, {}, None),
    ("session_convened", {"body": "code:group"}, with_session(body="group"), CASE, {}, None),
    ("session_convened", {"body": "plenary"}, with_session(body="group"), CASE, {}, {"body": "plenary"}),
    ("session_convened", {"body": "presidium"}, C, CASE, {}, {"body": ""}),
    ("session_convened", {}, with_session(status="closed"), CASE, {}, {"body": "plenary"}),
    ("session_open", {}, C, CASE, {}, None),
    ("session_open", {}, with_session(status="convened"), CASE, {}, {}),
    ("session_open", {}, with_session(status="closed"), CASE, {}, {}),
    ("session_open", {}, C, replace(CASE, session=""), {}, {}),
    ("session_open", {}, C, replace(CASE, session=""), {"session": "session-1"}, None),
    ("session_has_officers", {}, C, CASE, {}, None),
    (
        "session_has_officers", {}, C, replace(CASE, session=""), {},
        {"missing": "session_chair, session_secretary"},
    ),
    (
        "session_has_officers", {}, replace(C, mandates=C.mandates.remove("m-minutes")), CASE, {},
        {"missing": "session_secretary"},
    ),
    ("session_quorate", {"at_least": "2/3"}, C, CASE, {}, None),
    ("session_quorate", {"at_least": "1/1"}, C, CASE, {}, {"needed": "3", "seats": "3", "present": "2"}),
    ("session_quorate", {"more_than": "1/2"}, C, CASE, {}, None),
    ("session_quorate", {"more_than": "2/3"}, C, CASE, {}, {"needed": "3", "seats": "3", "present": "2"}),
    (
        "session_quorate", {"at_least": "1/3"}, with_session(attendance=HashTrieMap()), CASE, {},
        {"needed": "1", "seats": "3", "present": "0"},
    ),
    (
        "session_quorate", {"at_least": "1/2"}, replace(C, seats=HashTrieMap()), CASE, {},
        {"needed": "1", "seats": "0", "present": "0"},
    ),
    ("notice_given", {"days": 14}, with_session(noticed=("rector",)), CASE, {}, None),
    ("notice_given", {"days": 14}, C, CASE, {}, {"days": "14"}),
    ("notice_given", {"days": 22}, with_session(noticed=("rector",)), CASE, {}, {"days": "22"}),
    ("notice_given", {"days": 21}, with_session(noticed=("rector",)), CASE, {}, None),
    ("on_agenda", {}, C, CASE, {}, None),
    ("on_agenda", {}, C, replace(CASE, session=""), {}, {}),
    ("on_agenda", {}, with_session(agenda=(AgendaItem(1, "case-1", True),)), CASE, {}, {}),
    ("on_agenda", {}, with_session(agenda=(AgendaItem(1, "case-2"),)), CASE, {}, {}),
    ("document_typeset", {}, C, CASE, {}, {}),
    ("document_typeset", {}, with_resolution(document=False), RESOLVED, {}, {}),
    ("document_typeset", {}, with_resolution(), RESOLVED, {}, None),
    ("signatures_complete", {}, with_resolution("chair", "secretary"), RESOLVED, {}, None),
    ("signatures_complete", {}, with_resolution("chair"), RESOLVED, {}, {"missing": "secretary"}),
    ("signatures_complete", {}, C, CASE, {}, {"missing": "chair, secretary"}),
    ("candidate_registered", {}, C, CASE, {"institution": "NEW"}, None),
    ("candidate_registered", {}, C, CASE, {"institution": "KHAZAR"}, {}),
    ("candidate_registered", {}, C, CASE, {"institution": "NONE"}, {}),
    ("candidate_registered", {}, C, CASE, {}, None),
    ("candidate_registered", {}, replace(C, institutions=HashTrieMap()), CASE, {}, {}),
    ("candidates_stand", {"count": 1}, C, CASE, {}, {"count": "1", "have": "0"}),
    ("candidates_stand", {"count": 1}, C, replace(CASE, candidacies=(STANDS, WAITS)), {}, None),
    ("candidates_stand", {"count": 2}, C, replace(CASE, candidacies=(STANDS, WAITS, GONE)), {},
     {"count": "2", "have": "1"}),
    ("no_open_vote", {}, C, CASE, {}, None),
    ("no_open_vote", {}, with_vote("open"), replace(CASE, vote="vote-1"), {}, {}),
    ("no_open_vote", {}, with_vote("void"), replace(CASE, vote="vote-1"), {}, None),
    ("voided_by_edit", {}, with_vote("void", "edited"), replace(CASE, vote="vote-1"), {}, None),
    ("voided_by_edit", {}, with_vote("void", "by_hand"), replace(CASE, vote="vote-1"), {}, {}),
    ("voided_by_edit", {}, with_vote("open"), replace(CASE, vote="vote-1"), {}, {}),
    ("voided_by_edit", {}, C, CASE, {}, {}),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]}-{n}" for n, row in enumerate(TABLE)])
def test_a_guard_answers(row: tuple[str, dict[str, Any], Conference, Case, dict[str, Any], Any]) -> None:
    name, params, conference, case, inputs, expected = row
    found = GUARDS[name](conference, case, Context(actor("m-office", "office"), NOW), inputs, params)
    assert (found.params if found else None) == expected
    if found is not None:
        assert found.code == f"guard.{name}"
        assert REASONS[found.code].format(**found.params)


def test_a_session_that_is_yet_to_come_says_when() -> None:
    conference = with_session(status="convened")
    found = GUARDS["session_open"](conference, CASE, Context(actor("m", "p"), NOW), {}, {})
    assert found == Reason("guard.session_open", when=SESSION.begins)


def test_every_guard_is_declared_tried_and_able_to_refuse_and_to_agree() -> None:
    assert set(GUARDS) == set(SPECS)
    assert {row[0] for row in TABLE} == set(SPECS)
    assert {row[0] for row in TABLE if row[5] is None} == set(SPECS)
    assert {row[0] for row in TABLE if row[5] is not None} == set(SPECS)
    assert {f"guard.{name}" for name in SPECS} == {code for code in REASONS if code.startswith("guard.")}


SCOPES: list[tuple[Role, Case, str, bool]] = [
    (Role(("secretariat",)), CASE, "m-office", True),
    (Role(("rector",)), CASE, "m-office", False),
    (Role(("secretariat",)), CASE, "m-past", False),
    (Role(("secretariat",)), CASE, "m-soon", False),
    (Role(("secretariat",)), CASE, "m-ended", False),
    (Role(("wg_chair",), "case_body"), CASE, "m-group", True),
    (Role(("wg_chair",), "case_body"), replace(CASE, body="other"), "m-group", False),
    (Role(("wg_chair",), "case_body"), replace(CASE, body=""), "m-group", False),
    (Role(("rector",), "case_institution"), CASE, "m-rector", True),
    (Role(("rector",), "case_institution"), CASE, "m-other", False),
    (Role(("session_chair",), "case_session"), CASE, "m-chair", True),
    (Role(("session_chair",), "case_session"), replace(CASE, session=""), "m-chair", False),
    (Role(("rector",), "sponsor"), CASE, "m-rector", True),
    (Role(("rector",), "sponsor"), CASE, "m-other", True),
    (Role(("rector",), "sponsor"), replace(CASE, sponsors=()), "m-other", False),
    (Role(("wg_chair",), "sponsor"), CASE, "m-group", False),
    # Two rectors both sit in the plenary; that makes neither a sponsor of the other's proposal.
    (Role(("rector",), "sponsor"), replace(CASE, institution="", sponsors=()), "m-other", False),
    (Role(("rector",), "sponsor"), replace(CASE, institution="", sponsors=()), "m-rector", True),
    # A proposal of a working group: its chair drafted it, for no institution.
    (Role(("wg_chair",), "sponsor"), replace(CASE, drafter=actor("m-group", "group")), "m-group", True),
    (Role(("written_authority",), "sponsor"), CASE, "m-paper", True),
    (Role(("rector",)), CASE, "m-nobody", False),
]


@pytest.mark.parametrize(("role", "case", "name", "expected"), SCOPES)
def test_who_holds_a_role(role: Role, case: Case, name: str, expected: bool) -> None:
    held = CONFERENCE.mandates.get(name)
    person = held.person if held else "rector"
    assert roles.holds(CONFERENCE, role, case, actor(name, person), NOW) is expected
    assert (name in roles.mandates_for(CONFERENCE, role, case, person, NOW)) is expected
    assert (person in roles.who_could(CONFERENCE, role, case, NOW)) is (
        expected or bool(roles.mandates_for(CONFERENCE, role, case, person, NOW))
    )


def test_a_role_is_not_held_by_another_persons_mandate_or_by_the_system() -> None:
    role = Role(("secretariat",))
    assert roles.holds(CONFERENCE, role, CASE, actor("m-office", "office"), NOW)
    assert not roles.holds(CONFERENCE, role, CASE, actor("m-office", "rector"), NOW)
    assert not roles.holds(CONFERENCE, role, CASE, Actor("system", "office", "m-office"), NOW)


@pytest.mark.parametrize(
    ("who", "code", "when"),
    [
        (actor("m-office", "office"), None, None),
        (actor("m-office", "rector"), "role.not_your_mandate", None),
        (actor("m-none", "office"), "role.not_your_mandate", None),
        (actor("", "office"), "role.not_your_mandate", None),
        (actor("m-past", "past"), "role.mandate_not_in_force", None),
        (actor("m-soon", "soon"), "role.mandate_not_in_force", NOW + DAY),
        (Actor("system"), "role.person_needed", None),
        (Actor("installer"), "role.person_needed", None),
    ],
)
def test_why_a_mandate_cannot_be_used(who: Actor, code: str | None, when: datetime | None) -> None:
    found = roles.mandate_reason(CONFERENCE, who, NOW)
    assert (found.code if found else None) == code
    assert (found.when if found else None) == when


def test_a_written_authority_ends_with_its_session() -> None:
    held = [m.mandate for m in roles.active_mandates(CONFERENCE, "guest", NOW)]
    assert held == ["m-paper"]
    assert roles.active_mandates(with_session(status="closed"), "guest", NOW) == ()
    assert roles.active_mandates(replace(CONFERENCE, sessions=HashTrieMap()), "guest", NOW) == ()
    assert roles.active_mandates(CONFERENCE, "nobody", NOW) == ()


def test_casters_come_in_their_precedence_and_an_assistant_is_never_one() -> None:
    inside = casters_by_seat(CONFERENCE, "plenary", "session-1", NOW)
    assert inside == {"seat-1": ("m-rector", "m-paper", "m-vice"), "seat-2": ("m-other",), "seat-3": ()}
    outside = casters_by_seat(CONFERENCE, "plenary", "", NOW)
    assert outside["seat-1"] == ("m-rector", "m-vice")
    assert "assistant" not in VOTING_KINDS
