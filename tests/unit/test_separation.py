"""Who may not, and how many must: prohibitions as a table, approvals held to a model on random cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, Story, digest, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.approving import standing
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import Actor
from ecar_governance.domain.forbids import FORBIDS
from ecar_governance.domain.options import options, who_could_take
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.registry import FORBIDS as SPECS
from ecar_governance.domain.state import Recusal, Step
from ecar_governance.domain.workflow import Call, Field, Role, State, Transition, Workflow

NOTE = Field("note", "text", required=False)
PICK = Field("pick", "choice", choices=("left", "right"))


def workflow(**changes: Any) -> Workflow:
    """Two stages; `release` needs two secretaries, `choose` two members who agree, `glance` moves nothing."""
    rules = [
        Transition("submit", NAMES, ("draft",), "review", by=("member",)),
        Transition("back", NAMES, ("review",), "draft", by=("office",)),
        Transition("release", NAMES, ("review",), "done", by=("office",), approvals=2),
        Transition("choose", NAMES, ("review",), "done", by=("member",), approvals=3, inputs=(PICK,)),
    ]
    return Workflow(
        "paired", "1.0.0", NAMES, "qerar", "draft",
        {"member": Role(("rector", "vice_rector")), "office": Role(("secretariat",))},
        {
            "draft": State("draft", NAMES, editable=True),
            "review": State("review", NAMES, editable=True),
            "done": State("done", NAMES, final=True, outcome="done"),
        },
        {rule.name: replace(rule, **changes.get(rule.name, {})) for rule in rules},
    )  # fmt: skip


def begun(**changes: Any) -> tuple[Story, str]:
    """A conference with that procedure, and a case of r0's in its first state."""
    story = Story().found([workflow(**changes)]).members(5)
    return story, story.draft("paired")


def in_review(**changes: Any) -> tuple[Story, str]:
    story, case = begun(**changes)
    story.act(case, "submit", story.by("r0", "rector"))
    return story, case


def types(events: tuple[e.Event, ...]) -> list[str]:
    return [type(event.data).__name__ for event in events]


# --- prohibitions -------------------------------------------------------------------------------------------


def acting(person: str, institution: str = "") -> Actor:
    return Actor("person", person, f"m-{person}", institution)


def took(transition: str, *people: Actor) -> Step:
    """The last of the people took it, the others had approved."""
    return Step(transition, ("x",), Story().at, people[-1], 1, people[:-1])


OLGA = acting("olga", "U1")
SUBMIT = {"transition": "submit"}
TABLE: list[tuple[str, dict[str, str], dict[str, Any], dict[str, str] | None]] = [
    ("same_person_as", SUBMIT, {"steps": ()}, None),
    ("same_person_as", SUBMIT, {"steps": (took("submit", OLGA),)}, SUBMIT),
    ("same_person_as", SUBMIT, {"steps": (took("submit", acting("r0", "U1")),)}, None),
    ("same_person_as", SUBMIT, {"steps": (took("other", OLGA),)}, None),
    ("same_person_as", SUBMIT, {"steps": (took("submit", OLGA, acting("r0")),)}, SUBMIT),
    # The last to take it counts: after a resubmission by another the first is free again.
    ("same_person_as", SUBMIT, {"steps": (took("submit", OLGA), took("submit", acting("r0")))}, None),
    ("same_person_as", SUBMIT, {"steps": (took("submit", Actor("system")),)}, None),
    ("same_institution_as", SUBMIT, {"steps": ()}, None),
    (
        "same_institution_as", SUBMIT, {"steps": (took("submit", acting("r0", "U1")),)},
        {**SUBMIT, "institution": "U1"},
    ),
    (
        "same_institution_as", SUBMIT, {"steps": (took("submit", acting("r0", "U1"), acting("r2", "U2")),)},
        {**SUBMIT, "institution": "U1"},
    ),
    ("same_institution_as", SUBMIT, {"steps": (took("submit", acting("olga", "U2")),)}, None),
    ("same_institution_as", SUBMIT, {"steps": (took("submit", Actor("system")),)}, None),
    ("recused", {}, {"recusals": ()}, None),
    ("recused", {}, {"recusals": (Recusal(acting("r0", "U1"), "d", Story().at),)}, None),
    ("recused", {}, {"recusals": (Recusal(acting("olga", "U2"), "d", Story().at),)}, {}),
    ("drafter", {}, {"drafter": acting("r0", "U1")}, None),
    ("drafter", {}, {"drafter": acting("olga", "U2")}, {}),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]}-{number}" for number, row in enumerate(TABLE)])
def test_a_prohibition_answers(
    row: tuple[str, dict[str, str], dict[str, Any], dict[str, str] | None],
) -> None:
    name, params, changes, expected = row
    story, case = begun()
    known = replace(story.case(case), **changes)
    for actor, wanted in ((OLGA, expected), (Actor("system"), None)):
        found = FORBIDS[name](story.conference, known, Context(actor, story.at), {}, params)
        assert (found.params if found else None) == wanted
        if found is not None:
            assert found.code == f"forbid.{name}"
            assert REASONS[found.code].format(**found.params)


def test_an_institution_of_nobody_bars_nobody() -> None:
    story, case = begun()
    known = replace(story.case(case), steps=(took("submit", acting("r0")),))
    bars = FORBIDS["same_institution_as"]
    assert bars(story.conference, known, Context(acting("olga"), story.at), {}, SUBMIT) is None


def test_every_prohibition_is_declared_tried_and_able_to_bar_and_to_let_pass() -> None:
    assert set(FORBIDS) == set(SPECS)
    for barred in (True, False):
        assert {row[0] for row in TABLE if (row[3] is not None) is barred} == set(SPECS)
    assert {f"forbid.{name}" for name in SPECS} == {code for code in REASONS if code.startswith("forbid.")}


BARRED = {"forbid": (Call("drafter"), Call("same_institution_as", SUBMIT))}


def test_a_refusal_tells_every_prohibition_and_who_could_instead() -> None:
    """The drafter of U0 is barred twice; the vice-rector of U0 once; the other rectors may."""
    story, case = in_review(choose={**BARRED, "approvals": 1})
    command = story.action(case, "choose", pick="left")
    assert story.refused(command, story.by("r0", "rector")) == [
        "forbid.drafter", "forbid.same_institution_as",
    ]  # fmt: skip
    assert story.refused(command, story.by("v0")) == ["forbid.same_institution_as"]
    rule = story.conference.workflows[story.case(case).workflow_hash].workflow.transitions["choose"]
    could = who_could_take(workflow(), story.conference, story.case(case), rule, story.at)
    assert could == ("r1", "r2", "r3", "r4")
    for person in ("r0", "v0"):
        assert person not in could
    story.do(command, story.by("r2"))


def test_whoever_holds_another_office_may_act_in_that_one() -> None:
    """The institution is barred, not the person: under a mandate for another one they are free."""
    story, case = in_review(choose={**BARRED, "approvals": 1})
    story.grant("v0", "vice_rector", institution="U3")
    asking = Context(Actor("person", "v0"), story.at)
    flow = story.conference.workflows[story.case(case).workflow_hash].workflow
    found = {one.transition.name: one for one in options(flow, story.conference, story.case(case), asking)}
    assert found["choose"].reasons == ()
    assert [story.conference.mandates[name].institution for name in found["choose"].mandates] == ["U3"]


def test_from_when_somebody_could() -> None:
    """A mandate that is given and still to begin says from when, in the list and in the refusal."""
    story, case = in_review()
    begins = story.at.replace(year=story.at.year + 1)
    story.grant("r3", "secretariat", since=begins)
    flow = story.conference.workflows[story.case(case).workflow_hash].workflow
    asking = Context(Actor("person", "r3"), story.at)
    found = {one.transition.name: one for one in options(flow, story.conference, story.case(case), asking)}
    assert [(one.code, one.when) for one in found["release"].reasons] == [("role.missing", begins)]
    [refused] = story.reasons(story.action(case, "release"), story.by("r3", "rector"))
    assert (refused.code, refused.who, refused.when) == ("role.missing", ("office",), begins)


# --- recusal ------------------------------------------------------------------------------------------------


def test_a_recusal_bars_where_the_procedure_says_so_and_is_declared_once() -> None:
    story, case = in_review(release={"forbid": (Call("recused"),), "approvals": 1})
    declare = c.DeclareRecusal(case, digest("kin"))
    assert story.refused(c.DeclareRecusal(case, ""), story.office) == ["recusal.needs_reason"]
    assert story.refused(c.DeclareRecusal("case-none", digest("x")), story.office) == ["case.unknown"]
    version = story.case(case).version
    story.do(declare, story.office)
    assert story.case(case).version == version
    assert [(one.actor.person, one.reason) for one in story.case(case).recusals] == [("olga", digest("kin"))]
    assert story.refused(declare, story.office) == ["recusal.declared_already"]
    assert story.refused(story.action(case, "release"), story.office) == ["forbid.recused"]
    story.act(case, "back", story.office)  # another action does not ask
    story.act(case, "submit", story.by("r0", "rector"))
    story.act(case, "release", story.by("omar"))
    assert story.refused(c.DeclareRecusal(case, digest("late")), story.by("r1")) == ["case.ended"]


# --- approvals ----------------------------------------------------------------------------------------------


def test_four_eyes() -> None:
    story, case = in_review()
    first = story.action(case, "release")
    assert types(story.do(first, story.office)) == ["ApprovalGiven"]
    assert story.case(case).state == ("review",)
    # What the first saw is another version now; asked again on what is, the same person adds nothing.
    assert story.refused(first, story.by("omar")) == ["version.changed"]
    again = story.reasons(story.action(case, "release"), story.office)
    assert [(one.code, one.params) for one in again] == [
        ("approval.given_already", {"given": "1", "needed": "2"})
    ]
    [moved, *_] = story.act(case, "release", story.by("omar"))
    assert isinstance(moved.data, e.TransitionTaken)
    assert [one.person for one in moved.data.approved] == ["olga"]
    known = story.case(case)
    assert (known.state, known.approvals) == (("done",), ())
    assert [one.person for one in known.steps[-1].approved] == ["olga"]


def test_whoever_approved_counts_as_having_taken_it() -> None:
    barred = {"forbid": (Call("same_person_as", {"transition": "submit"}),), "approvals": 1}
    story, case = begun(submit={"approvals": 2}, choose=barred)
    story.act(case, "submit", story.by("r1"))
    story.act(case, "submit", story.by("r2"))
    command = story.action(case, "choose", pick="left")
    for person in ("r1", "r2"):
        assert story.refused(command, story.by(person)) == ["forbid.same_person_as"]
    story.do(command, story.by("r3"))


def given_by(story: Story, case: str, transition: str) -> list[str]:
    known = story.case(case)
    flow = story.conference.workflows[known.workflow_hash].workflow
    rule = flow.transitions[transition]
    [here] = known.state
    return [one.actor.person for one in standing(flow, story.conference, known, rule, here, story.at)]


def test_an_approval_is_never_stale() -> None:
    """A revision, a move out of the state, the end of the mandate and a recusal each undo it."""
    story, case = in_review(release={"forbid": (Call("recused"),)})
    story.act(case, "release", story.office)
    revised = story.copy()
    command = c.ReviseProposal(case, revised.case(case).version, manifest("newer"))
    revised.do(command, revised.by("r0", "rector"))
    assert given_by(revised, case, "release") == []
    moved = story.copy()
    moved.act(case, "back", moved.by("omar"))
    moved.act(case, "submit", moved.by("r0", "rector"))
    assert given_by(moved, case, "release") == []
    ended = story.copy()
    ended.do(c.EndMandate(ended.office.mandate, "resigned"), ended.by("omar"))
    assert given_by(ended, case, "release") == []
    assert types(ended.act(case, "release", ended.by("omar"))) == ["ApprovalGiven"]
    recused = story.copy()
    recused.do(c.DeclareRecusal(case, digest("kin")), recused.office)
    assert given_by(recused, case, "release") == []
    assert given_by(story, case, "release") == ["olga"]


ACTS = st.one_of(
    st.tuples(st.just("choose"), st.integers(0, 4), st.sampled_from(["left", "right"])),
    st.tuples(st.just("back"), st.just(0), st.just("")),
    st.tuples(st.just("revise"), st.just(0), st.just("")),
    st.tuples(st.just("end"), st.integers(1, 4), st.just("")),
)


@settings(max_examples=60)
@given(st.lists(ACTS, max_size=14))
def test_approvals_are_those_of_a_model(acts: list[tuple[str, int, str]]) -> None:
    """The model: each person's latest wish while they hold office; the third equal wish moves the case;
    leaving the state or changing the text forgets all."""
    story, case = in_review()
    wishes: dict[str, str] = {}
    for what, number, pick in acts:
        person = f"r{number}"
        if what == "choose":
            actor = story.by(person, "rector")
            in_office = story.conference.mandates[actor.mandate].in_force(story.at)
            command = story.action(case, "choose", pick=pick)
            alike = {one for one, wish in wishes.items() if wish == pick}
            if not in_office or person in alike:
                story.refused(command, actor)
                continue
            events = story.do(command, actor)
            if len(alike) == 2:
                assert isinstance(events[0].data, e.TransitionTaken)
                assert {one.person for one in events[0].data.approved} == alike
                assert story.states(case) == "done"
                return
            assert types(events) == ["ApprovalGiven"]
            wishes[person] = pick
        elif what == "back":
            story.act(case, "back")
            story.act(case, "submit", story.by("v0"))
            wishes.clear()
        elif what == "revise":
            command = c.ReviseProposal(case, story.case(case).version, manifest(story.id("text")))
            story.do(command, story.office)
            wishes.clear()
        else:
            actor = story.by(person, "rector")
            if story.conference.mandates[actor.mandate].in_force(story.at):
                story.do(c.EndMandate(actor.mandate, "resigned"), story.office)
                wishes.pop(person, None)
        assert sorted(given_by(story, case, "choose")) == sorted(wishes)
        assert story.states(case) == "review"
