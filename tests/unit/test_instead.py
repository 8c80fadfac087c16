"""Who could do what somebody was refused, and from when: one table over the kinds of refusals, told in both
languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from story import NAMES, Story

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Call, Role, State, Transition, Workflow
from ecar_governance.services.instead import Instead, instead_of, instead_sentence, who_in_words, zone_of

SUBMIT = {"transition": "submit"}
LATER = {"transition": "submit", "at_least": "P3D"}


def procedure() -> Workflow:
    """Out of `review`: `release` by two of the office, `choose` by members who did not submit, `settle` by
    the office three days after, `untitled` by a role that has no title and nobody."""
    rules = [
        Transition("submit", NAMES, ("draft",), "review", by=("member",)),
        Transition("release", NAMES, ("review",), "done", by=("office",), approvals=2),
        Transition(
            "choose", NAMES, ("review",), "done", by=("member",),
            forbid=(Call("same_institution_as", SUBMIT),),
        ),
        Transition(
            "settle", NAMES, ("review",), "done", by=("office",), require=(Call("time_since", LATER),)
        ),
        Transition("untitled", NAMES, ("review",), "done", by=("plain",)),
    ]  # fmt: skip
    return Workflow(
        "refusing", "1.0.0", NAMES, "qerar", "draft",
        {
            "member": Role(("rector", "vice_rector"), title={"az": "Üzv", "en": "Member"}),
            "office": Role(("secretariat",), title={"az": "Dəftərxana", "en": "Office"}),
            "plain": Role(("observer", "president")),
        },
        {
            "draft": State("draft", NAMES, editable=True),
            "review": State("review", NAMES, editable=True),
            "done": State("done", NAMES, final=True, outcome="done"),
        },
        {rule.name: rule for rule in rules},
    )  # fmt: skip


@pytest.fixture(scope="module")
def begun() -> tuple[Story, str]:
    story = Story().found([procedure()]).members(5)
    case = story.draft("refusing")
    story.act(case, "submit", story.by("r0", "rector"))
    return story, case


def answer(story: Story, case: str, transition: str, actor: Actor, lang: str = "en") -> Instead:
    """Who could instead, once the step was refused."""
    known = story.case(case)
    flow = story.conference.workflows[known.workflow_hash].workflow
    return instead_of(
        story.conference,
        story.reasons(story.action(case, transition), actor),
        story.at,
        lang,
        case=known,
        rule=flow.transitions[transition],
        person=actor.person,
    )


OTHERS = ("r1", "r2", "r3", "r4")
KINDS: list[tuple[str, str, str, str, str, tuple[tuple[str, ...], tuple[str, ...]]]] = [
    # the transition, who asks under which mandate, the reason, who could: roles and people
    ("a role is missing", "release", "r0", "rector", "role.missing", (("Office",), ("olga", "omar"))),
    ("duties are separate", "choose", "r0", "rector", "forbid.same_institution_as", (("Member",), OTHERS)),
    ("the same for a deputy", "choose", "v0", "", "forbid.same_institution_as", (("Member",), OTHERS)),
    ("a guard would stop anybody", "settle", "olga", "secretariat", "guard.time_since", ((), ())),
    ("a guard and a role", "settle", "r1", "rector", "guard.time_since", (("Office",), ("olga", "omar"))),
    (
        "nobody holds it",
        "untitled",
        "r0",
        "rector",
        "role.missing",
        (("Observer", "President"), ()),
    ),
    ("it is no step from here", "submit", "r0", "rector", "transition.not_from_here", ((), ())),
]


@pytest.mark.parametrize("row", KINDS, ids=[row[0] for row in KINDS])
def test_who_could_instead(begun: tuple[Story, str], row: Any) -> None:
    story, case = begun
    _, transition, person, kind, code, expected = row
    actor = story.by(person, kind)
    assert code in story.refused(story.action(case, transition), actor)
    found = answer(story, case, transition, actor)
    assert (found.roles, found.people) == expected


def test_of_those_who_must_be_several_the_others_are_told(begun: tuple[Story, str]) -> None:
    story, case = begun[0].copy(), begun[1]
    story.act(case, "release", story.office)
    assert story.refused(story.action(case, "release"), story.office) == ["approval.given_already"]
    found = answer(story, case, "release", story.office)
    assert (found.roles, found.people) == (("Office",), ("omar",))


def test_a_command_is_for_the_kinds_of_mandates_that_give_it(begun: tuple[Story, str]) -> None:
    story, _ = begun
    for actor, code in (
        (story.by("r0", "rector"), "actor.not_allowed"),
        (Actor("person", "r0"), "actor.no_mandate"),
    ):
        reasons = story.reasons(c.WithdrawWorkflow("sha256:none"), actor)
        assert code in [one.code for one in reasons]
        found = instead_of(story.conference, reasons, story.at, "az", person="r0")
        assert found.roles == ("İnzibatçı", "Baş katib")
        assert set(found.people) == {
            one.person
            for one in story.conference.mandates.values()
            if one.kind in ("administrator", "secretary_general")
        }


def test_where_the_reasons_name_a_role_of_the_procedure_its_holders_are_told(
    begun: tuple[Story, str],
) -> None:
    story, case = begun
    reasons = (Reason("text.not_yours", who=("office",)),)
    found = instead_of(story.conference, reasons, story.at, "az", case=story.case(case), person="r1")
    assert (found.roles, found.people) == (("Dəftərxana",), ("olga", "omar"))


# --- from when ----------------------------------------------------------------------------------------------


def test_from_when_a_guard_lets_it_pass(begun: tuple[Story, str]) -> None:
    story, case = begun
    found = answer(story, case, "settle", story.office)
    assert found.when == story.case(case).steps[-1].at + timedelta(days=3)


def test_from_when_a_mandate_begins(begun: tuple[Story, str]) -> None:
    """For a step of the procedure, for a command, and for the mandate that is named itself."""
    story, case = begun[0].copy(), begun[1]
    begins = story.at.replace(year=story.at.year + 1)
    story.grant("r3", "secretariat", since=begins)
    story.grant("r3", "secretary_general", since=begins)
    assert answer(story, case, "release", story.by("r3", "rector")).when == begins
    command = c.WithdrawWorkflow("sha256:none")
    for kind, code in (("rector", "actor.not_allowed"), ("secretary_general", "actor.mandate_not_in_force")):
        [reason] = [one for one in story.reasons(command, story.by("r3", kind)) if one.code == code]
        assert reason.when == begins
        assert instead_of(story.conference, (reason,), story.at, "en").when == begins


def test_all_that_stands_against_it_must_be_gone_and_what_has_passed_does_not_come_again() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    days = [at + timedelta(days=number) for number in (-1, 0, 1, 2)]
    reasons = tuple(Reason("vote.is_open", when=day) for day in days)
    assert instead_of(Conference(), reasons, at, "en").when == days[-1]
    assert instead_of(Conference(), reasons[:2], at, "en").when is None
    assert instead_of(Conference(), (), at, "en") == Instead()


# --- in words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "Who can: Aysel (Office, Member). From when: 24.11.2026 12:30 (Asia/Baku)."),
        ("az", "Kim edə bilər: Aysel (Office, Member). Bu vaxtdan: 24.11.2026 12:30 (Asia/Baku)."),
    ],
)
def test_the_sentences(lang: str, told: str) -> None:
    found = Instead(("Office", "Member"), ("p1",), datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    assert instead_sentence(found, lang, "Asia/Baku", {"p1": "Aysel"}.__getitem__) == told
    only_when = replace(found, roles=(), people=())
    assert instead_sentence(only_when, lang, "Asia/Baku", str) == told[told.index(").") + 3 :]
    only_who = replace(found, when=None)
    assert instead_sentence(only_who, lang, "UTC", lambda _: "Aysel") == told[: told.index(").") + 2]
    assert instead_sentence(Instead(), lang, "UTC", str) == ""


@pytest.mark.parametrize(
    ("roles", "people", "told"),
    [
        (("Office",), ("A", "B", "C"), "A; B; C (Office)"),
        (("Office", ""), ("A", "B", "C", "D"), "Office"),
        ((), ("A", ""), "A"),
        (("Office",), ("",), "Office"),
        ((), (), "nobody holds this office now"),
    ],
)
def test_few_are_named(roles: tuple[str, ...], people: tuple[str, ...], told: str) -> None:
    assert who_in_words(roles, people, "en") == told


def test_the_zone_is_the_conference_s(begun: tuple[Story, str]) -> None:
    assert zone_of(begun[0].conference) == "Asia/Baku"
    assert zone_of(Conference()) == "UTC"
