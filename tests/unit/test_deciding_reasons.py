"""Every reason that the core itself gives, produced by a command that deserves it; and all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from story import INSTALLER, NAMES, SYSTEM, Story, begun, bundled, digest, in_force, manifest, met

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain import registry
from ecar_governance.domain.events import Actor
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.voting.rule import Paper
from ecar_governance.domain.workflow import Call, Workflow

Asked = tuple[Story, c.AnyCommand, Actor]
CASES: dict[str, Callable[[], Asked]] = {}


def case(*codes: str) -> Callable[[Callable[[], Asked]], Callable[[], Asked]]:
    def keep(make: Callable[[], Asked]) -> Callable[[], Asked]:
        for code in codes:
            assert code not in CASES, code
            CASES[code] = make
        return make

    return keep


def founding(**changes: Any) -> c.FoundConference:
    story = Story().found()
    found = story.events[0].command
    assert found is not None
    command = c.FoundConference(
        e.ConferenceFounded("o", NAMES, "Asia/Baku", NAMES, "k", True),
        (e.BodyRegistered("plenary", "plenary", NAMES),),
        (in_force(bundled()["resolution"]),),
        e.PersonRegistered("ada", digest("ada")),
        "m",
    )
    return replace(command, **changes)


def workflow(**changes: Any) -> e.WorkflowPutInForce:
    return replace(in_force(replace(bundled()["resolution"], version="9.0.0")), **changes)


def voting(count: int = 6, name: str = "resolution") -> tuple[Story, str]:
    """An open vote of the session, a roll call unless it is an admission."""
    story, session = met(count)
    if name == "membership":
        case = story.draft("membership")
        story.act(case, "apply", story.by("r0"), institution="NEW")
        story.act(case, "confirm")
        story.act(case, "place_on_agenda", session=session)
    else:
        case = story.on_agenda(session)
    return story, story.open_vote(case)


def on_agenda(count: int = 6, present: int | None = None, change: Any = None) -> tuple[Story, str]:
    """An item of an open session; `change` makes of the resolution's procedure another one."""
    story = begun(count)
    session = story.session(present=range(count if present is None else present))
    if change is not None:
        story.do(c.PutWorkflowInForce(in_force(change(bundled()["resolution"]))), story.by("ada"))
    return story, story.on_agenda(session)


def adopted() -> tuple[Story, str, str]:
    """A resolution that was adopted; the session's id."""
    story, session = met()
    case = story.on_agenda(session)
    story.act(case, "adopt_without_vote")
    return story, case, session


def typeset() -> tuple[Story, str, str]:
    """A document ready to be signed; the session's id."""
    story, case, session = adopted()
    return story, story.typeset(story.case(case).resolution), session


def put(story: Story, wanted: e.WorkflowPutInForce) -> Asked:
    return story, c.PutWorkflowInForce(wanted), story.by("ada")


def granting(story: Story, person: str, kind: Any, **scope: Any) -> Asked:
    return story, c.GrantMandate(story.mandate(person, kind, **scope)), story.office


def importing(story: Story, **rows: Any) -> Asked:
    return story, c.ImportMembers(**rows), story.office


# --- the conference ----------------------------------------------------------------------------------------


case("nothing.changes")(lambda: importing(begun()))
case("conference.not_founded")(lambda: (Story(), c.OpenSession("s"), INSTALLER))
case("conference.founded_already")(lambda: (begun(), founding(), INSTALLER))
case("conference.one_plenary")(lambda: (Story(), founding(bodies=()), INSTALLER))
case("engine.unknown")(lambda: (Story(), founding(founded=replace(founding().founded, engine=2)), INSTALLER))
case("zone.unknown")(
    lambda: (Story(), founding(founded=replace(founding().founded, zone="Asia/Nowhere")), INSTALLER)
)
case("actor.unknown")(lambda: (begun(), c.OpenSession("s"), Actor("person", "nobody")))
case("actor.no_mandate")(lambda: (begun(), c.OpenSession("s"), Actor("person", "r0")))
case("actor.not_allowed")(lambda: (begun(), c.OpenSession("s"), begun().by("auditor")))
case("actor.institution_differs")(
    lambda: (begun(), c.OpenSession("s"), Actor("person", "r0", begun().by("r0").mandate, "U1"))
)


@case("actor.mandate_not_in_force")
def _() -> Asked:
    story = begun()
    story.do(c.EndMandate(story.by("omar").mandate, "resigned"), story.office)
    return story, c.OpenSession("s"), story.by("omar")


@case("actor.other_session")
def _() -> Asked:
    story, first = met()
    story.do(c.CloseSession(first), story.office)
    story.session(officers=False, days=1)
    return story, c.CloseSession("session-2"), story.by("r1", "session_chair")


case("workflow.hash_differs")(lambda: put(begun(), workflow(hash=digest("another"))))
case("workflow.unreadable")(lambda: put(begun(), workflow(definition={"name": "resolution"})))
case("workflow.name_differs")(lambda: put(begun(), workflow(version="10.0.0")))
case("workflow.in_force_already")(lambda: put(begun(), in_force(bundled()["resolution"])))


@case("workflow.version_used")
def _() -> Asked:
    changed = replace(bundled()["resolution"], title=NAMES)
    return put(begun(), in_force(changed))


case("workflow.unknown")(lambda: (begun(), c.DraftProposal("case", "no_such", manifest()), begun().by("r0")))
case("log_key.not_current")(lambda: (begun(), c.RotateLogKey("other", "new", "x"), INSTALLER))
case("log_key.same")(lambda: (begun(), c.RotateLogKey("key-1", "key-1", "x"), INSTALLER))
case("origin.same")(lambda: (begun(), c.RenewOrigin("story.example/log", 1, "00", "key-2"), INSTALLER))

# --- members and mandates ----------------------------------------------------------------------------------

case("person.unknown")(lambda: granting(begun(), "nobody", "auditor"))
case("institution.unknown")(lambda: granting(begun(), "a0", "assistant", institution="NOWHERE"))
case("institution.no_seat")(lambda: granting(begun(), "a0", "rector", institution="PARTNER"))
case("institution.has_seat")(
    lambda: importing(begun(), institutions=(begun().institution("U0", "candidate"),))
)
case("body.unknown")(lambda: granting(begun(), "a0", "wg_member", body="nowhere"))
case("body.kind_differs")(lambda: importing(begun(), bodies=(e.BodyRegistered("group", "presidium", NAMES),)))
case("mandate.unknown")(lambda: (begun(), c.EndMandate("m-none", "revoked"), begun().office))
case("mandate.seat_held")(lambda: granting(begun(), "a0", "rector", institution="U0"))
case("mandate.seat_differs")(lambda: granting(begun(), "a0", "vice_rector", institution="U0", seat="seat-U1"))
case("mandate.own")(lambda: granting(begun(), "olga", "secretary_general"))
case("mandate.administrator_only")(lambda: granting(begun(), "a0", "administrator"))


@case("mandate.exists")
def _() -> Asked:
    story = begun()
    again = replace(story.mandate("a0", "auditor"), mandate=story.by("r0").mandate)
    return story, c.GrantMandate(again), story.office


@case("mandate.ends_before_it_begins")
def _() -> Asked:
    story = begun()
    return granting(story, "a0", "auditor", since=story.at, until=story.at)


@case("mandate.ended_already")
def _() -> Asked:
    story = begun()
    ended = story.by("a0").mandate
    story.do(c.EndMandate(ended, "resigned"), story.office)
    return story, c.EndMandate(ended, "revoked"), story.office


@case("mandate.session_office_held")
def _() -> Asked:
    story, session = met()
    return granting(story, "r2", "session_chair", session=session)


# --- sessions ----------------------------------------------------------------------------------------------


def convening(story: Story, **changes: Any) -> Asked:
    wanted = e.SessionConvened("session-9", "plenary", 9, story.at, "Asia/Baku", NAMES)
    return story, c.ConveneSession(replace(wanted, **changes)), story.office


case("session.exists")(lambda: convening(met()[0], session="session-1"))
case("session.number_used")(lambda: convening(met()[0], number=1))
case("session.number_not_positive")(lambda: convening(begun(), number=0))
case("session.unknown")(lambda: (begun(), c.OpenSession("session-9"), begun().office))
case("session.is_open")(lambda: (met()[0], c.OpenSession("session-1"), met()[0].office))


@case("session.is_convened")
def _() -> Asked:
    story, command, actor = convening(begun())
    story.do(command, actor)
    return story, c.CloseSession("session-9"), actor


@case("session.is_closed")
def _() -> Asked:
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    return story, c.SendNotice(session, ("r0",)), story.office


@case("session.not_closed")
def _() -> Asked:
    story, session = met()
    return story, c.RecordTypeset("d", "minutes", session, digest("f"), digest("r")), SYSTEM


@case("session.vote_open")
def _() -> Asked:
    story, _vote = voting()
    return story, c.CloseSession("session-1"), story.office


@case("session.not_open")
def _() -> Asked:
    def unguarded(flow: Workflow) -> Workflow:
        return changed(flow, "adopt_without_vote", require=())

    story, case = on_agenda(change=unguarded)
    story.do(c.CloseSession("session-1"), story.office)
    return story, story.action(case, "adopt_without_vote"), story.office


@case("session.not_open_for_agenda")
def _() -> Asked:
    story = begun()
    session = story.session(officers=False)
    loose = changed(bundled()["resolution"], "place_directly", require=())
    story.do(c.PutWorkflowInForce(in_force(loose)), story.by("ada"))
    case = story.draft()
    story.act(case, "submit", story.by("r0"))
    story.do(c.CloseSession(session), story.office)
    return story, story.action(case, "place_directly", session=session), story.office


@case("agenda.placed_already")
def _() -> Asked:
    def unlifted(flow: Workflow) -> Workflow:
        return changed(flow, "postpone", effects=())

    story, case = on_agenda(change=unlifted)
    story.act(case, "postpone")
    return story, story.action(case, "place_on_agenda", session="session-1"), story.office


def changed(flow: Workflow, name: str, **parts: Any) -> Workflow:
    """The procedure with one of its transitions otherwise."""
    rule = replace(flow.transitions[name], **parts)
    return replace(flow, version="9.0.0", transitions={**flow.transitions, name: rule})


def presence(story: Story, seat: str, mandate: str, there: bool = True) -> Asked:
    return story, c.RecordPresence("session-1", seat, mandate, there), story.office


case("seat.unknown")(lambda: presence(met()[0], "seat-NOWHERE", "m"))
case("presence.no_mandate")(lambda: presence(met()[0], "seat-U0", met()[0].by("a0").mandate))
case("presence.recorded_already")(lambda: presence(met()[0], "seat-U0", met()[0].by("r0").mandate))


@case("presence.not_present")
def _() -> Asked:
    story = begun()
    story.session()
    return presence(story, "seat-U0", "", there=False)


# --- proposals ---------------------------------------------------------------------------------------------


def drafting(story: Story, text: e.Manifest, **more: Any) -> Asked:
    return story, c.DraftProposal("case-9", "resolution", text, **more), story.by("r0")


case("case.unknown")(lambda: (begun(), c.TakeAction("case-9", "submit", 1), begun().office))
case("text.prevailing_missing")(lambda: drafting(begun(), replace(manifest(), prevailing="de")))
case("text.title_and_body_differ")(
    lambda: drafting(begun(), replace(manifest(), titles={"az": digest("title")}))
)
case("text.attachment_twice")(
    lambda: drafting(
        begun(), manifest(attachments=(e.Attachment("a", digest("1")), e.Attachment("a", digest("2"))))
    )
)


@case("case.exists")
def _() -> Asked:
    story = begun()
    case = story.draft()
    return story, c.DraftProposal(case, "resolution", manifest()), story.by("r0")


def revising(story: Story, case: str, person: str = "r0", **more: Any) -> Asked:
    told = {"version": story.case(case).version, "manifest": manifest("new"), "body": story.case(case).body}
    return story, c.ReviseProposal(case, **{**told, **more}), story.by(person)


@case("version.changed")
def _() -> Asked:
    story = begun()
    case = story.draft()
    return revising(story, case, version=7)


@case("text.not_yours")
def _() -> Asked:
    story = begun()
    return revising(story, story.draft(), "r3")


@case("text.not_editable")
def _() -> Asked:
    story = begun()
    case = story.draft()
    story.act(case, "submit", story.by("r0"))
    return revising(story, case)


@case("text.body_fixed")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.act(case, "ask_revision", story.by("g1"), note=digest("n"))
    return revising(story, case, body="")


def referred(story: Story) -> str:
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    return case


@case("deadline.passed")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.wait(days=30)
    return story, story.action(case, "withdraw"), story.by("r0")


@case("deadline.not_due")
def _() -> Asked:
    story = begun()
    case = referred(story)
    story.wait(days=29)
    return story, c.FireDeadline(case, "wg_review", story.fresh()), SYSTEM


@case("body.not_a_working_group")
def _() -> Asked:
    story = begun()
    loose = changed(bundled()["resolution"], "refer", require=())
    story.do(c.PutWorkflowInForce(in_force(loose)), story.by("ada"))
    case = story.draft(body="plenary")
    story.act(case, "submit", story.by("r0"))
    return story, story.action(case, "refer"), story.office


@case("recommendation.unknown")
def _() -> Asked:
    story = begun()
    rule = bundled()["resolution"].transitions["recommend"]
    fields = tuple(
        replace(f, choices=(*f.choices, "perhaps")) if f.name == "recommendation" else f for f in rule.inputs
    )
    flow = changed(bundled()["resolution"], "recommend", inputs=fields)
    command = c.PutWorkflowInForce(in_force(flow))
    assert story.refused(command, story.by("ada")) == ["workflow.unreadable"]  # the checker's table says so
    case = referred(story)
    given = story.action(case, "recommend", recommendation="perhaps")
    old = story.conference.workflows[story.case(case).workflow_hash]
    kept = story.conference.workflows.insert(old.hash, replace(old, workflow=flow))
    story.conference = replace(story.conference, workflows=kept)
    return story, given, story.by("g1")


# --- votes -------------------------------------------------------------------------------------------------


def casting(story: Story, vote: str, number: int = 0, by: str = "", **more: Any) -> Asked:
    command = story.ballot(vote, story.seat(number), **more)
    return story, command, story.by(by or f"r{number}")


case("vote.unknown")(lambda: (begun(), c.CastBallot("v", "s", digest("d"), ""), begun().by("r0")))
case("ballot.other_text")(lambda: casting(*voting(), manifest_hash=digest("older")))
case("ballot.not_your_seat")(lambda: casting(*voting(), by="a0"))
case("ballot.nothing_to_replace")(lambda: casting(*voting(), replaces=digest("none")))


@case("ballot.seat_not_entitled")
def _() -> Asked:
    story, vote = voting()
    return story, replace(story.ballot(vote, "seat-U0"), seat="seat-NEW"), story.by("r0")


def cast_once(by: str = "") -> tuple[Story, str]:
    story, vote = voting()
    story.cast(vote, 0, by=story.by(by) if by else None)
    return story, vote


case("ballot.prevails")(lambda: casting(*cast_once(), by="v0"))
case("ballot.already_cast")(lambda: casting(*cast_once("v0"), replaces=""))
case("ballot.receipt_outdated")(lambda: casting(*cast_once(), replaces=digest("older")))


@case("ballot.same_envelope")
def _() -> Asked:
    story, vote = cast_once()
    return (
        story,
        replace(story.ballot(vote, "seat-U0"), digest=story.vote(vote).marks["seat-U0"].digest),
        story.by("r0"),
    )


@case("vote.is_closed")
def _() -> Asked:
    story, vote = voting()
    story.close(vote)
    return casting(story, vote)


@case("vote.is_void")
def _() -> Asked:
    story, vote = voting()
    story.do(c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM)
    return story, story.closing(vote), story.office


@case("vote.is_open")
def _() -> Asked:
    def left(flow: Workflow) -> Workflow:
        return changed(flow, "withdraw", source=("voting",))

    story, case = on_agenda(change=left)
    story.open_vote(case)
    return story, story.action(case, "withdraw"), story.by("r0")


@case("vote.deadline_passed")
def _() -> Asked:
    story, vote = voting()
    story.wait(hours=48)
    return casting(story, vote)


@case("vote.deadline_not_reached")
def _() -> Asked:
    story, vote = voting()
    return story, story.closing(vote, "deadline"), SYSTEM


@case("vote.not_all_voted")
def _() -> Asked:
    story, vote = cast_once()
    return story, story.closing(vote, "all_voted"), SYSTEM


def closing(name: str, papers: tuple[Paper, ...]) -> Asked:
    """Two have voted; these papers are said to be theirs."""
    story, vote = voting(name=name)
    story.ballots(vote, "fa")
    return story, replace(story.closing(vote), papers=papers), story.office


FOR0, AGAINST1 = Paper("for", "seat-U0"), Paper("against", "seat-U1")
case("vote.papers_do_not_add_up")(lambda: closing("resolution", (FOR0,)))
case("vote.papers_not_sorted")(lambda: closing("resolution", (AGAINST1, FOR0)))
case("vote.paper_names_a_seat")(lambda: closing("membership", (Paper("against"), FOR0)))
case("vote.paper_gives_a_reason")(
    lambda: closing("membership", (Paper("against"), Paper("for", reason="because")))
)
case("vote.papers_differ_from_marks")(
    lambda: closing("resolution", (Paper("for"), Paper("against", "seat-U1")))
)


@case("vote.void_needs_reason")
def _() -> Asked:
    story, vote = voting()
    return story, c.VoidVote(vote, "by_hand", ""), story.by("r1", "session_chair")


@case("vote.no_key")
def _() -> Asked:
    story, case = on_agenda()
    return story, replace(story.action(case, "open_vote"), public_key=""), story.office


@case("vote.no_electorate")
def _() -> Asked:
    def of_group(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        states = {
            **flow.states,
            "voting": replace(flow.states["voting"], vote=replace(spec, body="case_body")),
        }
        return replace(flow, version="9.0.0", states=states)

    story, case = on_agenda(change=of_group)
    return story, story.action(case, "open_vote"), story.office


@case("vote.way_not_open")
def _() -> Asked:
    def ballots_only(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        only = replace(spec, obtained=("ballots",))
        return replace(
            flow, version="9.0.0", states={**flow.states, "voting": replace(flow.states["voting"], vote=only)}
        )

    story, case = on_agenda(change=ballots_only)
    return story, story.action(case, "adopt_without_vote"), story.office


@case("vote.not_quorate")
def _() -> Asked:
    story, case = on_agenda(present=3, change=lambda flow: changed(flow, "adopt_without_vote", require=()))
    return story, story.action(case, "adopt_without_vote"), story.office


@case("vote.consent_not_enough")
def _() -> Asked:
    def of_all(flow: Workflow) -> Workflow:
        spec = flow.states["voting"].vote
        assert spec is not None
        rule = type(spec.rule).two_thirds()
        asked = replace(flow.states["voting"], vote=replace(spec, rule=rule))
        return replace(flow, version="9.0.0", states={**flow.states, "voting": asked})

    story, case = on_agenda(9, present=5, change=of_all)
    return story, story.action(case, "adopt_without_vote"), story.office


COUNTED = {"for": 4, "against": 1, "abstain": 0, "invalid": 0}


@case("hand_count.no_tellers")
def _() -> Asked:
    story, case = on_agenda()
    command = story.action(case, "enter_hand_count", **COUNTED, tellers=())
    rule = bundled()["resolution"].transitions["enter_hand_count"]
    fields = tuple(replace(f, required=False) if f.name == "tellers" else f for f in rule.inputs)
    old = story.conference.workflows[story.case(case).workflow_hash]
    loose = replace(old, workflow=changed(old.workflow, "enter_hand_count", inputs=fields))
    kept = story.conference.workflows.insert(old.hash, loose)
    story.conference = replace(story.conference, workflows=kept)
    return story, command, story.office


@case("hand_count.does_not_add_up")
def _() -> Asked:
    story, case = on_agenda(present=5)
    counted = {**COUNTED, "against": 2}
    return story, story.action(case, "enter_hand_count", **counted, tellers=("r0",)), story.office


# --- resolutions and documents -----------------------------------------------------------------------------


def numbering(again: bool) -> Asked:
    """A procedure that numbers where it should not: before any vote, or a second time."""

    def careless(flow: Workflow) -> Workflow:
        name = "archive" if again else "postpone"
        return changed(flow, name, effects=(Call("number_resolution"),))

    story, case = on_agenda(change=careless)
    if not again:
        return story, story.action(case, "postpone"), story.office
    story.act(case, "adopt_without_vote")
    story.signed(case, "session-1")
    return story, story.action(case, "archive"), story.office


case("resolution.not_carried")(lambda: numbering(again=False))
case("resolution.numbered_already")(lambda: numbering(again=True))


@case("resolution.unknown")
def _() -> Asked:
    return begun(), c.RecordTypeset("d", "resolution", "none", digest("f"), digest("r")), SYSTEM


@case("document.typeset_already")
def _() -> Asked:
    story, _document, _session = typeset()
    subject = next(iter(story.conference.resolutions))
    return story, c.RecordTypeset("document-9", "resolution", subject, digest("f"), digest("r")), SYSTEM


@case("document.not_signed")
def _() -> Asked:
    story, document, session = typeset()
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair", session))
    flow = changed(bundled()["resolution"], "publish", source=("signing",), require=())
    case = next(iter(story.conference.resolutions.values())).numbered.case
    old = story.conference.workflows[story.case(case).workflow_hash]
    kept = story.conference.workflows.insert(old.hash, replace(old, workflow=flow))
    story.conference = replace(story.conference, workflows=kept)
    return story, story.action(case, "publish"), story.office


def signing(field: Any = "chair", by: str = "r1", **changes: Any) -> Asked:
    story, document, _session = typeset()
    office = "session_chair" if by == "r1" else "session_secretary"
    return story, replace(story.signature(document, field), **changes), story.by(by, office)


case("document.unknown")(lambda: signing(document="none"))
case("document.order")(lambda: signing("secretary", "olga"))
case("document.not_your_field")(lambda: signing("chair", "olga"))
case("document.changed_meanwhile")(lambda: signing(before=digest("older")))
case("document.not_your_key")(lambda: signing(method="here", fingerprint=""))
case("document.no_certificate")(lambda: signing(method="outside"))
case("document.paper_has_no_key")(lambda: signing(fingerprint=digest("key")))


@case("document.unchanged")
def _() -> Asked:
    story, document, _session = typeset()
    return signing(sha256=story.conference.documents[document].current)


def signed_once(field: Any, person: str, office: str, **changes: Any) -> Asked:
    story, document, session = typeset()
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair", session))
    return story, replace(story.signature(document, field), **changes), story.by(person, office)


case("document.field_signed")(lambda: signed_once("chair", "r1", "session_chair"))
case("document.signed_by_you")(lambda: signed_once("secretary", "r1", "session_chair"))
case("document.ink_for_both")(
    lambda: signed_once("secretary", "olga", "session_secretary", method="outside", fingerprint=digest("k"))
)

# --- all of them -------------------------------------------------------------------------------------------

OWN = set(REASONS) - set(registry.REASONS)


def test_every_reason_of_the_core_is_produced_here() -> None:
    """Those of the machine, the inputs and the guards are produced by their own tests."""
    assert set(CASES) == OWN


@pytest.mark.parametrize("code", sorted(OWN & set(CASES)))
def test_the_reason_is_given_and_its_sentence_filled(code: str) -> None:
    story, command, actor = CASES[code]()
    before = story.conference
    found = [reason for reason in story.reasons(command, actor) if reason.code == code]
    assert found, story.refused(command, actor)
    assert REASONS[code].format(**found[0].params)
    assert story.conference is before


# --- all at once -------------------------------------------------------------------------------------------


def test_a_ballot_learns_everything_that_is_wrong() -> None:
    story, vote = voting()
    story.cast(vote, 0)
    command = c.CastBallot(vote, "seat-U0", digest("e"), digest("older"), "")
    assert story.refused(command, story.by("r0")) == ["ballot.other_text", "ballot.already_cast"]
    story.wait(hours=48)
    assert story.refused(command, story.by("a0")) == [
        "vote.deadline_passed",
        "ballot.other_text",
        "ballot.not_your_seat",
    ]


def test_a_stranger_does_not_learn_the_receipt() -> None:
    story, vote = voting()
    receipt = story.cast(vote, 0)
    told = story.reasons(c.CastBallot(vote, "seat-U0", digest("e"), ""), story.by("r3"))
    assert receipt not in str(told)


def test_a_draft_learns_everything_that_is_wrong() -> None:
    story = begun()
    text = e.Manifest(
        {"az": digest("t")}, {}, "az", (e.Attachment("a", digest("1")), e.Attachment("a", digest("2")))
    )
    command = c.DraftProposal("case", "none", text, ("NOWHERE", "U0"), "nobody")
    assert story.refused(command, story.by("r0")) == [
        "institution.unknown",
        "text.prevailing_missing",
        "text.title_and_body_differ",
        "text.attachment_twice",
        "body.unknown",
        "workflow.unknown",
    ]


def test_an_action_learns_of_the_version_the_role_the_inputs_and_the_guards() -> None:
    story, case = on_agenda(present=3)
    command = story.action(case, "enter_hand_count", version=1, extra=1)
    assert story.refused(command, story.by("r3")) == [
        "version.changed",
        "role.missing",
        *["input.missing"] * 5,
        "input.unknown",
        "guard.session_quorate",
    ]


def test_a_grant_learns_everything_that_is_wrong() -> None:
    story = begun()
    wanted = e.MandateGranted(
        story.by("r0").mandate, "olga", "rector", "U0", "seat-U1", "none", "none", story.at, story.at
    )
    assert story.refused(c.GrantMandate(wanted), story.office) == [
        "mandate.own",
        "mandate.seat_differs",
        "body.unknown",
        "session.unknown",
        "mandate.exists",
        "mandate.ends_before_it_begins",
    ]


def test_a_convocation_learns_everything_that_is_wrong() -> None:
    story, session = met()
    wanted = e.SessionConvened(session, "none", 0, story.at + timedelta(days=1), "Nowhere", NAMES)
    assert story.refused(c.ConveneSession(wanted), story.office) == [
        "body.unknown",
        "session.exists",
        "zone.unknown",
        "session.number_not_positive",
    ]
