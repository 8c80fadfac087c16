"""The minutes and their extracts: what log and vault say of a meeting, gathered for their document."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import record as r
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.proxies import holder_then
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import AgendaItem, Recusal, Session, Vote
from ecar_governance.domain.voting.told import in_words
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.kinds import CAPACITIES, MODES, OBTAINED, OFFICES
from ecar_governance.services.queries.naming import called, told_of
from ecar_governance.services.records import (
    LANGUAGES,
    log_place,
    name_of,
    seat_names,
    session_ref,
    signers,
    texts_of,
)
from ecar_governance.services.sitting import item_names

_NOTED: Names = {"az": "Məlumat nəzərə alındı.", "en": "Taken note of."}
_DISCUSSED: Names = {"az": "Müzakirə edildi.", "en": "Discussed."}
_NOT_REACHED: Names = {"az": "Bu məsələyə baxılmadı.", "en": "The session did not come to this item."}
_APPROVED: Names = {"az": "Protokol təsdiq edildi.", "en": "The minutes were approved."}
_CORRECTED: Names = {
    "az": "Protokol aşağıdakı düzəlişlərlə təsdiq edildi:",
    "en": "The minutes were approved with these corrections:",
}


def minutes_record(desk: Desk, session_id: str, *, standing: r.MinutesStanding = "draft") -> r.MinutesRecord:
    """The minutes of a closed session; once they are approved, with where and how. Raises NotFound."""
    conf = desk.conference
    session = conf.sessions.get(session_id)
    founding = conf.founding
    if session is None or founding is None:
        raise NotFound("There is no such session.")
    if session.closed is None or session.opened is None:
        raise NotFound("The session is not closed yet: its minutes are made when it is.")
    there_at_the_close = seats_of(conf, session.body, session.closed)
    came = (conf.seats[x.seat] for x in session.ever_present)
    seats = sorted({*there_at_the_close, *came}, key=lambda s: s.seat)
    sat = {x.seat: x for x in session.ever_present}
    there = len(sat)
    kinds = {seat: conf.mandates[x.mandate].kind for seat, x in sat.items()}
    return r.MinutesRecord(
        origin=founding.origin,
        conference=founding.names,
        body=conf.bodies[session.body].names,
        session=session_ref(desk, session),
        zone=session.zone,
        opened_at=session.opened,
        closed_at=session.closed,
        attendance=tuple(
            r.Attendee(
                s.institution,
                seat_names(desk, s),
                name_of(desk, conf.mandates[sat[s.seat].mandate].person) if s.seat in sat else "",
                CAPACITIES.get(kinds[s.seat], {}) if s.seat in sat else {},
            )
            for s in seats
        ),
        quorum={
            "az": f"{len(seats)} üzv yerindən {there} yerin nümayəndəsi iştirak etmişdir.",
            "en": f"{there} of the {len(seats)} seats were represented.",
        },
        items=tuple(_item(desk, session, x) for x in session.items),
        signers=signers(desk, session),
        prevailing="az",
        verify_url=f"{desk.public_url}/sessions/{session_id}",
        log=log_place(desk, conf.size - 1),
        trial=founding.trial,
        held=MODES[session.kind],
        stays=_stays(desk, session),
        pauses=tuple(r.Pause(one.since, one.resumed or session.closed) for one in session.pauses),
        standing="approved" if session.approved is not None else standing,
        approval=_approval(desk, session),
    )


def _stays(desk: Desk, session: Session) -> tuple[r.Stay, ...]:
    """Who came and left, when, in the order of coming; whoever was there at the close has no leaving."""
    conf = desk.conference
    stays: list[r.Stay] = []
    open_: dict[str, int] = {}

    def left(seat: str, at: datetime) -> None:
        if (place := open_.pop(seat, None)) is not None:
            stay = stays[place]
            stays[place] = r.Stay(stay.names, stay.person, stay.capacity, stay.mode, stay.came, at)

    for one in session.movements:
        left(one.seat, one.at)
        if one.present:
            mandate = conf.mandates[one.mandate]
            open_[one.seat] = len(stays)
            stays.append(
                r.Stay(
                    seat_names(desk, conf.seats[one.seat]),
                    name_of(desk, mandate.person),
                    CAPACITIES.get(mandate.kind, {}),
                    MODES[one.mode],
                    one.at,
                )
            )
    return tuple(stays)


def _approval(desk: Desk, session: Session) -> r.Approval | None:
    """In which session the minutes were approved, and what was corrected in them."""
    approved = session.approved
    if approved is None:
        return None
    return r.Approval(
        session_ref(desk, desk.conference.sessions[approved.session]),
        str(approved.item),
        approved.at,
        _text(desk, approved.corrections),
    )


def _text(desk: Desk, digest: str) -> str:
    found = desk.vault.texts((digest,)).get(digest) if digest else None
    return "" if found is None else found.content


def _item(desk: Desk, session: Session, item: AgendaItem) -> r.MinutesItem:
    conf = desk.conference
    called = next((call.at for call in session.calls if call.item == item.item), None)
    titles = item_names(conf, item, lambda digests: texts_of(desk, dict(digests)))
    if not item.case:
        decided = _outcome_of_topic(desk, session, item, called=called is not None)
        return r.MinutesItem(str(item.item), titles, decided=decided, called_at=called)
    case = conf.cases[item.case]
    votes = [conf.votes[v] for v in case.votes if conf.votes[v].session == session.session]
    told = [v for v in votes if v.outcome is not None]
    until = session.closed or desk.clock.now()
    resolution = conf.resolutions.get(case.resolution)
    carried = resolution is not None and resolution.numbered.session == session.session
    return r.MinutesItem(
        str(item.item),
        titles,
        heard=_heard(desk, item.case),
        decided=texts_of(desk, case.manifest.bodies) if carried else {},
        vote={lang: " ".join(_result(desk, v, lang) for v in told) for lang in LANGUAGES} if told else {},
        resolution=resolution.numbered.number if carried and resolution is not None else "",
        called_at=called,
        recused=tuple(_recused(desk, one) for one in case.recusals if one.at <= until),
        represented=_represented(desk, told),
        excluded=_excluded(desk, told),
    )


def _recused(desk: Desk, recusal: Recusal) -> Names:
    """Who takes no part: an institution, or a person."""
    if recusal.institution:
        return desk.conference.institutions[recusal.institution].names
    return {lang: name_of(desk, recusal.who, lang) for lang in LANGUAGES}


def _represented(desk: Desk, votes: list[Vote]) -> tuple[r.Represented, ...]:
    """The seats whose proxy stood for them in any of the votes, each once, and whose hands it was in."""
    conf = desk.conference
    held = {seat: holder_then(conf, vote, seat) for vote in votes for seat in vote.represented}
    return tuple(
        r.Represented(seat_names(desk, conf.seats[seat]), seat_names(desk, conf.seats[holder]))
        for seat, holder in sorted(held.items())
        if holder
    )


_WHY: dict[str, Names] = {
    "role": {"az": "səs verən rolun sahibi deyil", "en": "not held in the role that votes"},
    "institution": {"az": "müəssisənin səsi başqa yerdədir", "en": "another seat has its institution's vote"},
    "no_institution": {"az": "heç bir müəssisəyə aid deyil", "en": "of no institution"},
    "dues": {"az": "üzvlük haqqı ödənilməyib", "en": "dues not paid"},
    "seniority": {"az": "tələb olunan müddətdən az tutulub", "en": "not held for long enough"},
}


def _excluded(desk: Desk, votes: list[Vote]) -> tuple[r.NoVote, ...]:
    """The seats of the body that had no vote in one of the votes, each once, and why."""
    conf = desk.conference
    found = {one.seat: one.why for vote in votes for one in vote.excluded}
    return tuple(
        r.NoVote(seat_names(desk, conf.seats[seat]), _WHY[why]) for seat, why in sorted(found.items())
    )


def _result(desk: Desk, vote: Vote, lang: str) -> str:
    """How the result was obtained, then the verdict in sentences."""
    if vote.outcome is None:
        raise NotFound("The vote has no result.")
    tellers = tuple(name_of(desk, one, lang) for one in vote.tellers)
    how = OBTAINED[vote.ballot if vote.obtained == "ballots" else vote.obtained][lang]
    told = told_of(desk.vault, desk.conference, vote, tellers)
    margin = would_change(vote.rule, vote.outcome, called=called(desk.conference, vote))
    return " ".join((how, *in_words((*told, *margin), lang)))


def _outcome_of_topic(desk: Desk, session: Session, item: AgendaItem, *, called: bool) -> Names:
    """What became of an item that is no proposal."""
    of = desk.conference.sessions.get(item.minutes)
    if of is not None and of.approved is not None and of.approved.session == session.session:
        corrections = _text(desk, of.approved.corrections)
        if not corrections:
            return _APPROVED
        return {lang: f"{words}\n\n{corrections}" for lang, words in _CORRECTED.items()}
    if not called:
        return _NOT_REACHED
    return _NOTED if item.kind == "information" else _DISCUSSED


def _heard(desk: Desk, case_id: str) -> Names:
    """Who brought the item, and what the working group recommended."""
    conf = desk.conference
    case = conf.cases[case_id]
    institution = conf.institutions.get(case.institution)
    az, en = f"Təklif {case.reference}", f"Proposal {case.reference}"
    if institution is not None:
        az += f", təqdim edən: {institution.names['az']}"
        en += f", brought by {institution.names['en']}"
    words = {
        "adopt": ("qəbul edilməsi tövsiyə olunub", "recommended for adoption"),
        "adopt_amended": ("dəyişikliklərlə qəbul edilməsi tövsiyə olunub", "recommended with changes"),
        "reject": ("rədd edilməsi tövsiyə olunub", "recommended for rejection"),
    }
    for made in case.recommendations:
        body = conf.bodies[made.body].names
        az += f"; {body['az']}: {words[made.recommendation][0]}"
        en += f"; {body['en']}: {words[made.recommendation][1]}"
    return {"az": f"{az}.", "en": f"{en}."}


def extract_record(desk: Desk, session: str, item: int, certifier: str) -> r.ExtractRecord:
    """The extract of one item, certified by a person of the secretariat or an officer of the session.

    Raises NotFound, and InvalidInput when the certifier holds no such office."""
    conf = desk.conference
    minutes = minutes_record(desk, session)
    now = desk.clock.now()
    kinds = ("session_secretary", "secretary_general", "secretariat", "session_chair", "president")
    held = next(
        (
            m.kind
            for kind in kinds
            for m in active_mandates(conf, certifier, now)
            if m.kind == kind and m.session in ("", session)
        ),
        None,
    )
    if held is None:
        raise InvalidInput(
            "An extract is certified by the secretariat or an officer of the session.",
            fix="ask the secretariat for it",
        )
    if all(one.number != str(item) for one in minutes.items):
        raise NotFound("There is no such item on the agenda of this session.")
    return r.ExtractRecord(
        minutes=minutes,
        item=str(item),
        certifier=name_of(desk, certifier),
        certifier_office=OFFICES[held],
        certified_at=now,
    )
