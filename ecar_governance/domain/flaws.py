"""A flaw of a workflow: its code, the place as a path of keys, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from ecar_governance.errors import Finding

CODES: dict[str, str] = {
    "name.malformed": "Something is called by other signs than a to z, 0 to 9 and _.",
    "name.mismatch": "A state or transition has another name inside than the one it stands under.",
    "name.unknown_state": "A state is named that the procedure does not have.",
    "name.unknown_transition": "A transition is named that the procedure does not have.",
    "name.unknown_role": "A role is named that the procedure does not have.",
    "name.unknown_guard": "A guard is named that is not registered.",
    "name.unknown_forbid": "A prohibition is named that is not registered.",
    "name.unknown_effect": "An effect is named that is not registered.",
    "name.unknown_field": "A field is named that the procedure does not have.",
    "name.unknown_region": "A region is named that the state around it does not have.",
    "name.unknown_body": "A vote is put to something that is no body.",
    "name.unknown_point": "An invariant names something that cannot happen in the procedure.",
    "name.ambiguous": "An invariant uses a name that two things of the procedure have.",
    "name.nested": "A state is within itself.",
    "name.unused_role": "A role is described that nothing names.",
    "role.scope": "A role lacks the body or field of its scope, or has one that its scope does not need.",
    "field.kind": "A field is named where one of another kind is needed.",
    "field.never_set": "A field is asked for before anybody who is shown it can fill it in.",
    "field.by_system": "The system enters a state by itself that asks for a field, from one that does not.",
    "region.body": "A region's body acts or votes where no region says whose it is.",
    "param.unknown": "A guard or effect is given a parameter that it does not take.",
    "param.missing": "A guard or effect lacks a parameter.",
    "param.kind": "A parameter is not of its kind.",
    "input.missing": "A guard or effect reads an input that its action does not take, or takes as optional.",
    "input.kind": "An input has another kind than its guard or effect needs.",
    "input.choices": "A choice offers nothing or what cannot be recorded; or another field has choices.",
    "input.never_given": "An effect reads what no action of the procedure takes.",
    "trigger.nobody": "A transition has neither `by` nor `on`, so nothing takes it.",
    "trigger.by_people": "A transition that the system takes has a key that is for people alone.",
    "trigger.ambiguous": "Two transitions leave one state on the same trigger.",
    "trigger.stays": "A transition on something that happens once leads nowhere.",
    "opinion.never_asked": "Opinions are recorded or answered, and no state asks for any.",
    "trigger.never": "A trigger can never happen where it is waited for.",
    "flow.no_final": "The procedure has no final state.",
    "flow.unreachable": "No path leads from the initial state to a state.",
    "flow.dead_end": "A state that is not final has no way out.",
    "flow.no_end": "From a state no path leads to a final state.",
    "flow.out_of_final": "A transition leaves a final state.",
    "flow.final_rests": "A final state has a vote or a deadline, or is editable.",
    "flow.outcome": "A final state has no outcome, or a state that is not final has one.",
    "flow.contradiction": "A transition needs what excludes itself, so it is never taken.",
    "flow.shadowed": "A transition taken at once comes after one without a condition, so it is never taken.",
    "flow.endless": "States lead back to themselves at once.",
    "flow.timers_alone": "States lead back to themselves by time alone: deadlines, and what follows at once.",
    "flow.incomplete": "Every way out of a state is taken at once under a condition, and none may hold.",
    "flow.overlap": "Two ways out of a state are taken at once, and the conditions of both may hold.",
    "flow.unwatched": "A state waits for others without a deadline, so nobody is reminded.",
    "flow.unmet": "A guard, effect or role needs what nothing before it ever brings about.",
    "flow.idle": "A step leads nowhere, has no effect, and nothing asks whether it was taken.",
    "flow.opinions_end": "Opinions are asked, and nothing happens when all are given.",
    "flow.join_never": "More regions must be done than can be.",
    "flow.trap": "A case can come to where no final state can be reached any more, whatever happens.",
    "flow.never_entered": "No case ever comes to a state, for what the guards on every way to it need.",
    "flow.never_taken": "A transition is never taken: wherever a case can be, its guards do not hold.",
    "flow.not_walked": "The procedure has more configurations than the bound: what is never so is not known.",
    "duty.everybody": "Whoever could do something is barred from it by what they did before.",
    "duty.approvals": "A transition asks for more people than there can be for it.",
    "role.nobody": "A role's mandates never lie where its scope asks.",
    "vote.no_way": "A state with a vote lacks the way out when it is carried, lost or voided.",
    "vote.left_open": "A state with a vote can be left while the vote is open.",
    "vote.entered_silently": "A state with a vote is entered without an effect that opens or decides it.",
    "vote.tie_unsaid": "A vote can end equal where that decides something, and nothing says what it means.",
    "vote.proxies_uncounted": "Proxies vote, and the seats that gave them are not of the majority's base.",
    "vote.nobody_objects": "A question is adopted without a vote, and nobody can object before.",
    "vote.quorum_never": "A quorum or majority asks for more than can ever be there.",
    "vote.no_target": "An effect that puts the question leads to a state without a vote.",
    "vote.not_allowed": "An effect obtains a result in a way that the vote does not list.",
    "vote.poll_decides": "The result of an indicative poll decides where the case goes.",
    "vote.chosen_by": "The vote that is to choose a majority decides nothing, or comes too late.",
    "vote.chair_unwatched": "A vote waits for the chair's word on an equal division, and nothing ends that.",
    "vote.not_on_text": "A resolution rests on a vote that is not on the whole text.",
    "vote.never_used": "A vote lists a way of obtaining its result that no effect uses.",
    "vote.nobody_stands": "An election offers nothing to choose from, and nobody is nominated before it.",
    "vote.election": "What an election asks does not go together, or nothing tells it.",
    "effect.office": "What an effect that gives an office needs is not there, or does not go together.",
    "nominations.unused": "Candidates are nominated, and no vote elects anybody.",
    "vote.open_at_least": "A vote stays open for longer than it lasts.",
    "vote.one_teller": "What tellers counted is entered by one person alone.",
    "vote.untold": "A rule asks for weights, chambers, consent or parts, and the ballot does not tell them.",
    "vote.electorate": "A rule and its electorate differ: a chamber or a table is missing or idle.",
    "division.never_moved": "A vote or step is about a division of the text, and nothing moves one.",
    "division.all_fall": "The system reduces the text, and nothing is said of one that fell whole.",
    "deadline.duration": "A deadline, reminder, vote or invariant has a duration that is none.",
    "deadline.transition": "A deadline names a transition that does not leave its state on `deadline`.",
    "deadline.unused": "A transition waits for a deadline that its state does not have.",
    "deadline.reminder": "A reminder falls before the state is even entered.",
    "deadline.instant": "A deadline names a day and hour, or a time zone, that there is none of.",
    "deadline.working_days": "Working days are counted in another measure than days.",
    "deadline.circle": "Days that are named lead back to themselves: once they are past, it would never end.",
    "deadline.on_vote": "A state has a deadline besides its vote's, and the vote never waits for the chair.",
    "invariant.never": "What an invariant says never happens can happen.",
    "invariant.never_without": "What may only happen after something else can happen before it.",
    "invariant.never_after": "What may not happen any more after something else can happen after it.",
    "invariant.always_before": "What each time needs something else before it can happen without.",
    "invariant.always_ends": "A case can come to where people and time alone do not end it.",
    "invariant.ends_within": "A case can last longer than the invariant allows, or without an end.",
    "invariant.no_single_person": "One person alone can take a case the whole way.",
    "invariant.quorum_for": "Something can be reached without a vote that has a quorum or needs all members.",
    "invariant.not_proven": "The procedure has more configurations than the bound, so nothing is proven.",
}
"""Every finding of the checker."""


Severity = Literal["error", "warning"]
"""An error keeps a procedure from being put in force; a warning is for its author to think about."""


class Step(Struct, frozen=True):
    """A step of a way through a workflow: what happens, where in the file that stands (see `Flaw`), and in
    Azerbaijani the title of its transition, which `told` has in English."""

    told: str
    path: tuple[str, ...]
    line: int = 0
    title: str = ""


class Flaw(Struct, frozen=True):
    """One thing wrong with a workflow. `path` leads to the place by the keys of the YAML file, for instance
    ("transitions", "submit", "to"); `line` is where its state or transition stands, 0 when unknown. `steps`
    tell the way through the procedure that shows it, from its beginning."""

    code: str
    message: str
    path: tuple[str, ...]
    fix: str = ""
    line: int = 0
    severity: Severity = "error"
    steps: tuple[Step, ...] = ()

    def finding(self) -> Finding:
        """The same for people without the file at hand: placed by the path."""
        return Finding(self.code, self.message, where=".".join(self.path), fix=self.fix)


def unknown(what: str, name: str, known: Iterable[str], path: tuple[str, ...], line: int = 0) -> Flaw:
    """Something of the kind `what` (a word of the codes `name.unknown_*`) is named and is not `known`."""
    called = {"forbid": "prohibition"}.get(what, what)
    return Flaw(
        f"name.unknown_{what}", f"There is no {called} called {name!r}.", path, meant(name, known), line
    )


def meant(word: str, known: Iterable[str]) -> str:
    """What would mend an unknown word: the nearest known one, else all of them."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"use one of {', '.join(words)}" if words else "remove it"
