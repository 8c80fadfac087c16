"""What nothing before a step brings about is told where it is needed; what may be so on some way is not."""

from __future__ import annotations

import pytest

from ecar_governance.definitions import az
from ecar_governance.definitions.library import bundled, examine_text

TEXT = """
workflow: matter
version: 1.0.0
kind: qerar
title: {az: İş, en: Matter}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector]}
  chair: {title: {az: Sədr, en: Chair}, mandates: [session_chair], scope: case_session}
states:
  draft: {title: {az: Layihə, en: Draft}, deadline: {after: P9D, then: late}}
  agenda: {title: {az: Gündəlik, en: Agenda}, deadline: {after: P9D, then: gone}}
  voting:
    title: {az: Səs, en: Voting}
    vote: {body: plenary, ballot: roll_call, majority: {more_than: 1/2, of: cast}, lasts: PT2H}
  made: {title: {az: Hazır, en: Made}, deadline: none}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: over}
transitions:
  place:
    title: {az: Gündəliyə, en: Place}
    from: draft
    to: agenda
    by: member
    require: [session_convened]
    inputs: {session: {kind: session, title: {az: İclas, en: Session}}}
    effects: [place_on_agenda]
  open:
    title: {az: Açın, en: Open}
    from: agenda
    to: voting
    by: chair
    require: [session_open]
    effects: [open_vote]
  carried:
    title: {az: Lehinə, en: Carried}
    from: voting
    to: made
    on: vote_carried
    effects: [number_resolution, request_typesetting]
  lost: {title: {az: Əleyhinə, en: Lost}, from: voting, to: done, on: vote_lost}
  voided: {title: {az: Etibarsız, en: Voided}, from: voting, to: agenda, on: vote_voided}
  signed:
    title: {az: İmzalandı, en: Signed}
    from: made
    to: done
    on: signatures_complete
    effects: [publish]
  late: {title: {az: Gec, en: Late}, from: draft, to: done, on: deadline}
  gone: {title: {az: Keçdi, en: Gone}, from: agenda, to: done, on: deadline}
"""
SIGNED = "on: signatures_complete"
BY_HAND = "by: member\n    require: [signatures_complete]"

Row = tuple[dict[str, str], list[tuple[str, str, str]]]
"""What is changed in the text, and what is told then: the code, the step or state, a word of the fix."""

ROWS: dict[str, Row] = {
    "it can all be had": ({}, []),
    "no agenda": (
        {"    effects: [place_on_agenda]\n": ""},
        [("flow.unmet", "open", "place_on_agenda"), ("flow.unmet", "open", "place_on_agenda")],
    ),
    "the session is given with the action": (
        {
            "  chair: {title: {az: Sədr, en: Chair}, mandates: [session_chair], scope: case_session}\n": "",
            "    effects: [place_on_agenda]\n": "",
            "by: chair\n    require: [session_open]": (
                "by: member\n    require: [session_open]\n"
                "    inputs: {session: {kind: session, title: {az: İclas, en: Session}}}"
            ),
        },
        [],
    ),
    "somebody else may act besides the chair": (
        {"    effects: [place_on_agenda]\n": "", "by: chair": "by: [chair, member]"},
        [("flow.unmet", "open", "place_on_agenda")],
    ),
    "numbered before the vote": (
        {
            "[number_resolution, request_typesetting]": "[request_typesetting]",
            "[open_vote]": "[number_resolution, open_vote]",
        },
        [("flow.unmet", "open", "vote that is carried")],
    ),
    "numbered where it is lost": (
        {"on: vote_lost": "on: vote_lost, effects: [number_resolution]"},
        [("flow.unmet", "lost", "vote that is carried")],
    ),
    "numbered after a poll": (
        {
            "lasts: PT2H": "lasts: PT2H, indicative: true",
            "from: voting, to: done, on: vote_lost": (
                "from: voting, to: made, on: vote_lost, effects: [number_resolution, request_typesetting]"
            ),
        },
        [("flow.unmet", "carried", "poll"), ("flow.unmet", "lost", "poll")],
    ),
    "typeset before it has a number": (
        {"[number_resolution, request_typesetting]": "[request_typesetting, number_resolution]"},
        [("flow.unmet", "carried", "number_resolution")],
    ),
    "published and never made": (
        {", request_typesetting": "", SIGNED: BY_HAND},
        [("flow.unmet", "signed", "request_typesetting"), ("flow.unmet", "signed", "request_typesetting")],
    ),
    "waited for and never made is told once": (
        {", request_typesetting": ""},
        [("trigger.never", "signatures_complete", "number_resolution and request_typesetting")],
    ),
    "nobody is nominated": (
        {"require: [session_open]": "require: [session_open, candidates_stand: {count: 1}]"},
        [("flow.unmet", "open", "nominations")],
    ),
    "nobody recommends": (
        {"require: [session_open]": "require: [session_open, recommendation_made]"},
        [("flow.unmet", "open", "record_recommendation")],
    ),
    "no opinion is asked": (
        {"require: [session_open]": "require: [session_open, opinions_complete]"},
        [("flow.unmet", "open", "consultation")],
    ),
    "no edit voids a vote": (
        {"require: [session_open]": "require: [session_open, voided_by_edit]"},
        [("flow.unmet", "open", "on_edit")],
    ),
    "an edit voids a vote that leads back": (
        {
            "require: [session_open]": "require: [session_open, voided_by_edit]",
            "lasts: PT2H": "lasts: PT2H, on_edit: voids",
        },
        [],
    ),
    "an action does nothing": (
        {"  late: {": "  idle: {title: {az: Heç, en: Idle}, from: draft, by: member}\n  late: {"},
        [("flow.idle", "idle", "to:")],
    ),
    "what is asked after is not idle": (
        {
            "  late: {": "  idle: {title: {az: Heç, en: Idle}, from: draft, by: member}\n  late: {",
            "[session_convened]": "[session_convened, taken: {transition: idle}]",
        },
        [],
    ),
    "what somebody says is not idle": (
        {
            "  late: {": (
                "  said: {title: {az: Söz, en: Said}, from: draft, by: member, "
                "inputs: {text: {kind: text, title: {az: Söz, en: Word}}}}\n  late: {"
            )
        },
        [],
    ),
    "a deadline that leads nowhere": (
        {"en: Late}, from: draft, to: done,": "en: Late}, from: draft,"},
        [("flow.idle", "late", "to:")],
    ),
}


def changed(changes: dict[str, str]) -> str:
    text = TEXT
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", ROWS)
def test_what_nothing_brings_about_is_told(name: str) -> None:
    changes, told = ROWS[name]
    found = examine_text(changed(changes), "m.yaml")[0].findings
    assert [one.code for one in found] == [code for code, _, _ in told], found
    for one, (_, step, mends) in zip(found, told, strict=True):
        assert one.excerpt
        assert step in one.message
        assert mends in one.fix
        assert az.in_azerbaijani(one.message) != one.message
        assert az.in_azerbaijani(one.fix) != one.fix


def test_beside_each_other_only_what_nothing_at_all_brings_about_is_told() -> None:
    """What one region does may have been done when another one needs it."""
    text = changed(
        {
            "  done: {title": (
                "  both:\n    title: {az: İki, en: Both}\n    join: all\n"
                "    deadline: {after: P9D, then: over}\n"
                "    regions:\n"
                "      one: {title: {az: Bir, en: One}, initial: a, states: "
                "{a: {title: {az: A, en: A}}, b: {title: {az: B, en: B}, done: true}}}\n"
                "      two: {title: {az: İki, en: Two}, initial: c, states: "
                "{c: {title: {az: C, en: C}}, d: {title: {az: D, en: D}, done: true}}}\n"
                "  done: {title"
            ),
            "  late: {": (
                "  part: {title: {az: Ayrı, en: Part}, from: draft, to: both, by: member}\n"
                "  answer:\n    title: {az: Cavab, en: Answer}\n    from: a\n    to: b\n    by: member\n"
                "    inputs: {date: {kind: date, title: {az: Gün, en: Day}}, "
                "text: {kind: text, title: {az: Mətn, en: Text}}}\n    effects: [register_answer]\n"
                "  heard: {title: {az: Eşidildi, en: Heard}, from: c, to: d, by: member, "
                "require: [answer_registered]}\n"
                "  all: {title: {az: Hamısı, en: All}, from: both, to: done, on: joined}\n"
                "  over: {title: {az: Vaxt, en: Over}, from: both, to: done, on: deadline}\n  late: {"
            ),
        }
    )
    assert [str(one) for one in examine_text(text, "m.yaml")[0].findings] == []
    silent = text.replace("    effects: [register_answer]\n", "")
    [found] = examine_text(silent, "m.yaml")[0].findings
    assert (found.code, found.fix) == ("flow.unmet", "give an earlier action the effect register_answer")


def test_what_ships_has_all_that_it_needs() -> None:
    told = [
        str(one)
        for path in bundled().values()
        for one in examine_text(path.read_text(), path.name)[0].findings
        if one.code in ("flow.unmet", "flow.idle")
    ]
    assert told == []
