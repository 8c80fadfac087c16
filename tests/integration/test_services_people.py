"""Actions of several people and recusal through the use cases, on each database: what is kept and shown."""

from __future__ import annotations

from msgspec.structs import replace
from support.desks import CHAIR, SCRIBE, Chamber, audit, codes, must

from ecar_governance.domain import events as e
from ecar_governance.domain.workflow import Call, Field, Role, State, Transition, Workflow
from ecar_governance.services import procedures, proposals
from ecar_governance.services.queries.actions import action
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.texts import Upload

NAMES = {"az": "Ad", "en": "Name"}
THIRD = "person-rector-003"
FORM = (
    Field("note", "text"),
    Field("scan", "file"),
    Field("tellers", "persons"),
    Field("count", "integer", required=False),
)
PAIRED = Workflow(
    "paired", "1.0.0", NAMES, "qerar", "draft", {"member": Role(("rector",))},
    {"draft": State("draft", NAMES, editable=True), "done": State("done", NAMES, final=True, outcome="done")},
    {
        "release": Transition(
            "release", NAMES, ("draft",), "done", by=("member",), approvals=2, inputs=FORM,
            forbid=(Call("recused"),),
        )
    },
)  # fmt: skip


def asked(word: str = "Razıyam", scan: bytes | None = b"%PDF-1 a") -> dict[str, object]:
    given: dict[str, object] = {"note": word, "tellers": [CHAIR, SCRIBE], "count": "3"}
    return given | ({} if scan is None else {"scan": Upload("a.pdf", "application/pdf", scan)})


def release(hall: Chamber, person: str, case: str, **given: object) -> list[str]:
    outcome = must(hall.try_act(person, case, "release", **given))
    return [type(event.data).__name__ for event in outcome.events]


def test_the_second_asks_for_what_the_first_wrote(hall: Chamber) -> None:
    """The same text is the same digest, a file not sent again is the first one's; other words are counted
    apart, and an old word of theirs is gone."""
    must(procedures.put_in_force(hall.desk, PAIRED))
    case = hall.draft(workflow="paired")
    assert release(hall, CHAIR, case, **asked("Başqa söz")) == ["ApprovalGiven"]
    assert release(hall, SCRIBE, case, **asked()) == ["ApprovalGiven"]
    assert codes(hall.try_act(SCRIBE, case, "release", **asked(scan=None))) == ["approval.given_already"]
    directory = Directory(hall.conference, hall.desk.vault, "az")
    shown = action(directory, hall.case(case), "release", THIRD, hall.desk.clock.now(), str)
    assert shown is not None
    assert (shown.possible, shown.needed) == (True, 2)
    assert [office.person for office in shown.approved] == [CHAIR, SCRIBE]
    # Whoever comes after counts for themselves; whoever has entered a number has it to be corrected.
    assert shown.asked == {"note": ("Razıyam",), "tellers": (CHAIR, SCRIBE)}
    own = action(directory, hall.case(case), "release", SCRIBE, hall.desk.clock.now(), str)
    assert own is not None
    assert own.asked == {**shown.asked, "count": ("3",)}
    assert {field.name for field in shown.fields if field.required} == {"note", "tellers"}
    assert "TransitionTaken" in release(hall, THIRD, case, **asked(" Razıyam\r\n", scan=None))
    [step] = hall.case(case).steps
    assert [one.person for one in (*step.approved, step.actor)] == [SCRIBE, THIRD]
    assert audit(hall.settings).findings == ()


def test_a_recusal_keeps_its_reason_and_shows_in_the_list_of_actions(hall: Chamber) -> None:
    must(procedures.put_in_force(hall.desk, replace(PAIRED, version="1.0.1")))
    case = hall.draft(workflow="paired")
    assert codes(proposals.recuse(hall.desk, SCRIBE, case, "  ")) == ["recusal.needs_reason"]
    done = must(proposals.recuse(hall.desk, SCRIBE, case, "Layihəni qardaşım yazıb.", key="once"))
    assert must(proposals.recuse(hall.desk, SCRIBE, case, "Yenə", key="once")).repeated
    [event] = done.events
    assert isinstance(event.data, e.RecusalDeclared)
    kept = hall.desk.vault.texts((event.data.reason,))
    assert kept[event.data.reason].content == "Layihəni qardaşım yazıb."
    directory = Directory(hall.conference, hall.desk.vault, "az")
    shown = action(
        directory, hall.case(case), "release", SCRIBE, hall.desk.clock.now(), lambda reason: reason.code
    )
    assert shown is not None
    assert shown.reasons == ("forbid.recused",)
    assert len(shown.people) == 4  # the other four rectors
    assert audit(hall.settings).findings == ()
