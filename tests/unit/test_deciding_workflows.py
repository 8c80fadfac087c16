"""The bundled procedures, driven through the core from their start to each of their final states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from story import SYSTEM, Story, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e

Way = Callable[[Story, str], str]
COUNT = {"for": 5, "against": 1, "abstain": 0, "invalid": 0}


def chair(story: Story) -> e.Actor:
    return story.by("r1", "session_chair")


def voted(story: Story, case: str, choices: str, end: str = "by_hand") -> None:
    vote = story.open_vote(case)
    story.ballots(vote, choices)
    if end == "deadline":
        story.wait(hours=48)
    story.close(vote, end)  # type: ignore[arg-type]


def finished(story: Story, case: str, session: str) -> str:
    story.signed(case, session)
    story.act(case, "archive")
    return case


def reviewed(story: Story, session: str) -> str:
    case = story.draft(body="group")
    story.act(case, "submit", story.by("a0"))
    story.act(case, "return_to_draft", note=digest("n"))
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    story.act(case, "ask_revision", story.by("g1"), note=digest("n"))
    story.act(case, "resubmit", story.by("a0"))
    story.act(case, "recommend", story.by("g1"), recommendation="adopt")
    story.act(case, "place_on_agenda", session=session)
    return case


def resolution_adopted(story: Story, session: str) -> str:
    case = reviewed(story, session)
    story.act(case, "postpone", chair(story))
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    story.do(c.VoidVote(vote, "by_hand", digest("r"), story.fresh()), chair(story))
    voted(story, case, "fffa", "deadline")
    return finished(story, case, session)


def resolution_by_consent(story: Story, session: str) -> str:
    case = story.on_agenda(session)
    story.act(case, "object", story.by("r2"))
    story.act(case, "reserve", story.by("r2"), reason=digest("not ours"))
    story.act(case, "enter_objection", institution="U3")
    story.act(case, "reserve", story.by("r3"), reason=digest("nor ours"))
    story.act(case, "adopt_without_vote", chair(story))
    return finished(story, case, session)


def resolution_by_hand(story: Story, session: str) -> str:
    case = story.on_agenda(session)
    story.count(case, **COUNT, tellers=("r4",))
    return finished(story, case, session)


def resolution_rejected(story: Story, session: str) -> str:
    case = reviewed(story, session)
    voted(story, case, "faaf-a")
    return case


def resolution_withdrawn(story: Story, session: str) -> str:
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    story.wait(days=30)
    story.do(c.FireDeadline(case, "wg_review", story.fresh()), SYSTEM)
    assert story.states(case) == "queued"
    story.act(case, "withdraw", story.by("r0"))
    return case


def statutes_adopted(story: Story, session: str) -> str:
    case = story.draft("statutes")
    story.act(case, "verify_credentials", session=session)
    story.act(case, "postpone")
    story.act(case, "verify_credentials", session=session)
    story.act(case, "elect_officers")
    vote = story.open_vote(case)
    story.do(c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM)
    voted(story, case, "ffffa", "deadline")
    return finished(story, case, session)


def statutes_by_hand(story: Story, session: str) -> str:
    case = story.draft("statutes")
    story.act(case, "verify_credentials", session=session)
    story.act(case, "elect_officers")
    story.count(case, **COUNT, tellers=("r4",))
    return finished(story, case, session)


def statutes_rejected(story: Story, session: str) -> str:
    """Three of six for: a majority of those voting, and not two thirds of all."""
    case = story.draft("statutes")
    story.act(case, "verify_credentials", session=session)
    story.act(case, "elect_officers")
    voted(story, case, "fff")
    return case


def statutes_withdrawn(story: Story, session: str) -> str:
    case = story.draft("statutes")
    story.act(case, "verify_credentials", session=session)
    story.act(case, "withdraw", story.by("r0"))
    return case


def applied(story: Story) -> str:
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    return case


def membership_admitted(story: Story, session: str) -> str:
    case = applied(story)
    story.act(case, "return_to_draft", note=digest("n"))
    story.act(case, "apply", story.by("a0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    story.act(case, "postpone")
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    story.do(c.VoidVote(vote, "by_hand", digest("r"), story.fresh()), chair(story))
    voted(story, case, "ffff")
    return finished(story, case, session)


def membership_by_paper_ballots(story: Story, session: str) -> str:
    case = applied(story)
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    story.count(case, **COUNT, tellers=("r4",))
    return finished(story, case, session)


def membership_rejected(story: Story, session: str) -> str:
    case = applied(story)
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    voted(story, case, "fff")
    return case


def membership_withdrawn(story: Story, session: str) -> str:
    case = applied(story)
    story.wait(days=30)
    story.do(c.FireDeadline(case, "applied", story.fresh()), SYSTEM)
    story.act(case, "withdraw", story.by("r0"))
    return case


WAYS: dict[str, dict[str, tuple[Way, ...]]] = {
    "resolution": {
        "archived": (resolution_adopted, resolution_by_consent, resolution_by_hand),
        "rejected": (resolution_rejected,),
        "withdrawn": (resolution_withdrawn,),
    },
    "statutes": {
        "archived": (statutes_adopted, statutes_by_hand),
        "rejected": (statutes_rejected,),
        "withdrawn": (statutes_withdrawn,),
    },
    "membership": {
        "archived": (membership_admitted, membership_by_paper_ballots),
        "rejected": (membership_rejected,),
        "withdrawn": (membership_withdrawn,),
    },
}


def told(way: Way) -> tuple[Story, str]:
    story, session = met()
    return story, way(story, session)


@pytest.mark.parametrize("name", sorted(WAYS))
def test_every_final_state_is_reached(name: str) -> None:
    finals = {state.name for state in bundled()[name].states.values() if state.final}
    assert set(WAYS[name]) == finals
    for state, ways in WAYS[name].items():
        for way in ways:
            story, case = told(way)
            assert story.states(case) == state, way.__name__
            assert not story.conference.open_votes
            assert not story.conference.running_deadlines


@pytest.mark.parametrize("name", sorted(WAYS))
def test_every_transition_is_taken_somewhere(name: str) -> None:
    taken = set()
    for ways in WAYS[name].values():
        for way in ways:
            story, case = told(way)
            taken |= {step.transition for step in story.case(case).steps}
    assert taken == set(bundled()[name].transitions)


# --- deadlines, versions -----------------------------------------------------------------------------------


def under_review() -> tuple[Story, str]:
    story, _ = met()
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    return story, case


def test_a_deadline_comes_before_any_other_action() -> None:
    story, case = under_review()
    due = story.case(case).deadlines[0].due
    story.at = due - timedelta(microseconds=1)
    command = story.action(case, "recommend", recommendation="adopt")
    fire = c.FireDeadline(case, "wg_review", story.fresh())
    assert story.refused(fire, SYSTEM) == ["deadline.not_due"]
    story.at = due
    assert story.refused(command, story.by("g1")) == ["deadline.passed"]
    story.do(fire, SYSTEM)
    assert story.refused(fire, SYSTEM) == ["deadline.not_due"]
    assert story.states(case) == "queued"


def test_leaving_a_state_lifts_its_deadline_and_coming_back_sets_another() -> None:
    story, case = under_review()
    first = story.case(case).deadlines[0].due
    story.act(case, "ask_revision", story.by("g1"), note=digest("n"))
    assert story.case(case).deadlines == ()
    assert case not in story.conference.running_deadlines
    story.wait(days=5)
    story.act(case, "resubmit", story.by("r0"))
    (again,) = story.case(case).deadlines
    assert again.due - first >= timedelta(days=5)
    assert [again.due - at for at in again.reminders] == [timedelta(days=7), timedelta(days=1)]


def test_a_case_that_went_away_and_came_back_is_another() -> None:
    """ABA: the page shows the draft that was returned, not the one before it was submitted."""
    story, _ = met()
    case = story.draft()
    stale = story.action(case, "submit")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "return_to_draft", note=digest("n"))
    assert story.states(case) == "draft"
    told_why = story.reasons(stale, story.by("r0"))
    assert [r.code for r in told_why] == ["version.changed"]
    assert told_why[0].params == {"seen": "1", "now": "3", "last": "return_to_draft"}


def test_a_revision_raises_the_version_and_a_repeated_one_changes_nothing() -> None:
    story, _ = met()
    case = story.draft()
    known = story.case(case)
    same = c.ReviseProposal(case, 1, known.manifest, known.sponsors, known.body)
    assert story.refused(same, story.by("r0")) == ["nothing.changes"]


def test_four_eyes_on_an_application() -> None:
    story, _ = met()
    story.do(c.EndMandate(story.by("r0").mandate, "resigned"), story.office)
    story.grant("olga", "rector", story.by("omar"), institution="U0")
    case = story.draft("membership", "olga")
    story.act(case, "apply", story.by("olga", "rector"), institution="NEW")
    command = story.action(case, "confirm")
    assert story.refused(command, story.office) == ["forbid.same_person_as"]
    story.do(command, story.by("omar"))


def test_a_running_case_keeps_its_version_of_the_procedure() -> None:
    story, session = met()
    old = story.draft()
    flow = replace(bundled()["resolution"], version="2.0.0", kind="beyanat")
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    new = story.draft()
    kinds = []
    for case in (old, new):
        story.act(case, "submit", story.by("r0"))
        story.act(case, "place_directly", session=session)
        story.act(case, "adopt_without_vote")
        kinds.append(story.conference.resolutions[story.case(case).resolution].numbered.kind)
    assert kinds == ["qerar", "beyanat"]
