"""What an author can hardly have meant is told, with its severity, where it stands; what was meant is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ecar_governance.definitions.findings import Located
from ecar_governance.definitions.library import bundled, load_file, load_text
from ecar_governance.domain.checks import check
from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.workflow import State
from ecar_governance.errors import DefinitionInvalid

TEXT = """
workflow: matter
version: 1.0.0
kind: qerar
title: {az: İş, en: Matter}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector]}
  chair: {title: {az: Sədr, en: Chair}, mandates: [session_chair], scope: case_session}
  group: {title: {az: Qrup, en: Group}, mandates: [wg_chair], scope: case_body}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  gate: {title: {az: Keçid, en: Gate}}
  asked:
    title: {az: Rəy, en: Asked}
    consultation: {of: [member]}
    deadline: {after: P7D, then: silence}
  outside:
    title: {az: Gözləyir, en: Outside}
    waits_for: {az: Cavab, en: An answer}
    deadline: {after: P30D, then: late}
  review:
    title: {az: Baxış, en: Review}
    join: all
    regions:
      one:
        title: {az: Bir, en: One}
        initial: one_open
        states:
          one_open: {title: {az: Açıq, en: Open}}
          one_done: {title: {az: Bitdi, en: Done}, done: true}
      two:
        title: {az: İki, en: Two}
        initial: two_open
        states:
          two_open: {title: {az: Açıq, en: Open}}
          two_done: {title: {az: Bitdi, en: Done}, done: true}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: over}
transitions:
  go: {title: {az: Gedin, en: Go}, from: draft, to: gate, by: [member, chair, group]}
  grouped: {title: {az: Qrupla, en: Grouped}, from: gate, to: review, on: at_once, require: [body_named]}
  plain: {title: {az: Sadə, en: Plain}, from: gate, to: asked, on: at_once}
  opine:
    title: {az: Rəy, en: Opine}
    from: asked
    by: member
    inputs: {text: {kind: text, title: {az: Rəy, en: Text}}}
    effects: [record_opinion]
  heard: {title: {az: Hamı, en: Heard}, from: asked, to: outside, on: all_opined}
  silence: {title: {az: Bitdi, en: Silence}, from: asked, to: outside, on: deadline}
  late: {title: {az: Gecikdi, en: Late}, from: outside, to: done, on: deadline}
  end_one: {title: {az: Bir, en: End one}, from: one_open, to: one_done, by: member}
  end_two: {title: {az: İki, en: End two}, from: two_open, to: two_done, by: member}
  joined: {title: {az: Birgə, en: Joined}, from: review, to: done, on: joined}
  close: {title: {az: Bağlayın, en: Close}, from: outside, to: done, by: member, require: [answer_registered]}
  answer:
    title: {az: Cavab, en: Answer}
    from: outside
    by: member
    inputs: {date: {kind: date, title: {az: Gün, en: Day}}, text: {kind: text, title: {az: Mətn, en: Text}}}
    effects: [register_answer]
"""

PLAIN = "  plain: {title: {az: Sadə, en: Plain}, from: gate, to: asked, on: at_once}\n"
GROUPED = next(line + "\n" for line in TEXT.splitlines() if line.startswith("  grouped:"))
HEARD = "  heard: {title: {az: Hamı, en: Heard}, from: asked, to: outside, on: all_opined}\n"

UNWATCHED = {
    "    deadline: {after: P30D, then: late}\n": "",
    "on: deadline}\n  end_one": "by: member}\n  end_one",
}

TABLE = [
    ("flow.contradiction", "error", {"require: [answer_registered]": "require: [body_named, no_body_named]"}),
    ("flow.shadowed", "error", {GROUPED + PLAIN: PLAIN + GROUPED}),
    (
        "flow.endless",
        "error",
        {"from: gate, to: asked, on: at_once": "from: gate, to: gate, on: at_once"},
    ),
    (
        "flow.timers_alone",
        "warning",
        {"from: outside, to: done, on: deadline": "from: outside, to: asked, on: deadline"},
    ),
    (
        "flow.incomplete",
        "warning",
        {PLAIN: PLAIN.replace("at_once}", "at_once, require: [sponsors_at_least: {count: 2}]}")},
    ),
    ("flow.unwatched", "warning", UNWATCHED),
    # Of a review that only the groups can end, too.
    (
        "flow.unwatched",
        "warning",
        {"from: one_open, to: one_done, by: member": "from: one_open, to: one_done, by: group"},
    ),
    # A deadline into a gate that leads back at once.
    (
        "flow.timers_alone",
        "warning",
        {
            "from: outside, to: done, on: deadline": "from: outside, to: gate, on: deadline",
            "from: asked, to: outside, on: deadline": "from: asked, to: gate, on: deadline",
        },
    ),
    ("flow.opinions_end", "warning", {HEARD: HEARD.replace("on: all_opined", "by: member")}),
    (
        "flow.join_never",
        "error",
        {"two_done: {title: {az: Bitdi, en: Done}, done: true}": "two_done: {title: {az: Bitdi, en: Done}}"},
    ),
    ("role.nobody", "error", {"mandates: [session_chair], scope": "mandates: [rector], scope"}),
    ("role.nobody", "error", {"mandates: [wg_chair], scope": "mandates: [auditor], scope"}),
]


def found(text: str) -> list[tuple[str, str]]:
    """Codes and severities of whatever is said of the text."""
    try:
        flaws: tuple[Flaw | Located, ...] = check(load_text(text, "matter.yaml"))
    except DefinitionInvalid as error:
        flaws = tuple(one for one in error.findings if isinstance(one, Located))
    return [(one.code, one.severity) for one in flaws]


def test_what_was_meant_is_not_remarked_on() -> None:
    assert found(TEXT) == []


@pytest.mark.parametrize(
    ("code", "severity", "changes"), TABLE, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_can_hardly_be_meant_is_told(code: str, severity: str, changes: dict[str, str]) -> None:
    text = TEXT
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert (code, severity) in found(text)


@pytest.mark.parametrize("word", ["none", '"none"'])
def test_that_no_deadline_is_meant_is_the_author_s_word(word: str) -> None:
    for changes in (
        {},
        {"from: one_open, to: one_done, by: member": "from: one_open, to: one_done, by: group"},
    ):
        text = TEXT.replace("    deadline: {after: P30D, then: late}\n", f"    deadline: {word}\n")
        text = text.replace("on: deadline}\n  end_one", "by: member}\n  end_one")
        for old, new in changes.items():
            text = text.replace(old, new).replace("    join: all\n", f"    join: all\n    deadline: {word}\n")
        assert found(text) == []


def test_nominations_without_a_deadline_are_watched_by_nobody() -> None:
    flow = load_file(bundled()["election"])
    [naming] = [state for state in flow.states.values() if state.nominations is not None]

    def told(changed: State) -> list[tuple[str, str]]:
        flaws = check(replace(flow, states={**flow.states, naming.name: changed}))
        return [(one.code, one.path[1]) for one in flaws if one.code == "flow.unwatched"]

    assert told(naming) == []
    assert told(replace(naming, deadline=None)) == [("flow.unwatched", naming.name)]
    assert told(replace(naming, deadline=None, unwatched=True)) == []


VOTE = """
  vote:
    title: {az: Səs, en: Vote}
    vote: {body: plenary, ballot: roll_call, majority: {more_than: 1/2, of: cast}, tie: rejected, lasts: P2D}
"""
VOTE_WAYS = """
  put:
    title: {az: Səs, en: Put}
    from: gate
    to: vote
    on: at_once
    require: [body_named]
    effects: [open_vote]
  won: {title: {az: Lehinə, en: Won}, from: vote, to: done, on: vote_carried}
  lost: {title: {az: Əleyhinə, en: Lost}, from: vote, to: gate, on: vote_lost}
  void: {title: {az: Boş, en: Void}, from: vote, to: done, on: vote_voided}
"""


def test_a_vote_that_ends_by_itself_and_is_put_again_at_once_goes_on_for_ever() -> None:
    text = TEXT.replace(GROUPED, GROUPED + VOTE_WAYS.lstrip("\n")).replace("\n  done:", VOTE + "  done:", 1)
    assert found(text) == [("flow.timers_alone", "warning")]
    assert found(text.replace(", lasts: P2D", "")) == []


def test_two_conditions_that_exclude_and_cover_each_other_are_complete() -> None:
    text = TEXT.replace(PLAIN, PLAIN.replace("at_once}", "at_once, require: [no_body_named]}"))
    assert "flow.incomplete" not in {code for code, _ in found(text)}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"deadline": None}, [("vote.chair_unwatched", "warning")]),
        ({"deadline": None, "unwatched": True}, []),
    ],
)
@pytest.mark.parametrize(("name", "place"), [("assembly", "voting"), ("alternatives", "ranking")])
def test_a_vote_that_may_wait_for_the_chair_says_for_how_long(
    name: str, place: str, change: dict[str, object], told: list[tuple[str, str]]
) -> None:
    workflow = load_file(bundled()[name])
    states = {**workflow.states, place: replace(workflow.states[place], **change)}
    rules = {key: rule for key, rule in workflow.transitions.items() if key != "undecided" or not change}
    flaws = check(replace(workflow, states=states, transitions=rules))
    assert [(one.code, one.severity) for one in flaws] == told
    assert all(one.path == ("states", place, "vote") and "deadline" in one.fix for one in flaws)
