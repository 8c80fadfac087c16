"""Guards over the proposal itself: its text, who stands behind it, who reviews it."""

from __future__ import annotations

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.guards.base import Inputs, Params, guard
from ecar_governance.domain.state import Case, Conference


@guard
def text_in(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """A title and a text in every language of `languages` ("az,en")."""
    wanted = [language.strip() for language in str(params["languages"]).split(",")]
    manifest = case.manifest
    missing = [one for one in wanted if one not in manifest.titles or one not in manifest.bodies]
    return Reason("guard.text_in", {"missing": ", ".join(missing)}) if missing else None


@guard
def sponsors_at_least(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """`count` different institutions behind the proposal, the drafter's included."""
    behind = {institution for institution in (case.institution, *case.sponsors) if institution}
    if len(behind) >= int(params["count"]):
        return None
    return Reason("guard.sponsors_at_least", {"count": str(params["count"]), "have": str(len(behind))})


@guard
def body_named(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case names a registered working group."""
    body = conference.bodies.get(case.body)
    return None if body is not None and body.kind == "working_group" else Reason("guard.body_named")


@guard
def no_body_named(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The case names no working group."""
    return Reason("guard.no_body_named", {"body": case.body}) if case.body else None


@guard
def recommendation_made(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The body that the case names has recommended."""
    made = bool(case.body) and any(one.body == case.body for one in case.recommendations)
    return None if made else Reason("guard.recommendation_made")


@guard
def recommended(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The last word of the body that the case names is `as`."""
    said = [one.recommendation for one in case.recommendations if case.body and one.body == case.body]
    wanted = str(params["as"])
    if said and said[-1] == wanted:
        return None
    return Reason("guard.recommended", {"as": wanted})


@guard
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
