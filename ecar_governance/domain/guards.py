"""The guards: predicates over a case that answer with None or with the reason why not.

`domain.registry.GUARDS` says what each demands and takes. A guard whose action has an input that is not given
yet (the list of what is open to somebody is made before any form is filled in) answers whether any value of
the input could do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.organs import named_body, seats_of
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Case, Conference, Document, Resolution, Session

Value = str | int | tuple[str, ...]
Inputs = Mapping[str, Value]
Params = Mapping[str, str | int | bool]
Guard = Callable[[Conference, Case, Context, Inputs, Params], Reason | None]

GUARDS: dict[str, Guard] = {}
"""Every guard by its name in the YAML."""


def _guard(function: Guard) -> Guard:
    GUARDS[function.__name__] = function
    return function


def share_of(text: str) -> Fraction:
    """The exact share that a checked parameter such as "1/2" says."""
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator or 1))


def _seats_needed(params: Params, seats: int) -> int:
    """The smallest whole number of seats that meets `at_least` or `more_than`; never none."""
    if "more_than" in params:
        return share_of(str(params["more_than"])) * seats // 1 + 1
    return max(1, -(-share_of(str(params["at_least"])) * seats // 1))


def _session_of(conference: Conference, case: Case, inputs: Inputs) -> Session | None:
    """The session that the action names, else the one on whose agenda the case is."""
    given = inputs.get("session") or case.session
    return conference.sessions.get(given) if isinstance(given, str) and given else None


def _resolution_of(conference: Conference, case: Case) -> Resolution | None:
    return conference.resolutions.get(case.resolution) if case.resolution else None


def _document_of(conference: Conference, case: Case) -> Document | None:
    resolution = _resolution_of(conference, case)
    return conference.documents.get(resolution.document) if resolution and resolution.document else None


@_guard
def text_in(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """A title and a text in every language of `languages` ("az,en")."""
    wanted = [language.strip() for language in str(params["languages"]).split(",")]
    manifest = case.manifest
    missing = [one for one in wanted if one not in manifest.titles or one not in manifest.bodies]
    return Reason("guard.text_in", {"missing": ", ".join(missing)}) if missing else None


@_guard
def sponsors_at_least(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """`count` different institutions behind the proposal, the drafter's included."""
    behind = {institution for institution in (case.institution, *case.sponsors) if institution}
    if len(behind) >= int(params["count"]):
        return None
    return Reason("guard.sponsors_at_least", {"count": str(params["count"]), "have": str(len(behind))})


@_guard
def body_named(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case names a registered working group."""
    body = conference.bodies.get(case.body)
    return None if body is not None and body.kind == "working_group" else Reason("guard.body_named")


@_guard
def no_body_named(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case names no working group."""
    return Reason("guard.no_body_named", {"body": case.body}) if case.body else None


@_guard
def recommendation_made(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The body that the case names has recommended."""
    made = bool(case.body) and any(one.body == case.body for one in case.recommendations)
    return None if made else Reason("guard.recommendation_made")


@_guard
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
    fits = any(one.status != "closed" and one.body == body for one in looked_at)
    return None if fits else Reason("guard.session_convened", {"body": body})


@_guard
def session_open(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's session (or the one given with the action) is open."""
    session = _session_of(conference, case, inputs)
    if session is not None and session.status == "open":
        return None
    waiting = session is not None and session.status == "convened" and session.begins > context.at
    return Reason("guard.session_open", when=session.begins if session is not None and waiting else None)


@_guard
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


@_guard
def session_quorate(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The share `at_least`, or `more_than` the share, of the body's seats is present."""
    session = _session_of(conference, case, inputs)
    found = seats_of(conference, session.body, context.at) if session is not None else ()
    seats = {seat.seat for seat in found}
    present = len(seats & set(session.attendance)) if session is not None else 0
    needed = _seats_needed(params, len(seats))
    if present >= needed:
        return None
    return Reason(
        "guard.session_quorate", {"needed": str(needed), "seats": str(len(seats)), "present": str(present)}
    )


@_guard
def notice_given(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Notice went out, and the session was convened, at least `days` times 24 hours before it begins."""
    session = _session_of(conference, case, inputs)
    if (
        session is not None
        and session.noticed
        and session.convened + timedelta(days=int(params["days"])) <= session.begins
    ):
        return None
    return Reason("guard.notice_given", {"days": str(params["days"])})


@_guard
def on_agenda(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case is an item on its session's agenda."""
    session = conference.sessions.get(case.session) if case.session else None
    listed = session is not None and any(
        item.case == case.case and not item.lifted for item in session.agenda
    )
    return None if listed else Reason("guard.on_agenda")


@_guard
def document_typeset(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's resolution has its PDF."""
    return None if _document_of(conference, case) is not None else Reason("guard.document_typeset")


@_guard
def signatures_complete(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """Chair and secretary have signed the case's resolution."""
    document = _document_of(conference, case)
    signed = {one.field for one in document.signatures} if document is not None else set()
    missing = [field for field in ("chair", "secretary") if field not in signed]
    return Reason("guard.signatures_complete", {"missing": ", ".join(missing)}) if missing else None


@_guard
def candidate_registered(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The institution given is a candidate; with none given, there is a candidate."""
    given = inputs.get("institution")
    if not given:
        fits = any(one.kind == "candidate" for one in conference.institutions.values())
    else:
        found = conference.institutions.get(given) if isinstance(given, str) else None
        fits = found is not None and found.kind == "candidate"
    return None if fits else Reason("guard.candidate_registered")


@_guard
def no_open_vote(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case's vote, if it has one, is no longer open."""
    vote = conference.votes.get(case.vote) if case.vote else None
    return Reason("guard.no_open_vote") if vote is not None and vote.status == "open" else None
