"""Every reason that the core itself gives, produced by a command that deserves it; and all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from story import NAMES, begun, digest, met
from support import (
    refusals_blocks,
    refusals_division,
    refusals_documents,
    refusals_elections,
    refusals_members,
    refusals_migrating,
    refusals_objecting,
    refusals_opinions,
    refusals_people,
    refusals_proxies,
    refusals_votes,
)
from support.refusals import (
    CASES,
    on_agenda,
    voting,
)

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain import registry
from ecar_governance.domain.reasons import REASONS

TABLES = (
    refusals_members,
    refusals_votes,
    refusals_people,
    refusals_opinions,
    refusals_blocks,
    refusals_division,
    refusals_documents,
    refusals_migrating,
    refusals_objecting,
    refusals_proxies,
    refusals_elections,
)
"""Importing them fills `CASES`."""

# --- all of them -------------------------------------------------------------------------------------------

OWN = set(REASONS) - set(registry.REASONS)


def test_every_reason_of_the_core_is_produced_here() -> None:
    """Those of the machine, the inputs and the guards are produced by their own tests."""
    assert set(CASES) == OWN


@pytest.mark.parametrize("code", sorted(OWN & set(CASES)))
def test_the_reason_is_given_and_its_sentence_filled(code: str) -> None:
    story, command, actor = CASES[code]()
    before = story.conference
    found = [reason for reason in story.reasons(command, actor) if reason.code == code]
    assert found, story.refused(command, actor)
    assert REASONS[code].format(**found[0].params)
    assert story.conference is before


# --- all at once -------------------------------------------------------------------------------------------


def test_a_ballot_learns_everything_that_is_wrong() -> None:
    story, vote = voting()
    story.cast(vote, 0)
    command = c.CastBallot(vote, "seat-U0", digest("e"), digest("older"), "")
    assert story.refused(command, story.by("r0")) == ["ballot.other_text", "ballot.already_cast"]
    story.wait(hours=48)
    assert story.refused(command, story.by("a0")) == [
        "vote.deadline_passed",
        "ballot.other_text",
        "ballot.not_your_seat",
    ]


def test_a_stranger_does_not_learn_the_receipt() -> None:
    story, vote = voting()
    receipt = story.cast(vote, 0)
    told = story.reasons(c.CastBallot(vote, "seat-U0", digest("e"), ""), story.by("r3"))
    assert receipt not in str(told)


def test_a_draft_learns_everything_that_is_wrong() -> None:
    story = begun()
    text = e.Manifest(
        {"az": digest("t")}, {}, "az", (e.Attachment("a", digest("1")), e.Attachment("a", digest("2")))
    )
    command = c.DraftProposal("case", "none", text, ("NOWHERE", "U0"), "nobody")
    assert story.refused(command, story.by("r0")) == [
        "institution.unknown",
        "text.prevailing_missing",
        "text.title_and_body_differ",
        "text.attachment_twice",
        "body.unknown",
        "workflow.unknown",
    ]


def test_an_action_learns_of_the_version_the_role_the_inputs_and_the_guards() -> None:
    story, case = on_agenda(present=3)
    command = story.action(case, "enter_hand_count", version=1, extra=1)
    assert story.refused(command, story.by("r3")) == [
        "version.changed",
        "role.missing",
        *["input.missing"] * 5,
        "input.unknown",
        "guard.session_quorate",
    ]


def test_a_grant_learns_everything_that_is_wrong() -> None:
    story = begun()
    wanted = e.MandateGranted(
        story.by("r0").mandate, "olga", "rector", "U0", "seat-U1", "none", "none", story.at, story.at
    )
    assert story.refused(c.GrantMandate(wanted), story.office) == [
        "mandate.own",
        "mandate.seat_differs",
        "body.unknown",
        "session.unknown",
        "mandate.exists",
        "mandate.ends_before_it_begins",
    ]


def test_a_convocation_learns_everything_that_is_wrong() -> None:
    story, session = met()
    wanted = e.SessionConvened(session, "none", 0, story.at + timedelta(days=1), "Nowhere", NAMES)
    assert story.refused(c.ConveneSession(wanted), story.office) == [
        "body.unknown",
        "session.exists",
        "zone.unknown",
        "session.number_not_positive",
    ]
