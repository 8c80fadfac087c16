"""Consultations: whom a state asks, who speaks for whom, and that every opinion gets its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import pytest
from msgspec.structs import replace
from story import SYSTEM, Story, begun, digest, in_force
from support.hearing import hearing

from ecar_governance.domain import commands as c
from ecar_governance.domain.checks import check
from ecar_governance.domain.consulting import asking_of, awaited, party_of
from ecar_governance.domain.inputs import input_reasons
from ecar_governance.domain.state import Mandate
from ecar_governance.domain.workflow import Field, Role, Workflow


def begin(workflow: Workflow | None = None, asked: bool = True) -> tuple[Story, str]:
    """Four members, the students, and a case that asks them."""
    story = begun(4)
    story.grant("union", "student_representative", institution="PARTNER")
    story.do(c.PutWorkflowInForce(in_force(workflow or hearing())), story.by("ada"))
    case = story.draft("hearing")
    if asked:
        story.act(case, "ask")
    return story, case


def consulting(**changes: Any) -> Workflow:
    """The procedure with another consultation."""
    base = hearing()
    opinions = base.states["opinions"]
    assert opinions.consultation is not None
    changed = replace(opinions, consultation=replace(opinions.consultation, **changes))
    return replace(base, states={**base.states, "opinions": changed})


def parties(story: Story, case: str) -> tuple[str, ...]:
    return story.case(case).asked[-1].parties


def say(story: Story, case: str, person: str, word: str = "yes") -> tuple[Any, ...]:
    return story.act(case, "give", story.by(person), text=digest(word))


def test_whom_it_asks_is_frozen_when_the_state_is_entered() -> None:
    story, case = begin()
    (asking,) = story.case(case).asked
    assert (asking.number, asking.state, asking.each, asking.at) == (1, "opinions", "institution", story.at)
    assert asking.parties == ("PARTNER", "U0", "U1", "U2", "U3")
    story.do(c.ImportMembers((story.institution("U9"),)), story.office)
    story.grant("r9", "rector", institution="U9")
    assert parties(story, case) == asking.parties
    refused = story.refused(story.action(case, "give", text=digest("late")), story.by("r9"))
    assert refused == ["opinion.not_asked"]


ROLES = {"people": Role(("wg_chair", "wg_member")), "rectors": Role(("rector",))}


@pytest.mark.parametrize(
    ("of", "each", "expected"),
    [
        (("rectors",), "institution", ("U0", "U1", "U2", "U3")),
        (("rectors",), "person", ("r0", "r1", "r2", "r3")),
        (("people",), "body", ("group",)),
        (("people",), "person", ("g1", "w1")),
        (("people",), "institution", ("U1",)),  # the chair's and the member's institution is one
        (("rectors", "people"), "body", ("group",)),  # a rector lies in no body that a mandate names
    ],
)
def test_each_party_is_asked_once(of: Any, each: Any, expected: tuple[str, ...]) -> None:
    base = consulting(of=of, each=each)
    story, case = begin(replace(base, roles={**base.roles, **ROLES}), asked=False)
    story.do(c.EndMandate(story.by("g1").mandate, "resigned"), story.office)
    story.grant("g1", "wg_chair", institution="U1", body="group")
    story.grant("w1", "wg_member", institution="U1", body="group")
    story.act(case, "ask")
    assert parties(story, case) == expected


def test_the_last_one_who_was_asked_leads_on() -> None:
    story, case = begin()
    for person in ("r0", "r1", "r2", "union"):
        say(story, case, person)
    asking = asking_of(story.case(case), story.case(case).state)
    assert asking is not None
    assert awaited(story.case(case), asking) == ("U3",)
    told = [event.data for event in say(story, case, "r3")]
    assert [type(x).__name__ for x in told] == [
        "TransitionTaken", "OpinionGiven", "TransitionTaken", "DeadlineLifted",
    ]  # fmt: skip
    assert story.states(case) == "weighed"
    assert [one.number for one in story.case(case).opinions] == [1, 2, 3, 4, 5]


def test_an_opinion_leaves_the_case_and_its_deadline_where_they_are() -> None:
    story, case = begin()
    before = story.case(case)
    story.wait(days=2)
    told = [type(event.data).__name__ for event in say(story, case, "r0")]
    assert told == ["TransitionTaken", "OpinionGiven"]
    after = story.case(case)
    assert (after.state, after.deadlines) == (before.state, before.deadlines)
    assert after.version == before.version + 1
    assert len(after.asked) == 1


def test_a_party_may_say_more_and_is_waited_for_once() -> None:
    story, case = begin()
    say(story, case, "r0")
    say(story, case, "r0", "and besides")
    opinions = story.case(case).opinions
    assert [(one.party, one.text) for one in opinions] == [
        ("U0", digest("yes")),
        ("U0", digest("and besides")),
    ]
    assert len(awaited(story.case(case), story.case(case).asked[-1])) == 4


def test_what_the_secretariat_enters_is_marked_so() -> None:
    story, case = begin()
    story.act(case, "enter", party="U2", text=digest("by post"))
    say(story, case, "r1")
    entered = {one.party: (one.entered, one.actor.person) for one in story.case(case).opinions}
    assert entered == {"U2": (True, "olga"), "U1": (False, "r1")}
    unknown = story.action(case, "enter", party="NEW", text=digest("uninvited"))
    assert story.refused(unknown, story.office) == ["opinion.not_asked"]


def test_time_may_run_out_on_those_who_say_nothing() -> None:
    story, case = begin()
    say(story, case, "r0")
    story.wait(days=15)
    story.do(c.FireDeadline(case, "opinions", story.fresh()), SYSTEM)
    assert story.states(case) == "weighed"
    story.act(case, "answer", opinion="1", use="used")
    told = {r.code: r.params for r in story.reasons(story.action(case, "finish_all"), story.office)}
    assert told == {"guard.opinions_complete": {"missing": "PARTNER, U1, U2, U3", "count": "4"}}
    story.act(case, "finish")
    assert story.states(case) == "done"


def test_every_opinion_gets_its_answer_before_the_end() -> None:
    story, case = begin()
    for person in ("r0", "r1", "r2", "r3", "union"):
        say(story, case, person)
    left = story.reasons(story.action(case, "finish"), story.office)
    assert [(r.code, r.params) for r in left] == [("guard.opinions_answered", {"count": "5"})]
    for number, use in enumerate(("used", "partly", "not", "used", "not"), start=1):
        story.act(case, "answer", opinion=str(number), use=use, reasons=digest(f"because {number}"))
    for one in story.case(case).opinions:
        assert one.answered_by is not None
        assert one.answered_by.person == "olga"
        assert one.reasons == digest(f"because {one.number}")
    story.act(case, "answer", opinion="2", use="used")
    assert (story.case(case).opinions[1].use, story.case(case).opinions[1].reasons) == ("used", "")
    story.act(case, "finish_all")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"opinion": "1", "use": "partly"}, "opinion.reasons_needed"),
        ({"opinion": "1", "use": "not"}, "opinion.reasons_needed"),
        ({"opinion": "2", "use": "used"}, "opinion.unknown"),
        ({"opinion": "x", "use": "used"}, "opinion.unknown"),
        ({"opinion": "1", "use": "perhaps"}, "input.choice"),
        ({"use": "used"}, "input.missing"),
    ],
)
def test_an_answer_that_is_none(given: dict[str, str], code: str) -> None:
    story, case = begin()
    say(story, case, "r0")
    assert story.refused(story.action(case, "answer", **given), story.office) == [code]


def test_a_second_consultation_begins_anew() -> None:
    story, case = begin()
    say(story, case, "r0")
    story.wait(days=15)
    story.do(c.FireDeadline(case, "opinions", story.fresh()), SYSTEM)
    story.act(case, "ask")
    assert [one.number for one in story.case(case).asked] == [1, 2]
    say(story, case, "r0", "again")
    assert [(one.asking, one.number) for one in story.case(case).opinions] == [(1, 1), (2, 2)]
    assert "U1" in awaited(story.case(case), story.case(case).asked[-1])


def test_where_there_is_nobody_to_ask_the_case_goes_on_at_once() -> None:
    story, case = begin(consulting(of=("students",)), asked=False)
    story.do(c.EndMandate(story.by("union").mandate, "resigned"), story.office)
    told = [type(event.data).__name__ for event in story.act(case, "ask")]
    assert told == ["TransitionTaken", "DeadlineSet", "OpinionsAsked", "TransitionTaken", "DeadlineLifted"]
    assert story.states(case) == "weighed"
    assert parties(story, case) == ()


def test_nobody_who_was_not_asked_is_heard() -> None:
    """Outside a consultation there is nothing to say, whatever the procedure lets people do."""
    base = hearing()
    give = replace(base.transitions["give"], source=("draft", "opinions"))
    story, case = begin(replace(base, transitions={**base.transitions, "give": give}), asked=False)
    command = story.action(case, "give", text=digest("unasked"))
    assert story.refused(command, story.by("r0")) == ["opinion.nobody_asked"]


EACH: tuple[tuple[Literal["institution", "body", "person"], str], ...] = (
    ("institution", "U1"),
    ("body", "group"),
    ("person", "someone"),
)


@pytest.mark.parametrize(("each", "party"), EACH)
def test_for_whom_a_mandate_speaks(each: Literal["institution", "body", "person"], party: str) -> None:
    story = begun()
    held = Mandate("m", "someone", "wg_member", "U1", "", "group", "", story.at, None)
    assert party_of(story.conference, each, held) == party


def test_the_checker_knows_where_opinions_make_no_sense() -> None:
    base = hearing()
    silent = replace(base.states["opinions"], consultation=None)
    found = check(replace(base, states={**base.states, "opinions": silent}))
    codes = {(flaw.code, flaw.path[1]) for flaw in found}
    assert {
        ("trigger.never", "heard"),
        ("opinion.never_asked", "give"),
        ("opinion.never_asked", "answer"),
    } <= codes
    assert not check(base)


@pytest.mark.parametrize("given", ["2026-11-23", "2028-02-29"])
@pytest.mark.parametrize("wrong", ["2026-02-29", "23.11.2026", "2026-11-23T10:00", "20261123"])
def test_a_day_is_a_day_of_the_calendar(given: str, wrong: str) -> None:
    story, field = begun(), Field("dated", "date")
    assert input_reasons(story.conference, (field,), {"dated": given}) == ()
    assert [r.code for r in input_reasons(story.conference, (field,), {"dated": wrong})] == ["input.kind"]


def test_a_consultation_is_of_one_moment_however_long_it_lasts() -> None:
    """Who comes into office meanwhile speaks for their institution, since that was asked."""
    story, case = begin()
    story.do(c.EndMandate(story.by("r2").mandate, "resigned"), story.office)
    story.wait(days=1)
    story.grant("heir", "acting_rector", institution="U2", since=story.at + timedelta(seconds=1))
    story.wait(days=1)
    say(story, case, "heir")
    assert story.case(case).opinions[-1].party == "U2"
