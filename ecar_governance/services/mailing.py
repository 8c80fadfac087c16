"""Which mails an act, a clock or a person calls for, and what they say; `notices` words and sends them.

A mail names its recipient, its kind and what it is about: never a choice, and no words, which are made when
it is sent, in the language that the recipient reads then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import leads
from ecar_governance.domain.roles import who_could
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.domain.voting.told import in_words
from ecar_governance.errors import InvalidInput, Unavailable
from ecar_governance.services.accounts_port import Letter, Post
from ecar_governance.services.addressees import (
    body_holders,
    can_act,
    holders,
    voters,
    yet_to_opine,
    yet_to_vote,
)
from ecar_governance.services.invitations import agenda_of, invitation_of, said_in
from ecar_governance.services.queries.naming import block_named, division_named, told_of
from ecar_governance.services.voiding import edit_of

if TYPE_CHECKING:
    from ecar_governance.services.desk import Desk

Kind = Literal[
    "invitation",
    "lost_password",
    "vote_opened",
    "vote_closes_soon",
    "vote_result",
    "vote_voided",
    "convocation",
    "session_moved",
    "session_cancelled",
    "deadline",
    "escalation",
    "opinion_asked",
    "standing",
]

_FIRST_RETRY: Final = timedelta(seconds=30)
_LONGEST_RETRY: Final = timedelta(hours=1)
_TRIES: Final = 12
_LEASE: Final = timedelta(minutes=5)
_NEVER: Final = timedelta(days=36_500)


class Mail(Struct, frozen=True):
    """One mail to one person. `subject_id` is the id of what it is about; `params` are ids and instants."""

    person: str
    kind: Kind
    subject_id: str
    params: dict[str, str] = {}

    def id_at(self, position: int) -> str:
        """Its id in the outbox: by the event at `position` that called for it; with 0, for one that no event
        calls for, by what it says, so that the same one asked for again is the same mail."""
        if position:
            return f"mail-{position}-{self.kind}-{self.person}"
        return f"mail-{self.kind}-{self.subject_id}-{self.params.get('closes', '')}-{self.person}"

    def row(self, at: datetime) -> dict[str, Any]:
        """Its row in the outbox, but for the id, due at once."""
        return {
            "person": self.person,
            "kind": self.kind,
            "about": self.subject_id,
            "params": self.params,
            "created": at,
            "due": at,
        }


def mails_for(event: e.Event, conference: Conference) -> tuple[Mail, ...]:
    """The mails that one event calls for; `conference` has the event folded in already.

    Each person gets one, however many seats they may cast for. An invitation is not here: it holds a secret,
    so `services.accounts` queues it."""
    match event.data:
        case e.VoteOpened() as opened if opened.block and not leads(conference, opened.vote, opened.block):
            return ()  # one letter tells of all the items
        case e.VoteOpened() as opened:
            people = holders(conference, (m for row in opened.electorate for m in row.casters))
            params = {"case": opened.case, **_instant("closes", opened.closes)}
            return tuple(Mail(person, "vote_opened", opened.vote, params) for person in people)
        case e.CasterChanged() as changed:
            return _to_successors(conference, changed)
        case e.VoteClosed() as closed:
            vote = conference.votes[closed.vote]
            return _results(conference, vote.case, closed.vote, voters(conference, vote, event.at))
        case e.HandCountEntered() | e.AdoptedWithoutVote() as had:
            people = body_holders(conference, had.body, had.session, event.at)
            return _results(conference, had.case, had.vote, people)
        case e.VoteVoided() as voided:
            vote = conference.votes[voided.vote]
            people = voters(conference, vote, event.at)
            return tuple(Mail(person, "vote_voided", voided.vote, {"case": vote.case}) for person in people)
        case e.OpinionsAsked() as asked:
            people = yet_to_opine(conference, conference.cases[asked.case], event.at)
            params = {"case": asked.case, "state": asked.state}
            return tuple(Mail(person, "opinion_asked", asked.case, params) for person in people)
        case e.PartiesNotified() as told:
            params = {"case": told.case}
            return tuple(Mail(person, "standing", told.case, params) for person in told.people)
        case e.RemindersSent() as sent:
            return _reminders(conference, sent, event.at)
        case e.NoticeSent() as notice:
            return tuple(Mail(person, "convocation", notice.session) for person in sorted(set(notice.people)))
        case e.SessionMoved() as moved:
            noticed = conference.sessions[moved.session].noticed
            return tuple(Mail(person, "session_moved", moved.session) for person in sorted(noticed))
        case e.SessionCancelled() as cancelled:
            noticed = conference.sessions[cancelled.session].noticed
            return tuple(Mail(person, "session_cancelled", cancelled.session) for person in sorted(noticed))
    return ()


def closes_soon_for(vote: Vote, conference: Conference) -> tuple[Mail, ...]:
    """To everybody who could still cast a ballot in the open vote and has not; once for all of a block."""
    if vote.block and not leads(conference, vote.vote, vote.block):
        return ()
    params = {"case": vote.case, **_instant("closes", vote.closes)}
    return tuple(
        Mail(person, "vote_closes_soon", vote.vote, params) for person in yet_to_vote(conference, vote)
    )


def _reminders(conference: Conference, sent: e.RemindersSent, at: datetime) -> tuple[Mail, ...]:
    """Of a deadline that is near: to whoever can still do something about it, where reminders had come due,
    and to the holders of the roles that are told besides; nobody gets two."""
    case = conference.cases[sent.case]
    due = next(one for one in case.deadlines if one.state == sent.state)
    acting = can_act(conference, case, due.state, at) if sent.reminders else ()
    roles = conference.workflows[case.workflow_hash].workflow.roles
    others = {
        person for name in sent.to if name in roles for person in who_could(conference, roles[name], case, at)
    }
    params = {"case": case.case, "state": due.state, **_instant("due", due.due)}
    return (
        *(Mail(person, "deadline", case.case, params) for person in acting),
        *(Mail(person, "escalation", case.case, params) for person in sorted(others.difference(acting))),
    )


def deliver(desk: Desk, post: Post, owner: str, limit: int = 20) -> int:
    """Sends what is due, one by one; gives how many left. At least once: a kill between handing over and
    noting it sends again, under the same Message-ID.

    Args:
        owner: who holds the lease: unique to this process.
        limit: how many at most.
    """
    now = desk.clock.now()
    sent = 0
    outbox = desk.outbox
    for letter in outbox.lease(owner, now, now + _LEASE, limit):
        person = desk.vault.people((letter.person,)).get(letter.person)
        if person is None or not person.email:
            outbox.failed(letter.id, now + _NEVER, "no address")
            continue
        try:
            post.send(letter, person, facts(desk, letter, person.locale))
        except Unavailable as error:
            again = min(_FIRST_RETRY * 2**letter.tries, _LONGEST_RETRY)
            outbox.failed(letter.id, now + (again if letter.tries < _TRIES else _NEVER), error.message)
        except InvalidInput as error:
            outbox.failed(letter.id, now + _NEVER, error.message)
        else:
            outbox.sent(letter.id, desk.clock.now())
            sent += 1
    return sent


def facts(desk: Desk, letter: Letter, locale: str) -> dict[str, Any]:
    """What a letter's template may name: texts in the language, instants as aware datetimes, links."""
    conference = desk.conference
    known: dict[str, Any] = {
        "conference": _said(conference.founding.names, locale) if conference.founding else "",
        "zone": conference.founding.zone if conference.founding else "UTC",
        "home": desk.public_url,
    }
    params = letter.params
    for name in ("closes", "due", "expires"):
        if params.get(name):
            known[name] = datetime.fromisoformat(params[name])
    if params.get("secret"):
        known["link"] = f"{desk.public_url}/invitation/{params['secret']}"
    case = conference.cases.get(params.get("case", ""))
    if case is not None:
        known["reference"] = case.reference
        known["title"] = _title(desk, case, locale)
        known["link"] = f"{desk.public_url}/proposals/{case.case}"
        states = conference.workflows[case.workflow_hash].workflow.states
        known["standing"] = ", ".join(_said(states[name].title, locale) for name in case.state)
    vote = conference.votes.get(letter.about)
    if vote is not None:
        room = "ballots" if letter.kind in ("vote_opened", "vote_closes_soon") else "votes"
        known["link"] = f"{desk.public_url}/{room}/{vote.vote}"
        known["carried"] = vote.outcome is not None and vote.outcome.carried
        known["election"] = vote.rule.election is not None
        known["ballot"] = vote.ballot
        known["indicative"] = vote.rule.indicative
        known["explanation"] = in_words(told_of(desk.vault, conference, vote), locale)
        if letter.kind == "vote_voided":
            known |= _voided(desk, conference, vote, letter, locale)
        else:
            known |= _question(conference, vote, locale, casting=room == "ballots")
    session = conference.sessions.get(letter.about)
    if session is not None:
        body = conference.bodies.get(session.body)
        known["link"] = f"{desk.public_url}/sessions/{session.session}"
        known["number"] = session.number
        known["begins"] = session.begins
        known["place"] = _said(session.place, locale)
        known["body"] = _said(body.names, locale) if body else ""
        known["agenda"] = agenda_of(desk, session, locale)
        known["kind"] = session.kind
        known["invitation"] = invitation_of(desk, session, locale)
        known["meeting"] = said_in(desk, session.link)
        known["why"] = said_in(desk, session.reason)
    return known


def _question(conference: Conference, vote: Vote, locale: str, *, casting: bool) -> dict[str, Any]:
    """What the vote asks, where that is not the text of its own proposal."""
    if vote.rule.question:
        return {"question": _said(vote.rule.question, locale)}
    if vote.block and casting:
        return {"question": block_named(conference, vote, locale)}
    return {} if vote.division is None else {"question": division_named(vote.division, locale)}


def _voided(desk: Desk, conference: Conference, vote: Vote, letter: Letter, locale: str) -> dict[str, Any]:
    """What was changed, if that voided it, each with its digest before and now; and, where the same act put
    the question anew, what is asked then and where the person votes, if they may."""
    told: dict[str, Any] = {}
    edit = edit_of(desk.record, conference, vote)
    if edit is not None:
        told["changed"] = [(_said(one.field, locale), one.before, one.now) for one in edit.changed]
    again = conference.votes.get(letter.params.get("again", ""))
    if again is not None:
        told["anew"] = True
        if letter.person in holders(conference, (one for row in again.electorate for one in row.casters)):
            told |= {"again": f"{desk.public_url}/ballots/{again.vote}", "ballot": again.ballot}
            told |= _question(conference, again, locale, casting=True)
            if again.closes is not None:
                told["closes"] = again.closes
    return told


def _title(desk: Desk, case: Case, locale: str) -> str:
    digest = _said(case.manifest.titles, locale, case.manifest.prevailing)
    text = desk.vault.texts((digest,)).get(digest) if digest else None
    return text.content if text is not None else case.reference


def _said(names: dict[str, str], locale: str, otherwise: str = "az") -> str:
    return names.get(locale) or names.get(otherwise) or next(iter(names.values()), "")


def _instant(name: str, at: datetime | None) -> dict[str, str]:
    return {} if at is None else {name: at.isoformat()}


def _to_successors(conference: Conference, changed: e.CasterChanged) -> tuple[Mail, ...]:
    """To those alone who could not cast for the seat when the vote opened and was announced."""
    vote = conference.votes[changed.vote]
    told = {mandate for row in vote.electorate if row.seat == changed.seat for mandate in row.casters}
    params = {"case": vote.case, **_instant("closes", vote.closes)}
    people = holders(conference, (mandate for mandate in changed.casters if mandate not in told))
    return tuple(Mail(person, "vote_opened", changed.vote, params) for person in people)


def _results(conference: Conference, case: str, vote: str, people: Iterable[str]) -> tuple[Mail, ...]:
    """The result: to those who vote, and to whoever drafted the proposal."""
    drafter = conference.cases[case].drafter.person
    everybody = sorted({*people, drafter} - {""})
    return tuple(Mail(person, "vote_result", vote, {"case": case}) for person in everybody)
