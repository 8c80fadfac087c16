"""Sessions as people see them: the list, and one with its agenda, presence, quorum, course and minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.blocks import announced
from ecar_governance.domain.deciding.documents import ORDER, may_be_made_anew, minutes_of
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.paragraphs import said
from ecar_governance.domain.state import AgendaItem, Document, Pause, Session, Vote
from ecar_governance.services.invitations import invited
from ecar_governance.services.queries.actions import waits_for
from ecar_governance.services.queries.attendance import (
    MovementView,
    NoticeView,
    SeatPresence,
    movements,
    notice,
    presence,
    seats_then,
)
from ecar_governance.services.queries.cases import Standing, load_titles, standing, title_of, workflow_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.resolutions import SignatureView, signatures
from ecar_governance.services.queries.turnout import SeatTurnout, turnout
from ecar_governance.services.queries.votes import VoteView, vote_view
from ecar_governance.services.sitting import Need, item_names, quorum_needs


class SessionLine(Struct, frozen=True):
    """A session in a list."""

    session: str
    number: int
    body: str
    begins: datetime
    zone: str
    place: str
    status: str
    items: int
    present: int
    seats: int
    kind: str = "room"


class PaperOnFile(Struct, frozen=True):
    """A paper before the session: its name, and the digest by which it is fetched."""

    name: str
    sha256: str


class Step(Struct, frozen=True):
    """A step of the item's procedure that the reader may take now."""

    transition: str
    title: str


class ItemView(Struct, frozen=True):
    """An item of the agenda and what became of it. One that is no proposal has no case and no standing; its
    `item_kind` says what it is, `minutes` names the session whose minutes it is about."""

    item: int
    case: str
    reference: str
    title: str
    kind: str
    standing: Standing | None
    vote: VoteView | None
    carried: bool | None
    resolution: str
    resolution_number: str
    item_kind: str = "proposal"
    papers: tuple[PaperOnFile, ...] = ()
    called: datetime | None = None
    minutes: str = ""
    minutes_approved: bool = False
    need: Need | None = None
    steps: tuple[Step, ...] = ()


class ApprovalView(Struct, frozen=True):
    """In which session the minutes were approved, under which item, and what was corrected in them."""

    session: str
    name: str
    item: int
    at: datetime
    corrections: str


class OpenVote(Struct, frozen=True):
    """A vote that is open: its turnout and who has not voted. Never a choice."""

    view: VoteView
    turnout: tuple[SeatTurnout, ...]


class SessionPage(Struct, frozen=True):
    """Everything that the page of a session shows but its actions. `minutes` is the document made for
    signature, "" before it is; `minutes_status` a key of `web.words.MINUTES_STATUS`, "" before the close;
    `link` is where one attends from afar, "" for whoever is not let in."""

    line: SessionLine
    convened: datetime
    opened: datetime | None
    closed: datetime | None
    noticed: tuple[str, ...]
    agenda: tuple[ItemView, ...]
    seats: tuple[SeatPresence, ...]
    officers: tuple[Office, ...]
    guests: tuple[Office, ...]
    open_votes: tuple[OpenVote, ...]
    half: int
    minutes: str
    signatures: tuple[SignatureView, ...]
    link: str
    moved: datetime | None
    cancelled: datetime | None
    reason: str
    current: int
    pauses: tuple[Pause, ...]
    needs: tuple[Need, ...]
    notice: NoticeView
    movements: tuple[MovementView, ...]
    minutes_status: str
    minutes_anew: bool
    approval: ApprovalView | None
    block: tuple[int, ...] = ()
    """The items that are put together as one question and not opened yet."""

    @property
    def now(self) -> ItemView | None:
        """The item that is before the session."""
        return next((one for one in self.agenda if one.item == self.current), None)

    @property
    def pause(self) -> Pause | None:
        """The suspension that goes on."""
        return next((one for one in self.pauses if one.resumed is None), None)

    @property
    def needs_alike(self) -> tuple[tuple[str, Need], ...]:
        """What the items need, those that need the same together: "4-5, 7" with the need of the first."""
        alike: dict[tuple[int, int, int], list[Need]] = {}
        for one in self.needs:
            alike.setdefault((one.needed, one.seats, one.present), []).append(one)
        return tuple((said(one.item for one in group), group[0]) for group in alike.values())


def sessions(directory: Directory, at: datetime) -> tuple[SessionLine, ...]:
    """All sessions, the latest first."""
    found = sorted(directory.conference.sessions.values(), key=lambda one: one.begins, reverse=True)
    return tuple(session_line(directory, one, at) for one in found)


def session_line(directory: Directory, session: Session, at: datetime) -> SessionLine:
    """The session as a line, with the seats that the body has at the instant or had at the close."""
    seats = {seat.seat for seat in seats_of(directory.conference, session.body, session.closed or at)}
    if session.status == "closed":
        seats = seats_then(directory.conference, session) or seats
    return SessionLine(
        session.session,
        session.number,
        directory.body(session.body),
        session.begins,
        session.zone,
        directory.say(session.place),
        session.status,
        sum(1 for item in session.agenda if not item.lifted),
        len(session.attendance),
        len(seats),
        session.kind,
    )


def session(directory: Directory, held: Session, at: datetime, *, reader: str = "") -> SessionPage:
    """The page of one session, for a reader by their id."""
    conference = directory.conference
    load_titles(directory, tuple(conference.cases[item.case] for item in held.items if item.case))
    needs = quorum_needs(conference, held, at) if not held.over else ()
    sums = {one.item: one for one in needs}
    directory.load_people(held.noticed)
    line = session_line(directory, held, at)
    of_session = [one for one in conference.mandates.values() if one.session == held.session]
    directory.load_people(one.person for one in of_session)
    open_votes = [
        vote
        for vote in (conference.votes[name] for name in conference.open_votes)
        if vote.session == held.session
    ]
    minutes = minutes_of(conference, held.session)
    return SessionPage(
        line,
        held.convened,
        held.opened,
        held.closed,
        tuple(sorted(name for name in (directory.person(one) for one in held.noticed) if name)),
        tuple(_item(directory, held, item, at, sums.get(item.item), reader) for item in held.items),
        presence(directory, held, at),
        tuple(
            directory.office_of(one)
            for one in of_session
            if one.kind in ("session_chair", "session_secretary") and one.ended is None
        ),
        tuple(directory.office_of(one) for one in of_session if one.kind == "written_authority"),
        tuple(OpenVote(vote_view(directory, vote), turnout(directory, vote)) for vote in open_votes),
        line.seats // 2 + 1,
        minutes.document if minutes is not None else "",
        signatures(directory, minutes),
        directory.text(held.link) if held.link and invited(conference, held, reader, at) else "",
        held.moved,
        held.cancelled,
        directory.text(held.reason),
        held.current,
        held.pauses,
        needs,
        notice(directory, held),
        movements(directory, held),
        _minutes_status(held, minutes),
        may_be_made_anew(conference, held.session),
        _approval(directory, held),
        block.items if (block := announced(held)) is not None else (),
    )


def _minutes_status(held: Session, minutes: Document | None) -> str:
    if held.status != "closed":
        return ""
    if minutes is not None and len(minutes.signatures) == len(ORDER):
        return "signed"
    if held.approved is not None:
        return "approved"
    return "draft" if minutes is None else "for_signature"


def _approval(directory: Directory, held: Session) -> ApprovalView | None:
    approved = held.approved
    if approved is None:
        return None
    return ApprovalView(
        approved.session,
        directory.session(approved.session),
        approved.item,
        approved.at,
        directory.text(approved.corrections),
    )


def _item(
    directory: Directory, held: Session, listed: AgendaItem, at: datetime, need: Need | None, reader: str
) -> ItemView:
    conference = directory.conference
    called = next((call.at for call in held.calls if call.item == listed.item), None)
    papers = tuple(PaperOnFile(one.name, one.sha256) for one in listed.papers)
    if not listed.case:
        of = conference.sessions.get(listed.minutes)
        names = item_names(conference, listed, lambda digests: _texts(directory, digests))
        return ItemView(
            listed.item,
            "",
            "",
            directory.say(names),
            "",
            None,
            None,
            None,
            "",
            "",
            listed.kind,
            papers,
            called,
            listed.minutes,
            of is not None and of.approved is not None,
        )
    case = conference.cases[listed.case]
    workflow = workflow_of(conference, case)
    vote: Vote | None = conference.votes.get(case.vote)
    resolution = conference.resolutions.get(case.resolution)
    steps = waits_for(conference, case, reader, at) if reader and not held.over else ()
    return ItemView(
        listed.item,
        case.case,
        case.reference,
        title_of(directory, case),
        directory.say(workflow.title),
        standing(directory, case, at),
        vote_view(directory, vote) if vote is not None and vote.session == held.session else None,
        vote.outcome.carried if vote is not None and vote.outcome is not None else None,
        case.resolution,
        resolution.numbered.number if resolution is not None else "",
        "proposal",
        papers,
        called,
        need=need,
        steps=tuple(Step(one.name, directory.say(one.title)) for one in steps),
    )


def _texts(directory: Directory, digests: Mapping[str, str]) -> dict[str, str]:
    directory.load_texts(digests.values())
    found = {lang: directory.text(one) for lang, one in digests.items()}
    return {lang: text for lang, text in found.items() if text}
