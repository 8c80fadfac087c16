"""A text voted on in parts, through the use cases, on both databases: cut, bound, voted, reduced, adopted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.desks import CHAIR, SECRETARY, Chamber, audit, codes, must

from ecar_governance.cli.vote import vote as vote_command
from ecar_governance.domain import vote_record
from ecar_governance.domain.canonical import text_digest
from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.errors import InvalidInput
from ecar_governance.services import sessions
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.records import texts_in
from ecar_governance.services.texts import ProposalText

TEXT = ProposalText(
    {"az": "Mübadilə", "en": "Exchanges"},
    {
        "az": "Nəzərə alaraq QƏRARA ALIR:\n\n1. Haqq alınmır.\n2. Yer saxlanılır.\n3. Qüvvəyə minir.",
        "en": "Having regard to it, RESOLVES:\n\n1. No fees.\n2. Places are kept.\n3. It is in force.",
    },
)
MOVER = "person-rector-003"


def on_agenda(hall: Chamber, session: str, text: ProposalText = TEXT) -> str:
    case = hall.draft(text=text, workflow="division")
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    return case


def put(hall: Chamber, case: str, *choices: str) -> str:
    """The next part is put, voted on and closed."""
    hall.act(CHAIR, case, "put_part")
    vote = hall.case(case).vote
    hall.cast_all(vote, *choices)
    hall.close(vote)
    return vote


def test_parts_are_cut_from_the_text_and_what_remains_is_adopted(hall: Chamber, tmp_path: Path) -> None:
    session = hall.session()
    case = on_agenda(hall, session)
    hall.act(MOVER, case, "ask_division", parts="2;3")
    division = hall.case(case).divisions[-1]
    kept = hall.desk.vault.texts([d for one in division.paragraphs for d in one.bodies.values()])
    said = {one.number: kept[one.bodies["en"]].content for one in division.paragraphs}
    assert said == {
        0: "Having regard to it, RESOLVES:",
        1: "1. No fees.",
        2: "2. Places are kept.",
        3: "3. It is in force.",
    }
    for row in kept.values():
        assert text_digest(row.content, row.salt) == row.digest
    hall.act(CHAIR, case, "divide")
    lost, won = put(hall, case, *["against"] * 5), put(hall, case)
    assert hall.case(case).state == ("ready",)
    assert texts_in(hall.desk, bodies_of(hall.case(case))) == {
        "az": "Nəzərə alaraq QƏRARA ALIR:\n\n1. Haqq alınmır.\n\n3. Qüvvəyə minir.",
        "en": "Having regard to it, RESOLVES:\n\n1. No fees.\n\n3. It is in force.",
    }
    hall.act(CHAIR, case, "open_vote")
    whole = hall.case(case).vote
    hall.cast_all(whole)
    hall.close(whole)
    assert hall.case(case).state == ("adopted",)
    for name in (lost, won, whole):
        record = vote_record.to_plain(vote_record.record_of(hall.vote(name)))
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(record))
        answer = CliRunner().invoke(vote_command, ["recount", str(file)])
        assert answer.exit_code == 0, answer.output
    must(sessions.close_session(hall.desk, SECRETARY, session))
    [item] = minutes_record(hall.desk, session).items
    assert item.decided["en"].endswith("1. No fees.\n\n3. It is in force.")
    questions = [one.question["en"] for one in item.votes]
    assert questions[:2] == [
        "A part of the text is put to the vote (1/2)",
        "A part of the text is put to the vote (2/2)",
    ]
    told = [one.result["en"] for one in item.votes]
    assert "On part 1 of 2 of the text, § 2." in told[0]
    assert "Rejected" in told[0]
    assert "On part 2 of 2 of the text, § 3." in told[1]
    assert "On part" not in told[2]
    found = audit(hall.settings)
    assert found.findings == ()


def test_a_ballot_that_saw_the_whole_text_is_none_on_a_part(hall: Chamber) -> None:
    case = on_agenda(hall, hall.session())
    hall.act(MOVER, case, "ask_division")
    hall.act(CHAIR, case, "divide")
    hall.act(CHAIR, case, "put_part")
    vote, seat = hall.case(case).vote, hall.seats()[0]
    whole = hall.case(case).manifest_hash
    assert codes(hall.cast(vote, seat, manifest_hash=whole)) == ["ballot.other_text"]
    must(hall.cast(vote, seat))


@pytest.mark.parametrize("wrong", ["two", "2-1", "1,,2", "1 2"])
def test_what_names_no_paragraphs_is_told_at_the_field(hall: Chamber, wrong: str) -> None:
    case = on_agenda(hall, hall.session())
    with pytest.raises(InvalidInput) as error:
        hall.try_act(MOVER, case, "ask_division", parts=wrong)
    assert [one.where for one in error.value.findings] == ["parts"]


def test_languages_that_differ_are_refused(hall: Chamber) -> None:
    text = ProposalText(TEXT.titles, {**TEXT.bodies, "en": "1. One.\n2. Two."})
    case = on_agenda(hall, hall.session(), text)
    assert codes(hall.try_act(MOVER, case, "ask_division")) == ["division.languages_differ"]
