"""The effects that a transition may name."""

from __future__ import annotations

from ecar_governance.domain.registry.kinds import RECOMMENDATIONS, EffectSpec

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
            "record_objection",
            "Records that the actor's seat, or that of the institution named, objects to adoption without a "
            "vote; the vote's rule says how many objections it takes for a vote to be held.",
            optional={"reason": "text", "institution": "institution"},
        ),
        EffectSpec(
            "record_reservation",
            "Records that the actor's seat, or that of the institution named, lets it be adopted without a "
            "vote and is no part of the agreement; an objection that it made is taken back by it.",
            inputs={"reason": "text"},
            optional={"institution": "institution"},
        ),
        EffectSpec(
            "adopt_without_vote",
            "Records that the chair put the proposal and nobody asked for a vote, or fewer objected than the "
            "vote's rule says; who did is named.",
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
