"""What one walk over a procedure shows besides its invariants, each with its place, and its neighbours that
are sound: traps, what never happens, duties that bar everybody, fields that nobody fills."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.definitions_kit import faulty
from support.trees import procedures

from ecar_governance.definitions.findings import Located
from ecar_governance.definitions.library import examine_text
from ecar_governance.domain.checks import examine
from ecar_governance.domain.proving.duties import duties, people_of
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.proving.traps import traps
from ecar_governance.domain.proving.walking import BEGINNING
from ecar_governance.domain.workflow import Call, Role, State, Transition, Workflow

TEXT = """
workflow: matter
version: 1.0.0
kind: qerar
title: {az: İş, en: Matter}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector, vice_rector], scope: case_institution}
  office: {title: {az: Katiblik, en: Office}, mandates: [secretariat]}
  president: {title: {az: Prezident, en: President}, mandates: [president]}
  general: {title: {az: Baş katib, en: General}, mandates: [secretary_general]}
  chair: {title: {az: Sədr, en: Chair}, mandates: [session_chair], scope: case_session}
  regional: {title: {az: Qrup, en: Group}, mandates: [wg_chair], scope: region_body}
  referee: {title: {az: Rəyçi, en: Referee}, mandates: [auditor], scope: field, field: judge}
fields:
  judge: {title: {az: Rəyçi, en: Referee}, kind: person, required_in: [checked]}
  sum: {title: {az: Məbləğ, en: Sum}, kind: money, required_in: [checked, ready], shown_to: [member, chair]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  checked: {title: {az: Yoxlanıb, en: Checked}}
  weighed: {title: {az: Baxılıb, en: Weighed}}
  ready: {title: {az: Hazır, en: Ready}}
  review:
    title: {az: Baxış, en: Review}
    join: all
    regions:
      one:
        title: {az: Bir, en: One}
        initial: one_open
        body: group
        states:
          one_open: {title: {az: Açıq, en: Open}}
          one_done: {title: {az: Bitdi, en: Done}, done: true}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: over}
transitions:
  submit: {title: {az: Verin, en: Submit}, from: draft, to: checked, by: member}
  again: {title: {az: Qaytarın, en: Again}, from: checked, to: draft, by: office}
  weigh: {title: {az: Baxın, en: Weigh}, from: checked, to: weighed, by: [president, general]}
  ripen: {title: {az: Hazırlayın, en: Ripen}, from: weighed, to: ready, by: [president, general]}
  refer: {title: {az: Göndərin, en: Refer}, from: ready, to: review, by: [office, referee, chair]}
  end_one: {title: {az: Bir, en: End one}, from: one_open, to: one_done, by: [office, regional]}
  joined: {title: {az: Birgə, en: Joined}, from: review, to: done, on: joined}
"""
TEXT = TEXT.replace("fields:\n", "fields:\n  group: {title: {az: Qrup, en: Group}, kind: body}\n", 1)
TEXT += """
  tell:
    title: {az: Bildirin, en: Tell}
    from: draft
    by: [member, office, president, general, chair, referee]
    effects: [{notify: {roles: [office]}}]
"""

AGAIN = "to: draft, by: office"
WEIGH = "to: weighed, by: [president, general]"
RIPEN = "to: ready, by: [president, general]"
REFER = "by: [office, referee, chair]"
SHOWN = "required_in: [checked, ready], shown_to: [member, chair]"


def same(*names: str, by: str = "same_person_as", at: str = "") -> str:
    """A prohibition; `at` marks it."""
    told = ", ".join(f"{{{by}: {{transition: {name}}}}}" for name in names)
    return f"forbid: [{told.replace('{' + by, '{' + at + by, 1)}]"


def state(name: str, more: str = "") -> dict[str, str]:
    """One more state."""
    return {"  done:": f"  {name}: {{title: {{az: A, en: A}}{more}}}\n  done:"}


def way(*ways: tuple[str, str, str, str]) -> dict[str, str]:
    """More ways: what each is called, from where and to where it leads, and what else is said of it."""
    told = "".join(
        f"  {name}: {{title: {{az: A, en: A}}, from: {source}, to: {to}, by: office{more}}}\n"
        for name, source, to, more in ways
    )
    return {"  ripen:": f"{told}  ripen:"}


def after(name: str) -> str:
    return f", require: [{{taken: {{transition: {name}}}}}]"


TRAP = state("found") | {
    "  ready:": "  lost: {title: {az: A, en: A}}\n  ready:",
    **way(
        ("stray", "weighed", "lost", ""),
        ("«find", "weighed", "found", ""),
        ("leave", "found", "done", after("stray")),
        ("look", "lost", "done", ""),
    ),
}
ON_AGENDA = (
    ", inputs: {session: {kind: session, title: {az: A, en: A}}}, effects: [place_on_agenda]",
    "required_in: [review], shown_to: [president, chair]",
)
LATE = (
    state("late", ", editable: true")
    | {SHOWN: ON_AGENDA[1], "from: ready, to: review": "from: late, to: review"}
    | way(("put", "ready", "late", ON_AGENDA[0]))
)
NEVER_TAKEN = way(("«stray", "weighed", "done", after("ripen")))


def gate(first: str, late: str, more: str = "", last: bool = True) -> dict[str, str]:
    """A state that two ways leave at once, under these guards, and a last one without any. It is come to by
    `enter` or by `steal`, and so but once."""
    at = "title: {az: A, en: A}, from: gate, to: done, on: at_once"
    told = f"  one: {{{at}, require: [{first}]}}\n  «two: {{{at}, require: [{late}]}}\n"
    told += f"  else_: {{{at}}}\n" if last else ""
    ways = way(("enter", "weighed", "gate", ""), ("steal", "weighed", "gate", ""))["  ripen:"]
    return state("gate", more) | {"  ripen:": told + ways}


def past(name: str, kind: str = "taken", more: str = "") -> str:
    return f"{{{kind}: {{transition: {name}{more}}}}}"


# The guards of two ways taken at once, and whether both may hold.
AT_ONCE = [
    ("body_named", "no_body_named", False),
    ("no_body_named", "body_named", False),
    ("body_named", "body_named", True),
    ("body_named", "sponsors_at_least: {count: 2}", True),
    ("body_named, session_open", "no_body_named, session_open", False),
    ("field_is: {field: way, value: a}", "field_is: {field: way, value: b}", False),
    ("field_is: {field: way, value: a}", "field_given: {field: way}", True),
    ("recommended: {as: adopt}", "recommended: {as: reject}", False),
    (past("again"), past("again", "not_taken"), False),
    (past("again", "time_since", ", at_least: P1D"), past("again", "not_taken"), False),
    (past("again", "time_since", ", at_least: P1D"), past("submit", "not_taken"), False),
    (past("again"), past("tell"), True),
    (past("again"), past("tell", "not_taken"), True),
    # No run has taken both.
    (past("enter"), past("steal"), False),
    (past("enter", "not_taken"), past("steal", "not_taken"), False),
    (past("enter"), "body_named", True),
    # Neither has ever been taken there.
    (past("refer"), "body_named", False),
]
CHOICE = {
    "fields:\n": "fields:\n  way: {title: {az: A, en: A}, kind: choice, "
    "choices: {a: {az: A, en: A}, b: {az: B, en: B}}}\n"
}

# The finding, its severity, what is changed; where it must point is marked.
ROWS: list[tuple[str, str, dict[str, str]]] = [
    (
        "duty.everybody",
        "warning",
        {WEIGH: "to: weighed, by: president", RIPEN: f"to: ready, by: president, {same('weigh', at='«')}"},
    ),
    # Two offices for three steps, one after the other.
    (
        "duty.everybody",
        "warning",
        {
            RIPEN: f"{RIPEN}, {same('weigh')}",
            REFER: f"by: [president, general], {same('weigh', 'ripen', at='«')}",
        },
    ),
    # By a chain: who may do the second step is who is left of the first.
    (
        "duty.everybody",
        "warning",
        {
            WEIGH: "to: weighed, by: president",
            RIPEN: f"{RIPEN}, {same('weigh')}",
            REFER: f"by: general, {same('ripen', at='«')}",
        },
    ),
    (
        "duty.everybody",
        "warning",
        {WEIGH: f"{WEIGH}, approvals: 2", RIPEN: f"{RIPEN}, {same('weigh', at='«')}"},
    ),
    (
        "duty.everybody",
        "error",
        {WEIGH: f"to: weighed, by: member, {same('submit', by='same_institution_as', at='«')}"},
    ),
    # Only once the case was given back.
    (
        "duty.everybody",
        "warning",
        {AGAIN: "to: draft, by: president", WEIGH: f"to: weighed, by: president, {same('again', at='«')}"},
    ),
    ("duty.everybody", "warning", {AGAIN: f"to: draft, by: president, {same('again', at='«')}"}),
    ("duty.approvals", "warning", {WEIGH: f"{WEIGH}, approvals: «3"}),
    ("duty.approvals", "error", {REFER: "by: [referee, chair], approvals: «3"}),
    (
        "duty.approvals",
        "error",
        {
            "mandates: [rector, vice_rector]": "mandates: [rector, acting_rector]",
            "to: checked, by: member": "to: checked, by: member, approvals: «2",
        },
    ),
    ("field.never_set", "error", {SHOWN: "required_in: [«checked, ready], shown_to: [chair]"}),
    ("field.never_set", "error", {SHOWN: "required_in: [«checked], shown_to: [regional]"}),
    ("field.never_set", "warning", {SHOWN: "required_in: [«ready], shown_to: [referee]"}),
    ("flow.trap", "error", TRAP),
    (
        "flow.never_entered",
        "error",
        state("«lost") | way(("stray", "weighed", "lost", after("ripen")), ("look", "lost", "done", "")),
    ),
    ("flow.never_taken", "error", NEVER_TAKEN),
    ("flow.overlap", "warning", gate(past("again"), "body_named")),
    (
        "flow.never_taken",
        "error",
        way(("«skip", "one_open", "done", ", require: [{not_taken: {transition: refer}}]")),
    ),
]

# Neighbours of these in which nothing is wrong.
SOUND: list[dict[str, str]] = [
    {},
    {RIPEN: f"{RIPEN}, {same('weigh')}"},
    {WEIGH: "to: weighed, by: [president, office]", RIPEN: f"to: ready, by: president, {same('weigh')}"},
    {WEIGH: f"{WEIGH}, approvals: 2"},
    {WEIGH: f"{WEIGH}, {same('submit', by='same_institution_as')}"},
    {AGAIN: f"to: draft, by: office, {same('again')}"},
    {REFER: "by: [referee, chair], approvals: 2"},
    {"to: checked, by: member": "to: checked, by: member, approvals: 2"},
    {SHOWN: "required_in: [checked], shown_to: [office]"},
    LATE,
    way(("stray", "weighed", "done", after("again"))),
]


def found(text: str, bound: int = 300_000) -> tuple[Located, ...]:
    return examine_text(text, "matter.yaml", bound)[0].findings


def changed(changes: dict[str, str]) -> str:
    text = TEXT
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(("code", "severity", "changes"), ROWS)
def test_it_is_told_where_it_stands(code: str, severity: str, changes: dict[str, str]) -> None:
    text, where = faulty(TEXT, changes)
    told = [(one.code, one.severity, one.where) for one in found(text)]
    assert (code, severity, f"matter.yaml:{where}") in told
    assert all(one.fix for one in found(text))


@pytest.mark.parametrize("changes", SOUND)
def test_its_neighbours_are_sound(changes: dict[str, str]) -> None:
    assert found(changed(changes)) == ()


@pytest.mark.parametrize(("first", "late", "both"), AT_ONCE)
def test_ways_taken_at_once_overlap_exactly_where_both_may_hold(first: str, late: str, both: bool) -> None:
    text, where = faulty(TEXT, CHOICE | gate(first, late))
    overlaps = [one for one in found(text) if one.code == "flow.overlap"]
    assert [one.where for one in overlaps] == [f"matter.yaml:{where}"] * both
    for one in overlaps:
        assert [step.told.split(" (")[0] for step in one.steps][-3:] == ["enter", "one", "two"]
        line = next(n for n, one in enumerate(text.splitlines(), 1) if one.startswith("  one: {"))
        assert one.steps[-2].line == line, "the lines of both are told"
    meant, _ = faulty(TEXT, CHOICE | gate(first, late, ", in_order: true"))
    assert "flow.overlap" not in [one.code for one in found(meant)]


def test_beyond_the_bound_two_ways_may_overlap() -> None:
    """Of what was not walked it is told without a run that two ways may."""
    text, _ = faulty(TEXT, gate(past("enter"), past("steal")))
    [one] = [one for one in found(text, 2) if one.code == "flow.overlap"]
    assert [step.told.split(" (")[0] for step in one.steps] == ["one", "two"]


def test_a_field_shown_to_the_chair_may_be_set_while_the_text_on_an_agenda_is_open() -> None:
    """Only then is it the second office of somebody who drafts."""
    changes = {**LATE, SHOWN: "required_in: [review], shown_to: [chair]"}
    text = changed(changes)
    assert [(one.code, one.severity) for one in found(text)] == [("field.never_set", "warning")]


def test_a_trap_is_told_with_the_shortest_way_into_it() -> None:
    changes = next(changes for code, _, changes in ROWS if code == "flow.trap")
    [trap] = [one for one in found(faulty(TEXT, changes)[0]) if one.code == "flow.trap"]
    assert [step.told.split(" (")[0] for step in trap.steps] == [
        "The case begins in draft.",
        "submit",
        "weigh",
        "find",
    ]
    assert "No case that comes to found after 'find' can ever end." in trap.message


def test_beyond_the_bound_nothing_is_claimed() -> None:
    text, _ = faulty(TEXT, NEVER_TAKEN)
    assert [(one.code, one.severity) for one in found(text, 2)] == [("flow.not_walked", "warning")]
    assert "flow.not_walked" not in [one.code for one in found(text)]


def test_a_warning_does_not_keep_invariants_from_being_proven() -> None:
    text = changed({"en: Checked}}": "en: Checked}, waits_for: {az: A, en: A}}"})
    text += "invariants: [{never: done, without: refer}, {never: weighed}]\n"
    checked, workflow = examine_text(text, "matter.yaml")
    assert [(one.code, one.severity) for one in checked.findings] == [
        ("flow.unwatched", "warning"),
        ("invariant.never", "error"),
    ]
    assert workflow is None
    assert checked.proof is not None
    assert [one.fate for one in checked.proof.verdicts] == ["proven", "broken"]


def test_of_a_part_and_of_no_yaml_there_is_no_procedure() -> None:
    for text, code in (("fragment: some\n", "shape.missing"), ("a: [", "yaml.syntax")):
        checked, workflow = examine_text(text, "matter.yaml")
        assert workflow is None
        assert [one.code for one in checked.findings] == [code]


def test_who_is_one_person() -> None:
    _, flow = examine_text(TEXT, "matter.yaml")
    assert flow is not None
    told = {name: people_of(flow, flow.transitions[name]) for name in ("submit", "weigh", "refer")}
    assert told == {"submit": None, "weigh": frozenset({"president", "secretary_general"}), "refer": None}


@settings(max_examples=80)
@given(procedures())
def test_the_findings_are_those_of_a_plain_look_at_every_configuration(drawn: Workflow) -> None:
    judge = Judge(drawn, 400)
    walk, system = judge.walk, judge.walker.system
    told = list(traps(judge))
    if walk.cut:
        assert "flow.not_walked" in {flaw.code for flaw in told}
        assert {flaw.code for flaw in told} <= {"flow.not_walked", "flow.trap"}
        return
    steps = {node: list(system.moves(node)) for node in walk.came}
    active = {state for node in walk.came for state in system.tree.active(system.run(node).leaves)}
    taken = {take.rule for every in steps.values() for takes, _ in every for take in takes}
    states, rules = drawn.states, drawn.transitions
    over = {
        node
        for node in walk.came
        if node < system.layout.resting and all(states[leaf].final for leaf in system.layout.leaves(node))
    }
    grown = True
    while grown:
        more = {node for node, every in steps.items() if any(to in over for _, to in every)} - over
        grown = bool(more)
        over |= more
    assert {flaw.path[1] for flaw in told if flaw.code == "flow.never_entered"} == set(states) - active
    possible = {name for name, rule in rules.items() if not active.isdisjoint(rule.source)}
    assert {flaw.path[1] for flaw in told if flaw.code == "flow.never_taken"} == possible - taken
    into = {node for node in set(walk.came) - over if walk.came[node] in over or walk.came[node] == BEGINNING}
    assert bool(into) == any(flaw.code == "flow.trap" for flaw in told)


def test_a_procedure_from_elsewhere_is_examined_the_same() -> None:
    _, flow = examine_text(TEXT, "matter.yaml")
    assert flow is not None
    checked = examine(flow, 2)
    assert [flaw.code for flaw in checked.flaws] == ["flow.not_walked"]


# --- duties against everybody who plays every run ----------------------------------------------------------

OFFICES: dict[str, tuple[Role, tuple[str, ...]]] = {
    "president": (Role(("president",)), ("P",)),
    "general": (Role(("secretary_general",)), ("G",)),
    "chair": (Role(("session_chair",), "case_session"), ("C",)),
    "office": (Role(("secretariat",)), ("S1", "S2", "S3", "S4")),
}
NAMES = {"az": "x", "en": "x"}
MOST_STEPS = 7


@st.composite
def duties_drawn(draw: st.DrawFn, straight: bool) -> Workflow:
    """Steps one after the other, each by some offices, barring those who did some others; where not
    `straight`, with ways past a step and back."""
    count = draw(st.integers(2, 4))
    states = [
        *(State(f"s{n}", NAMES, rank=n) for n in range(count)),
        State("end", NAMES, True, "over", rank=9),
    ]
    rules = []
    for n in range(count):
        named = draw(
            st.lists(st.integers(0, count - 1 if not straight else max(n - 1, 0)), max_size=2, unique=True)
        )
        barred = tuple(
            Call("same_person_as", {"transition": f"t{m}"}) for m in named if not straight or m < n
        )
        by = draw(st.lists(st.sampled_from(sorted(OFFICES)), min_size=1, max_size=2, unique=True))
        target = states[n + 1].name
        rules.append(
            Transition(f"t{n}", NAMES, (f"s{n}",), target, by=tuple(by), rank=n, forbid=barred,
                       approvals=draw(st.sampled_from([1, 1, 1, 2])))
        )  # fmt: skip
        if not straight and draw(st.booleans()):
            elsewhere = draw(st.sampled_from(states)).name
            rules.append(Transition(f"u{n}", NAMES, (f"s{n}",), elsewhere, by=("office",), rank=20 + n))
    return Workflow(
        "duties", "1.0.0", NAMES, "qerar", "s0", {name: role for name, (role, _) in OFFICES.items()},
        {one.name: one for one in states}, {one.name: one for one in rules},
    )  # fmt: skip


def takeable(flow: Workflow) -> set[str]:
    """Which transitions somebody can take in some run."""
    return {name for name, _ in played(flow)}


def played(flow: Workflow) -> set[tuple[str, frozenset[str]]]:
    """Which transitions somebody can take in some run of at most so many steps, and what was done before."""
    found: set[tuple[str, frozenset[str]]] = set()
    seen = set()
    waiting: list[tuple[str, tuple[tuple[str, frozenset[str]], ...], int]] = [("s0", (), 0)]
    while waiting:
        here, taken, steps = waiting.pop()
        last = dict(taken)
        for rule in flow.transitions.values() if steps < MOST_STEPS else ():
            if here not in rule.source:
                continue
            barred = frozenset().union(*(last.get(str(one.params["transition"]), ()) for one in rule.forbid))
            free = sorted({person for name in rule.by for person in OFFICES[name][1]} - barred)
            for who in combinations(free, rule.approvals):
                found.add((rule.name, frozenset(last)))
                after = (rule.target, tuple(sorted({**last, rule.name: frozenset(who)}.items())))
                if after not in seen:
                    seen.add(after)
                    waiting.append((*after, steps + 1))
    return found


def told_surely(flow: Workflow) -> set[str]:
    """What nobody can ever do while each office has one holder: as an error where no office is asked for."""
    found = [flaw for flaw in duties(Judge(flow, 5000)) if " once " not in flaw.message]
    held = {name for name, rule in flow.transitions.items() if {"president", "general"} & set(rule.by)}
    assert all(flaw.severity == "error" or held for flaw in found)
    assert all(flaw.severity == "warning" for flaw in found if flaw.path[1] in held)
    return {flaw.path[1] for flaw in found}


@settings(max_examples=150)
@given(duties_drawn(straight=True))
def test_steps_in_a_row_are_told_exactly_where_nobody_is_left(flow: Workflow) -> None:
    able = takeable(flow)
    first = next((f"t{n}" for n in range(len(flow.transitions)) if f"t{n}" not in able), "")
    told = told_surely(flow)
    assert told.isdisjoint(able)
    assert not first or first in told


@settings(max_examples=150)
@given(duties_drawn(straight=False))
def test_nothing_is_told_of_what_somebody_does_in_some_run(flow: Workflow) -> None:
    runs = played(flow)
    for flaw in duties(Judge(flow, 5000)):
        rule = flow.transitions[flaw.path[1]]
        named = {str(one.params["transition"]) for one in rule.forbid} if " once " in flaw.message else set()
        assert not [done for name, done in runs if name == rule.name and named <= done]
