"""An edit during a vote, on either database: voided, put anew at once, and as secret as before."""

from __future__ import annotations

from typing import Literal

import pytest
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, audit, codes, must, text_of
from support.house import in_force, revoting

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.errors import GovernanceError, RecordBroken, Unavailable
from ecar_governance.services import opening, proposals
from ecar_governance.services.acting import INSTALLER, SYSTEM
from ecar_governance.services.ballots import receipt_of
from ecar_governance.services.ports import Act
from ecar_governance.services.work import deciding

Ballot = Literal["secret", "roll_call"]


def put(hall: Chamber, ballot: Ballot) -> tuple[str, str]:
    force = c.PutWorkflowInForce(in_force(revoting(ballot)))
    must(hall.desk.perform(deciding(force, INSTALLER), actor=INSTALLER))
    case = hall.draft(workflow="revoting")
    hall.act(CHAIR, case, "put")
    return case, hall.case(case).vote


def edit(hall: Chamber, case: str, word: str, **given: str) -> list[e.Event]:
    done = proposals.revise(hall.desk, CHAIR, case, hall.case(case).version, text_of(word), **given)
    return list(must(done).events)


@pytest.mark.parametrize("ballot", ["secret", "roll_call"])
def test_an_edit_voids_the_vote_and_everybody_casts_once_on_the_new_text(
    hall: Chamber, ballot: Ballot
) -> None:
    case, vote = put(hall, ballot)
    hall.cast_all(vote)
    old = hall.vote(vote)
    events = edit(hall, case, "Dəyişdirilmiş")
    again = hall.case(case).vote
    assert {"VoteVoided", "ProposalRevised", "VoteOpened"} <= {type(one.data).__name__ for one in events}
    assert len({one.act for one in events}) == 1
    # What was cast can be opened by nobody, and nothing more is taken on the old text.
    assert hall.desk.keys.held() == (again,)
    assert hall.desk.vault.votes_with_envelopes() == ()
    seat, other, *_ = hall.seats()
    assert "vote.is_void" in codes(hall.cast(vote, seat))
    assert codes(hall.cast(again, seat, manifest_hash=old.manifest_hash)) == ["ballot.other_text"]
    receipt = receipt_of(must(hall.cast(again, seat, "against")))
    assert codes(hall.cast(again, seat)) == ["ballot.already_cast"]
    assert receipt.vote == again
    must(hall.cast(again, other, "abstain"))
    hall.close(again, SECRETARY)
    void, closed = hall.vote(vote), hall.vote(again)
    assert (void.status, void.how, void.papers, void.outcome) == ("void", "edited", (), None)
    assert sorted(paper.choice for paper in closed.papers) == ["abstain", "against"]
    assert all((paper.seat is None) == (ballot == "secret") for paper in closed.papers)
    assert audit(hall.settings).findings == ()


def test_an_edit_sent_twice_puts_the_question_once_and_a_refused_one_leaves_no_key(hall: Chamber) -> None:
    case, vote = put(hall, "secret")
    first = edit(hall, case, "Yeni", key="k")
    again = hall.case(case).vote
    version = hall.case(case).version
    repeated = must(proposals.revise(hall.desk, CHAIR, case, version, text_of("Yeni"), key="k"))
    assert repeated.repeated
    assert (hall.case(case).vote, hall.desk.keys.held()) == (again, (again,))
    assert first[0].subject
    refused = proposals.revise(hall.desk, SCRIBE, case, version, text_of("Başqa"))
    assert codes(refused) == ["text.not_yours"]
    assert (hall.vote(again).status, hall.desk.keys.held()) == ("open", (again,))
    assert hall.vote(vote).status == "void"


@pytest.mark.parametrize(("trouble", "left"), [(RecordBroken("altered"), 0), (Unavailable("away"), 1)])
def test_a_key_outlives_an_error_only_where_the_act_may_have_been_committed(
    hall: Chamber, trouble: GovernanceError, left: int
) -> None:
    """Else a vote that cannot be counted would leave one behind every second that it is tried again."""
    fresh = opening.with_key(hall.desk, {"vote": "vote-never-opened"})

    def work(_: Act) -> None:
        raise trouble

    with pytest.raises(type(trouble)):
        opening.perform(hall.desk, work, fresh, actor=SYSTEM)
    assert len(hall.desk.keys.held()) == left
