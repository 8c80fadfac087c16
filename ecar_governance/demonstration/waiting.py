"""What the demo leaves for its visitor: an open secret ballot, a proposal under review, and a draft."""

from __future__ import annotations

import secrets

from ecar_governance.demonstration import texts
from ecar_governance.demonstration.deciding import Ballot, cast
from ecar_governance.demonstration.stage import ADMINISTRATOR, OFFICER, PRESIDENT, SECRETARY, Stage
from ecar_governance.domain.voting.rule import CHOICES
from ecar_governance.services import importing, sessions

HAVE_VOTED = ("ASPU", "ATMU", "AUL", "BAAU", "GSU", "LSU", "UTECA")
AWAY = ("NU", "OYU")


def leave_open(stage: Stage) -> str:
    """Session 4 stays open with its vote, and work waits elsewhere. Gives the open vote."""
    stage.done(
        importing.import_csv(
            stage.desk, stage.person(ADMINISTRATOR), "candidate.csv", texts.file("candidate.csv")
        )
    )
    vote = _ballot(stage)
    case = stage.draft("rector-uteca", texts.text("digital-courses"), "UTECA")
    stage.act("rector-uteca", case, "submit")
    stage.act(OFFICER, case, "refer")
    stage.tell.step("A proposal waits for the working group’s recommendation", stage.name(OFFICER))
    stage.draft("assistant-khazar", texts.text("mobility-charter"), "KHAZAR")
    stage.tell.step("A draft waits to be submitted", stage.name("assistant-khazar"))
    return vote


def _ballot(stage: Stage) -> str:
    """A university applies; the plenary is voting on it by secret ballot."""
    desk, tell = stage.desk, stage.tell
    case = stage.draft(PRESIDENT, texts.text("membership"), "BBU")
    stage.act(PRESIDENT, case, "apply", institution="SAMPLE")
    stage.act(SECRETARY, case, "confirm")
    tell.step("An application for membership handed in and checked", stage.name(SECRETARY))
    session = stage.convene(SECRETARY, stage.soon())
    stage.act(SECRETARY, case, "place_on_agenda", session=session)
    stage.attend(session, [code for code in stage.institutions() if code not in AWAY], {})
    stage.officers(session, by=OFFICER, chair=PRESIDENT, secretary=SECRETARY)
    stage.done(sessions.open_session(desk, stage.person(PRESIDENT), session))
    stage.act(PRESIDENT, case, "open_vote")
    vote = desk.conference.cases[case].vote
    # Not even this file knows what they chose.
    cast(stage, vote, {code: Ballot(secrets.choice(CHOICES)) for code in HAVE_VOTED})
    tell.step(
        f"Secret ballot open for two days: {len(HAVE_VOTED)} of {len(stage.institutions())} have voted",
        stage.name(PRESIDENT),
    )
    return vote
