"""What a session's agenda is called, and what its rules need: for documents, mails and pages alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ecar_governance.domain.gathering import gathered, gathered_for
from ecar_governance.domain.guards.sessions import seats_needed
from ecar_governance.domain.organs import named_body
from ecar_governance.domain.proxies import represented_at
from ecar_governance.domain.state import AgendaItem, Case, Conference, Session, Vote
from ecar_governance.domain.voting.measuring import smallest_passing
from ecar_governance.domain.voting.thresholds import Quorum
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
    """How many seats an item needs there: to open or to carry its question. `seats` are those of the body
    that votes; `present` are there as the rule counts them, the represented too where it counts those;
    `reached` says whether so many are now."""

    item: int
    needed: int
    seats: int
    present: int

    @property
    def reached(self) -> bool:
        """Whether enough are there."""
        return self.present >= self.needed


def _guards(calls: tuple[Call, ...], name: str) -> tuple[Call, ...]:
    return tuple(one for one in calls if one.name == name)


def quorum_needs(conference: Conference, session: Session, at: datetime) -> tuple[Need, ...]:
    """What the rules of the proposals on the agenda need of those who are there, item by item: of several
    rules of an item, what is farthest from being met. A quorum of papers, of weights or of a chamber is none
    of heads; an item whose vote is over, or that needs nobody, is left out."""
    found = []
    for item in session.items:
        needs = _needs(conference, session, conference.cases[item.case], item.item, at) if item.case else ()
        if needs:
            found.append(max(needs, key=lambda one: (one.needed - one.present, one.needed)))
    return tuple(found)


def _needs(conference: Conference, session: Session, case: Case, item: int, at: datetime) -> tuple[Need, ...]:
    """What is needed for what comes next: the open vote, or the steps that lie open."""
    vote = conference.votes.get(case.vote)
    if vote is not None and vote.status == "open" and vote.session == session.session:
        return _of_the_vote(conference, session, vote, item, at)
    workflow = conference.workflows[case.workflow_hash].workflow
    found = []
    for step in workflow.transitions.values():
        if not set(step.source) & set(case.state):
            continue
        for call in _guards(step.require, "session_quorate"):
            there = gathered(conference, case, session, at)
            found.append(Need(item, seats_needed(call.params, there.seats), there.seats, there.there))
        state = workflow.states.get(step.target)
        if state is not None and state.vote is not None:
            body = named_body(conference, state.vote.body, case) or session.body
            there = gathered_for(conference, case, session, body, at, state.vote)
            if needed := _heads(state.vote.rule.quorum, there.seats):
                found.append(Need(item, needed, there.seats, there.there))
    return tuple(found)


def _of_the_vote(
    conference: Conference, session: Session, vote: Vote, item: int, at: datetime
) -> tuple[Need, ...]:
    rule, there = vote.rule, set(session.attendance)
    if rule.quorum is not None and rule.quorum.counted == "represented":
        there |= set(represented_at(conference, vote, session.present, at))
    out = rule.recused in ("out_of_quorum", "out_of_both")
    entitled = {row.seat for row in vote.electorate if not (out and row.recused)}
    needed = _heads(rule.quorum, len(entitled))
    return (Need(item, needed, len(entitled), len(entitled & there)),) if needed else ()


def _heads(quorum: Quorum | None, seats: int) -> int:
    """How many seats must be there for the quorum; 0 when it counts something else."""
    if quorum is None or quorum.counted == "cast" or quorum.chamber or quorum.counting != "heads":
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
