"""Every fault of a definition, each by one change to a sound one: its code, its place, what would mend it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from support.definitions_kit import faulty, found_in

from ecar_governance.definitions import check, load_file, load_text
from ecar_governance.domain.voting.thresholds import majority_of, quorum_of
from ecar_governance.domain.workflow import Call, Deadline, Field, Role
from ecar_governance.errors import DefinitionInvalid, InvalidInput, NotFound

BASE = """\
workflow: motion
version: 1.2.0
kind: qerar
title: {az: Təklif, en: Motion}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector, vice_rector], scope: sponsor}
  office: {title: {az: Katiblik, en: Office}, mandates: secretariat}
states:
  draft:
    title: {az: Layihə, en: Draft}
    editable: true
    deadline: {after: P30D, then: lapse, remind: [P7D, PT12H]}
  agenda: {title: {az: Gündəlik, en: Agenda}}
  vote:
    title: {az: Səsvermə, en: Vote}
    vote:
      body: plenary
      ballot: secret
      majority: [{at_least: 2/3, of: cast}, {more_than: 1/2, of: entitled}]
      quorum: {at_least: 1/2, of: entitled, counted: cast}
      lasts: PT2H
      obtained: [ballots, hand_count]
  adopted: {title: {az: Qəbul, en: Adopted}, deadline: none}
  done: {title: {az: Son, en: Done}, final: true, outcome: adopted}
  dropped: {title: {az: Düşdü, en: Dropped}, final: true, outcome: dropped}
transitions:
  place:
    title: {az: Gündəliyə, en: Place}
    consequence: {az: Olar., en: It is placed.}
    from: draft
    to: agenda
    by: [member, office]
    require:
      - session_convened
      - text_in: {languages: [az, en]}
    forbid:
      - same_person_as: {transition: lapse}
      - recused
    approvals: 2
    delegable: true
    inputs:
      session: {kind: session, title: {az: İclas, en: Session}}
      how:
        kind: choice
        title: {az: Necə, en: How}
        required: false
        choices: {soon: {az: Tez, en: Soon}, late: {az: Gec, en: Late}}
    effects: [place_on_agenda]
  lapse: {title: {az: Bitdi, en: Lapsed}, from: draft, to: dropped, on: deadline}
  open: {title: {az: Açın, en: Open}, from: agenda, to: vote, by: office, effects: [open_vote]}
  enter:
    title: {az: Daxil edin, en: Enter}
    from: agenda
    to: vote
    by: office
    approvals: 3
    effects: [enter_hand_count]
    inputs:
      for: {kind: integer, title: {az: Lehinə, en: For}}
      against: {kind: integer, title: {az: Əleyhinə, en: Against}}
      abstain: {kind: integer, title: {az: Bitərəf, en: Abstained}}
      invalid: {kind: integer, title: {az: Etibarsız, en: Invalid}}
      tellers: {kind: persons, title: {az: Sayanlar, en: Tellers}}
      protocol: {kind: file, required: false, title: {az: Protokol, en: Protocol}}
  carried:
    title: {az: Lehinə, en: Carried}
    from: vote
    to: adopted
    on: vote_carried
    effects: [number_resolution, request_typesetting]
  lost: {title: {az: Əleyhinə, en: Lost}, from: vote, to: dropped, on: vote_lost}
  void: {title: {az: Etibarsız, en: Void}, from: vote, to: agenda, on: vote_voided}
  typeset: {title: {az: Hazır, en: Made}, from: adopted, to: done, on: document_typeset}
"""

# The code, the changes to BASE, and, when no change has the mark, the text at which the finding must point.
FAULTS: list[tuple[str, dict[str, str], str]] = [
    ("shape.kind", {"  member: {title: {az: Üzv, en: Member},": "  member: «none #"}, ""),
    ("shape.kind", {"agenda: {title: {az: Gündəlik, en: Agenda}}": "agenda: «[a]"}, ""),
    ("shape.kind", {"body: plenary": "body: «[plenary]"}, ""),
    ("shape.kind", {"- text_in: {languages: [az, en]}": "- «{text_in: {languages: az}, body_named: {}}"}, ""),
    ("shape.unknown_key", {"    editable: true": "    «editible: true"}, ""),
    ("shape.unknown_key", {"initial: draft": "initial: draft\n«author: X"}, ""),
    ("shape.missing", {"version: 1.2.0": "«version:"}, ""),
    ("shape.missing", {"version: 1.2.0": "«version: ~"}, ""),
    ("shape.missing", {"kind: qerar\n": ""}, "workflow: motion"),
    ("shape.missing", {"title: {az: Açın, en: Open}, ": ""}, "open: {from"),
    ("shape.missing", {"[member, office]": "[member, «~, office]"}, ""),
    ("shape.word", {"kind: qerar": "kind: «qərar"}, ""),
    ("shape.word", {"mandates: secretariat": "mandates: «secretary"}, ""),
    ("shape.word", {"scope: sponsor": "scope: «sponsors"}, ""),
    ("shape.word", {"ballot: secret": "ballot: «open"}, ""),
    ("shape.word", {"more_than: 1/2, of: entitled": "more_than: 1/2, of: «invited"}, ""),
    ("shape.word", {"of: entitled, counted": "of: «present, counted"}, ""),
    ("shape.word", {"[ballots, hand_count]": "[ballots, «ballots, hand_count]"}, ""),
    ("shape.word", {"on: vote_lost": "on: «vote_rejected"}, ""),
    ("shape.word", {"on: deadline": "on: «person"}, ""),
    ("shape.word", {"{kind: session": "{kind: «meeting"}, ""),
    ("shape.boolean", {"editable: true": "editable: «yes"}, ""),
    ("shape.boolean", {"editable: true": "editable: «'true'"}, ""),
    (
        "shape.integer",
        {"        required: false\n": "        required: false\n        max_length: «many\n"},
        "",
    ),
    ("shape.integer", {"        required: false\n": "        required: false\n        max_length: «0\n"}, ""),
    (
        "shape.integer",
        {"        required: false\n": "        required: false\n        max_length: «'7'\n"},
        "",
    ),
    ("shape.share", {"at_least: 2/3": "at_least: «0.66"}, ""),
    ("shape.share", {"at_least: 2/3": "at_least: «2/0"}, ""),
    ("shape.share", {"at_least: 2/3": "at_least: «0/3"}, ""),
    ("shape.share", {"at_least: 2/3": "at_least: «4/3"}, ""),
    ("shape.share", {"more_than: 1/2": "more_than: «1/1"}, ""),
    ("shape.duration", {"after: P30D": "after: «30 days"}, ""),
    ("shape.duration", {"remind: [P7D, PT12H]": "remind: [P7D, «P0D]"}, ""),
    ("shape.duration", {"lasts: PT2H": "lasts: «2h"}, ""),
    ("shape.version", {"version: 1.2.0": "version: «1.2"}, ""),
    ("shape.language", {"{az: Layihə, en: Draft}": "{az: Layihə}"}, "title: {az: Layihə}"),
    ("shape.language", {"{az: Layihə, en: Draft}": "{az: Layihə, en: Draft, «English: Draft}"}, ""),
    ("shape.name", {"workflow: motion": "workflow: «Motion 1"}, ""),
    ("shape.name", {"  agenda: {title": "  «Agenda: {title"}, ""),
    ("shape.name", {"outcome: adopted": "outcome: «Qəbul"}, ""),
    ("shape.text", {"en: It is placed.": f"en: «{'x' * 2001}"}, ""),
    ("shape.text", {"en: It is placed.": 'en: «"a\\u202eb"'}, ""),
    ("shape.majority", {"{at_least: 2/3, of: cast}": "«{of: cast}"}, ""),
    ("shape.majority", {"{at_least: 2/3, of: cast}": "«{at_least: 2/3, more_than: 1/2, of: cast}"}, ""),
    (
        "shape.consent",
        {"    vote:\n      body": "    vote:\n      consent: «{members: [A, A]}\n      body"},
        "",
    ),
    (
        "shape.electorate",
        {"    vote:\n      body": "    vote:\n      electorate: {dues_paid_by: «02-30}\n      body"},
        "",
    ),
    (
        "shape.electorate",
        {"    vote:\n      body": "    vote:\n      electorate: {chambers: {«a: {}}}\n      body"},
        "",
    ),
    (
        "name.unknown_role",
        {"    vote:\n      body": "    vote:\n      electorate: {role: «ofice}\n      body"},
        "",
    ),
    (
        "name.unknown_role",
        {"    vote:\n      body": "    vote:\n      electorate: {chambers: {a: {role: «ofice}}}\n      body"},
        "",
    ),
    (
        "name.unknown_body",
        {"    vote:\n      body": "    vote:\n      electorate: {chambers: {a: {body: «senat}}}\n      body"},
        "",
    ),
    (
        "shape.majority",
        {"[{at_least: 2/3, of: cast}, {more_than: 1/2, of: entitled}]": "[]"},
        "majority: []",
    ),
    ("yaml.duplicate", {"  agenda: {title": "  «draft: {title"}, ""),
    # Names.
    ("name.unknown_state", {"initial: draft": "initial: «drafts"}, ""),
    ("name.unknown_state", {"to: dropped, on: deadline": "to: «droped, on: deadline"}, ""),
    ("name.unknown_state", {"from: draft\n": "from: [draft, «drft]\n"}, ""),
    ("name.unknown_transition", {"then: lapse": "then: «laps"}, ""),
    ("name.unknown_transition", {"transition: lapse": "transition: «laps"}, ""),
    ("name.unknown_role", {"[member, office]": "[member, «ofice]"}, ""),
    ("name.unknown_guard", {"- session_convened": "- «session_convoked"}, ""),
    ("name.unknown_guard", {"- text_in:": "- «text_inn:"}, ""),
    ("name.unknown_forbid", {"      - recused": "      - «recus"}, ""),
    ("name.unknown_effect", {"[open_vote]": "[«open_voting]"}, ""),
    ("name.unknown_body", {"body: plenary": "body: «senate"}, ""),
    ("name.unused_role", {"[member, office]": "office"}, "member: {title"),
    ("param.unknown", {"{languages: [az, en]}": "{languages: [az, en], langs: «2}"}, ""),
    ("param.missing", {"- text_in: {languages: [az, en]}": "- «text_in"}, ""),
    ("param.missing", {"- session_convened": "- session_convened\n      - «session_quorate"}, ""),
    ("param.kind", {"languages: [az, en]": "languages: «[az, english]"}, ""),
    ("param.kind", {"languages: [az, en]": "languages: «2"}, ""),
    (
        "param.kind",
        {"- session_convened": "- session_convened\n      - session_quorate: {at_least: «3/2}"},
        "",
    ),
    (
        "param.kind",
        {"- session_convened": "- session_convened\n      - session_quorate: {more_than: «2/2}"},
        "",
    ),
    ("param.kind", {"- session_convened": "- session_convened\n      - sponsors_at_least: {count: «0}"}, ""),
    (
        "param.kind",
        {"- session_convened": "- session_convened\n      - sponsors_at_least: {count: «true}"},
        "",
    ),
    ("param.kind", {"[number_resolution, ": "[number_resolution: {style: «roman}, "}, ""),
    (
        "input.missing",
        {"      tellers: {kind: persons, title: {az: Sayanlar, en: Tellers}}\n": ""},
        "enter_hand_count]",
    ),
    ("vote.open_at_least", {"      lasts: ": "      open_at_least: «P90D\n      lasts: "}, ""),
    (
        "vote.one_teller",
        {"    approvals: 3\n": "", "effects: [enter_hand_count]": "effects: [«enter_hand_count]"},
        "",
    ),
    ("input.missing", {"session: {kind: session": "«session: {required: false, kind: session"}, ""),
    ("input.kind", {"against: {kind: integer": "«against: {kind: text"}, ""),
    ("input.kind", {"protocol: {kind: file": "«protocol: {kind: text"}, ""),
    (
        "input.choices",
        {"        choices: {soon: {az: Tez, en: Soon}, late: {az: Gec, en: Late}}\n": ""},
        "how:\n",
    ),
    ("input.choices", {"for: {kind: integer": "«for: {choices: {a: {az: A, en: A}}, kind: integer"}, ""),
    (
        "input.choices",
        {
            "      how:\n": "      recommendation:\n",
            "required: false\n": "required: true\n",
            "[place_on_agenda]": "[place_on_agenda, record_recommendation]",
        },
        "choices: {soon",
    ),
    ("input.never_given", {"[number_resolution, ": "[«admit_member, number_resolution, "}, ""),
    # Ways through.
    ("trigger.nobody", {", on: vote_lost}": "}"}, "lost: {title"),
    ("trigger.by_people", {"to: dropped, on: deadline": "to: dropped, on: deadline, «by: office"}, ""),
    (
        "trigger.by_people",
        {"to: dropped, on: deadline": "to: dropped, on: deadline, «require: body_named"},
        "",
    ),
    ("trigger.by_people", {"to: dropped, on: deadline": "to: dropped, on: deadline, «forbid: recused"}, ""),
    ("trigger.by_people", {"to: dropped, on: deadline": "to: dropped, on: deadline, approvals: «2"}, ""),
    ("trigger.by_people", {"to: dropped, on: deadline": "to: dropped, on: deadline, delegable: «true"}, ""),
    ("shape.integer", {"approvals: 2": "approvals: «0"}, ""),
    ("trigger.ambiguous", {"to: agenda, on: vote_voided": "to: agenda, on: vote_lost"}, "void: {title"),
    (
        "trigger.never",
        {"from: adopted, to: done, on: document_typeset": "from: «adopted, to: done, on: vote_carried"},
        "",
    ),
    ("trigger.never", {", request_typesetting]": "]"}, "document_typeset}"),
    ("flow.no_final", {", final: true": ""}, "states:"),
    (
        "flow.unreachable",
        {
            "  adopted: {title": "  «isle: {title: {az: Ada, en: Isle}, final: true, outcome: x}\n"
            "  adopted: {title"
        },
        "",
    ),
    ("flow.dead_end", {"from: adopted, to: done": "from: agenda, to: done"}, "adopted: {title"),
    ("flow.no_end", {"from: adopted, to: done": "from: adopted, to: adopted"}, "adopted: {title"),
    ("flow.out_of_final", {"from: adopted, to: done": "from: [adopted, «done], to: done"}, ""),
    (
        "flow.final_rests",
        {"final: true, outcome: adopted": "final: true, editable: true, outcome: adopted"},
        "done: {title",
    ),
    ("flow.outcome", {", outcome: adopted": ""}, "done: {title"),
    ("flow.outcome", {"  agenda: {title": "  «agenda: {outcome: x, title"}, ""),
    (
        "vote.no_way",
        {"  void: {title: {az: Etibarsız, en: Void}, from: vote, to: agenda, on: vote_voided}\n": ""},
        "vote:\n      body",
    ),
    (
        "vote.left_open",
        {
            "  lost: {title": "  «quit: {title: {az: A, en: A}, from: vote, to: dropped, by: office}\n"
            "  lost: {title"
        },
        "",
    ),
    ("vote.entered_silently", {", effects: [open_vote]": ""}, "open: {title"),
    ("vote.no_target", {"to: dropped, on: deadline": "to: dropped, on: deadline, effects: «open_vote"}, ""),
    ("vote.not_allowed", {"effects: [open_vote]": "effects: [«adopt_without_vote]"}, ""),
    (
        "vote.poll_decides",
        {"    vote:\n      body": "    «vote:\n      indicative: true\n      body"},
        "",
    ),
    (
        "vote.chosen_by",
        {"    vote:\n": "    vote:\n      chosen_by: {vote: «draft, carried: {number: 9}}\n"},
        "",
    ),
    (
        "division.never_moved",
        {"    vote:\n      body": "    vote:\n      division: «part\n      body"},
        "",
    ),
    ("division.never_moved", {"effects: [open_vote]": "effects: [open_vote, «reduce_text]"}, ""),
    ("division.all_fall", {"on: vote_lost": "on: vote_lost, effects: «reduce_text"}, ""),
    (
        "vote.not_on_text",
        {
            "[number_resolution, ": "[«number_resolution, ",
            "    vote:\n      body": "    vote:\n      division: motion\n      body",
        },
        "",
    ),
    ("vote.never_used", {"[ballots, hand_count]": "[ballots, hand_count, without_vote]"}, "obtained: ["),
    (
        "vote.untold",
        {
            "{at_least: 2/3, of: cast}": "{at_least: 2/3, of: cast, counting: weights}",
            "    vote:\n      body": "    «vote:\n      electorate: {weights: points}\n      body",
        },
        "",
    ),
    (
        "vote.electorate",
        {
            "{at_least: 2/3, of: cast}": "{at_least: 2/3, of: cast, counting: weights}",
            "    vote:\n      body": "    «vote:\n      body",
        },
        "",
    ),
    (
        "vote.electorate",
        {"    vote:\n      body": "    vote:\n      electorate: {weights: «points}\n      body"},
        "",
    ),
    (
        "vote.electorate",
        {"    vote:\n": "    vote:\n      electorate: {chambers: {«a: {kinds: member}}}\n"},
        "",
    ),
    ("deadline.transition", {"then: lapse": "then: «place"}, ""),
    ("deadline.unused", {"from: draft, to: dropped, on": "from: [draft, «agenda], to: dropped, on"}, ""),
    ("deadline.reminder", {"remind: [P7D, PT12H]": "remind: [«P40D, PT12H]"}, ""),
    (
        "deadline.on_vote",
        {"    vote:\n      body": "    «deadline: {after: P1D, then: lapse}\n    vote:\n      body"},
        "",
    ),
]


@pytest.mark.parametrize("row", FAULTS, ids=[f"{row[0]}-{number}" for number, row in enumerate(FAULTS)])
def test_a_fault_is_found_where_it_is(row: tuple[str, dict[str, str], str]) -> None:
    code, changes, at = row
    text, place = faulty(BASE, changes, at)
    found = found_in(text)
    assert (code, f"m.yaml:{place}") in [(one.code, one.where) for one in found], "\n".join(map(str, found))
    assert all(one.fix for one in found)
    assert all(one.excerpt for one in found)


def test_what_was_meant_is_said() -> None:
    text, _ = faulty(BASE, {"to: dropped, on: deadline": "to: «droped, on: deadline"}, "")
    assert [one.fix for one in found_in(text)] == ["did you mean 'dropped'?"]
    text, _ = faulty(BASE, {"    editable: true": "    «editible: true"}, "")
    assert [one.fix for one in found_in(text)] == ["did you mean 'editable'?"]
    text, _ = faulty(BASE, {"ballot: secret": "ballot: «open"}, "")
    assert [one.fix for one in found_in(text)] == ["use one of roll_call, secret"]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = BASE.replace("1.2.0", "x").replace("P30D", "30").replace("[open_vote]", "[opn_vote]")
    assert [one.code for one in found_in(text)] == ["shape.version", "shape.duration", "name.unknown_effect"]


def test_one_misspelt_name_is_one_finding() -> None:
    """What follows from a wrong name (states that nothing reaches any more) is not told besides."""
    text, _ = faulty(BASE, {"to: agenda\n": "to: «agneda\n"}, "")
    assert [one.code for one in found_in(text)] == ["name.unknown_state"]


def test_a_missing_target_is_not_told_twice() -> None:
    text, _ = faulty(BASE, {"to: dropped, on: deadline": "to: ~, on: deadline"}, "lapse: {title")
    assert [one.code for one in found_in(text)] == ["shape.missing"]


def test_the_base_is_read_as_it_says() -> None:
    motion = load_text(BASE, "m.yaml")
    assert (motion.name, motion.version, motion.kind, motion.initial) == ("motion", "1.2.0", "qerar", "draft")
    assert motion.roles["member"] == Role(("rector", "vice_rector"), "sponsor", {"az": "Üzv", "en": "Member"})
    assert motion.roles["office"].scope == "any"
    draft, vote = motion.states["draft"], motion.states["vote"].vote
    assert draft.deadline == Deadline("lapse", "P30D", remind=("P7D", "PT12H"))
    assert (draft.editable, draft.final, draft.line, draft.rank) == (True, False, 10, 0)
    assert vote is not None
    assert vote.rule.majorities == (
        majority_of(Fraction(2, 3), "cast", strict=False),
        majority_of(Fraction(1, 2), "entitled", strict=True),
    )
    assert vote.rule.quorum == quorum_of(Fraction(1, 2), "cast", strict=False)
    assert (vote.lasts, vote.obtained, vote.ballot) == ("PT2H", ("ballots", "hand_count"), "secret")
    place = motion.transitions["place"]
    assert (place.trigger, place.by, place.rank) == ("person", ("member", "office"), 0)
    assert (place.source, place.target) == (("draft",), "agenda")
    assert place.require == (
        Call("session_convened"),
        Call("text_in", {"languages": "az,en"}),
    )
    assert place.forbid == (Call("same_person_as", {"transition": "lapse"}), Call("recused"))
    assert (place.approvals, place.delegable) == (2, True)
    assert place.inputs == (
        Field("session", "session", title={"az": "İclas", "en": "Session"}),
        Field(
            "how",
            "choice",
            required=False,
            choices=("soon", "late"),
            title={"az": "Necə", "en": "How"},
            choice_titles={"soon": {"az": "Tez", "en": "Soon"}, "late": {"az": "Gec", "en": "Late"}},
        ),
    )
    assert motion.transitions["lapse"].trigger == "deadline"
    assert motion.transitions["lapse"].by == ()


def test_files_are_looked_for_and_read(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    with pytest.raises(NotFound):
        load_file(path)
    with pytest.raises(NotFound):
        check(path)
    with pytest.raises(InvalidInput):
        check(tmp_path)
    path.write_text(BASE)
    assert check(path) == []
    assert load_file(path) == load_text(BASE, str(path))
    path.write_text(BASE.replace("to: dropped, on", "to: gone, on"))
    with pytest.raises(DefinitionInvalid) as error:
        load_file(path)
    assert list(error.value.findings) == check(path)
    path.write_bytes(b"\xff")
    with pytest.raises(DefinitionInvalid):
        load_file(path)
