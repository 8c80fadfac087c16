"""A conference of many seats made through the services: its votes open, its rectors signed in."""

from __future__ import annotations

from functools import partial
from typing import Any
from unittest.mock import patch

from msgspec import Struct

from ecar_governance import bootstrap
from ecar_governance.bootstrap import assembly
from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import Call, Role, State, Transition, VoteSpec, Workflow
from ecar_governance.services import proposals
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import register_rows
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.texts import ProposalText
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage.engine import open_database
from ecar_governance.storage.projections import compare
from ecar_governance.web.sessions import Sessions

KINDS = ("secret", "roll_call")


class Voter(Struct, frozen=True):
    """A rector in a browser: the seat they vote for and the cookie of their session."""

    person: str
    seat: str
    cookie: str


class Question(Struct, frozen=True):
    """An open vote and the hash of the text it is about."""

    vote: str
    kind: str
    manifest_hash: str


class Hall(Struct, frozen=True):
    """What the load generator must know of the conference."""

    voters: tuple[Voter, ...]
    questions: tuple[Question, ...]


def make_hall(settings: Settings, seats: int, votes: dict[str, int]) -> Hall:
    """Founds the conference; `votes` says how many are opened of each kind (`KINDS`)."""
    # What is made here is thrown away afterwards: only the server, later, waits for the disk.
    with patch.object(assembly, "open_database", partial(open_database, durable=False)):
        people = found_hall(settings, seats, KINDS)
        with bootstrap.open_installation(settings) as installation:
            desk = installation.desk
            questions = tuple(
                put_question(desk, people[0], kind) for kind, count in votes.items() for _ in range(count)
            )
            sessions = Sessions(desk.accounts, desk.clock, settings)
            voters = tuple(
                Voter(person, f"seat-U{n:04}", sessions.begin(person)) for n, person in enumerate(people)
            )
    return Hall(voters, questions)


def found_hall(settings: Settings, seats: int, kinds: tuple[str, ...]) -> list[str]:
    """Founds the conference, with a member for each seat and a procedure for each of the `kinds`; gives their
    rectors, that of seat 0 first."""
    bootstrap.found(
        settings, administrator={"az": "İnzibatçı", "en": "Administrator"}, email="a@ecar.example"
    )
    with bootstrap.open_installation(settings) as installation:
        people = _seat_members(installation.desk, seats)
        for kind in kinds:
            _must(put_in_force(installation.desk, _motion(kind)))
    return people


def _seat_members(desk: Desk, seats: int) -> list[str]:
    numbers = range(seats)
    people, rows = [], []
    for n in numbers:
        names = {"az": f"Rektor {n}", "en": f"Rector {n}"}
        person, row = register_rows(desk, f"person-{n:04}", names, f"rector-{n}@ecar.example", "az")
        people.append(person)
        rows.append(row)
    institutions = tuple(
        e.InstitutionRegistered(
            f"U{n:04}",
            "member",
            {"az": f"Universitet {n}", "en": f"University {n}"},
            "AZ",
            "Bakı",
            "2026-01-01",
        )
        for n in numbers
    )
    mandates = tuple(
        e.MandateGranted(f"mandate-{n:04}", f"person-{n:04}", "rector", f"U{n:04}") for n in numbers
    )
    office = e.MandateGranted("mandate-office", "person-0000", "secretariat")
    mandates = (*mandates, office)
    command = c.ImportMembers(institutions=institutions, people=tuple(people), mandates=mandates)
    _must(desk.perform(deciding(command, INSTALLER, tuple(rows)), actor=INSTALLER))
    return [person.person for person in people]


def _motion(kind: Any) -> Workflow:
    """A question put to the plenary at once, and nothing else."""
    names = {"az": "Təklif", "en": "Motion"}
    return Workflow(
        name=f"motion_{kind}",
        version="1.0.0",
        title=names,
        kind="qerar",
        initial="draft",
        roles={"mover": Role(("rector",))},
        states={
            "draft": State("draft", names, editable=True),
            "voting": State("voting", names, vote=VoteSpec("plenary", kind, VoteRule.simple())),
            "adopted": State("adopted", names, final=True, outcome="adopted"),
            "rejected": State("rejected", names, final=True, outcome="rejected"),
        },
        transitions={
            "put": Transition(
                "put", names, ("draft",), "voting", by=("mover",), effects=(Call("open_vote"),)
            ),
            "carried": Transition("carried", names, ("voting",), "adopted", trigger="vote_carried"),
            "lost": Transition("lost", names, ("voting",), "rejected", trigger="vote_lost"),
            "voided": Transition("voided", names, ("voting",), "draft", trigger="vote_voided"),
        },
    )


def put_question(desk: Desk, person: str, kind: str) -> Question:
    """One more proposal, drafted and put to the vote."""
    text = ProposalText({"az": "Təklif", "en": "Motion"}, {"az": "1. Təsdiq edilsin.", "en": "1. Approved."})
    case = _must(proposals.draft(desk, person, text, workflow=f"motion_{kind}")).events[0].subject
    version = desk.conference.cases[case].version
    _must(proposals.act(desk, person, case, "put", version, {}))
    vote = desk.conference.votes[desk.conference.cases[case].vote]
    return Question(vote.vote, kind, vote.manifest_hash)


def _must(outcome: Outcome) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def kept(settings: Settings, hall: Hall) -> dict[str, dict[str, str]]:
    """After the server has ended: by vote, each seat's receipt as the log has it. The projections are
    compared with the log on the way."""
    with bootstrap.open_installation(settings) as installation:
        conference = installation.desk.conference
        with installation.database.reading() as connection:
            assert compare(connection, conference) == []
        return {
            one.vote: {seat: mark.digest for seat, mark in conference.votes[one.vote].marks.items()}
            for one in hall.questions
        }
