"""An indicative poll: counted as any vote, marked wherever it is told, and nothing follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from story import Story, begun, bundled, digest, in_force, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain.proving.monitors import decides
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.domain.voting.explain import explain
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.sentences import render
from ecar_governance.domain.voting.thresholds import Quorum
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.domain.workflow import Call, Workflow
from ecar_governance.verifier.replay import replay


def before_session(change: Callable[[Workflow], Workflow] | None = None) -> tuple[Story, str]:
    """A text with an amendment on the agenda of an open session of six; `change` makes the procedure."""
    story = begun()
    if change is not None:
        story.do(c.PutWorkflowInForce(in_force(change(bundled()["amendment"]))), story.by("ada"))
    session = story.session(present=range(6))
    case = story.id("case")
    fields = {"amendment": digest("sixty days")}
    story.do(c.DraftProposal(case, "amendment", manifest(), (), "", fields), story.by("r0", "rector"))
    story.act(case, "place_on_agenda", session=session)
    return story, case


@pytest.mark.parametrize("choices", ["ffffff", "aaaaaa", "fffaaa", "f-----", "------"])
def test_however_it_turns_out_the_case_goes_the_same_way(choices: str) -> None:
    story, case = before_session()
    story.act(case, "hold_poll")
    poll = story.case(case).vote
    story.ballots(poll, choices)
    story.close(poll)
    assert story.states(case) == "agenda"
    vote = story.vote(poll)
    assert vote.rule.indicative
    assert vote.outcome is not None
    for lang, word in (("az", "heç nəyi həll etmir"), ("en", "which decides nothing")):
        assert word in render(explain(vote.rule, vote.outcome), lang)[-1]
        assert word in rule_sentence(vote.rule, lang)
    assert would_change(vote.rule, vote.outcome) == ()
    again = recount(from_plain(to_plain(record_of(vote))))
    assert (again.findings, again.outcome) == ((), vote.outcome)
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def test_no_resolution_rests_on_a_poll_that_was_in_favour() -> None:
    """Not even where a procedure that nobody checked asks for the number after one."""
    story, case = before_session()
    story.act(case, "hold_poll")
    story.ballots(story.case(case).vote, "ffffff")
    story.close(story.case(case).vote)
    flow = story.conference.workflows[story.case(case).workflow_hash]
    ways = flow.workflow.transitions
    asked = replace(ways["no_amendment"], effects=(Call("number_resolution", {}),))
    changed = replace(flow.workflow, transitions={**ways, "no_amendment": asked})
    known = story.conference.workflows.insert(flow.hash, replace(flow, workflow=changed))
    story.conference = replace(story.conference, workflows=known)
    assert story.refused(story.action(case, "no_amendment"), story.office) == ["resolution.not_carried"]


def test_no_proof_takes_it_for_a_vote() -> None:
    rule = VoteRule.absolute(Quorum(number=9))
    assert decides(rule)
    assert not decides(replace(rule, indicative=True))


def test_the_amendment_comes_first_then_the_text_as_amended() -> None:
    story, case = before_session()
    first = story.case(case)
    assert story.refused(story.action(case, "open_vote"), story.office) == ["transition.not_from_here"]
    story.act(case, "put_amendment")
    amendment = story.case(case).vote
    assert story.vote(amendment).manifest_hash == first.manifest_hash
    story.ballots(amendment, "ffffaa")
    story.close(amendment)
    assert story.states(case) == "amending"
    now = story.case(case)
    amended = c.ReviseProposal(case, now.version, manifest("sixty days"), now.sponsors, now.body)
    story.do(amended, story.office)
    story.act(case, "confirm_amended")
    story.act(case, "confirm_amended", story.by("r1", "session_chair"))
    story.at += timedelta(minutes=1)
    vote = story.open_vote(case)
    assert story.vote(vote).manifest_hash == story.case(case).manifest_hash != first.manifest_hash
    story.ballots(vote, "ffffff")
    story.close(vote)
    resolution = story.conference.resolutions[story.case(case).resolution]
    assert resolution.numbered.vote == vote


def test_the_amendment_is_put_by_its_own_digest_beside_the_text_s() -> None:
    story, case = before_session()
    amendment = story.case(case).fields["amendment"]
    story.act(case, "put_amendment")
    vote = story.vote(story.case(case).vote)
    assert (vote.manifest_hash, vote.fields) == (story.case(case).manifest_hash, {"amendment": amendment})
    assert story.refused(_amending(story, case), story.office) == ["text.not_editable", "vote.is_open"]
    story.ballots(vote.vote, "ffffaa")
    story.close(vote.vote)
    record = record_of(story.vote(vote.vote))
    assert record.fields == {"amendment": amendment}
    assert from_plain(to_plain(record)) == record


def test_an_edit_of_the_amendment_alone_voids_its_vote_where_the_rule_says_so() -> None:
    def voided_by_edits(flow: Workflow) -> Workflow:
        state = flow.states["amendment"]
        assert state.vote is not None
        rule = replace(state.vote.rule, on_edit="voids")
        state = replace(state, editable=True, vote=replace(state.vote, rule=rule))
        return replace(flow, version="9.0.0", states={**flow.states, "amendment": state})

    story, case = before_session(voided_by_edits)
    story.act(case, "put_amendment")
    vote = story.case(case).vote
    story.ballots(vote, "ff")
    unchanged = replace(_amending(story, case), fields={"amendment": story.case(case).fields["amendment"]})
    assert story.refused(unchanged, story.office) == ["nothing.changes"]
    events = story.do(_amending(story, case), story.office)
    assert [type(one.data).__name__ for one in events][:1] == ["VoteVoided"]
    assert (story.vote(vote).status, story.vote(vote).how) == ("void", "edited")
    assert story.states(case) == "agenda"
    story.at += timedelta(minutes=1)
    story.act(case, "put_amendment")
    again = story.vote(story.case(case).vote)
    assert again.manifest_hash == story.vote(vote).manifest_hash
    assert again.fields == {"amendment": digest("another")} != story.vote(vote).fields


def _amending(story: Story, case: str) -> c.ReviseProposal:
    """The same text, another amendment."""
    now = story.case(case)
    return c.ReviseProposal(
        case, now.version, now.manifest, now.sponsors, now.body, {"amendment": digest("another")}
    )
