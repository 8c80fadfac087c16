"""Adoption without a vote, and what members say of it: what an objection does, and what stays on record."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from story import Story, bundled, digest
from support.refusals import on_agenda, ruled

from ecar_governance.domain.checks import check
from ecar_governance.domain.decision import Context
from ecar_governance.domain.options import options
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.domain.voting.explain import explain
from ecar_governance.domain.voting.judge import without_vote
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.tally import withheld_without_vote
from ecar_governance.domain.voting.thresholds import simple_majority, two_thirds_majority
from ecar_governance.domain.voting.told import in_words
from ecar_governance.errors import InvalidInput

SIMPLE = VoteRule((simple_majority(),))
OF_ALL = VoteRule((two_thirds_majority(),))


def said(text: str) -> tuple[Objected, ...]:
    """Of "orr": seat s0 objects, s1 and s2 have a reservation."""
    words = {"o": "objection", "r": "reservation"}
    return tuple(Objected(f"s{n}", words[letter]) for n, letter in enumerate(text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "needed", "objections", "decided_by"),
    [
        (SIMPLE, 1, "", "consensus"),
        (SIMPLE, 1, "rr", "consensus"),
        (SIMPLE, 1, "o", "objected"),
        (SIMPLE, 2, "o", "consensus"),
        (SIMPLE, 2, "or", "consensus"),
        (SIMPLE, 2, "oo", "objected"),
        (SIMPLE, None, "oooo", "consensus"),
        # Eight of twelve must agree, and nine are there: one objection leaves enough, two do not.
        (OF_ALL, None, "o", "consensus"),
        (OF_ALL, None, "oo", "majority_missed"),
        (OF_ALL, None, "rrr", "consensus"),
        (SIMPLE, None, "ooooooooo", "no_votes"),
    ],
)
def test_what_objections_do_is_for_the_rule_to_say(
    rule: VoteRule, needed: int | None, objections: str, decided_by: str
) -> None:
    found = without_vote(replace(rule, objections=needed), 9, 12, objections=said(objections))
    assert found.decided_by == decided_by
    assert found.carried is (decided_by == "consensus")
    assert len(found.objections) == objections.count("o") == found.counts.against
    assert len(found.reservations) == objections.count("r")


@pytest.mark.parametrize("wrong", [0, -1, True, 1.0])
def test_a_vote_is_asked_for_by_one_objection_or_more(wrong: Any) -> None:
    with pytest.raises(InvalidInput, match="one objection or more"):
        replace(SIMPLE, objections=wrong)


@pytest.mark.parametrize(
    ("by", "objecting", "withheld"),
    [
        (("against",), ["s0"], ("A",)),
        (("absent",), ["s0"], ()),
        (("abstain",), ["s0"], ()),
        (("against",), ["s1"], ()),
    ],
)
def test_whoever_must_consent_withholds_it_by_objecting(
    by: Any, objecting: list[str], withheld: tuple[str, ...]
) -> None:
    rows = (Elector("s0", "A"), Elector("s1", "B"))
    rule = replace(SIMPLE, consent=(Consent(("A",), by),), objections=None)
    assert withheld_without_vote(rule, rows, ["s0", "s1"], [], objecting) == withheld


def test_the_explanation_names_who_objected_and_what_that_did() -> None:
    rule = replace(SIMPLE, objections=2)
    found = without_vote(rule, 9, 12, objections=said("or"))
    called = {"s0": {"az": "Birinci", "en": "First"}, "s1": {"az": "İkinci", "en": "Second"}}
    told = " ".join(in_words(explain(rule, found, called=called), "en"))
    assert "Objected: First. It takes 2 objections for a vote to be held" in told
    assert "no part of the agreement: Second." in told
    assert told.endswith("Adopted without a vote.")
    assert "Birinci" in " ".join(in_words(explain(rule, found, called=called), "az"))
    assert "nobody asked for a vote" not in told
    assert "2" in rule_sentence(rule, "en")
    assert "recorded" in rule_sentence(replace(rule, objections=None), "en")


def adopted(rule: VoteRule | None = None, **by: str) -> tuple[Story, str]:
    """A case adopted without a vote, after the rectors named said what is said."""
    story, case = on_agenda(change=None if rule is None else lambda flow: ruled(flow, rule))
    for person, transition in by.items():
        story.act(case, transition, story.by(person), reason=digest(person))
    return story, case


def done(story: Story, case: str) -> Vote:
    story.act(case, "adopt_without_vote")
    return story.vote(story.case(case).vote)


def test_a_reservation_takes_the_place_of_an_objection_and_is_kept_with_its_reasons() -> None:
    story, case = adopted(r2="object")
    assert story.refused(story.action(case, "adopt_without_vote"), story.office) == ["vote.objected"]
    story.act(case, "reserve", story.by("r2"), reason=digest("still not ours"))
    vote = done(story, case)
    assert vote.objections == (Objected("seat-U2", "reservation", digest("still not ours")),)
    assert vote.outcome is not None
    assert vote.outcome.reservations == ("seat-U2",)


def test_what_is_entered_on_behalf_of_a_member_is_marked_so() -> None:
    story, case = on_agenda(change=lambda flow: ruled(flow, replace(SIMPLE, objections=None)))
    story.act(case, "enter_objection", institution="U3")
    [one] = done(story, case).objections
    assert (one.seat, one.said, one.entered) == ("seat-U3", "objection", True)


def test_whoever_is_not_there_sees_beforehand_that_they_cannot_object() -> None:
    story, case = on_agenda(present=5)
    held = story.case(case)
    workflow = story.conference.workflows[held.workflow_hash].workflow

    def told(person: str, name: str) -> list[str]:
        found = options(workflow, story.conference, held, Context(story.by(person), story.at))
        [one] = [one for one in found if one.transition.name == name]
        return [reason.code for reason in one.reasons]

    for name in ("object", "reserve"):
        assert told("r4", name) == []
        assert told("r5", name) == ["objection.no_seat"]
    # For whom somebody else enters one, the form says.
    assert told("olga", "enter_objection") == []


def test_where_nobody_can_object_the_checker_warns() -> None:
    flow = bundled()["resolution"]
    left = {
        name: rule for name, rule in flow.transitions.items() if name not in ("object", "enter_objection")
    }
    found = [one for one in check(replace(flow, transitions=left)) if one.code == "vote.nobody_objects"]
    assert [(one.severity, one.path) for one in found] == [("warning", ("transitions", "adopt_without_vote"))]
    for name, shipped in bundled().items():
        assert "vote.nobody_objects" not in [one.code for one in check(shipped)], name


def test_what_was_said_of_another_text_or_session_does_not_count() -> None:
    story, case = adopted(r2="object")
    held = story.case(case)
    assert held.objected("voting")
    assert not held.objected("signing")
    assert not replace(held, manifest_hash=digest("other")).objected("voting")
    assert not replace(held, session="session-9").objected("voting")


def test_the_record_counts_again_with_what_was_said() -> None:
    story, case = adopted(replace(SIMPLE, objections=2), r1="object", r2="reserve")
    record = record_of(done(story, case))
    assert from_plain(to_plain(record)) == record
    assert recount(record).findings == ()
    # One objection more and it was not adopted: the claim is told to differ.
    more = replace(record, objections=(*record.objections, Objected("seat-U4", "objection")))
    assert recount(more).result == "rejected"
    assert recount(more).findings


NEEDED = replace(SIMPLE, consent=(Consent(("U1",), ("absent",)),))


def test_a_record_that_asks_for_consent_carries_who_was_entitled() -> None:
    story, case = on_agenda(change=lambda flow: ruled(flow, NEEDED))
    record = record_of(done(story, case))
    assert record.electorate
    assert recount(record).findings == ()
    assert isinstance(record.present, tuple)
    gone = replace(record, present=tuple(seat for seat in record.present if seat != "seat-U1"))
    assert recount(gone).outcome.decided_by == "consent_withheld"


def test_without_the_electorate_whether_consent_was_withheld_is_undecidable() -> None:
    story, case = on_agenda(change=lambda flow: ruled(flow, NEEDED))
    record = replace(record_of(done(story, case)), electorate=())
    with pytest.raises(InvalidInput, match="cannot be told without the electorate"):
        recount(record)
