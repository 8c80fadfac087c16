"""A whole conference, from the founding to the minutes: every command is given, every kind of event happens.

`python tests/whole_story.py` tells the golden files anew (`golden/logs/README.md` says when that may be);
with a folder it writes them there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from story import INSTALLER, NAMES, START, SYSTEM, Story, bundled, digest, in_force, manifest
from support import dividing, electing
from support.correspondence import enquiry
from support.hearing import hearing
from support.histories import history
from support.migrations import going_over, newer, put, renamed
from support.proxies import giving, procedure
from support.refusals import ruled

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain import log
from ecar_governance.domain.events import Actor
from ecar_governance.domain.leaf import leaf_bytes
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.domain.voting.methods.rules import Majority as ElectionMajority
from ecar_governance.domain.voting.methods.rules import Schulze
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum
from ecar_governance.domain.workflow import Call, CaseField
from ecar_governance.verifier.replay import replay


def whole_conference() -> Story:
    """From the founding to the minutes. Every command is given and every kind of event happens."""
    story = Story().found().members(7)
    _people(story)
    session = story.session(present=range(6))
    chapters: tuple[Callable[[Story, str], None], ...] = (
        _statutes,
        _reviewed_and_lost,
        _by_consent,
        _by_hand,
        _by_the_chair,
        _overdue_and_withdrawn,
        _key_lost,
        _admission,
        _presidium,
        _by_proxy,
        _by_weights,
        _in_parts,
        _in_block,
        _election,
        _consultation,
        _correspondence,
        _migration,
    )
    for chapter in chapters:
        chapter(story, session)
    story.attend(session, 5, there=False)
    story.do(c.CloseSession(session), story.office)
    story.sign(story.typeset(session, "minutes"), session, "outside")
    _next_sitting(story, session)
    story.do(c.RotateLogKey("key-1", "key-2", "endorsed"), INSTALLER)
    story.do(c.RenewOrigin("story.example/second", 3, "00" * 32, "key-3", "endorsed"), INSTALLER)
    return story


def _next_sitting(story: Story, before: str) -> None:
    """A meeting that has no proposals: moved once, its agenda put together, suspended, minutes approved."""
    office, begins = story.office, story.at + timedelta(days=20)

    def told(name: str, at: Any, kind: Any = "room") -> tuple[Any, ...]:
        return name, at, "Asia/Baku", NAMES, kind

    for name, number in (("session-next", 90), ("session-none", 91)):
        convened = e.SessionConvened(name, "plenary", number, begins, "Asia/Baku", NAMES)
        story.do(c.ConveneSession(convened), office)
    story.do(c.CancelSession("session-none", digest("snow")), office)
    session = "session-next"
    story.do(c.PlaceTopic(session, "discussion", {"az": digest("az"), "en": digest("en")}), office)
    story.do(c.PlaceTopic(session, "information", {"en": digest("news")}), office)
    story.do(c.PlaceTopic(session, "minutes", {}, before), office)
    story.do(c.LiftTopic(session, 2), office)
    story.do(c.ReorderAgenda(session, (3, 1)), office)
    story.do(c.SendNotice(session, ("r0", "r1")), office)
    story.do(c.MoveSession(e.SessionMoved(*told(session, begins + timedelta(days=1), "hybrid"))), office)
    story.do(c.PlaceTopic(session, "other_business"), office)
    story.do(c.ReorderAgenda(session, (1, 3, 2)), office)
    story.do(c.AddPaper(session, 2, e.Attachment("budget.pdf", digest("budget"))), office)
    story.at = begins + timedelta(days=1)
    story.do(c.OpenSession(session), office)
    door = e.PersonRegistered("dean", digest("dean"))
    mandate, paper, post = "m-door", digest("paper"), digest("dean of law")
    story.do(c.AdmitAtDoor(session, "seat-U4", "dean", mandate, "room", paper, post, door), office)
    story.do(c.RecordPresence(session, "seat-U1", story.by("r1", "rector").mandate, True, "remote"), office)
    story.do(c.CallItem(session, 1), office)
    story.do(c.ApproveMinutes(session, 1, digest("a name was misspelt")), office)
    story.do(c.SuspendSession(session, story.at + timedelta(hours=1)), office)
    story.do(c.ResumeSession(session), office)
    story.do(c.CallItem(session, 3), office)
    story.do(c.RecordPresence(session, "seat-U4", mandate, False), office)
    story.do(c.CloseSession(session), office)


def _people(story: Story) -> None:
    story.do(c.IssueInvitation("r1", "invitation"), story.office)
    for person in ("r1", "olga"):
        story.do(c.SetCredential(person, "password"), Actor("person", person))
        story.do(c.IssueSigningKey(person, digest(f"key {person}"), True), story.by(person))
    city = story.institution("U3", city="Gəncə")
    changed = e.PersonRegistered("r3", digest("r3 corrected"))
    heir = e.PersonRegistered("heir", digest("heir"))
    successor = story.mandate("heir", "acting_rector", institution="U6", since=START - timedelta(days=9))
    story.do(c.ImportMembers((city,), (), (changed, heir), (successor,)), story.by("olga"))
    held = story.by("r0", "rector").mandate
    story.do(
        c.DelegateMandate("m-delegate", held, "a0", START + timedelta(days=90)), story.by("r0", "rector")
    )
    story.do(c.EndDelegation("m-delegate"), story.by("a0", "delegate"))
    newer = replace(bundled()["statutes"], version="2.0.0")
    # Its archiving needs two people, so that somebody approves; it says what it costs and who speaks to it.
    archive = replace(newer.transitions["archive"], approvals=2)
    fields = {
        "cost": CaseField("cost", "money", NAMES),
        "speaker": CaseField("speaker", "person", NAMES, rank=1),
    }
    newer = replace(newer, transitions={**newer.transitions, "archive": archive}, fields=fields)
    story.do(c.PutWorkflowInForce(in_force(newer)), story.by("ada"))
    novruz = tuple(f"2026-03-{day}" for day in range(20, 25))
    days = e.CalendarSet("AZ", "", (2026,), novruz, ("2026-03-28",), (6, 7), "a decree")
    story.do(c.SetCalendar(days), story.office)
    students = {f"U{number}": Fraction(number + 2, 2) for number in range(4)}
    story.do(
        c.SetWeights(e.WeightTableSet("students", "2026-01-01", students, NAMES, digest("t"))), story.office
    )
    story.do(c.RecordDues(e.DuesRecorded(2026, {"U0": "2026-02-01"})), story.office)


def _statutes(story: Story, session: str) -> None:
    case = story.draft("statutes")
    annexed = manifest("statutes", attachments=(e.Attachment("annex", digest("a")),))
    costs = {"cost": "1200.00 AZN", "speaker": "r3"}
    story.do(c.ReviseProposal(case, 1, annexed, fields=costs), story.by("r0", "rector"))
    story.act(case, "verify_credentials", session=session)
    story.act(case, "elect_officers")
    vote = story.open_vote(case)
    story.cast(vote, 0, "a", by=story.by("v0"))
    story.ballots(vote, "fffffa")
    story.close(vote)
    story.signed(case, session, "here")
    story.do(c.DeclareRecusal(case, digest("a cousin drafted it")), story.by("r2"))
    story.act(case, "archive")
    story.act(case, "archive", story.by("omar", "secretariat"))


def _reviewed_and_lost(story: Story, session: str) -> None:
    case = story.draft(body="group")
    story.act(case, "submit", story.by("a0", "assistant"))
    story.act(case, "return_to_draft", note=digest("what is missing"))
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    story.act(case, "ask_revision", story.by("g1"), note=digest("what to change"))
    story.do(c.ReviseProposal(case, story.case(case).version, manifest("new"), (), "group"), story.by("r0"))
    story.act(case, "resubmit", story.by("r0"))
    story.act(case, "recommend", story.by("g1"), recommendation="adopt_amended", note=digest("why"))
    story.act(case, "place_on_agenda", session=session)
    story.act(case, "postpone")
    story.act(case, "place_on_agenda", session=session)
    first = story.open_vote(case)
    story.ballots(first, "fa")
    story.do(
        c.VoidVote(first, "by_hand", digest("a wrong text"), story.fresh()),
        story.by("r1", "session_chair", session),
    )
    second = story.open_vote(case)
    story.ballots(second, "faa")
    story.do(c.EndMandate(story.by("r4", "rector").mandate, "resigned"), story.office)
    story.grant("new4", "rector", institution="U4")
    story.cast(second, 4, "a", by=story.by("new4"))
    story.wait(hours=49)
    story.close(second, "deadline")
    assert story.states(case) == "rejected"


def _by_consent(story: Story, session: str) -> None:
    case = story.on_agenda(session)
    story.act(case, "object", story.by("r2", "rector"), reason=digest("the costs"))
    story.act(case, "reserve", story.by("r2", "rector"), reason=digest("its costs are not ours"))
    story.act(case, "enter_objection", institution="U3")
    story.act(case, "reserve", story.by("r3", "rector"), reason=digest("nor ours"))
    story.act(case, "adopt_without_vote", story.by("r1", "session_chair", session))
    story.signed(case, session, "paper")


def _by_hand(story: Story, session: str) -> None:
    case = story.on_agenda(session, person="r2")
    counted = {"for": 4, "against": 1, "abstain": 1, "invalid": 0}
    story.count(case, **counted, tellers=("r3", "r5"), protocol=digest("protocol"))
    assert story.states(case) == "adopted"


def _by_the_chair(story: Story, session: str) -> None:
    """A version under which a member asks for the quorum, and the chair decides what is equally divided."""
    flow = bundled()["resolution"]
    spec = flow.states["voting"].vote
    assert spec is not None
    rule = replace(spec.rule, tie="chair", quorum=Quorum(more_than=HALF, checked="if_asked"))
    voting = replace(flow.states["voting"], vote=replace(spec, rule=rule))
    flow = replace(flow, version="7.0.0", states={**flow.states, "voting": voting}, invariants=())
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.on_agenda(session, person="r3")
    vote = story.open_vote(case)
    story.ballots(vote, "ffaa")
    story.do(c.AskQuorum(vote), story.by("r2", "rector"))
    story.close(vote)
    chair = story.by("r1", "session_chair", session)
    story.do(c.GiveCastingVote(vote, "for", story.fresh()), chair)
    assert story.states(case) == "adopted"


def _overdue_and_withdrawn(story: Story, session: str) -> None:
    case = story.draft(body="group", text="late")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    story.wait(days=24)
    story.do(c.Remind(case, "wg_review"), SYSTEM)
    story.wait(days=7)
    story.do(c.FireDeadline(case, "wg_review", story.fresh()), SYSTEM)
    story.act(case, "withdraw", story.by("r0"))


def _key_lost(story: Story, session: str) -> None:
    case = story.on_agenda(session, text="lost")
    vote = story.open_vote(case)
    story.ballots(vote, "ff")
    story.do(c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM)
    story.act(case, "withdraw", story.by("r0"))


def _admission(story: Story, session: str) -> None:
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    paper = digest("authority")
    story.grant("deputy", "written_authority", institution="U3", session=session, paper=paper)
    for number, choice in ((0, "f"), (1, "f"), (2, "a"), (3, "f"), (5, "f")):
        story.cast(vote, number, choice)
    story.cast(vote, 4, "f", by=story.by("new4"))
    story.cast(vote, 6, "b", by=story.by("heir"))
    story.close(vote, "all_voted")
    story.typeset(story.case(case).resolution)
    assert "seat-NEW" in story.conference.seats


def _by_weights(story: Story, session: str) -> None:
    """By points from a table, and in a chamber of the elder three; U3 has not paid its dues."""
    weights = {f"U{number}": Fraction(number + 2, 2) for number in range(7)}
    story.do(c.SetWeights(e.WeightTableSet("points", "2026-06-01", weights, NAMES)), story.office)
    paid = {f"U{number}": "2026-03-01" for number in range(7) if number != 3}
    story.do(c.RecordDues(e.DuesRecorded(2026, paid)), story.office)
    chambers = (Chamber(name="elder", institutions=("U0", "U1", "U2")),)
    electorate = Electorate(weights="points", dues_paid_by="03-31", chambers=chambers)
    points = Majority(more_than=HALF, of="for_and_against", counting="weights")
    elder = Majority(at_least=HALF, of="cast", chamber="elder")
    flow = ruled(bundled()["resolution"], VoteRule((points, elder)), electorate=electorate)
    flow = replace(flow, name="by_points", version="1.0.0")
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.draft("by_points")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "place_directly", session=session)
    vote = story.open_vote(case)
    story.ballots(vote, "fff--a")
    story.close(vote)


def _presidium(story: Story, session: str) -> None:
    """The presidium is set up, meets and adopts, by the votes of those who sit in it."""
    bureau = e.BodyRegistered("bureau", "presidium", {"az": "Rəyasət Heyəti", "en": "Presidium"})
    story.do(c.ImportMembers(bodies=(bureau,)), story.office)
    story.grant("r1", "president")
    story.grant("r2", "presidium_member", institution="U2", body="bureau")
    story.grant("union", "student_representative", institution="PARTNER")
    statutes = bundled()["statutes"]
    spec = statutes.states["voting"].vote
    assert spec is not None
    in_bureau = replace(spec, body="presidium", ballot="roll_call", ends_early=True)
    voting = replace(statutes.states["voting"], vote=in_bureau)
    verify = replace(
        statutes.transitions["verify_credentials"], require=(Call("session_convened", {"body": "presidium"}),)
    )
    decision = replace(
        statutes,
        name="bureau_decision",
        states={**statutes.states, "voting": voting},
        transitions={**statutes.transitions, "verify_credentials": verify},
    )
    story.do(c.PutWorkflowInForce(in_force(decision)), story.by("ada"))
    convened = e.SessionConvened("session-b1", "bureau", 1, story.at, "Asia/Baku", NAMES)
    story.do(c.ConveneSession(convened), story.office)
    story.do(c.OpenSession("session-b1"), story.by("r1", "president"))
    story.grant("r2", "session_chair", session="session-b1")
    story.grant("olga", "session_secretary", story.by("omar"), session="session-b1")
    for person, kind in (("r1", "president"), ("r2", "presidium_member")):
        held = story.by(person, kind).mandate
        story.do(c.RecordPresence("session-b1", f"seat-bureau:{person}", held, True), story.office)
    case = story.draft("bureau_decision")
    story.act(case, "verify_credentials", session="session-b1")
    story.act(case, "elect_officers")
    vote = story.open_vote(case)
    for person, kind in (("r1", "president"), ("r2", "presidium_member")):
        story.do(story.ballot(vote, f"seat-bureau:{person}"), story.by(person, kind))
    papers = tuple(Paper("for", f"seat-bureau:{person}") for person in ("r1", "r2"))
    story.do(c.CloseVote(vote, "all_voted", papers, story.fresh()), SYSTEM)
    assert story.conference.resolutions[story.case(case).resolution].numbered.sequence == 1


def _by_proxy(story: Story, session: str) -> None:
    """One seat gives its vote to another, one takes its proxy back, one takes no part, and they vote."""
    story.do(c.PutWorkflowInForce(in_force(procedure(ProxyRule(most=3), "8.0.0"))), story.by("ada"))
    draft = story.on_agenda(session, text="by proxy")
    for seat in (2, 3):
        story.do(giving(story, seat, 0, session=session), story.by(f"r{seat}", "rector"))
    from_paper = giving(story, 5, 0, case=draft, paper=digest("authority"))
    story.do(from_paper, story.office)
    story.do(c.DeclareRecusal(draft, digest("kin"), institution="U1"), story.by("r1", "rector"))
    vote = story.open_vote(draft)
    story.cast(vote, 2, "f", by=story.by("r0", "rector"))
    story.do(c.RevokeProxy(story.conference.seat_proxies["seat-U3"][0]), story.by("r3", "rector"))
    for seat, choice in ((0, "f"), (3, "a")):
        story.cast(vote, seat, choice)
    story.close(vote)


def _in_parts(story: Story, session: str) -> None:
    """A member moves that two paragraphs be put by themselves; one falls, and the rest is adopted."""
    case = story.draft("division")
    story.act(case, "place_on_agenda", session=session)
    story.do(dividing.moving(story, case, parts="1, 3"), story.by("r2", "rector"))
    story.act(case, "divide", story.by("r1", "session_chair", session))
    for choices in ("aaaf", "ffff"):
        dividing.decided(story, case, choices)
    vote = story.open_vote(case)
    story.ballots(vote, "ffff")
    story.close(vote)
    assert [one.number for one in story.case(case).remaining] == [0, 2, 3]


def _in_block(story: Story, session: str) -> None:
    """Three items are put together, a member takes one out, and one ballot stands for the other two."""
    cases = [story.on_agenda(session, text=f"together {number}") for number in range(3)]
    items = tuple(story.case(case).item for case in cases)
    story.do(c.AnnounceBlock(session, items), story.office)
    story.do(c.TakeOutOfBlock(session, items[1]), story.by("r2", "rector"))
    block = story.conference.sessions[session].blocks[-1].block
    for case in (cases[0], cases[2]):
        story.do(replace(story.action(case, "open_vote"), block=block), story.office)
        story.wait(seconds=-1)
    story.wait(seconds=1)
    votes = [story.case(case).vote for case in (cases[0], cases[2])]
    story.ballots(votes[0], "fffa")
    story.close(votes[0])
    story.act(cases[1], "withdraw", story.by("r0", "rector"))


def _election(story: Story, session: str) -> None:
    """Three are named, one of them withdraws; two ballots, and the chair decides between equals."""
    story.do(
        c.PutWorkflowInForce(in_force(electing.procedure(ElectionMajority(tie="chair"), version="8.0.0"))),
        story.by("ada"),
    )
    case = story.draft("election", office="secretary_general", last_day="2029-12-31")
    story.act(case, "open_nominations", story.office)
    for number in (1, 2, 3):
        electing.name(story, case, number, by="r2")
    for person in ("r1", "r3"):
        story.do(c.AcceptNomination(case, person), story.by(person, "rector"))
    story.act(case, "place_on_agenda", story.office, session=session)
    electing.elected(story, electing.ballot(story, case), {"r1": 2, "r2": 1, "r3": 1})
    story.do(c.WithdrawCandidacy(case, "r3"), story.office)
    vote = electing.ballot(story, case)
    electing.elected(story, vote, {"r2": 2, "r1": 2})
    preferred = c.GiveCastingVote(vote, None, story.fresh(), ("r1", "r2"))
    story.do(preferred, story.by("r1", "session_chair", session))
    story.signed(case, session)
    _otherwise(story, session)


def _otherwise(story: Story, session: str) -> None:
    """One is elected by acclamation; one on paper, since a member asks for a ballot, in rows that rank."""
    case = story.draft("election")
    story.act(case, "open_nominations", story.office)
    electing.name(story, case, 2)
    story.act(case, "place_on_agenda", story.office, session=session)
    story.act(case, "acclaim", story.by("r1", "session_chair", session))
    ranked = electing.procedure(Schulze(tie="lot"), version="9.0.0")
    story.do(c.PutWorkflowInForce(in_force(ranked)), story.by("ada"))
    case = story.draft("election")
    story.act(case, "open_nominations", story.office)
    for number in (2, 3):
        electing.name(story, case, number)
    story.act(case, "place_on_agenda", story.office, session=session)
    story.act(case, "ask_for_ballot", story.by("r3", "rector"))
    count: dict[str, Any] = {"tally": ("1 r2", "2 r3 > r2"), "valid": 3, "abstain": 1, "invalid": 0}
    for actor in (story.by("r1", "session_chair", session), story.office):
        story.act(case, "enter_count", actor, **count, tellers=("r2", "r3"))


def _consultation(story: Story, session: str) -> None:
    """The members and the students are asked; one opinion comes by post, each gets its answer."""
    story.do(c.PutWorkflowInForce(in_force(hearing())), story.by("ada"))
    case = story.draft("hearing")
    story.act(case, "ask")
    story.act(case, "give", story.by("r0"), text=digest("in favour"), file=digest("a study"))
    story.act(case, "enter", party="PARTNER", text=digest("by post"))
    story.act(case, "answer", opinion="1", use="used")
    story.wait(days=15)
    story.do(c.FireDeadline(case, "opinions", story.fresh()), SYSTEM)
    story.act(case, "answer", opinion="2", use="partly", reasons=digest("no funds for the rest"))
    story.act(case, "finish")


def _correspondence(story: Story, session: str) -> None:
    """A letter comes, people are told, the answer is filed, and another case follows from it."""
    flow = enquiry()
    follow_up = replace(flow.transitions["follow_up"], source=("answered",))
    flow = replace(flow, transitions={**flow.transitions, "follow_up": follow_up})
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.draft("enquiry")
    story.act(case, "request", date="2026-10-01", text=digest("a request"), sender="PARTNER")
    story.act(case, "send")
    story.act(case, "answer", date="2026-10-20", text=digest("an answer"), file=digest("scan"))
    story.act(case, "follow_up")
    assert story.case(f"{case}-1").origin == case


def _migration(story: Story, session: str) -> None:
    """The procedure changes while cases are under way: a draft goes over, another one with its open vote, and
    the first comes back."""
    published = [key for key, one in story.conference.resolutions.items() if one.published is not None]
    resolution = min(published)
    draft, voting = story.draft(text="first"), story.on_agenda(session, text="second")
    vote = story.open_vote(voting)
    story.cast(vote, 0)
    flow = renamed(newer(), "draft", "outline")
    target = put(story, flow)
    story.do(going_over(draft, target, resolution, states={"draft": "outline"}), story.by("ada"))
    story.do(going_over(voting, target, resolution, ballots="void"), story.by("ada"))
    story.do(c.RevertMigration(draft, resolution), INSTALLER)
    assert (story.states(draft), story.states(voting)) == ("draft", "agenda")
    announced = in_force(replace(flow, version="10.0.0"))
    announced = replace(announced, resolution=resolution)
    story.do(c.PutWorkflowInForce(announced, "2027-09-01"), story.by("ada"))
    story.do(c.WithdrawWorkflow(announced.hash), story.by("ada"))


GOLDEN = Path(__file__).parent / "golden"


def facts(leaves: list[bytes]) -> dict[str, Any]:
    """What a log comes to: its size and root, and what a reader of it would say happened."""
    found = replay(leaves)
    conference = found.conference
    return {
        "size": found.size,
        "root": found.root.hex(),
        "acts": found.acts,
        "votes": found.votes,
        "keys": [key.vkey for key in found.keys],
        "says": {
            "states": {case.reference: list(case.state) for case in conference.cases.values()},
            "numbers": {
                f"{r.numbered.body} {r.numbered.number}": r.numbered.year
                for r in conference.resolutions.values()
            },
            "results": {
                vote.vote: [vote.obtained, vote.status, vote.outcome.decided_by if vote.outcome else ""]
                for vote in conference.votes.values()
            },
        },
    }


def _write(path: Path, leaves: list[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(leaf + b"\n" for leaf in leaves))
    print(f"{path.name}: {len(leaves)} leaves")


def write_golden(folder: Path) -> None:
    """The golden files of this engine, under the folder."""
    told = list(whole_conference().leaves)
    _write(folder / "logs" / "engine-1.jsonl", told)
    text = json.dumps(facts(told), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "logs" / "engine-1.json").write_text(text + "\n", encoding="utf-8")
    each = [leaf_bytes(event) for event in history()]
    _write(folder / "log" / "leaves-engine-1.jsonl", each)
    top = log.root(log.frontier_of([log.leaf_hash(leaf) for leaf in each])).hex()
    (folder / "log" / "leaves-engine-1.root").write_text(top + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_golden(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN)
