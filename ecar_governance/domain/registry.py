"""What guards and effects a procedure may name, with their parameters and inputs: the checker's knowledge.

The predicates of the guards are in `domain.guards`, the prohibitions in `domain.forbids`, the effects in
`domain.effects`; a test holds them to these tables. `REASONS` has the sentence of every reason that the
machine, the guards and the prohibitions can give.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ecar_governance.domain.workflow import MandateKind

ParamKind = Literal[
    "integer",
    "share",
    "languages",
    "transition",
    "style",
    "body",
    "duration",
    "field",
    "date_field",
    "roles",
    "recommendation",
    "office",
    "office_field",
    "word",
]
"""What a parameter is: a whole number of at least 1; a share such as "1/2"; languages such as "az,en"; the
name of a transition of the same procedure; one of `STYLES`; a body, as a vote names it; a duration such as
P14D; a field of the procedure, or one of the kind date; roles of it, such as "member,chair"; one of
`RECOMMENDATIONS`; one of `ELECTIVE`; a field that is a choice between such; any word or whole number."""

RECOMMENDATIONS = ("adopt", "adopt_amended", "reject")
"""What a working group may recommend."""

ELECTIVE: tuple[MandateKind, ...] = (
    "president", "secretary_general", "presidium_member", "wg_chair", "wg_member", "auditor",
    "session_chair", "session_secretary",
)  # fmt: skip
"""The mandates that an election may give: offices of the conference. Whoever acts for an institution is sent
by it, and the secretariat and the administrators are appointed."""

STYLES = ("session_item", "yearly")
"""How a resolution is numbered: "3/2" by session and item, or "7" in the order of the year."""

InputKind = Literal[
    "text", "choice", "session", "integer", "file", "institution", "persons", "date", "party", "opinion",
    "tally", "paragraphs", "weight",
]  # fmt: skip

Obtains = Literal["", "ballots", "without_vote", "hand_count"]
"""How the effect brings about a result; its transition's target must have a vote that allows this way."""


class GuardSpec(Struct, frozen=True):
    """A guard by name: what it demands (a sentence), its parameters (`defaulted` are those that may be left
    out, `one_of` those of which exactly one is given), and the inputs that its action must take."""

    name: str
    sentence: str
    params: dict[str, ParamKind] = {}
    defaulted: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    inputs: dict[str, InputKind] = {}


class EffectSpec(Struct, frozen=True):
    """An effect by name: what it does (a sentence) and what it needs.

    `inputs` are required of its action's form and `optional` may be there, each of that kind; `choices` are
    the only words an input of kind `choice` may offer; `earlier` are inputs that this action or another one
    must take before; `on` is how it obtains a result, which the target state's vote must allow. `params`,
    `defaulted` and `one_of` as for a guard.
    """

    name: str
    sentence: str
    params: dict[str, ParamKind] = {}
    defaulted: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    inputs: dict[str, InputKind] = {}
    optional: dict[str, InputKind] = {}
    choices: dict[str, tuple[str, ...]] = {}
    earlier: dict[str, InputKind] = {}
    on: Obtains = ""


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

EFFECTS: dict[str, EffectSpec] = {
    spec.name: spec
    for spec in (
        EffectSpec("refer_to_body", "Refers the proposal to the working group that it names."),
        EffectSpec(
            "record_recommendation",
            "Records what the working group recommends to the plenary, with its reasons.",
            inputs={"recommendation": "choice"},
            optional={"note": "text"},
            choices={"recommendation": RECOMMENDATIONS},
        ),
        EffectSpec(
            "record_opinion",
            "Records the opinion of the party that the actor speaks for, or of the one named, on its behalf.",
            inputs={"text": "text"},
            optional={"file": "file", "party": "party"},
        ),
        EffectSpec(
            "answer_opinion",
            "Records how an opinion was used and why; reasons are needed unless it was used whole.",
            inputs={"opinion": "opinion", "use": "choice"},
            optional={"reasons": "text"},
            choices={"use": ("used", "partly", "not")},
        ),
        EffectSpec(
            "place_on_agenda",
            "Makes the proposal the next item on the agenda of the session.",
            inputs={"session": "session"},
        ),
        EffectSpec(
            "lift_from_agenda",
            "Takes the proposal off the agenda; nothing happens when it is on none.",
        ),
        EffectSpec(
            "move_division",
            "Moves that the text be voted on in parts: those named, else each operative paragraph by itself.",
            optional={"parts": "paragraphs"},
        ),
        EffectSpec(
            "reduce_text",
            "Takes the parts that were not adopted out of the text, so that what remains can be put as a "
            "whole; nothing happens when none fell.",
        ),
        EffectSpec(
            "open_vote",
            "Puts the question: the electorate is frozen, the text bound by its hash, the ballot opened.",
            on="ballots",
        ),
        EffectSpec(
            "stop_vote",
            "Ends the vote that is open on the proposal: it counts for nothing, and no envelope is opened; "
            "nothing happens when none is open.",
        ),
        EffectSpec(
            "adopt_without_vote",
            "Records that the chair put the proposal and nobody asked for a vote.",
            on="without_vote",
        ),
        EffectSpec(
            "enter_hand_count",
            "Records a count by hand with its tellers, by weight where the rule asks for it, and computes "
            "the result by the rule.",
            inputs={
                "for": "integer",
                "against": "integer",
                "abstain": "integer",
                "invalid": "integer",
                "tellers": "persons",
            },
            optional={
                "blank": "integer",
                "protocol": "file",
                **{f"weights_{side}": "weight" for side in ("for", "against", "abstain", "invalid", "blank")},
            },
            on="hand_count",
        ),
        EffectSpec(
            "enter_paper_count",
            "Records what tellers counted on the paper ballots of an election, and computes the result by "
            "the rule.",
            inputs={
                "tally": "tally",
                "valid": "integer",
                "abstain": "integer",
                "invalid": "integer",
                "tellers": "persons",
            },
            optional={"blank": "integer", "protocol": "file"},
            on="hand_count",
        ),
        EffectSpec(
            "elect_by_acclamation",
            "Records that as many stand as there are seats and nobody asked for a ballot: they are elected.",
            on="without_vote",
        ),
        EffectSpec(
            "number_resolution",
            "Gives the resolution its number, gapless in its body and year, shown by session and item "
            "unless the style is yearly.",
            params={"style": "style"},
            defaulted=("style",),
        ),
        EffectSpec("request_typesetting", "Asks for the resolution's PDF to be made."),
        EffectSpec("publish", "Enters the signed resolution in the public register."),
        EffectSpec(
            "notify",
            "Tells everybody who holds one of the roles, by mail, how the proposal stands.",
            params={"roles": "roles"},
        ),
        EffectSpec(
            "register_letter",
            "Puts a letter on the proposal's file: when it is dated, what it says, the scan.",
            inputs={"date": "date", "text": "text"},
            optional={"file": "file", "sender": "institution"},
        ),
        EffectSpec(
            "register_answer",
            "Puts an answer from outside on the proposal's file.",
            inputs={"date": "date", "text": "text"},
            optional={"file": "file", "sender": "institution"},
        ),
        EffectSpec(
            "record_execution",
            "Puts a report on the file that a task of the resolution is done.",
            inputs={"text": "text"},
            optional={"date": "date", "file": "file", "sender": "institution"},
        ),
        EffectSpec(
            "start_linked_case",
            "Begins another case under the procedure of that name, with the same text, linked to this one.",
            params={"workflow": "word"},
        ),
        EffectSpec(
            "admit_member",
            "Makes the candidate institution a member with one seat.",
            earlier={"institution": "institution"},
        ),
        EffectSpec(
            "grant_mandate",
            "Gives whoever was elected the office, or the one that a field of the proposal names (none when "
            "it is empty): from one day, or at once, until the end of another, or for so long.",
            params={
                "office": "office",
                "office_field": "office_field",
                "body": "body",
                "since": "date_field",
                "until": "date_field",
                "lasts": "duration",
            },
            defaulted=("body", "since", "until", "lasts"),
            one_of=("office", "office_field"),
        ),
    )
}

TRIGGERS: dict[str, str] = {
    "person": "Somebody who holds a role named in `by` acts.",
    "at_once": "The state has been entered, and the guards hold.",
    "deadline": "The state's deadline has passed.",
    "joined": "As many of the state's regions are done as its `join` asks for.",
    "all_opined": "Everybody who was asked has given an opinion.",
    "vote_carried": "The state's vote has ended and the proposal is carried.",
    "vote_lost": "The state's vote has ended and the proposal is not carried.",
    "next_ballot": "The state's vote goes on in another ballot: after a tie, or of an election.",
    "vote_voided": "The state's vote was voided, so it counts for nothing.",
    "document_typeset": "The resolution's PDF has been made.",
    "signatures_complete": "The resolution's PDF carries both signatures.",
}
"""Every trigger and when it happens. All but `person` are taken by the system and written as `on:`."""

REASONS: dict[str, str] = {
    "transition.unknown": "The procedure has no action called {transition}.",
    "transition.not_from_here": "This can be done from {sources} only; the case is in {state}.",
    "transition.endless": "By itself the proposal would move in a circle from {state}.",
    "transition.by_system": "This happens by itself ({trigger}); nobody takes it by hand.",
    "role.missing": "You hold no mandate that allows this here.",
    "role.person_needed": "Only a person acting under a mandate can do this.",
    "role.not_your_mandate": "The mandate named is not yours.",
    "role.mandate_not_in_force": "The mandate named is not in force.",
    "input.missing": "{name} must be given.",
    "input.unknown": "This action takes nothing called {name}.",
    "input.kind": "{name} is not a {kind}.",
    "input.choice": "{name} must be one of {choices}.",
    "input.no_such": "{name} names a {kind} that does not exist.",
    "input.twice": "{name} names the same person twice.",
    "guard.text_in": "A title and a text are missing in: {missing}.",
    "guard.sponsors_at_least": "{count} institutions must stand behind the proposal; there are {have}.",
    "guard.body_named": "The proposal names no working group.",
    "guard.no_body_named": "The proposal names a working group, which must review it first.",
    "guard.recommendation_made": "The working group has not recommended yet.",
    "guard.session_convened": "No such session of this body is convened and still to be closed: {body}.",
    "guard.session_open": "The session is not open.",
    "guard.session_has_officers": "The session still lacks: {missing}.",
    "guard.session_quorate": "{needed} of {seats} seats must be there for a quorum; {present} are.",
    "guard.notice_given": "Notice must be given {days} days before the session begins.",
    "guard.on_agenda": "The proposal is on the agenda of no session.",
    "guard.document_typeset": "The resolution's PDF has not been made yet.",
    "guard.signatures_complete": "The resolution still lacks the signature of: {missing}.",
    "guard.candidate_registered": "The institution is not registered as a candidate.",
    "guard.recommended": "The working group has not recommended this: {as}.",
    "guard.taken": "This has not been done yet: {transition}.",
    "guard.not_taken": "This has been done already: {transition}.",
    "guard.time_since": "Not enough time has passed ({at_least}) since this was done: {transition}.",
    "guard.date_reached": "The day has not come ({date}): {field}.",
    "guard.field_given": "This is not filled in: {field}.",
    "guard.field_is": "{field} must be: {value}.",
    "guard.linked_ended": "No case that this one started has ended so: {outcome}.",
    "guard.answer_registered": "No answer has been registered yet.",
    "guard.opinions_complete": "{count} of those who were asked have given no opinion yet.",
    "guard.opinions_answered": "{count} opinions have not been answered yet.",
    "guard.candidates_stand": "{count} candidates must stand; there are {have}.",
    "guard.part_undecided": "No part of the text waits for a result.",
    "guard.no_part_left": "Some of the text is left, or it is not voted on in parts.",
    "guard.no_open_vote": "A vote on the proposal is open.",
    "forbid.same_person_as": "You took the step {transition} yourself; somebody else must do this.",
    "forbid.same_institution_as": "The step {transition} was taken for {institution}; another must do this.",
    "forbid.recused": "You have declared that you take no part in this case.",
    "forbid.drafter": "You drafted the proposal; somebody else must do this.",
    "field.unknown": "Proposals of this kind say nothing called {name}.",
    "field.kind": "{name} is not a {kind}.",
    "field.choice": "{name} must be one of {choices}.",
    "field.no_such": "{name} names a {kind} that does not exist.",
    "field.not_shown": "{name} is not shown to you, so it is not yours to set.",
    "field.missing": "Before {state}, this must be filled in: {names}.",
    "approval.given_already": "You have approved this already ({given} of {needed}); others must, too.",
}
"""The sentence of each reason, filled from the reason's `params`; catalogues translate it."""
