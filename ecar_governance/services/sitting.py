"""What a session's agenda is called, and what its rules need: for documents, mails and pages alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ecar_governance.domain.guards.sessions import seats_needed
from ecar_governance.domain.organs import named_body, seats_of
from ecar_governance.domain.state import AgendaItem, Case, Conference, Session
from ecar_governance.domain.voting.judge import smallest_passing
from ecar_governance.domain.voting.rule import Quorum
from ecar_governance.domain.workflow import Call, Names

ITEM_NAMES: dict[str, Names] = {
    "information": {"az": "Məlumat", "en": "Information"},
    "discussion": {"az": "Müzakirə", "en": "Discussion"},
    "minutes": {"az": "{number} nömrəli iclasın protokolu", "en": "Minutes of session No. {number}"},
    "other_business": {"az": "Digər məsələlər", "en": "Any other business"},
}
"""What an item is called that has no title of its own."""


def item_names(
    conference: Conference, item: AgendaItem, texts: Callable[[Mapping[str, str]], Names]
) -> Names:
    """The item's title by language; `texts` gives what is behind digests, an erased one left out."""
    if item.case:
        case = conference.cases[item.case]
        found = texts(case.manifest.titles)
        return found or dict.fromkeys(("az", "en"), case.reference)
    found = texts(item.titles) if item.titles else {}
    if found:
        return found
    of = conference.sessions.get(item.minutes)
    number = "" if of is None else str(of.number)
    return {lang: name.format(number=number) for lang, name in ITEM_NAMES[item.kind].items()}


class Need(Struct, frozen=True):
    """How many seats an item needs present: to open or to carry its question. `seats` are those of the body
    that votes; `reached` says whether so many are present now."""

    item: int
    needed: int
    seats: int
    present: int

    @property
    def reached(self) -> bool:
        """Whether enough are present."""
        return self.present >= self.needed


def _guards(calls: tuple[Call, ...], name: str) -> tuple[Call, ...]:
    return tuple(one for one in calls if one.name == name)


def quorum_needs(conference: Conference, session: Session, at: datetime) -> tuple[Need, ...]:
    """What the rules of the proposals on the agenda need of those present, item by item. A quorum of papers,
    of weights, of a chamber or of those represented is none of heads present; an item whose vote is over, or
    that needs nobody, is left out."""
    found = []
    for item in session.items:
        if item.case:
            case = conference.cases[item.case]
            body, needed = _needed(conference, session, case, at)
            if needed:
                vote = conference.votes.get(case.vote)
                voting = vote is not None and vote.status == "open" and vote.session == session.session
                rows = vote.electorate if vote is not None and voting else seats_of(conference, body, at)
                entitled = {row.seat for row in rows}
                there = len(entitled & set(session.attendance))
                found.append(Need(item.item, needed, len(entitled), there))
    return tuple(found)


def _needed(conference: Conference, session: Session, case: Case, at: datetime) -> tuple[str, int]:
    """Of which body how many are needed for what comes next: the open vote, or the steps that lie open."""
    vote = conference.votes.get(case.vote)
    if vote is not None and vote.status == "open" and vote.session == session.session:
        return vote.body, _heads(vote.rule.quorum, len(vote.electorate))
    workflow = conference.workflows[case.workflow_hash].workflow
    needed, body = 0, session.body
    for step in workflow.transitions.values():
        if not set(step.source) & set(case.state):
            continue
        for call in _guards(step.require, "session_quorate"):
            needed = max(needed, seats_needed(call.params, len(seats_of(conference, session.body, at))))
        state = workflow.states.get(step.target)
        if state is not None and state.vote is not None:
            body = named_body(conference, state.vote.body, case) or session.body
            needed = max(needed, _heads(state.vote.rule.quorum, len(seats_of(conference, body, at))))
    return body, needed


def _heads(quorum: Quorum | None, seats: int) -> int:
    """How many seats must be present for the quorum; 0 when it counts something else."""
    if quorum is None or quorum.counted != "present" or quorum.chamber or quorum.counting != "heads":
        return 0
    return int(smallest_passing(quorum, seats))


class NoticeRule(Struct, frozen=True):
    """How long before the beginning the rules of an item ask for notice, and by when that was."""

    item: int
    days: int
    by: datetime


def notice_rules(conference: Conference, session: Session) -> tuple[NoticeRule, ...]:
    """The periods of notice that the procedures of the proposals on the agenda ask for, item by item."""
    found = []
    for item in session.items:
        if not item.case:
            continue
        workflow = conference.workflows[conference.cases[item.case].workflow_hash].workflow
        days = max(
            (
                int(call.params["days"])
                for step in workflow.transitions.values()
                for call in _guards(step.require, "notice_given")
            ),
            default=0,
        )
        if days:
            found.append(NoticeRule(item.item, days, session.begins - timedelta(days=days)))
    return tuple(found)
