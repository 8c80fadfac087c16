"""Whoever is elected gets the office, in the act that says so: a mandate like one that is given by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ecar_governance.domain import events as e
from ecar_governance.domain.candidates import chosen
from ecar_governance.domain.deciding.members import grant_reasons, succeed_in_office, write_grant
from ecar_governance.domain.deciding.rights import SESSION_OFFICES
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import at_wall, due
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.organs import OF_A_BODY, named_body
from ecar_governance.domain.registry import ELECTIVE
from ecar_governance.domain.state import Vote
from ecar_governance.domain.workflow import MandateKind


def grant_mandate(do: Effect) -> Answer:
    """A mandate for everybody whom the case's last election elected, each held to the rules of one given by
    hand, with the vote for its evidence. One that cannot be given keeps the whole act from happening.
    A term ends that of whoever holds an office of one holder when it begins, at once or at a later day.

    Where the field that names the office is empty, it is one that has no mandate here: nothing happens."""
    office = _office(do)
    if office is None:
        return None
    vote = _election(do)
    elected = () if vote is None else chosen(do.conference, do.case, vote.state)
    if vote is None or not elected:
        return [Reason("office.nobody_elected")]
    since, until = _term(do)
    institutions = {
        one.id: one.group for name in do.case.votes for one in do.conference.votes[name].candidates
    }
    for place, person in enumerate(elected, 1):
        wanted = e.MandateGranted(
            # Made from the vote's own id, so that any act can give it, and none can give it twice.
            f"mandate-{vote.vote.removeprefix('vote-')}-{place}",
            person,
            office,
            institution=institutions.get(person, ""),
            body=_body(do) if office in OF_A_BODY else "",
            session=do.case.session if office in SESSION_OFFICES else "",
            since=since,
            until=until,
            election=vote.vote,
        )
        succeed_in_office(do.steps, wanted)
        if reasons := grant_reasons(do.steps, wanted):
            return reasons
        write_grant(do.steps, wanted)
    return None


def _election(do: Effect) -> Vote | None:
    """The last ballot of the case's last election that is decided."""
    votes = (do.conference.votes[name] for name in reversed(do.case.votes))
    found = next((one for one in votes if one.rule.election is not None and one.status == "closed"), None)
    settled = found is not None and found.outcome is not None and found.outcome.settled
    return found if settled else None


def _office(do: Effect) -> MandateKind | None:
    named = do.params.get("office") or do.case.fields.get(str(do.params.get("office_field", "")), "")
    return next((kind for kind in ELECTIVE if kind == named), None)


def _body(do: Effect) -> str:
    """The id of the body that the effect names; one that does not exist is named as it is, to be refused."""
    name = str(do.params.get("body", ""))
    return named_body(do.conference, name, do.case) or name


def _term(do: Effect) -> tuple[datetime, datetime | None]:
    """From the first day of the term, or at once where it has come; to the end of its last day."""
    at, zone = do.steps.at, do.steps.zone
    first, last = _day(do, "since"), _day(do, "until")
    since = at if first is None else max(at, at_wall(datetime.combine(first, time()), zone))
    if last is not None:
        return since, at_wall(datetime.combine(last + timedelta(days=1), time()), zone)
    length = str(do.params.get("lasts", ""))
    return since, due(since, length, zone) if length else None


def _day(do: Effect, param: str) -> date | None:
    given = str(do.case.fields.get(str(do.params.get(param, "")), ""))
    return date.fromisoformat(given) if given else None
