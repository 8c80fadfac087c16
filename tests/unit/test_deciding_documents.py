"""Documents and numbers decided: who signs where and in which order, in which way; numbers without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import SYSTEM, Story, begun, bundled, digest, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.decision import Accepted
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Call
from ecar_governance.errors import InvalidInput


def adopted(story: Story, session: str) -> str:
    case = story.on_agenda(session)
    story.act(case, "adopt_without_vote")
    return case


def ready() -> tuple[Story, str, str]:
    """A typeset resolution whose officers have signing keys; the session."""
    story, session = met()
    for person in ("r1", "olga", "r2"):
        story.do(c.IssueSigningKey(person, digest(f"key {person}"), True), story.by(person))
    case = adopted(story, session)
    return story, story.typeset(story.case(case).resolution), session


# --- signing -----------------------------------------------------------------------------------------------

METHODS = ("here", "outside", "paper")


@pytest.mark.parametrize("first", METHODS)
@pytest.mark.parametrize("second", METHODS)
def test_two_people_sign_in_order_both_in_ink_or_neither(first: Any, second: Any) -> None:
    story, document, _session = ready()
    chair, secretary = story.by("r1", "session_chair"), story.by("olga", "session_secretary")
    keys = {"here": digest("key olga"), "outside": digest("any"), "paper": ""}
    mine = {"here": digest("key r1"), "outside": digest("any"), "paper": ""}
    story.do(story.signature(document, "chair", first, mine[first]), chair)
    command = story.signature(document, "secretary", second, keys[second])
    if (first == "paper") != (second == "paper"):
        assert story.refused(command, secretary) == ["document.ink_for_both"]
        return
    story.do(command, secretary)
    signed = story.conference.documents[document]
    assert [s.field for s in signed.signatures] == ["chair", "secretary"]
    assert signed.current == command.sha256
    assert signed.signatures[1].before == signed.signatures[0].sha256
    assert [a.person for a in signed.signed_by] == ["r1", "olga"]
    case = story.conference.resolutions[signed.subject].numbered.case
    assert story.states(case) == "signed"


def test_one_person_in_both_offices_does_not_sign_twice() -> None:
    story, session = met()
    story.do(c.EndMandate(story.by("olga", "session_secretary").mandate, "resigned"), story.office)
    story.grant("r1", "session_secretary", session=session)
    document = story.typeset(story.case(adopted(story, session)).resolution)
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair"))
    command = story.signature(document, "secretary")
    assert story.refused(command, story.by("r1", "session_secretary")) == ["document.signed_by_you"]


@pytest.mark.parametrize(
    ("fingerprint", "expected"),
    [("", ["document.not_your_key"]), ("key r2", ["document.not_your_key"]), ("key r1", [])],
)
def test_a_signature_made_here_is_made_with_ones_own_key(fingerprint: str, expected: list[str]) -> None:
    story, document, _ = ready()
    command = story.signature(document, "chair", "here", digest(fingerprint) if fingerprint else "")
    answer = story.ask(command, story.by("r1", "session_chair"))
    assert [r.code for r in getattr(answer, "reasons", ())] == expected


def test_whoever_has_no_key_does_not_sign_here_with_none() -> None:
    story, session = met()
    document = story.typeset(story.case(adopted(story, session)).resolution)
    command = story.signature(document, "chair", "here", "")
    assert story.refused(command, story.by("r1", "session_chair")) == ["document.not_your_key"]


def test_standing_officers_sign_where_the_session_had_none() -> None:
    """A president signs for no session that has elected its chair; without one they do."""
    story, document, _session = ready()
    story.grant("r3", "president")
    assert story.refused(story.signature(document, "chair"), story.by("r3", "president")) == [
        "document.not_your_field"
    ]
    other = begun()
    bare = other.session(officers=False)
    other.do(c.CloseSession(bare), other.office)
    minutes = other.typeset(bare, "minutes")
    other.grant("r3", "president")
    other.grant("r4", "secretary_general")
    other.do(other.signature(minutes, "chair"), other.by("r3", "president"))
    other.do(other.signature(minutes, "secretary"), other.by("r4", "secretary_general"))


def test_an_officer_of_another_session_signs_nothing_of_this_one() -> None:
    story, first = met()
    story.do(c.CloseSession(first), story.office)
    second = story.session(present=range(6), officers=False)
    story.grant("r2", "session_chair", session=second)
    story.grant("omar", "session_secretary", session=second)
    document = story.typeset(story.case(adopted(story, second)).resolution)
    old, new = story.by("r1", "session_chair", first), story.by("r2", "session_chair", second)
    assert story.refused(story.signature(document, "chair"), old) == ["document.not_your_field"]
    assert isinstance(story.ask(story.signature(document, "chair"), new), Accepted)


def test_two_at_once_sign_the_same_file_and_one_is_told() -> None:
    story, document, _ = ready()
    late = story.signature(document, "secretary")
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair"))
    assert story.refused(late, story.by("olga", "session_secretary")) == ["document.changed_meanwhile"]


def test_minutes_are_made_once_and_after_the_close() -> None:
    story, session = met()
    command = c.RecordTypeset("document-1", "minutes", session, digest("f"), digest("r"))
    assert story.refused(command, SYSTEM) == ["session.not_closed"]
    story.do(c.CloseSession(session), story.office)
    story.do(command, SYSTEM)
    again = replace(command, document="document-2")
    assert story.refused(again, SYSTEM) == ["document.typeset_already"]


def test_minutes_are_made_by_an_officer_of_that_session_and_resolutions_by_nobody() -> None:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    story.session(present=range(6), officers=False)
    story.grant("r2", "session_chair", session="session-2")
    command = c.RecordTypeset("document-1", "minutes", session, digest("f"), digest("r"))
    assert story.refused(command, story.by("r2", "session_chair")) == ["actor.other_session"]
    assert story.refused(command, story.by("r3", "rector")) == ["actor.not_allowed"]
    for actor in (story.by("r1", "session_chair"), story.by("olga", "session_secretary"), story.office):
        assert isinstance(story.ask(command, actor), Accepted)
    resolution = replace(command, kind="resolution", subject="resolution-1")
    assert story.refused(resolution, story.by("r1", "session_chair")) == ["actor.not_allowed"]


def test_published_is_the_file_with_both_signatures() -> None:
    story, document, session = ready()
    case = story.conference.resolutions[story.conference.documents[document].subject].numbered.case
    story.sign(document, session)
    story.act(case, "publish")
    resolution = story.conference.resolutions[story.case(case).resolution]
    assert resolution.published_sha256 == story.conference.documents[document].signatures[1].sha256


@pytest.mark.parametrize("kind", ["vote", "resolution", "document"])
def test_no_id_overwrites_what_is_on_record(kind: str) -> None:
    story, session = met()
    case = adopted(story, session)
    document = story.typeset(story.case(case).resolution)
    other = story.on_agenda(session, person="r2")
    command: Any = story.action(other, "adopt_without_vote")
    if kind == "document":
        subject = story.case(case).resolution
        command = c.RecordTypeset(document, "resolution", subject, digest("f"), digest("r"))
    else:
        taken = story.case(case).vote if kind == "vote" else story.case(case).resolution
        command = replace(command, fresh={**command.fresh, kind: taken})
    actor = SYSTEM if kind == "document" else story.office
    with pytest.raises(InvalidInput, match="taken"):
        story.ask(command, actor)


def test_an_act_that_creates_needs_an_id() -> None:
    story, session = met()
    command = replace(story.action(story.on_agenda(session), "adopt_without_vote"), fresh={})
    with pytest.raises(InvalidInput, match="no id"):
        story.ask(command, story.office)


# --- numbers -----------------------------------------------------------------------------------------------


def numbers_hold(conference: Conference) -> None:
    """Gapless in each body and year, in the order in which they were given."""
    found: dict[tuple[str, int], list[int]] = {}
    for one in sorted(conference.resolutions.values(), key=lambda r: r.position):
        found.setdefault((one.numbered.body, one.numbered.year), []).append(one.numbered.sequence)
    for sequence in found.values():
        assert sequence == list(range(1, len(sequence) + 1))
    shown = [(r.numbered.body, r.numbered.number) for r in conference.resolutions.values()]
    assert len(set(shown)) == len(shown)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["carried", "lost", "void", "consent", "next_year"]), max_size=7))
def test_numbers_have_no_gap_whatever_lies_between(outcomes: list[str]) -> None:
    story, session = met()
    given_numbers = 0
    for outcome in outcomes:
        if outcome == "next_year":
            story.wait(days=370)
            continue
        case = story.on_agenda(session)
        if outcome == "consent":
            story.act(case, "adopt_without_vote")
        else:
            vote = story.open_vote(case)
            story.ballots(vote, "ffffff" if outcome == "carried" else "aaaaaa")
            if outcome == "void":
                void = c.VoidVote(vote, "by_hand", digest("r"), story.fresh())
                story.do(void, story.by("r1", "session_chair"))
            else:
                story.close(vote)
        given_numbers += outcome in ("carried", "consent")
    assert len(story.conference.resolutions) == given_numbers
    numbers_hold(story.conference)


def test_what_a_deadline_adopts_before_midnight_bears_the_old_year() -> None:
    """Closed at 23:30 of the year's last day in Baku, noticed in the new year."""
    story = begun()
    session = story.session(present=range(6))
    story.at = datetime(2026, 12, 29, 19, 30, tzinfo=UTC) - timedelta(seconds=4)
    case = story.on_agenda(session)
    vote = story.open_vote(case)
    assert story.vote(vote).closes == datetime(2026, 12, 31, 19, 30, tzinfo=UTC)
    story.ballots(vote, "fff")
    story.at = datetime(2027, 1, 1, 5, tzinfo=UTC)
    story.close(vote, "deadline")
    numbered = story.conference.resolutions[story.case(case).resolution].numbered
    assert (numbered.year, numbered.adopted) == (2026, story.vote(vote).closes)


def test_references_count_in_the_year_of_the_conferences_zone() -> None:
    story = begun()
    story.at = datetime(2026, 12, 31, 19, 59, 58, tzinfo=UTC)  # 23:59:58 in Baku
    assert story.case(story.draft()).reference == "2026-001"
    assert story.case(story.draft()).reference == "2027-001"


def test_a_yearly_style_shows_the_sequence() -> None:
    story, session = met()
    flow = bundled()["resolution"]
    carried = flow.transitions["carried"]
    effects = (Call("number_resolution", {"style": "yearly"}), *carried.effects[1:])
    yearly = replace(
        flow,
        version="9.0.0",
        transitions={**flow.transitions, "carried": replace(carried, effects=effects)},
    )
    adopted(story, session)
    story.do(c.PutWorkflowInForce(in_force(yearly)), story.by("ada"))
    case = adopted(story, session)
    assert story.conference.resolutions[story.case(case).resolution].numbered.number == "2"


def test_the_number_says_session_and_item() -> None:
    story, session = met()
    cases = [story.on_agenda(session) for _ in range(3)]
    story.act(cases[0], "postpone")
    story.act(cases[2], "adopt_without_vote")
    again = story.on_agenda(session)
    assert [item.item for item in story.conference.sessions[session].agenda] == [1, 2, 3, 4]
    assert story.case(again).item == 4
    assert story.conference.resolutions[story.case(cases[2]).resolution].numbered.number == "1/3"


# --- admission ---------------------------------------------------------------------------------------------


def admitting(story: Story, session: str) -> str:
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    return case


def test_admission_makes_a_member_with_one_seat() -> None:
    story, session = met()
    case = admitting(story, session)
    vote = story.open_vote(case)
    story.ballots(vote, "ffff")
    story.close(vote)
    seats = [s for s in story.conference.seats.values() if s.institution == "NEW"]
    assert [(s.seat, s.body, s.weight) for s in seats] == [("seat-NEW", "plenary", 1)]
    assert story.conference.institutions["NEW"].kind == "member"
    story.grant("heir", "rector", institution="NEW")
    with pytest.raises(AssertionError, match="candidate_registered"):
        story.act(story.draft("membership"), "apply", story.by("r0"), institution="NEW")


def test_two_admissions_of_one_candidate_make_one_seat_and_neither_is_stuck() -> None:
    story, session = met()
    votes = [story.open_vote(admitting(story, session)) for _ in range(2)]
    for vote in votes:
        story.ballots(vote, "fffff")
    for vote in votes:
        assert story.close(vote).status == "closed"
    admitted = [event for event in story.events if isinstance(event.data, e.InstitutionAdmitted)]
    assert len(admitted) == 1
    assert sum(s.institution == "NEW" for s in story.conference.seats.values()) == 1


def test_a_candidate_whose_row_changes_meanwhile_is_admitted_all_the_same() -> None:
    story, session = met()
    vote = story.open_vote(admitting(story, session))
    story.do(c.ImportMembers((story.institution("NEW", "partner"),)), story.office)
    story.ballots(vote, "fffff")
    story.close(vote)
    assert story.conference.institutions["NEW"].kind == "member"


def test_years_follow_one_another() -> None:
    story, session = met()
    for _ in range(3):
        adopted(story, session)
        story.wait(days=200)
    years = [r.numbered.year for r in sorted(story.conference.resolutions.values(), key=lambda r: r.position)]
    assert all(before <= after for before, after in pairwise(years))
    numbers_hold(story.conference)
