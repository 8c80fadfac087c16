"""Regions, fields, consultations, invariants: read as they say, every fault of them found in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.definitions_kit import REVIEW, faulty, found_in

from ecar_governance.definitions import findings, load_text
from ecar_governance.definitions.canonical import definition_of, workflow_of
from ecar_governance.domain import flaws
from ecar_governance.domain.checks import check
from ecar_governance.domain.workflow import (
    Call,
    CaseField,
    Consultation,
    Deadline,
    Escalation,
    Invariant,
    Point,
    Region,
    Role,
    State,
    Workflow,
)

MONEY_DONE = "          money_done: {title: {az: Oxundu, en: Read}, done: true}\n"
TALKS = "  waiting:\n"
INVARIANT = "  - {never: finished, without: won}"
WON = {"final: true, outcome: dropped": "final: true, outcome: won"}
"""An outcome that bears the name of a transition."""

# The code, the changes to REVIEW, and, when no change has the mark, the text at which the finding must point.
FAULTS: list[tuple[str, dict[str, str], str]] = [
    # Nesting.
    ("shape.twice", {MONEY_DONE: MONEY_DONE + "          «law_done: {title: {az: A, en: A}}\n"}, ""),
    ("shape.twice", {MONEY_DONE: MONEY_DONE + "          «draft: {title: {az: A, en: A}}\n"}, ""),
    ("shape.regions", {"    join: {at_least: 2}\n": "    «initial: law_done\n"}, ""),
    ("shape.regions", {TALKS: TALKS + "    «join: all\n"}, ""),
    ("shape.regions", {TALKS: TALKS + "    «history: true\n"}, ""),
    ("shape.missing", {"            initial: reading_first\n": ""}, "law_reading:\n"),
    ("shape.missing", {"        initial: money_reading\n": ""}, "money:\n"),
    ("shape.word", {"join: {at_least: 2}": "join: «some"}, ""),
    ("shape.integer", {"join: {at_least: 2}": "join: {at_least: «3}"}, ""),
    ("shape.unknown_key", {"        history: true": "        «historic: true"}, ""),
    ("shape.name", {"      money:\n": "      «Money:\n"}, ""),
    ("name.unknown_state", {"initial: law_reading": "initial: «law_reeding"}, ""),
    ("name.unknown_state", {"initial: money_reading": "initial: «law_done"}, ""),
    ("name.unknown_state", {"initial: reading_first": "initial: «reading_frst"}, ""),
    ("name.unknown_field", {"body: first_group": "body: «frst_group"}, ""),
    ("field.kind", {"body: first_group": "body: «speaker"}, ""),
    # Roles and fields.
    ("role.scope", {", body: presidium}": "}"}, "presidium: {title"),
    ("role.scope", {"scope: body, body": "body"}, "presidium: {title"),
    ("role.scope", {", field: speaker}": "}"}, "rapporteur: {title"),
    ("role.scope", {", body: presidium}": ", body: «code:QA}"}, ""),
    ("name.unknown_field", {"field: speaker": "field: «speeker"}, ""),
    ("field.kind", {"field: speaker": "field: «answer_by"}, ""),
    ("name.unknown_field", {"answer_by: {": "answer_by: {not_before: «speeker, "}, ""),
    ("field.kind", {"answer_by: {": "answer_by: {not_before: «speaker, "}, ""),
    ("name.unknown_state", {"required_in: [review]": "required_in: [«reviews]"}, ""),
    ("name.unknown_role", {"shown_to: [member, presidium]": "shown_to: [member, «presidum]"}, ""),
    ("shape.word", {"  how: {": "  odd: {kind: «choise, title: {az: A, en: A}}\n  how: {"}, ""),
    ("input.choices", {"{kind: choice": "{kind: text"}, "how: {"),
    (
        "region.body",
        {"from: waiting, to: deciding, by: presidium": "from: waiting, to: deciding, by: «group"},
        "",
    ),
    ("region.body", {'body: "code:QA"': "body: «region_body"}, ""),
    ("name.unknown_body", {'body: "code:QA"': "body: «code"}, ""),
    (
        "field.by_system",
        {
            "required_in: [review]": "required_in: [review, finished]",
            "from: deciding, to: finished": "from: «deciding, to: finished",
        },
        "",
    ),
    # Waiting.
    ("name.unknown_role", {"of: [member]": "of: [«membre]"}, ""),
    ("shape.missing", {"consultation: {of: [member], ": "«consultation: {"}, ""),
    ("shape.word", {"each: institution": "each: «country"}, ""),
    ("shape.language", {"{az: Nazirliyin cavabı, en: The ministry's answer}": "{az: Nazirlik}"}, "waits_for"),
    ("shape.language", {"pl: Przegląd": "«xx: Przegląd"}, ""),
    ("shape.deadline", {"deadline: {field: answer_by, then": "«deadline: {then"}, ""),
    (
        "shape.deadline",
        {"deadline: {field: answer_by, then": "«deadline: {field: answer_by, after: P1D, then"},
        "",
    ),
    ("shape.deadline", {'"2026-12-31T18:00"': "«2026-12-31"}, ""),
    ("shape.deadline", {'"2026-12-31T18:00"': "«2026-02-30T18:00"}, ""),
    ("shape.duration", {"before: P2D": "before: «2 days"}, ""),
    ("shape.zone", {"zone: Europe/Warsaw": "zone: «Europe/Varsovie"}, ""),
    ("shape.zone", {"zone: Asia/Baku": "zone: «../../etc/passwd"}, ""),
    ("name.unknown_field", {"field: answer_by": "field: «answer"}, ""),
    ("field.kind", {"field: answer_by": "field: «speaker"}, ""),
    ("name.unknown_role", {"to: [presidium]}": "to: [«praesidium]}"}, ""),
    ("name.unknown_role", {"to: member}": "to: «memer}"}, ""),
    ("name.unknown_transition", {"then: overdue": "then: «overdu"}, ""),
    # Transitions.
    ("name.unknown_forbid", {"same_person_as: ": "«same_person: "}, ""),
    ("name.unknown_transition", {"{transition: begin}": "{transition: «begun}"}, ""),
    ("shape.integer", {"approvals: 2": "approvals: «0"}, ""),
    ("shape.boolean", {"delegable: true": "delegable: «yes"}, ""),
    ("trigger.stays", {"to: opinions, on: joined": "on: joined"}, "joined: {title"),
    ("trigger.by_people", {"on: at_once, require": "on: at_once, «by: member, require"}, ""),
    # Invariants.
    ("shape.invariant", {INVARIANT: "  - «{never: finished, before: won}"}, ""),
    ("shape.invariant", {INVARIANT: "  - «{without: won}"}, ""),
    ("shape.invariant", {INVARIANT: "  - «{}"}, ""),
    ("shape.invariant", {"always_ends: true": "always_ends: «false"}, ""),
    ("shape.invariant", {"never: {state: dropped}": "«never: {state: dropped, effect: open_vote}"}, ""),
    ("shape.unknown_key", {INVARIANT: "  - {«nevr: finished}"}, ""),
    (
        "shape.missing",
        {"no_single_person: {from: draft, to: {outcome: settled}}": "«no_single_person: {from: draft}"},
        "",
    ),
    ("shape.duration", {"ends_within: P1Y": "ends_within: «a year"}, ""),
    ("name.ambiguous", {INVARIANT: "  - {never: finished, without: «won}", **WON}, ""),
    ("name.unknown_point", {INVARIANT: "  - {never: finished, without: «wonn}"}, ""),
    ("name.unknown_point", {"{effect: open_vote}": "{effect: «open_voting}"}, ""),
    ("name.unknown_point", {"{state: dropped}": "{state: «droped}"}, ""),
    ("name.unknown_point", {"{trigger: vote_carried}": "{trigger: «vote_won}"}, ""),
    (
        "name.unknown_point",
        {"{from: draft, to: {outcome: settled}}": "{from: draft, to: {outcome: «setled}}"},
        "",
    ),
    (
        "name.unknown_point",
        {"{from: draft, to: {outcome: settled}}": "{from: «drft, to: {outcome: settled}}"},
        "",
    ),
    ("name.unknown_point", {"quorum_for: finished": "quorum_for: «finish"}, ""),
]


@pytest.fixture(name="review", scope="module")
def _review() -> Workflow:
    return load_text(REVIEW, "m.yaml")


@pytest.mark.parametrize("row", FAULTS, ids=[f"{row[0]}-{number}" for number, row in enumerate(FAULTS)])
def test_a_fault_is_found_where_it_is(row: tuple[str, dict[str, str], str]) -> None:
    code, changes, at = row
    text, place = faulty(REVIEW, changes, at)
    found = found_in(text)
    assert [(one.code, one.where) for one in found] == [(code, f"m.yaml:{place}")], "\n".join(map(str, found))
    assert all(one.fix and one.excerpt for one in found)


def test_every_code_is_tried() -> None:
    beside = (
        "amounts",
        "definitions_elections",
        "definitions_language",
        "definitions_parts",
        "definitions_reader",
        "checks",
        "consulting",
        "deadlines",
        "needs",
        "objecting",
        "proving_invariants",
        "remarks",
        "walked_findings",
    )
    told = "".join(Path(__file__).with_name(f"test_{name}.py").read_text() for name in beside)
    known = {code for code in findings.CODES if not code.startswith("yaml.")} | set(flaws.CODES)
    assert {code for code in known if f'"{code}"' not in told} == set()


def test_it_is_read_as_it_says(review: Workflow) -> None:
    assert (review.source, review.zone, review.title["pl"]) == (
        "Rules of procedure, Rule 12",
        "Asia/Baku",
        "Przegląd",
    )
    assert [(one.name, one.parent, one.region, one.rank) for one in review.states.values()][:9] == [
        ("draft", "", "", 0),
        ("review", "", "", 1),
        ("law_reading", "review", "law", 2),
        ("reading_first", "law_reading", "inside", 3),
        ("reading_second", "law_reading", "inside", 4),
        ("law_done", "review", "law", 5),
        ("money_reading", "review", "money", 6),
        ("money_done", "review", "money", 7),
        ("opinions", "", "", 8),
    ]
    state = review.states["review"]
    assert state.regions == (
        Region("law", "law_reading", {"az": "Hüquq", "en": "Law"}, history=True, body="first_group"),
        Region("money", "money_reading", {"az": "Maliyyə", "en": "Money"}),
    )
    assert (state.join, review.states["law_done"].done) == (2, True)
    assert review.states["law_reading"].regions == (Region("inside", "reading_first"),)
    assert state.deadline == Deadline(
        "overdue",
        "P30D",
        calendar="working_days",
        zone="Europe/Warsaw",
        remind=("P7D",),
        escalate=(Escalation("P2D", ("presidium",)), Escalation("P1D", ("member",))),
    )
    assert review.states["opinions"].consultation == Consultation(("member",))
    assert review.states["opinions"].deadline == Deadline("closed", field="answer_by")
    assert review.states["waiting"].deadline == Deadline("unanswered", at="2026-12-31T18:00")
    assert review.states["waiting"].waits_for["en"] == "The ministry's answer"
    vote = review.states["deciding"].vote
    assert vote is not None
    assert (vote.body, vote.ends_early) == ("code:QA", True)
    assert review.roles["presidium"] == Role(
        ("president",), "body", {"az": "Rəyasət heyəti", "en": "Presidium"}, body="presidium"
    )
    assert review.roles["rapporteur"].field == "speaker"
    assert review.fields["speaker"] == CaseField(
        "speaker",
        "person",
        {"az": "Məruzəçi", "en": "Rapporteur"},
        {"az": "Kim", "en": "Who"},
        required_in=("review",),
        line=15,
    )
    assert review.fields["answer_by"].shown_to == ("member", "presidium")
    assert review.fields["how"].choices == ("soon",)
    remark, skip = review.transitions["remark"], review.transitions["skip"]
    assert (remark.target, remark.forbid) == ("", (Call("same_person_as", {"transition": "begin"}),))
    assert (skip.trigger, skip.require) == ("at_once", (Call("no_open_vote"),))
    assert review.transitions["money_ready"].approvals == 2
    assert review.transitions["law_ready"].delegable
    assert [replace(one, line=0) for one in review.invariants] == [
        Invariant("never_without", Point("state", "finished"), Point("transition", "won")),
        Invariant("never_after", Point("effect", "open_vote"), Point("outcome", "settled")),
        Invariant("never", Point("state", "dropped")),
        Invariant("always_before", Point("transition", "begin"), Point("trigger", "vote_carried")),
        Invariant("always_ends"),
        Invariant("ends_within", within="P1Y"),
        Invariant("no_single_person", Point("outcome", "settled"), Point("state", "draft")),
        Invariant("quorum_for", Point("state", "finished")),
    ]
    assert [one.line for one in review.invariants] == list(range(81, 89))


@pytest.mark.parametrize(("said", "join"), [("all", 2), ("any", 1), ("{at_least: 1}", 1)])
def test_how_many_regions_must_be_done(said: str, join: int) -> None:
    text = REVIEW.replace("join: {at_least: 2}", f"join: {said}")
    assert load_text(text, "m.yaml").states["review"].join == join
    assert load_text(REVIEW.replace("    join: {at_least: 2}\n", ""), "m.yaml").states["review"].join == 0


def test_what_is_named_beside_is_told_as_such() -> None:
    text, _ = faulty(REVIEW, {INVARIANT: "  - {never: finished, without: «won}", **WON})
    assert [one.fix for one in found_in(text)] == ["write `{outcome: won}` or `{transition: won}`"]
    text, _ = faulty(REVIEW, {"initial: money_reading": "initial: «money_reeding"})
    assert [one.fix for one in found_in(text)] == ["did you mean 'money_reading'?"]


def test_the_canonical_form_holds_all_of_it(review: Workflow) -> None:
    definition = definition_of(review)
    back = workflow_of(definition)
    assert definition_of(back) == definition
    assert back.states["law_reading"] == replace(review.states["law_reading"], line=0)
    assert check(back) == ()


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"parent": "nowhere"}, "name.unknown_state", "states.law_done.parent"),
        ({"region": "nowhere"}, "name.unknown_region", "states.law_done.region"),
        ({"parent": "law_done", "region": ""}, "name.nested", "states.law_done"),
        ({"deadline": Deadline("overdue")}, "deadline.duration", "states.law_done.deadline"),
        (
            {"deadline": Deadline("overdue", "P1D", field="answer_by")},
            "deadline.duration",
            "states.law_done.deadline",
        ),
    ],
)
def test_what_no_file_could_have(review: Workflow, changes: dict[str, object], code: str, path: str) -> None:
    """A definition may come out of a log that somebody else wrote."""
    wrong: State = replace(review.states["law_done"], **changes)
    found = check(replace(review, states={**review.states, "law_done": wrong}))
    assert (code, path) in [(flaw.code, ".".join(flaw.path)) for flaw in found]


@pytest.mark.parametrize(
    "wrong", [Invariant("never"), Invariant("always_ends", Point("state", "draft")), Invariant("ends_within")]
)
def test_invariants_that_no_file_could_have(review: Workflow, wrong: Invariant) -> None:
    found = check(replace(review, invariants=(wrong,)))
    assert {flaw.code for flaw in found} <= {"name.unknown_point", "deadline.duration"}
    assert found
