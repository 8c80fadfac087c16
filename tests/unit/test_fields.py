"""Fields of a case: each kind as a table, required states, who is shown what, roles that follow a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, SYSTEM, Story, digest, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.fields import CURRENCIES, Value, carried, field_reasons, is_date, sees_field
from ecar_governance.domain.options import options
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.workflow import (
    Call,
    CaseField,
    Deadline,
    FieldKind,
    Role,
    State,
    Transition,
    Workflow,
)

KINDS: dict[str, CaseField] = {
    kind: CaseField(kind, kind, choices=("low", "high") if kind == "choice" else ())
    for kind in get_args(FieldKind)
}


def workflow(**fields: CaseField) -> Workflow:
    """Draft, review with a deadline, done; the office sends it on, a rapporteur named by a field decides."""
    rules = [
        Transition("submit", NAMES, ("draft",), "review", by=("member",)),
        Transition("decide", NAMES, ("review",), "done", by=("rapporteur",)),
        Transition("overdue", NAMES, ("review",), "late", trigger="deadline"),
        Transition("close", NAMES, ("late",), "done", by=("office",)),
    ]
    return Workflow(
        "asking", "1.0.0", NAMES, "qerar", "draft",
        {
            "member": Role(("rector",), "sponsor"),
            "office": Role(("secretariat",)),
            "rapporteur": Role(("rector", "vice_rector", "wg_chair"), "field", field="speaker"),
        },
        {
            "draft": State("draft", NAMES, editable=True),
            "review": State("review", NAMES, editable=True, deadline=Deadline("overdue", "P7D")),
            "late": State("late", NAMES),
            "done": State("done", NAMES, final=True, outcome="done"),
        },
        {rule.name: rule for rule in rules},
        fields={name: replace(field, name=name) for name, field in fields.items()},
    )  # fmt: skip


SPEAKER = CaseField("speaker", "person")


def begun(**fields: CaseField) -> Story:
    return Story().found([workflow(**{"speaker": SPEAKER, **fields})]).members(4)


def drafted(story: Story, person: str = "r0", **given: Value) -> str:
    case = story.id("case")
    command = c.DraftProposal(case, "asking", manifest(), fields=given)
    story.do(command, story.by(person))
    return case


def revising(story: Story, case: str, **given: Value) -> c.ReviseProposal:
    """Other fields, the text as it is."""
    known = story.case(case)
    return c.ReviseProposal(case, known.version, known.manifest, known.sponsors, known.body, given)


# --- kinds -------------------------------------------------------------------------------------------------

GOOD: dict[str, tuple[Value, ...]] = {
    "text": (digest("t"),),
    "markdown": (digest("t"),),
    "file": (digest("t"),),
    "money": ("0.00 AZN", "1200.05 EUR", "999999999999999.99 USD"),
    "date": ("2026-11-23", "2028-02-29"),
    "integer": (0, 7, 10**12 - 1),
    "choice": ("low", "high"),
    "institution": ("U0",),
    "person": ("r0",),
    "body": ("group", "plenary"),
    "resolution": (),
}
BAD: dict[str, tuple[tuple[Any, str], ...]] = {
    "text": (("words", "kind"), ("sha256:x", "kind"), (7, "kind")),
    "markdown": (("# words", "kind"), (0, "kind")),
    "file": (("a.pdf", "kind"),),
    "money": (
        ("1200 AZN", "kind"), ("1200.5 AZN", "kind"), ("01.00 AZN", "kind"), ("-1.00 AZN", "kind"),
        ("1200.00", "kind"), ("1200.00 XXX", "kind"), ("1200.00 azn", "kind"), ("1,200.00 AZN", "kind"),
        ("1e3.00 AZN", "kind"), ("١٢.00 AZN", "kind"), ("1200.00 AZN\n", "kind"), (1200, "kind"),
    ),
    "date": (
        ("2026-02-30", "kind"), ("20261123", "kind"), ("2026-W48-1", "kind"), ("2026-11-23T00:00", "kind"),
        ("٢٠٢٦-11-23", "kind"), (20261123, "kind"),
    ),
    "integer": (("7", "kind"), (-1, "kind"), (10**12, "kind"), (True, "kind")),
    "choice": (("middle", "choice"), (1, "kind")),
    "institution": (("U9", "no_such"), (1, "kind")),
    "person": (("nobody", "no_such"),),
    "body": (("nothing", "no_such"),),
    "resolution": (("resolution-9", "no_such"),),
}  # fmt: skip


def test_every_kind_is_tried() -> None:
    assert set(GOOD) == set(BAD) == set(get_args(FieldKind))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_a_value_is_of_its_kind_or_a_reason_says_why_not(kind: str) -> None:
    story = begun()
    for value in (*GOOD[kind], ""):
        assert field_reasons(story.conference, {kind: KINDS[kind]}, {kind: value}) == []
    for value, code in BAD[kind]:
        [reason] = field_reasons(story.conference, {kind: KINDS[kind]}, {kind: value})
        assert reason.code == f"field.{code}", value
        assert REASONS[reason.code].format(**reason.params)


@given(st.dates(), st.dates())
def test_a_date_is_not_before_the_one_that_it_follows(first: date, last: date) -> None:
    fields = {
        "begins": CaseField("begins", "date"),
        "ends": CaseField("ends", "date", not_before="begins", rank=1),
    }
    told = {"begins": first.isoformat(), "ends": last.isoformat()}
    reasons = field_reasons(begun().conference, fields, told)
    assert [one.code for one in reasons] == ["field.before"] * (last < first)
    for name in told:
        assert field_reasons(begun().conference, fields, {**told, name: ""}) == []
    assert [one.code for one in field_reasons(begun().conference, fields, {**told, "begins": "soon"})] == [
        "field.kind"
    ]


@given(st.decimals(0, 10**15 - 1, places=2), st.sampled_from(CURRENCIES))
def test_every_sum_in_hundredths_is_money(amount: Decimal, currency: str) -> None:
    given = {"money": f"{amount:.2f} {currency}"}
    assert field_reasons(begun().conference, KINDS, given) == []


@given(st.dates())
def test_every_day_is_a_date(day: date) -> None:
    assert is_date(day.isoformat())


def test_everything_wrong_is_told_at_once_in_the_order_of_the_definition() -> None:
    fields = {
        "b": CaseField("b", "date", rank=0),
        "a": CaseField("a", "integer", rank=1),
    }
    story = begun(**fields)
    command = c.DraftProposal("case-x", "asking", manifest(), fields={"a": "x", "b": "y", "z": 1})
    found = [(one.code, one.params["name"]) for one in story.reasons(command, story.by("r0"))]
    assert found == [("field.kind", "b"), ("field.kind", "a"), ("field.unknown", "z")]


# --- setting -----------------------------------------------------------------------------------------------


def test_only_what_changes_is_said_and_an_empty_text_takes_away() -> None:
    story = begun(cost=CaseField("", "money"), day=CaseField("", "date"))
    case = drafted(story, cost="5.00 AZN", day="")
    assert [type(event.data).__name__ for event in story.events[-2:]] == ["ProposalDrafted", "FieldsSet"]
    assert story.case(case).fields == {"cost": "5.00 AZN"}
    same = revising(story, case, cost="5.00 AZN", day="")
    assert story.refused(same, story.by("r0")) == ["nothing.changes"]
    [event] = story.do(revising(story, case, day="2026-12-01", cost="5.00 AZN"), story.by("r0"))
    assert event.data == e.FieldsSet(case, {"day": "2026-12-01"})
    known = story.case(case)
    assert (known.revision, known.version) == (1, 3)
    story.do(revising(story, case, cost=""), story.by("r0"))
    assert story.case(case).fields == {"day": "2026-12-01"}


def test_fields_are_set_by_the_authors_where_the_text_may_be_changed() -> None:
    story = begun(cost=CaseField("", "money", required_in=("late",)))
    case = drafted(story, cost="1.00 AZN")
    assert story.refused(revising(story, case, cost="2.00 AZN"), story.by("r3")) == ["text.not_yours"]
    story.act(case, "submit", story.by("r0"))
    story.wait(days=8)
    stale = revising(story, case, cost="2.00 AZN")
    assert story.refused(stale, story.by("r0")) == ["deadline.passed"]
    story.do(c.FireDeadline(case, "review"), SYSTEM)
    assert story.refused(revising(story, case, cost="2.00 AZN"), story.by("r0")) == ["text.not_editable"]


# --- required states ---------------------------------------------------------------------------------------


def test_the_order_of_dates_is_held_against_what_the_case_has_already() -> None:
    dates = {"first": CaseField("", "date"), "last": CaseField("", "date", not_before="first", rank=1)}
    story = begun(**dates)
    case = drafted(story, first="2027-03-01", last="2027-03-01")
    r0 = story.by("r0")
    assert story.reasons(revising(story, case, last="2027-02-28"), r0) == (
        Reason("field.before", {"name": "last", "other": "first"}),
    )
    assert story.refused(revising(story, case, first="2027-03-02"), r0) == ["field.before"]
    story.do(revising(story, case, first="2027-02-27", last="2027-02-28"), r0)
    assert story.case(case).fields == {"first": "2027-02-27", "last": "2027-02-28"}


def test_what_is_kept_is_not_judged_anew() -> None:
    """Such as after a migration: who changes something else is not stopped by it."""
    fields = {"first": CaseField("first", "date"), "last": CaseField("last", "date", not_before="first")}
    fields["note"] = CaseField("note", "integer")
    kept: dict[str, Value] = {"first": "2027-02-01", "last": "2027-01-01", "gone": "x"}
    conf = begun().conference
    assert field_reasons(conf, fields, {"note": 1}, kept) == []
    for changed in ({"first": "2027-01-02"}, {"last": "2027-01-31"}):
        assert [one.code for one in field_reasons(conf, fields, changed, kept)] == ["field.before"]
    assert field_reasons(conf, fields, {"last": ""}, kept) == []


def test_a_state_is_not_entered_without_its_fields_whoever_leads_there() -> None:
    asked = CaseField("", "date", required_in=("review", "late"))
    story = begun(day=asked, cost=CaseField("", "money", required_in=("review",)))
    case = drafted(story)
    [reason] = story.reasons(story.action(case, "submit"), story.by("r0"))
    assert (reason.code, reason.params) == ("field.missing", {"names": "cost, day", "state": "review"})
    found = {
        one.transition.name: one.reasons
        for one in options(
            workflow(speaker=SPEAKER, day=asked), story.conference, story.case(case),
            Context(Actor("person", "r0"), story.at),
        )
    }  # fmt: skip
    assert [one.code for one in found["submit"]] == ["field.missing"]
    story.do(revising(story, case, day="2026-12-01", cost="1.00 AZN"), story.by("r0"))
    story.act(case, "submit", story.by("r0"))
    # What the state asks for stays as long as the case is there.
    assert story.refused(revising(story, case, cost=""), story.by("r0")) == ["field.missing"]
    story.do(revising(story, case, cost="2.00 AZN"), story.by("r0"))


def test_the_first_state_may_ask_too() -> None:
    story = begun(day=CaseField("", "date", required_in=("draft",)))
    command = c.DraftProposal("case-x", "asking", manifest())
    assert story.refused(command, story.by("r0")) == ["field.missing"]
    assert drafted(story, day="2026-12-01")


def test_the_system_is_stopped_as_well_and_the_checker_says_so_before() -> None:
    flow = workflow(speaker=SPEAKER, day=CaseField("", "date", required_in=("late",)))
    assert [flaw.code for flaw in check(flow) if flaw.code.startswith("field.")] == ["field.by_system"]
    story = Story().found([flow]).members(4)
    case = drafted(story)
    story.act(case, "submit", story.by("r0"))
    story.wait(days=8)
    assert story.refused(c.FireDeadline(case, "review"), SYSTEM) == ["field.missing"]
    both = workflow(speaker=SPEAKER, day=CaseField("", "date", required_in=("review", "late")))
    assert [flaw.code for flaw in check(both) if flaw.code.startswith("field.")] == []


# --- shown to ----------------------------------------------------------------------------------------------


def test_who_is_shown_a_field_and_may_set_it() -> None:
    story = begun(
        cost=CaseField("", "money", shown_to=("office",)),
        plan=CaseField("", "date", shown_to=("member", "rapporteur")),
    )
    given = {"plan": "2026-12-01", "speaker": "r2"}
    command = c.DraftProposal("case-x", "asking", manifest(), fields={**given, "cost": "1.00 AZN"})
    [reason] = story.reasons(command, story.by("r0"))
    assert (reason.code, reason.params, reason.who) == ("field.not_shown", {"name": "cost"}, ("office",))
    case = drafted(story, **given)
    story.do(revising(story, case, cost="1.00 AZN"), story.office)
    assert story.refused(revising(story, case, cost="9.00 AZN"), story.by("r0")) == ["field.not_shown"]
    flow = workflow(**story.conference.workflows[story.case(case).workflow_hash].workflow.fields)
    shown = {
        name: {
            person
            for person in ("r0", "r1", "r2", "olga", "auditor")
            if sees_field(story.conference, flow, story.case(case), field, person, story.at)
        }
        for name, field in flow.fields.items()
    }
    assert shown == {
        "cost": {"olga"}, "plan": {"r0", "r2"}, "speaker": {"r0", "r1", "r2", "olga", "auditor"},
    }  # fmt: skip


# --- into a further case -----------------------------------------------------------------------------------


def test_what_both_procedures_have_alike_goes_over_and_is_shown_to_nobody_else() -> None:
    old = workflow(
        same=CaseField("", "money"),
        kind=CaseField("", "money"),
        word=CaseField("", "choice", choices=("a", "b")),
        closed=CaseField("", "date", shown_to=("office",)),
        opened=CaseField("", "date", shown_to=("office",)),
        gone=CaseField("", "date"),
    )
    new = workflow(
        same=CaseField("", "money", required_in=("draft",)),
        kind=CaseField("", "date"),
        word=CaseField("", "choice", choices=("a",)),
        closed=CaseField("", "date", shown_to=("office",)),
        opened=CaseField("", "date"),
    )
    values: dict[str, Value] = {"same": "1.00 AZN", "kind": "1.00 AZN", "word": "a", "gone": "2026-12-01"}
    values |= {"closed": "2026-12-02", "opened": "2026-12-03"}
    assert carried(old, new, values) == {"same": "1.00 AZN", "closed": "2026-12-02"}


def starting(**fields: CaseField) -> tuple[Story, str]:
    """A case whose submission starts a further one, under a procedure with those fields."""
    first = workflow(speaker=SPEAKER, day=CaseField("", "date"))
    submit = replace(
        first.transitions["submit"], effects=(Call("start_linked_case", {"workflow": "further"}),)
    )
    first = replace(first, transitions={**first.transitions, "submit": submit})
    further = replace(workflow(speaker=SPEAKER, **fields), name="further")
    story = Story().found([first, further]).members(4)
    return story, drafted(story, day="2026-12-01", speaker="r2")


def test_a_further_case_begins_with_the_fields_or_not_at_all() -> None:
    story, case = starting(day=CaseField("", "date", required_in=("draft",)))
    story.act(case, "submit", story.by("r0"))
    assert story.case(story.case(case).linked[0]).fields == {"day": "2026-12-01", "speaker": "r2"}
    story, case = starting(cost=CaseField("", "money", required_in=("draft",)))
    assert story.refused(story.action(case, "submit"), story.by("r0")) == ["field.missing"]


# --- roles that follow a field -----------------------------------------------------------------------------

FOLLOWING: list[tuple[FieldKind, Value, set[str]]] = [
    ("person", "r2", {"r2"}),
    ("institution", "U0", {"r0", "v0"}),
    ("body", "group", {"g1"}),
    ("person", "", set()),
]


@pytest.mark.parametrize(("kind", "value", "expected"), FOLLOWING)
def test_a_role_follows_the_value_of_a_field(kind: FieldKind, value: Value, expected: set[str]) -> None:
    story = begun(speaker=CaseField("speaker", kind))
    case = drafted(story, **({"speaker": value} if value else {}))
    story.act(case, "submit", story.by("r0"))
    may = set()
    for person in ("r0", "r1", "r2", "v0", "a0", "g1"):
        answer = story.ask(story.action(case, "decide"), story.by(person))
        may |= {person} if not hasattr(answer, "reasons") else set()
    assert may == expected
