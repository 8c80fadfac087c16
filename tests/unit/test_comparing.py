"""Two versions of a procedure compared: each kind of change told once, with its weight and its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ecar_governance.definitions.library import bundled, load_file
from ecar_governance.domain.comparing import compare, meaning_of, next_version, weight_of
from ecar_governance.domain.workflow import Call, CaseField, Deadline, Field, State, Workflow
from ecar_governance.rehearsal.mutants import mutants

NAMES = {"az": "Ad", "en": "Name"}
OLD = load_file(bundled()["resolution"])


def state(name: str, **changed: object) -> Workflow:
    return replace(OLD, states={**OLD.states, name: replace(OLD.states[name], **changed)})


def rule(name: str, **changed: object) -> Workflow:
    return replace(OLD, transitions={**OLD.transitions, name: replace(OLD.transitions[name], **changed)})


def role(name: str, **changed: object) -> Workflow:
    return replace(OLD, roles={**OLD.roles, name: replace(OLD.roles[name], **changed)})


def without(part: str, name: str) -> Workflow:
    left = {key: value for key, value in getattr(OLD, part).items() if key != name}
    return replace(OLD, **{part: left})


SUBMIT = OLD.transitions["submit"]
REVIEW = OLD.states["wg_review"]
NOTE = Field("note", "text", title=NAMES)
STEP, AT = "transitions.submit", "states."
FIELD = CaseField("budget", "money", NAMES)

# What is done to it: the new version, the weight, the path, and what is said when it is undone again.
TABLE: dict[str, tuple[Callable[[], Workflow], str, str, str]] = {
    "title": (lambda: replace(OLD, title=NAMES), "cosmetic", "title", "cosmetic"),
    "source": (lambda: replace(OLD, source="Statutes"), "cosmetic", "source", "cosmetic"),
    "words of a state": (lambda: state("draft", title=NAMES), "cosmetic", AT + "draft", "cosmetic"),
    "no deadline is meant": (
        lambda: state("draft", unwatched=True),
        "cosmetic",
        AT + "draft",
        "cosmetic",
    ),
    "their order is meant": (
        lambda: state("draft", in_order=True),
        "cosmetic",
        AT + "draft",
        "cosmetic",
    ),
    "words of a step": (
        lambda: rule("submit", consequence=NAMES),
        "cosmetic",
        "transitions.submit",
        "cosmetic",
    ),
    "another beginning": (lambda: replace(OLD, initial="submitted"), "compatible", "initial", "compatible"),
    "another zone": (lambda: replace(OLD, zone="Europe/Warsaw"), "breaking", "zone", "breaking"),
    "a state gone": (lambda: without("states", "archived"), "breaking", AT + "archived", "compatible"),
    "a step gone": (
        lambda: without("transitions", "archive"),
        "breaking",
        "transitions.archive",
        "compatible",
    ),
    "a role gone": (lambda: without("roles", "assistant"), "breaking", "roles.assistant", "compatible"),
    "a state new": (
        lambda: replace(OLD, states={**OLD.states, "extra": State("extra", NAMES)}),
        "compatible",
        AT + "extra",
        "breaking",
    ),
    "a field new": (
        lambda: replace(OLD, fields={"budget": FIELD}),
        "compatible",
        "fields.budget",
        "breaking",
    ),
    "a field demanded": (
        lambda: replace(OLD, fields={"budget": replace(FIELD, required_in=("agenda",))}),
        "breaking",
        "fields.budget",
        "breaking",
    ),
    "fewer roles": (
        lambda: rule("submit", by=("sponsor",)),
        "breaking",
        STEP + ".by",
        "compatible",
    ),
    "a guard gone": (
        lambda: rule("submit", require=()),
        "compatible",
        STEP + ".require",
        "breaking",
    ),
    "a prohibition": (
        lambda: rule("submit", forbid=(Call("recused"),)),
        "breaking",
        STEP + ".forbid",
        "compatible",
    ),
    "four eyes": (
        lambda: rule("submit", approvals=2),
        "breaking",
        STEP + ".approvals",
        "compatible",
    ),
    "delegates": (
        lambda: rule("submit", delegable=True),
        "compatible",
        STEP + ".delegable",
        "breaking",
    ),
    "another target": (
        lambda: rule("submit", target="queued"),
        "breaking",
        STEP + ".target",
        "breaking",
    ),
    "an effect gone": (
        lambda: rule("refer", effects=()),
        "breaking",
        "transitions.refer.effects",
        "breaking",
    ),
    "an input": (
        lambda: rule("submit", inputs=(NOTE,)),
        "breaking",
        STEP + ".inputs.note",
        "compatible",
    ),
    "an input that may be left out": (
        lambda: rule("submit", inputs=(replace(NOTE, required=False),)),
        "compatible",
        STEP + ".inputs.note",
        "compatible",
    ),
    "a longer deadline": (
        lambda: state("wg_review", deadline=Deadline("escalate", "P60D", remind=("P7D", "P1D"))),
        "compatible",
        AT + "wg_review.deadline",
        "compatible",
    ),
    "no deadline": (
        lambda: state("wg_review", deadline=None),
        "compatible",
        AT + "wg_review.deadline",
        "breaking",
    ),
    "a fixed text": (
        lambda: state("draft", editable=False),
        "breaking",
        AT + "draft.editable",
        "compatible",
    ),
    "another vote": (lambda: state("voting", vote=None), "breaking", AT + "voting.vote", "breaking"),
    "another outcome": (
        lambda: state("rejected", outcome="lost"),
        "breaking",
        AT + "rejected.outcome",
        "breaking",
    ),
    "more mandates": (
        lambda: role("sponsor", mandates=(*OLD.roles["sponsor"].mandates, "observer")),
        "compatible",
        "roles.sponsor.mandates",
        "breaking",
    ),
    "from anywhere": (lambda: role("sponsor", scope="any"), "compatible", "roles.sponsor.scope", "breaking"),
}


@pytest.mark.parametrize("what", TABLE)
def test_a_change_has_its_weight_and_its_place(what: str) -> None:
    make, weight, path, undone = TABLE[what]
    new = make()
    changes = compare(OLD, new)
    assert [(one.weight, ".".join(one.path)) for one in changes] == [(weight, path)]
    assert weight_of(compare(new, OLD)) == undone
    assert (meaning_of(new) == meaning_of(OLD)) == (weight == "cosmetic")


def test_a_date_that_must_follow_another_one_is_stricter() -> None:
    days = {name: CaseField(name, "date", NAMES) for name in ("begins", "ends")}
    free = replace(OLD, fields=days)
    bound = replace(OLD, fields={**days, "ends": replace(days["ends"], not_before="begins")})
    told = [(one.weight, ".".join(one.path), one.now) for one in compare(free, bound)]
    assert told == [("breaking", "fields.ends.not_before", "begins")]
    assert weight_of(compare(bound, free)) == "compatible"


def test_nothing_differs_from_itself_whatever_its_number() -> None:
    assert compare(OLD, replace(OLD, version="7.0.0")) == ()
    assert meaning_of(OLD) == meaning_of(replace(OLD, version="7.0.0"))


def test_no_fault_of_the_mutants_is_overlooked() -> None:
    for mutant in mutants(OLD):
        changes = compare(OLD, mutant.workflow)
        assert changes, mutant.what
        assert weight_of(changes) != "cosmetic", mutant.what
        assert meaning_of(mutant.workflow) != meaning_of(OLD)


@pytest.mark.parametrize(
    ("weight", "number"), [("cosmetic", "1.4.10"), ("compatible", "1.5.0"), ("breaking", "2.0.0")]
)
def test_the_least_number_follows_the_weight(weight: str, number: str) -> None:
    assert next_version("1.4.9", weight) == number  # type: ignore[arg-type]


def test_of_a_vote_only_what_differs_is_told() -> None:
    """One hour more is not to be sought among everything that the two rules have alike."""
    old = load_file(bundled()["resolution"])
    state = next(one for one in old.states.values() if one.vote is not None)
    assert state.vote is not None
    longer = replace(state, vote=replace(state.vote, lasts="PT49H"))
    [change] = compare(old, replace(old, states={**old.states, state.name: longer}))
    assert (change.what, change.was, change.now) == (
        "vote differs",
        f"lasts: {state.vote.lasts}",
        "lasts: PT49H",
    )
    rule = replace(state.vote.rule, tie="chair", quorum=None)
    other = replace(state, vote=replace(state.vote, rule=rule))
    [change] = compare(old, replace(old, states={**old.states, state.name: other}))
    assert change.now == "rule: tie: chair"
    assert change.was.startswith("rule: quorum: ")
    assert change.was.endswith("tie: rejected")
