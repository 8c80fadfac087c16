"""The closed sets of the core, held to each other and to the pages that document them; deny by default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
from story import NAMES, begun, digest, manifest, met

from ecar_governance import errors
from ecar_governance.domain import commands as c
from ecar_governance.domain import effects, registry
from ecar_governance.domain import events as e
from ecar_governance.domain.decide import decide, decided_types
from ecar_governance.domain.deciding.rights import RIGHTS, actor_reasons
from ecar_governance.domain.decision import Context, Refused
from ecar_governance.domain.evolve import folded_types
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.accounts import REASONS as ACCOUNT_REASONS

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = get_args(c.AnyCommand)
EVENTS = get_args(e.AnyPayload)
KINDS: tuple[MandateKind, ...] = get_args(MandateKind)


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The cells of every table row under the heading of a page, by the name in the first one."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    _, _, section = text.partition(f"\n## {heading}\n")
    section = section.split("\n## ")[0]
    found: dict[str, list[str]] = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `"):
            assert cells[0] not in found, cells[0]
            found[cells[0].strip("`")] = cells[1:]
    return found


# --- closed sets -------------------------------------------------------------------------------------------


def test_every_command_has_a_handler_a_right_and_a_row() -> None:
    assert set(COMMANDS) == decided_types() == set(RIGHTS)
    assert [command.__name__ for command in COMMANDS] == list(rows("events.md", "Commands"))


def test_every_event_has_a_fold_and_a_row() -> None:
    assert set(EVENTS) == folded_types()
    assert [event.__name__ for event in EVENTS] == list(rows("events.md", "Events"))


def test_every_subclass_is_in_the_closed_set() -> None:
    assert set(c.Command.__subclasses__()) == set(COMMANDS)
    assert set(e.Payload.__subclasses__()) == set(EVENTS)


def test_the_fields_of_every_event_are_documented() -> None:
    told = {name: re.findall(r"`(\w+)`", cells[1]) for name, cells in rows("events.md", "Events").items()}
    assert told == {event.__name__: list(event.__struct_fields__) for event in EVENTS}


def test_who_may_is_documented_as_decided() -> None:
    for command in COMMANDS:
        right = RIGHTS[command]
        who = rows("events.md", "Commands")[command.__name__][1]
        assert re.findall(r"`(\w+)`", who) == list(right.kinds), command
        assert ("the installer" in who, "the system" in who, "the person concerned" in who) == (
            right.installer,
            right.system,
            right.own,
        ), command
        assert ("as the procedure" in who) == right.procedure


def test_what_comes_of_a_command_is_an_event() -> None:
    names = {event.__name__ for event in EVENTS}
    for command, cells in rows("events.md", "Commands").items():
        told = re.findall(r"`(\w+)`", cells[2])
        assert told, command
        assert set(told) <= names, command


def test_every_reason_and_error_is_documented() -> None:
    assert {code: cells[0] for code, cells in rows("errors.md", "Refusals").items()} == REASONS
    assert set(rows("errors.md", "Errors")) == {kind.code for kind in _tree(errors.GovernanceError)}


def test_every_finding_of_an_audit_is_documented() -> None:
    verifier = _findings("services/auditing.py", *_modules("verifier"))
    assert verifier <= set(rows("errors.md", "Findings of the verifier"))
    storage = _findings("storage/projections.py", *_modules("storage/inspecting"))
    assert storage == set(rows("errors.md", "Findings about the database"))


def _modules(folder: str) -> list[str]:
    package = ROOT / "ecar_governance"
    return [str(path.relative_to(package)) for path in sorted((package / folder).glob("*.py"))]


def _findings(*modules: str) -> set[str]:
    """The codes of the findings that the modules make."""
    calls = [
        node
        for module in modules
        for node in ast.walk(ast.parse((ROOT / "ecar_governance" / module).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
    ]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def _tree(kind: type[errors.GovernanceError]) -> Iterator[type[errors.GovernanceError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _tree(below)


def test_effects_and_registry_are_one_table() -> None:
    assert set(effects.EFFECTS) == set(registry.EFFECTS)


# --- reasons in the code -----------------------------------------------------------------------------------

STATUSES = {
    "session.is_*": {
        "session.is_convened",
        "session.is_open",
        "session.is_suspended",
        "session.is_closed",
        "session.is_cancelled",
    },
    "vote.is_*": {"vote.is_closed", "vote.is_void"},
}
"""What a code that is put together can become; `vote.is_open` is written out where it is given."""


def given_codes(folder: str) -> dict[str, set[str]]:
    """Every code with which a `Reason` is made in the folder, and what fills its sentence there."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "ecar_governance" / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                for code in _codes(node.args[0], path):
                    params = node.args[1] if len(node.args) > 1 else None
                    names = {k.value for k in params.keys} if isinstance(params, ast.Dict) else set()  # type: ignore[union-attr]
                    found.setdefault(code, names)
                    found[code] |= names if isinstance(params, ast.Dict | None) else {"?"}
    return found


def _codes(node: ast.expr, path: Path) -> set[str]:
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.JoinedStr):
        shape = "".join(p.value if isinstance(p, ast.Constant) else "*" for p in node.values)
        return STATUSES[shape]
    if isinstance(node, ast.Name):
        # `code = "a" if ... else "b"` a line or two above
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for one in ast.walk(tree):
            if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == node.id:
                return {x.value for x in ast.walk(one.value) if isinstance(x, ast.Constant) and x.value}
    raise AssertionError(f"{path}:{node.lineno}: a reason whose code cannot be read")


def test_every_reason_given_has_its_sentence_and_every_sentence_is_given() -> None:
    given = given_codes("domain")
    assert set(given) == set(REASONS)


def test_services_give_known_reasons() -> None:
    assert set(given_codes("services")) <= set(REASONS) | set(ACCOUNT_REASONS)


def test_every_sentence_is_filled_by_whoever_gives_it() -> None:
    for code, names in given_codes("domain").items():
        wanted = {field for _, field, _, _ in Formatter().parse(REASONS[code]) if field}
        assert "?" in names or wanted <= names, code


# --- deny by default ---------------------------------------------------------------------------------------

MEMBERSHIP = {"secretariat", "secretary_general", "administrator"}
PRESIDING = {"session_chair", "session_secretary", "president", "secretariat", "secretary_general"}
HEADS = {"rector", "acting_rector", "president", "presidium_member", "wg_chair", "wg_member"}
CONVENING = {"president", "secretariat", "secretary_general"}
DRAFTING = {"rector", "acting_rector", "vice_rector", "assistant", "wg_chair", *CONVENING}
EXPECTED: dict[type, set[str]] = {
    c.FoundConference: {"installer"},
    c.ImportMembers: MEMBERSHIP | {"installer"},
    c.GrantMandate: MEMBERSHIP | {"installer"},
    c.RegisterPerson: MEMBERSHIP | {"installer"},
    c.EndMandate: MEMBERSHIP | {"installer"},
    c.DelegateMandate: set(KINDS) - {"delegate"},
    c.EndDelegation: set(KINDS),
    c.GiveProxy: HEADS | {"session_secretary", "secretariat", "secretary_general"},
    c.RevokeProxy: HEADS
    | {"vice_rector", "written_authority", "session_secretary", "secretariat", "secretary_general"},
    c.IssueInvitation: MEMBERSHIP | {"installer", "system"},
    c.SetCredential: set(),
    c.IssueSigningKey: set(),
    c.RotateLogKey: {"installer"},
    c.RenewOrigin: {"installer"},
    c.PutWorkflowInForce: {"administrator", "secretary_general", "installer"},
    c.WithdrawWorkflow: {"administrator", "secretary_general", "installer"},
    c.SetCalendar: MEMBERSHIP | {"installer"},
    c.SetWeights: MEMBERSHIP | {"installer"},
    c.RecordDues: MEMBERSHIP | {"installer"},
    c.DraftProposal: DRAFTING,
    c.ReviseProposal: DRAFTING,
    c.TakeAction: set(KINDS),
    c.DeclareRecusal: set(KINDS),
    c.Nominate: set(KINDS),
    c.AcceptNomination: set(KINDS),
    c.WithdrawCandidacy: set(KINDS),
    c.FireDeadline: {"system"},
    c.Remind: {"system"},
    c.MigrateCase: {"administrator", "secretary_general", "installer"},
    c.RevertMigration: {"administrator", "secretary_general", "installer"},
    c.ConveneSession: CONVENING,
    c.MoveSession: CONVENING,
    c.CancelSession: CONVENING,
    c.SendNotice: CONVENING,
    c.PlaceTopic: PRESIDING,
    c.LiftTopic: PRESIDING,
    c.ReorderAgenda: PRESIDING,
    c.AddPaper: PRESIDING,
    c.OpenSession: PRESIDING,
    c.CallItem: PRESIDING,
    c.SuspendSession: PRESIDING,
    c.ResumeSession: PRESIDING,
    c.CloseSession: PRESIDING,
    c.AdmitAtDoor: {"secretariat", "secretary_general"},
    c.RecordPresence: PRESIDING,
    c.AnnounceBlock: PRESIDING,
    c.TakeOutOfBlock: {
        "rector",
        "acting_rector",
        "vice_rector",
        "written_authority",
        "president",
        "presidium_member",
        "wg_chair",
        "wg_member",
        "student_representative",
    },
    c.ApproveMinutes: PRESIDING,
    c.CastBallot: set(KINDS),
    c.CloseVote: PRESIDING | {"system"},
    c.AskQuorum: set(KINDS),
    c.GiveCastingVote: {"session_chair", "president"},
    c.VoidVote: {"session_chair", "president", "secretary_general", "system"},
    c.RecordTypeset: PRESIDING | {"system"},
    c.RecordSignature: {"session_chair", "session_secretary", "president", "secretary_general"},
}
"""Who passes the first door, written down a second time. Actions and ballots are judged by the procedure's
roles and by the electorate behind it."""


def sample(command: type) -> Any:
    """Some command of the kind; what it names need not exist."""
    person = e.PersonRegistered("somebody", digest("somebody"))
    samples: dict[type, Any] = {
        c.FoundConference: c.FoundConference(
            e.ConferenceFounded("o", NAMES, "Asia/Baku", NAMES, "k", True), (), (), person, "m"
        ),
        c.ImportMembers: c.ImportMembers(people=(person,)),
        c.GrantMandate: c.GrantMandate(e.MandateGranted("m", "somebody", "auditor")),
        c.RegisterPerson: c.RegisterPerson(person),
        c.EndMandate: c.EndMandate("m", "revoked"),
        c.DelegateMandate: c.DelegateMandate("new", "m", "r0"),
        c.EndDelegation: c.EndDelegation("m"),
        c.GiveProxy: c.GiveProxy(e.ProxyGiven("proxy", "seat-U0", "seat-U1", session="session-1")),
        c.RevokeProxy: c.RevokeProxy("proxy"),
        c.IssueInvitation: c.IssueInvitation("somebody", "lost_password"),
        c.SetCredential: c.SetCredential("somebody", "password"),
        c.IssueSigningKey: c.IssueSigningKey("somebody", digest("k"), True),
        c.RotateLogKey: c.RotateLogKey("a", "b", "c"),
        c.RenewOrigin: c.RenewOrigin("o", 1, "00"),
        c.PutWorkflowInForce: c.PutWorkflowInForce(e.WorkflowPutInForce("w", "1", "h", {}, 1)),
        c.WithdrawWorkflow: c.WithdrawWorkflow("sha256:0"),
        c.SetCalendar: c.SetCalendar(e.CalendarSet("AZ", "", (2026,), (), (), (6, 7), "a test")),
        c.SetWeights: c.SetWeights(e.WeightTableSet("size", "2026-01-01", {"U0": Fraction(2)}, NAMES)),
        c.RecordDues: c.RecordDues(e.DuesRecorded(2026, {"U0": "2026-02-01"})),
        c.DraftProposal: c.DraftProposal("case", "w", manifest()),
        c.ReviseProposal: c.ReviseProposal("case", 1, manifest()),
        c.TakeAction: c.TakeAction("case", "t", 1),
        c.DeclareRecusal: c.DeclareRecusal("case", digest("kin")),
        c.Nominate: c.Nominate("case", "r1", "r1"),
        c.AcceptNomination: c.AcceptNomination("case", "r1"),
        c.WithdrawCandidacy: c.WithdrawCandidacy("case", "r1"),
        c.FireDeadline: c.FireDeadline("case", "s"),
        c.Remind: c.Remind("case", "s"),
        c.MigrateCase: c.MigrateCase("case", "sha256:0", "resolution"),
        c.RevertMigration: c.RevertMigration("case", "resolution"),
        c.ConveneSession: c.ConveneSession(
            e.SessionConvened("s", "plenary", 9, begun().at, "Asia/Baku", NAMES)
        ),
        c.MoveSession: c.MoveSession(e.SessionMoved("s", begun().at, "Asia/Baku", NAMES)),
        c.CancelSession: c.CancelSession("s", digest("r")),
        c.SendNotice: c.SendNotice("s", ()),
        c.PlaceTopic: c.PlaceTopic("s", "other_business"),
        c.LiftTopic: c.LiftTopic("s", 1),
        c.ReorderAgenda: c.ReorderAgenda("s", ()),
        c.AddPaper: c.AddPaper("s", 1, e.Attachment("paper", digest("p"))),
        c.OpenSession: c.OpenSession("s"),
        c.CallItem: c.CallItem("s", 1),
        c.SuspendSession: c.SuspendSession("s"),
        c.ResumeSession: c.ResumeSession("s"),
        c.CloseSession: c.CloseSession("s"),
        c.AdmitAtDoor: c.AdmitAtDoor("s", "seat", "somebody", "m"),
        c.ApproveMinutes: c.ApproveMinutes("s", 1),
        c.RecordPresence: c.RecordPresence("s", "seat", "m", True),
        c.AnnounceBlock: c.AnnounceBlock("s", (1, 2)),
        c.TakeOutOfBlock: c.TakeOutOfBlock("s", 1),
        c.CastBallot: c.CastBallot("v", "seat", digest("d"), digest("m")),
        c.CloseVote: c.CloseVote("v", "by_hand", ()),
        c.AskQuorum: c.AskQuorum("v"),
        c.GiveCastingVote: c.GiveCastingVote("v", "for"),
        c.VoidVote: c.VoidVote("v", "by_hand", digest("r")),
        c.RecordTypeset: c.RecordTypeset("d", "minutes", "s", digest("f"), digest("r")),
        c.RecordSignature: c.RecordSignature("d", "chair", "paper", digest("a"), digest("b")),
    }
    return samples[command]


def everybody() -> tuple[Conference, dict[str, e.Actor], Any]:
    """A conference in which somebody holds each kind of mandate, and who acts under it."""
    story, session = met()
    held: dict[str, e.Actor] = {}
    for kind in KINDS:
        scope: dict[str, str] = {}
        if kind in ("session_chair", "session_secretary"):
            held[kind] = story.by("r1" if kind == "session_chair" else "olga", kind)
            continue
        if kind in ("rector", "vice_rector", "assistant"):
            held[kind] = story.by({"rector": "r0", "vice_rector": "v0", "assistant": "a0"}[kind], kind)
            continue
        if kind == "delegate":
            given = c.DelegateMandate("m-delegate", held["rector"].mandate, "olga")
            story.do(given, held["rector"])
            held[kind] = e.Actor("person", "olga", "m-delegate", "U0")
            continue
        if kind == "acting_rector":
            story.do(c.EndMandate(story.by("r5").mandate, "resigned"), story.office)
            scope = {"institution": "U5"}
        elif kind == "written_authority":
            scope = {"institution": "U2", "session": session}
        elif kind == "wg_chair":
            held[kind] = story.by("g1", kind)
            continue
        elif kind == "wg_member":
            scope = {"body": "group"}
        elif kind in ("observer", "student_representative"):
            scope = {"institution": "PARTNER"}
        elif kind == "presidium_member":
            bureau = e.BodyRegistered("bureau", "presidium", NAMES)
            story.do(c.ImportMembers(bodies=(bureau,)), story.office)
            scope = {"body": "bureau"}
        giver = story.by("ada") if kind == "administrator" else story.office
        story.grant(f"one-{kind}", kind, giver, **scope)
        held[kind] = story.by(f"one-{kind}", kind)
    return story.conference, held, story.at


CONFERENCE, HELD, NOW = everybody()


def test_somebody_holds_each_kind_of_mandate() -> None:
    assert set(HELD) == set(KINDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.__name__)
def test_every_command_under_every_mandate(command: type) -> None:
    """Nobody passes whom the table does not name; refused for that reason alone, before anything is read."""
    asked = sample(command)
    passing = set()
    actors = {**HELD, "installer": e.Actor("installer"), "system": e.Actor("system")}
    for name, actor in actors.items():
        reasons = actor_reasons(CONFERENCE, asked, Context(actor, NOW))
        if not reasons:
            passing.add(name)
            continue
        assert [r.code for r in reasons] in (["actor.not_allowed"], ["actor.no_mandate"]), (name, reasons)
        answer = decide(CONFERENCE, asked, Context(actor, NOW))
        assert isinstance(answer, Refused)
        assert answer.reasons == tuple(reasons)
    assert passing == EXPECTED[command]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.__name__)
def test_whom_nobody_knows_may_nothing(command: type) -> None:
    for actor, code in (
        (e.Actor("person", "nobody"), "actor.unknown"),
        (e.Actor("person", "r0"), "actor.no_mandate"),
        (e.Actor("person", "r0", HELD["secretariat"].mandate), "actor.no_mandate"),
        (e.Actor("person", "r0", HELD["rector"].mandate, "U3"), "actor.institution_differs"),
    ):
        reasons = actor_reasons(CONFERENCE, sample(command), Context(actor, NOW))
        assert [r.code for r in reasons] == [code], actor


def test_a_command_without_a_right_is_refused_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RIGHTS, c.OpenSession)
    for actor in (*HELD.values(), e.Actor("installer"), e.Actor("system")):
        found = actor_reasons(CONFERENCE, c.OpenSession("session-1"), Context(actor, NOW))
        assert [r.code for r in found] == ["actor.not_allowed"]
