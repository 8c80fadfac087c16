"""Guards over the session: convened, open, officers in place, quorate, noticed in time, and its agenda."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.gathering import Gathered, gathered
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.organs import named_body
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Case, Conference, Session


def share_of(text: str) -> Fraction:
    """The exact share that a checked parameter such as "1/2" says."""
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator or 1))


def seats_needed(params: Params, seats: int) -> int:
    """The smallest whole number of seats that meets `at_least` or `more_than`; never none."""
    if "more_than" in params:
        return share_of(str(params["more_than"])) * seats // 1 + 1
    return max(1, -(-share_of(str(params["at_least"])) * seats // 1))


def _session_of(conference: Conference, case: Case, inputs: Inputs) -> Session | None:
    """The session that the action names, else the one on whose agenda the case is."""
    given = inputs.get("session") or case.session
    return conference.sessions.get(given) if isinstance(given, str) and given else None


@guard
def session_convened(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The session given is the `body`'s (the plenary's, unless said) and not closed; with none given, there
    is such a session."""
    body = named_body(conference, str(params.get("body", "plenary")), case)
    looked_at = tuple(conference.sessions.values())
    if given := inputs.get("session"):
        found = conference.sessions.get(given) if isinstance(given, str) else None
        looked_at = (found,) if found is not None else ()
    fits = any(not one.over and one.body == body for one in looked_at)
    return None if fits else Reason("guard.session_convened", {"body": body})


@guard
def session_open(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's session (or the one given with the action) is open."""
    session = _session_of(conference, case, inputs)
    if session is not None and session.status == "open":
        return None
    waiting = session is not None and session.status == "convened" and session.begins > context.at
    return Reason("guard.session_open", when=session.begins if session is not None and waiting else None)


@guard
def session_has_officers(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """A session chair and a session secretary are in office for the session."""
    session = _session_of(conference, case, inputs)
    missing = {"session_chair", "session_secretary"}
    for mandate in conference.mandates.values() if session is not None else ():
        if (
            mandate.kind in missing
            and session is not None
            and mandate.session == session.session
            and in_force(conference, mandate, context.at)
        ):
            missing.discard(mandate.kind)
    return Reason("guard.session_has_officers", {"missing": ", ".join(sorted(missing))}) if missing else None


@guard
def session_quorate(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The share `at_least`, or `more_than` the share, of the body's seats is there: counted as the quorum of
    the votes that the procedure puts in that body (`gathering.gathered`)."""
    session = _session_of(conference, case, inputs)
    found = Gathered(0, 0) if session is None else gathered(conference, case, session, context.at)
    needed = seats_needed(params, found.seats)
    if found.there >= needed:
        return None
    told = {"needed": str(needed), "seats": str(found.seats), "present": str(found.there)}
    return Reason("guard.session_quorate", told)


@guard
def notice_given(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Notice went out, and the session was convened or last moved, at least `days` times 24 hours before it
    begins."""
    session = _session_of(conference, case, inputs)
    if (
        session is not None
        and session.noticed
        and session.dated + timedelta(days=int(params["days"])) <= session.begins
    ):
        return None
    return Reason("guard.notice_given", {"days": str(params["days"])})


@guard
def on_agenda(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case is an item on its session's agenda."""
    session = conference.sessions.get(case.session) if case.session else None
    listed = session is not None and any(item.case == case.case for item in session.items)
    return None if listed else Reason("guard.on_agenda")
