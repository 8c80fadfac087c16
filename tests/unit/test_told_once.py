"""One slip is told once, where its author wrote it, and of what it is."""

from __future__ import annotations

import pytest

from ecar_governance.definitions import az
from ecar_governance.definitions.library import bundled, examine_text

SLIPS: dict[str, tuple[str, str, str, str, str]] = {
    "what is given to a part stands in `with`, not in the part": (
        "alternatives",
        "with: {voting: ranking,",
        "with: {voting: «rankingg,",
        "name.unknown_state",
        "There is no state called 'rankingg'.",
    ),
    "so does a role that is given": (
        "assembly",
        "with: {office: secretariat}",
        "with: {office: «secretaryat}",
        "name.unknown_role",
        "There is no role called 'secretaryat'.",
    ),
    "an input without a kind needs no other one": (
        "alternatives",
        "      session:\n        kind: session\n",
        "      «session:\n",
        "shape.missing",
        "transitions.place_on_agenda.inputs.session lacks 'kind'.",
    ),
    "a field without a kind is no text with choices": (
        "corrigendum",
        "  language:\n    title: {az: Səhv hansı mətndədir, en: Which text is wrong}\n    kind: choice\n",
        "  «language:\n    title: {az: Səhv hansı mətndədir, en: Which text is wrong}\n",
        "shape.missing",
        "fields.language lacks 'kind'.",
    ),
    "a share that is none has no equal division": (
        "circular",
        "majority: {more_than: 1/2, of: entitled}",
        "majority: {at_least: «1e400, of: entitled}",
        "shape.share",
        "states.voting.vote.majority.0.at_least is a fraction such as 2/3, not '1e400'.",
    ),
    "a vote that is entered without a question": (
        "alternatives",
        "  open_ranking:\n",
        "  «open_ranking:\n",
        "vote.entered_silently",
        "'open_ranking' enters 'ranking' and does not say how the result is had.",
    ),
    "a condition twice": (
        "alternatives",
        "      - session_open\n",
        "      - session_open\n      - «session_open\n",
        "shape.word",
        "'session_open' stands twice in transitions.open_ranking.require.",
    ),
    "an effect twice, with the same parameters": (
        "alternatives",
        "      - publish\n",
        "      - publish\n      - «publish\n",
        "shape.word",
        "'publish' stands twice in transitions.publish.effects.",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_is_told_once_where_it_is(name: str) -> None:
    procedure, old, new, code, message = SLIPS[name]
    text = bundled()[procedure].read_text()
    assert text.count(old) == 1
    at = text.index(old) + new.index("«")
    text = text.replace(old, new.replace("«", ""))
    if code == "vote.entered_silently":
        text = text.replace("    effects: [open_vote]\n", "")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    [found] = examine_text(text, "m.yaml")[0].findings
    assert (found.code, found.message, found.where) == (code, message, f"m.yaml:{line}:{column}")
    assert az.in_azerbaijani(found.message) != found.message


def test_a_question_that_leads_nowhere_names_the_step() -> None:
    text = bundled()["election"].read_text()
    at = text.index("    to: balloting\n", text.index("\n  open_ballot:\n"))
    [found] = examine_text(text[:at] + text[at:].replace("    to: balloting\n", "", 1), "m.yaml")[0].findings
    assert (found.code, found.message) == (
        "vote.no_target",
        "'open_vote' puts the question, and 'open_ballot' leads to no state.",
    )
    assert az.in_azerbaijani(found.message) != found.message


@pytest.mark.parametrize("text", ["procedure", "- workflow: one\n", "null\n", "12\n"])
def test_of_what_is_no_mapping_nothing_more_is_told(text: str) -> None:
    [found] = examine_text(text, "m.yaml")[0].findings
    assert (found.code, found.message) == ("shape.kind", "the file is a mapping of keys.")


def test_one_state_leads_back_to_itself_and_two_to_themselves() -> None:
    text = bundled()["alternatives"].read_text()
    at = text.index("    to: rejected\n", text.index("\n  undecided:\n"))
    [found] = examine_text(text[:at] + text[at:].replace("rejected", "ranking", 1), "m.yaml")[0].findings[:1]
    assert found.message == "'ranking' leads back to itself by time alone."
    assert az.in_azerbaijani(found.message) == "'ranking' yalnız vaxt keçməklə özünə qayıdır."
