"""What leads out of a case and into it: people told, letters filed, further cases started, time passed."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from story import Story, begun, digest, in_force
from support.correspondence import ENQUIRY, enquiry

from ecar_governance.definitions.library import load_text
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.domain.workflow import Call, Field, Workflow
from ecar_governance.errors import DefinitionInvalid


def begin(workflow: Workflow | None = None) -> tuple[Story, str]:
    story = begun(4)
    story.do(c.PutWorkflowInForce(in_force(workflow or enquiry())), story.by("ada"))
    return story, story.draft("enquiry")


def told(events: tuple[Any, ...], kind: type) -> list[Any]:
    return [event.data for event in events if isinstance(event.data, kind)]


def with_effects(name: str, *effects: Call) -> Workflow:
    """The procedure whose transition has these effects instead."""
    base = enquiry()
    rule = replace(base.transitions[name], effects=effects, inputs=())
    return replace(base, transitions={**base.transitions, name: rule})


def test_everybody_who_holds_one_of_the_roles_is_told_once() -> None:
    story, case = begin()
    story.do(c.EndMandate(story.by("r3").mandate, "resigned"), story.office)
    (event,) = told(story.act(case, "send"), e.PartiesNotified)
    assert (event.roles, event.people) == (("rectors", "secretariat"), ("olga", "omar", "r0", "r1", "r2"))


def test_where_nobody_holds_the_role_that_is_what_the_record_says() -> None:
    base = with_effects("send", Call("notify", {"roles": "rectors"}))
    roles = {**base.roles, "rectors": replace(base.roles["rectors"], mandates=("observer",))}
    story, case = begin(replace(base, roles=roles))
    (event,) = told(story.act(case, "send"), e.PartiesNotified)
    assert event.people == ()


def test_letters_and_answers_stand_on_the_file_in_order() -> None:
    story, case = begin()
    today = story.at.date().isoformat()
    story.act(case, "request", date=today, text=digest("a request"), sender="PARTNER")
    story.act(case, "request", date="2026-10-01", text=digest("an earlier one"))
    assert story.states(case) == "draft"
    story.act(case, "send")
    story.act(case, "answer", date=today, text=digest("yes"), file=digest("scan"))
    filed = [(one.kind, one.dated, one.sender, bool(one.file)) for one in story.case(case).filings]
    assert filed == [
        ("letter", today, "PARTNER", False),
        ("letter", "2026-10-01", "", False),
        ("answer", today, "", True),
    ]
    assert story.states(case) == "answered"


def test_no_paper_bears_a_date_to_come() -> None:
    story, case = begin()
    reasons = story.reasons(story.action(case, "request", date="2031-01-01", text=digest("x")), story.office)
    assert [(r.code, r.params) for r in reasons] == [("filing.dated_ahead", {"date": "2031-01-01"})]


def test_the_day_of_a_paper_is_that_of_the_conference() -> None:
    """In Baku it is four hours later than in Greenwich: after 20:00 UTC the next day has begun."""
    story, case = begin()
    story.at = story.at.replace(hour=21)
    tomorrow = story.at.date().replace(day=story.at.day + 1).isoformat()
    story.act(case, "request", date=tomorrow, text=digest("x"))
    assert story.case(case).filings[-1].dated == tomorrow


def test_only_what_was_resolved_is_reported_as_done() -> None:
    base = with_effects("send", Call("record_execution"))
    send = replace(base.transitions["send"], inputs=(Field("text", "text"),))
    story, case = begin(replace(base, transitions={**base.transitions, "send": send}))
    command = story.action(case, "send", text=digest("done"))
    assert story.refused(command, story.office) == ["resolution.unknown"]


def test_a_linked_case_has_the_text_and_both_know_each_other() -> None:
    story, case = begin(with_effects("send", Call("start_linked_case", {"workflow": "resolution"})))
    first = story.case(case)
    events = story.act(case, "send")
    assert [type(event.data).__name__ for event in events][-2:] == ["ProposalDrafted", "CaseLinked"]
    other = story.case(f"{case}-1")
    assert (other.manifest, other.manifest_hash, other.institution) == (
        first.manifest, first.manifest_hash, first.institution,
    )  # fmt: skip
    assert (other.workflow, other.state, other.origin, other.linked) == ("resolution", ("draft",), case, ())
    assert other.drafter.person == "olga"
    assert story.case(case).linked == (other.case,)
    assert int(other.reference.rpartition("-")[2]) == int(first.reference.rpartition("-")[2]) + 1
    # The other one goes its own way, and whoever drafted the first may hand it in.
    story.act(other.case, "submit", story.by("r0"))


def test_each_further_case_has_an_id_of_its_own() -> None:
    base = with_effects("send", *(Call("start_linked_case", {"workflow": "enquiry"}) for _ in range(2)))
    story, case = begin(base)
    story.act(case, "send")
    assert story.case(case).linked == (f"{case}-1", f"{case}-2")


def test_a_procedure_that_is_not_in_force_begins_nothing() -> None:
    story, case = begin(with_effects("send", Call("start_linked_case", {"workflow": "unheard_of"})))
    before = story.conference
    assert story.refused(story.action(case, "send"), story.office) == ["workflow.unknown"]
    assert story.conference is before


def test_a_case_ends_when_the_one_that_it_started_has() -> None:
    base = enquiry()
    close = replace(base.transitions["close"], source=("draft",))
    again = replace(base.transitions["follow_up"], source=("draft",))
    story, case = begin(replace(base, transitions={**base.transitions, "close": close, "follow_up": again}))
    story.act(case, "follow_up")
    assert story.refused(story.action(case, "close"), story.office) == ["guard.linked_ended"]
    story.act(f"{case}-1", "drop", story.by("r0"))
    story.act(case, "close")
    assert story.states(case) == "done"


CHOICE = """    kind: choice
    title: {az: Giriş, en: Access}
    choices: {open: {az: Açıq, en: Open}, closed: {az: Qapalı, en: Closed}}
"""

FAULTS = [
    (
        "{notify: {roles: [rectors, secretariat]}}",
        "{notify: {roles: [rectors, nobody]}}",
        "name.unknown_role",
    ),
    ("{notify: {roles: [rectors, secretariat]}}", "notify", "param.missing"),
    ("at_least: P14D", "at_least: fortnight", "param.kind"),
    ("date_reached: {field: until}", "date_reached: {field: access}", "field.kind"),
    ("date_reached: {field: until}", "date_reached: {field: untold}", "name.unknown_field"),
    ("field_given: {field: access}", "field_given: {field: acess}", "name.unknown_field"),
    ("{field: access, value: open}", "{field: access, value: ajar}", "param.kind"),
    ("- taken: {transition: send}", "- taken: {transition: sent}", "name.unknown_transition"),
    (CHOICE, "    kind: markdown\n    title: {az: Giriş, en: Access}\n", "field.kind"),
    ("{start_linked_case: {workflow: enquiry}}", "{start_linked_case: {workflow: true}}", "param.kind"),
    ("- answer_registered", "- recommended: {as: adopted}", "param.kind"),
]


@pytest.mark.parametrize(("was", "is_", "code"), FAULTS)
def test_what_is_wrong_with_a_parameter_is_told(was: str, is_: str, code: str) -> None:
    assert ENQUIRY.count(was) == 1
    text = ENQUIRY.replace(was, is_)
    with pytest.raises(DefinitionInvalid) as error:
        load_text(text, "enquiry.yaml")
    assert code in {finding.code for finding in error.value.findings}


def test_the_procedure_itself_is_whole() -> None:
    assert [flaw for flaw in check(enquiry()) if flaw.severity == "error"] == []
