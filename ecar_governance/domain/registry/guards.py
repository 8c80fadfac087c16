"""The guards and prohibitions that a transition may name."""

from __future__ import annotations

from ecar_governance.domain.registry.kinds import GuardSpec

GUARDS: dict[str, GuardSpec] = {
    spec.name: spec
    for spec in (
        GuardSpec(
            "text_in",
            "The proposal has a title and a text in each of the languages.",
            params={"languages": "languages"},
        ),
        GuardSpec(
            "sponsors_at_least",
            "So many institutions stand behind the proposal, the drafter's included.",
            params={"count": "integer"},
        ),
        GuardSpec("body_named", "The proposal names a registered working group to review it."),
        GuardSpec("no_body_named", "The proposal names no working group, so nobody has to review it first."),
        GuardSpec("recommendation_made", "The working group that the proposal names has recommended."),
        GuardSpec(
            "session_convened",
            "The session given with the action is one of the body (the plenary, unless said) and is not "
            "closed.",
            params={"body": "body"},
            defaulted=("body",),
            inputs={"session": "session"},
        ),
        GuardSpec("session_open", "The session that has the proposal on its agenda is open."),
        GuardSpec(
            "session_has_officers", "A session chair and a session secretary are in office for the session."
        ),
        GuardSpec(
            "session_quorate",
            "This share of the body's seats, at least it or more than it, is there: recorded as present, or "
            "represented where the quorum of the vote counts that.",
            params={"at_least": "share", "more_than": "share"},
            one_of=("at_least", "more_than"),
        ),
        GuardSpec(
            "notice_given",
            "The session was convened, and its notice sent, at least so many days before it begins.",
            params={"days": "integer"},
        ),
        GuardSpec("on_agenda", "The proposal is an item on the agenda of a session."),
        GuardSpec("document_typeset", "The resolution's PDF has been made."),
        GuardSpec("signatures_complete", "Chair and secretary have both signed the resolution's PDF."),
        GuardSpec(
            "candidate_registered",
            "The institution given with the action is registered as a candidate.",
            inputs={"institution": "institution"},
        ),
        GuardSpec(
            "candidates_stand",
            "At least so many of those nominated stand: they accepted and have not withdrawn.",
            params={"count": "integer"},
        ),
        GuardSpec("part_undecided", "The text is voted on in parts, and one of them has no result yet."),
        GuardSpec("no_part_left", "Every operative part of the text was voted on, and none was adopted."),
        GuardSpec("no_open_vote", "No vote on the proposal is open."),
        GuardSpec("voided_by_edit", "The last vote on the proposal is void because its text was changed."),
        GuardSpec(
            "recommended",
            "The working group's last recommendation says so: adopt, adopt_amended or reject.",
            params={"as": "recommendation"},
        ),
        GuardSpec(
            "taken", "The transition has been taken at least once.", params={"transition": "transition"}
        ),
        GuardSpec("not_taken", "The transition has never been taken.", params={"transition": "transition"}),
        GuardSpec(
            "time_since",
            "So much time has passed since the transition was last taken.",
            params={"transition": "transition", "at_least": "duration"},
        ),
        GuardSpec(
            "date_reached",
            "The day in this field of the proposal has come: an embargo is over, a term has begun.",
            params={"field": "date_field"},
        ),
        GuardSpec("field_given", "This field of the proposal is filled in.", params={"field": "field"}),
        GuardSpec(
            "field_is",
            "This field of the proposal has this value.",
            params={"field": "field", "value": "word"},
        ),
        GuardSpec(
            "linked_ended",
            "A case that this one started has ended, with this outcome if one is named.",
            params={"outcome": "word"},
            defaulted=("outcome",),
        ),
        GuardSpec("answer_registered", "An answer from outside has been registered."),
        GuardSpec("opinions_complete", "Everybody whose opinion was asked last has given one."),
        GuardSpec("opinions_answered", "Every opinion given has been answered: how it was used, and why."),
    )
}

FORBIDS: dict[str, GuardSpec] = {
    spec.name: spec
    for spec in (
        GuardSpec(
            "same_person_as",
            "Whoever last took that transition, or approved it then.",
            params={"transition": "transition"},
        ),
        GuardSpec(
            "same_institution_as",
            "Whoever acts for an institution for which that transition was last taken, or approved then.",
            params={"transition": "transition"},
        ),
        GuardSpec("recused", "Whoever has declared that they take no part in the case."),
        GuardSpec("drafter", "Whoever drafted the proposal."),
    )
}
"""Whom a transition may bar, whatever role they hold. A delegate counts as the person they act for, too."""
