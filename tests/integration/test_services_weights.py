"""A vote by heads and by points through the use cases: weights from the file to the recount, in both
databases."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from support.desks import CHAIR, SECRETARY, Chamber, audit, codes, must

from ecar_governance.cli.vote import vote as vote_command
from ecar_governance.definitions import bundled, load_file
from ecar_governance.domain import vote_record
from ecar_governance.domain.events import DuesRecorded
from ecar_governance.domain.voting.electorate import Chamber as House
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority
from ecar_governance.domain.workflow import Call, Field, Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.services import sessions
from ecar_governance.services.importing.registers import read_weights
from ecar_governance.services.minutes import minutes_record
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.results import result
from ecar_governance.services.queries.votes import vote_view
from ecar_governance.services.records import vote_record as printed
from ecar_governance.services.registers import record_dues, set_weights

POINTS = "institution,weight\nU001,20.5\n" + "".join(f"U00{n},2\n" for n in range(2, 6))


def weigh(hall: Chamber, text: str = POINTS) -> None:
    article = {"az": "Maddə 17", "en": "Article 17"}
    table = read_weights(
        hall.desk, "points.csv", text.encode(), table="points", since="2026-01-01", article=article
    )
    must(set_weights(hall.desk, table))


def procedure(**vote: Any) -> Workflow:
    """Of the library, with another vote."""
    flow = load_file(bundled()["double_majority"])
    voting = flow.states["voting"]
    assert voting.vote is not None
    states = {**flow.states, "voting": replace(voting, vote=replace(voting.vote, **vote))}
    return replace(flow, version="9.0.0", states=states, invariants=())


def opened(hall: Chamber, flow: Workflow) -> str:
    must(put_in_force(hall.desk, flow))
    session = hall.session()
    case = hall.draft(workflow=flow.name)
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    hall.act(CHAIR, case, "open_vote")
    return hall.case(case).vote


def recounted(hall: Chamber, vote: str, folder: Path) -> str:
    """What `ecar vote recount` says of the vote's own record."""
    file = folder / "vote.json"
    file.write_text(json.dumps(vote_record.to_plain(vote_record.record_of(hall.vote(vote)))))
    told = CliRunner().invoke(vote_command, ["recount", str(file)], env={"LANG": "C.UTF-8", "COLUMNS": "500"})
    assert told.exit_code == 0, told.output
    return told.output


def test_heads_and_points_from_the_file_to_the_recount(hall: Chamber, tmp_path: Path) -> None:
    weigh(hall)
    everybody = {f"U00{n}": "2026-02-01" for n in range(1, 5)}
    must(record_dues(hall.desk, [DuesRecorded(2026, everybody)]))
    vote = opened(hall, procedure())
    assert codes(hall.cast(vote, "seat-U005")) == ["ballot.seat_not_entitled"]
    for seat, choice in (("001", "against"), ("002", "for"), ("003", "for"), ("004", "for")):
        must(hall.cast(vote, f"seat-U{seat}", choice))
    weigh(hall, POINTS.replace("20.5", "1"))
    hall.close(vote)
    closed = hall.vote(vote)
    assert closed.outcome is not None
    assert not closed.outcome.carried
    points = closed.outcome.tests[1]
    assert (points.base_count, points.reached) == (Fraction("26.5"), 6)

    directory = Directory(hall.conference, hall.desk.vault, "en")
    page = result(directory, closed)
    assert [(one.seat, one.weight, one.choice) for one in page.roll][-1] == ("seat-U001", "20 1/2", "against")
    assert [(one.seat, one.why) for one in page.view.excluded] == [("seat-U005", "dues")]
    assert (page.view.weights, page.view.weights_since) == ("points", "2026-01-01")
    assert [bar.counting for bar in page.bars] == ["heads", "weights"]
    assert "26 1/2" in " ".join(text for _, text in page.sentences)
    assert [one.weight for one in printed(hall.desk, closed).electorate] == ["41/2", "2", "2", "2"]
    assert "26 1/2" in recounted(hall, vote, tmp_path)
    must(sessions.close_session(hall.desk, SECRETARY, closed.session))
    [item] = minutes_record(hall.desk, closed.session).items
    assert [(one.names, one.why["en"]) for one in item.excluded] == [
        (hall.conference.institutions["U005"].names, "dues not paid")
    ]
    assert "26 1/2" in item.votes[0].result["en"]
    assert audit(hall.settings).findings == ()


def test_a_secret_vote_by_chambers_shows_the_chamber_of_a_paper_and_nothing_else(
    hall: Chamber, tmp_path: Path
) -> None:
    everybody = House(name="members", kinds=("member",))
    rule = VoteRule((Majority(more_than=HALF, of="for_and_against", chamber="members"),))
    flow = procedure(ballot="secret", rule=rule, electorate=Electorate(chambers=(everybody,)))
    vote = opened(hall, flow)
    hall.cast_all(vote, "for", "for", "against", "for")
    hall.close(vote)
    closed = hall.vote(vote)
    assert [(one.seat, one.chamber, one.choice) for one in closed.papers] == [
        (None, "members", "against"),
        *[(None, "members", "for")] * 3,
    ]
    assert closed.outcome is not None
    assert closed.outcome.carried
    recounted(hall, vote, tmp_path)
    view = vote_view(Directory(hall.conference, hall.desk.vault, "az"), closed)
    assert {one.chamber for one in view.seats} == {"members"}


@pytest.mark.parametrize("weights", [POINTS, POINTS.replace("20.5", "2").replace("U005,2", "U005,3")])
def test_a_secret_vote_in_which_a_weight_would_tell_is_not_opened(hall: Chamber, weights: str) -> None:
    weigh(hall, weights)
    must(put_in_force(hall.desk, procedure(ballot="secret", electorate=Electorate(weights="points"))))
    session = hall.session()
    case = hall.draft(workflow="double_majority")
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    refused = codes(hall.try_act(CHAIR, case, "open_vote"))
    assert set(refused) == {"vote.weight_tells"}
    assert not hall.case(case).vote


def test_tellers_add_up_the_weights_and_two_enter_the_same(hall: Chamber, tmp_path: Path) -> None:
    weigh(hall)
    must(record_dues(hall.desk, [DuesRecorded(2026, {f"U00{n}": "2026-02-01" for n in range(1, 6)})]))
    flow = procedure(obtained=("ballots", "hand_count"))
    sides = ("for", "against")
    counting = replace(
        flow.transitions["open_vote"],
        name="enter_hand_count",
        approvals=2,
        inputs=(
            *(Field(side, "integer") for side in (*sides, "abstain", "invalid")),
            *(Field(f"weights_{side}", "weight") for side in sides),
            Field("tellers", "persons"),
        ),
        effects=(Call("enter_hand_count", {}),),
    )
    flow = replace(flow, transitions={**flow.transitions, "enter_hand_count": counting})
    must(put_in_force(hall.desk, flow))
    session = hall.session()
    case = hall.draft(workflow=flow.name)
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    heads = {"for": "4", "against": "1", "abstain": "0", "invalid": "0", "tellers": ["person-vice"]}
    told = {**heads, "weights_for": "26,5", "weights_against": "2"}
    with pytest.raises(InvalidInput) as error:
        hall.try_act(SECRETARY, case, "enter_hand_count", **{**told, "weights_for": "1e2"})
    assert [one.where for one in error.value.findings] == ["weights_for"]
    hall.act(SECRETARY, case, "enter_hand_count", **told)
    assert not hall.case(case).vote
    hall.act(CHAIR, case, "enter_hand_count", **{**told, "weights_for": "53/2", "weights_against": "2.0"})
    vote = hall.vote(hall.case(case).vote)
    assert vote.outcome is not None
    assert vote.outcome.carried
    assert vote.outcome.numbers("", "weights").for_ == Fraction(53, 2)
    page = result(Directory(hall.conference, hall.desk.vault, "en"), vote)
    assert "26 1/2" in " ".join(text for _, text in page.sentences)
    assert "26 1/2" in recounted(hall, vote.vote, tmp_path)
    must(sessions.close_session(hall.desk, SECRETARY, session))
    [item] = minutes_record(hall.desk, session).items
    assert "26 1/2" in item.votes[0].result["en"]
    assert audit(hall.settings).findings == ()
