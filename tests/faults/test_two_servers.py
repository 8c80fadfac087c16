"""Two servers on one PostgreSQL: each sees the other's acts, either closes a vote, time strikes once."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from support.desks import CHAIR, SECRETARY, audit, must
from support.servers import Question, call

from ecar_governance.definitions import library
from ecar_governance.domain import events as e
from ecar_governance.resources import workflows_dir
from ecar_governance.services.procedures import put_in_force

pytestmark = pytest.mark.faults


def test_acts_interleave_and_both_servers_see_all_of_them(pair) -> None:
    full, (one, two) = pair.full, pair.both
    mine, theirs = full.tickets[CHAIR], full.tickets[SECRETARY]
    text = {"titles": {"az": "İkisi", "en": "Two"}, "bodies": {"az": "1. Olsun.", "en": "1. Be it."}}
    seen: list[int] = []
    for number in range(6):
        here, there = (one, two) if number % 2 else (two, one)
        drafted = call(here, mine, "POST", "/proposals", {"workflow": "resolution", **text})
        assert drafted.status == 201, drafted
        case = drafted.body["subject"]
        read = call(there, mine, "GET", f"/proposals/{case}")
        assert (read.status, read.body["state"]) == (200, ["draft"])
        body = {"transition": "submit", "version": read.body["version"]}
        submitted = call(there, mine, "POST", f"/proposals/{case}/actions", body)
        assert submitted.status == 200, submitted
        stale = call(here, theirs, "POST", f"/proposals/{case}/actions", {**body, "transition": "refer"})
        assert stale.status == 409
        assert call(here, theirs, "GET", f"/proposals/{case}").body["state"] == ["submitted"]
        seen += [drafted.body["position"], submitted.body["position"]]
    assert seen == sorted(set(seen))


def test_either_server_closes_a_vote_that_the_other_opened(pair) -> None:
    full, (one, two) = pair.full, pair.both
    chair = full.tickets[CHAIR]
    for opener, closer in ((one, two), (two, one)):
        case = full.hall.on_agenda(full.session)
        version = full.hall.case(case).version
        opened = call(
            opener,
            chair,
            "POST",
            f"/proposals/{case}/actions",
            {"transition": "open_vote", "version": version},
        )
        assert opened.status == 200, opened
        vote = full.hall.case(case).vote
        question = Question(vote, full.hall.vote(vote).manifest_hash)
        for seat, server in zip(full.seats[:4], (one, two, one, two), strict=True):
            body = {"seat": seat, "choice": "for", "manifest_hash": question.manifest_hash}
            sent = call(server, full.ticket(seat), "POST", f"/votes/{vote}/ballots", body)
            assert sent.status == 201, sent
        waiting = call(closer, chair, "GET", f"/votes/{vote}/result")
        assert waiting.status == 404
        closed = call(closer, chair, "POST", f"/votes/{vote}/close")
        assert closed.status == 200, closed
        for server in (one, two):
            result = call(server, chair, "GET", f"/votes/{vote}/result")
            assert (result.status, result.body["carried"]) == (200, True)
        assert vote not in full.hall.desk.keys.held()


def test_what_time_brings_about_happens_once(pair) -> None:
    """Deadlines of seconds, watched by both servers and by nobody else."""
    full = pair.full
    hall = full.hall
    brisk = (workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    for was, becomes in (
        ("workflow: resolution", "workflow: brisk"),
        (
            "{after: P30D, then: escalate, remind: [P7D, P1D]}",
            "{after: PT4S, then: escalate, remind: [PT2S]}",
        ),
        ("lasts: PT48H", "lasts: PT10S"),
    ):
        assert was in brisk
        brisk = brisk.replace(was, becomes)
    must(put_in_force(hall.desk, library.load_text(brisk, "brisk.yaml")))
    reviewed = [hall.draft(workflow="brisk", body="recognition") for _ in range(5)]
    for case in reviewed:
        hall.act(CHAIR, case, "submit")
        hall.act(SECRETARY, case, "refer")
    votes = []
    for _ in range(5):
        case, vote = hall.open_vote(full.session, workflow="brisk")
        hall.cast_all(vote, "for", "for", "for")
        votes.append(vote)

    until = time.monotonic() + 60
    while time.monotonic() < until:
        waiting = [c for c in reviewed if hall.case(c).state == ("wg_review",)]
        if not waiting and all(hall.vote(vote).status == "closed" for vote in votes):
            break
        time.sleep(0.5)
    time.sleep(2.5)  # both have looked again
    events = hall.desk.record.events(limit=1_000_000)
    closings = Counter(
        x.data.vote for x in events if isinstance(x.data, e.VoteClosed) and x.data.vote in votes
    )
    assert closings == dict.fromkeys(votes, 1)
    for vote in votes:
        known = hall.vote(vote)
        assert (known.how, known.closed, len(known.papers)) == ("deadline", known.closes, 3)
    for case in reviewed:
        assert [step.transition for step in hall.case(case).steps] == ["submit", "refer", "escalate"]
    assert not set(hall.desk.keys.held()) & set(votes)
    assert audit(hall.settings).findings == ()
