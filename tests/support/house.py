"""A small conference for tests of the storage: founded, with rectors, and two procedures written in Python.

`motion` puts a question to the plenary at once; `circuit` leads round six states, for whoever wants many
transitions. All ids are counted, so that two runs write the same log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import bytes_digest, canonical, parse
from ecar_governance.domain.codec import plain
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import (
    Call,
    Role,
    State,
    Transition,
    VoteSpec,
    Workflow,
    hash_of,
)
from ecar_governance.services.ports import Act, Done, Office, Outcome, VaultWrite

INSTALLER = Actor("installer")
SYSTEM = Actor("system")
ORIGIN = "test.ecar.example/log"
CIRCUIT = tuple(f"stop{number}" for number in range(6))

Work = Callable[[Act], Refused | None]


def deciding(command: c.AnyCommand, actor: Actor, *writes: VaultWrite) -> Work:
    """The commonest work: decide one command, keep some vault rows beside it."""

    def work(act: Act) -> Refused | None:
        answer = act.decide(command, actor)
        if isinstance(answer, Refused):
            return answer
        for write in writes:
            act.vault(write)
        return None

    return work


def motion() -> Workflow:
    """Draft, open vote, adopted or rejected: nothing between."""
    names = {"az": "Təklif", "en": "Motion"}
    return Workflow(
        name="motion",
        version="1.0.0",
        title=names,
        kind="qerar",
        initial="draft",
        roles={"mover": Role(("rector",))},
        states={
            "draft": State("draft", names, editable=True),
            "voting": State("voting", names, vote=VoteSpec("plenary", "secret", VoteRule.simple())),
            "adopted": State("adopted", names, final=True, outcome="adopted"),
            "rejected": State("rejected", names, final=True, outcome="rejected"),
        },
        transitions={
            "put": Transition(
                "put", names, ("draft",), "voting", by=("mover",), effects=(Call("open_vote"),)
            ),
            "carried": Transition(
                "carried",
                names,
                ("voting",),
                "adopted",
                trigger="vote_carried",
                effects=(Call("number_resolution"), Call("request_typesetting")),
            ),
            "lost": Transition("lost", names, ("voting",), "rejected", trigger="vote_lost"),
            "voided": Transition("voided", names, ("voting",), "draft", trigger="vote_voided"),
        },
    )


def revoting(ballot: Literal["secret", "roll_call"] = "secret") -> Workflow:
    """The motion, the text of which may be changed while it is voted on: it is put anew at once then."""
    base = motion()
    rule = replace(VoteRule.simple(), on_edit="voids")
    voting = replace(base.states["voting"], editable=True, vote=VoteSpec("plenary", ballot, rule))
    voided = replace(base.transitions["voided"], target="voting", effects=(Call("open_vote"),))
    return replace(
        base,
        name="revoting",
        states={**base.states, "voting": voting},
        transitions={**base.transitions, "voided": voided},
    )


def circuit() -> Workflow:
    """Six states in a ring, each way on open to every rector."""
    names = {"az": "Dövrə", "en": "Circuit"}
    ring = dict(zip(CIRCUIT, (*CIRCUIT[1:], CIRCUIT[0]), strict=True))
    return Workflow(
        name="circuit",
        version="1.0.0",
        title=names,
        kind="qerar",
        initial=CIRCUIT[0],
        roles={"mover": Role(("rector",))},
        states={name: State(name, names) for name in ring},
        transitions={
            f"from_{here}": Transition(f"from_{here}", names, (here,), there, by=("mover",))
            for here, there in ring.items()
        },
    )


def in_force(workflow: Workflow) -> e.WorkflowPutInForce:
    definition = parse(canonical(plain(workflow)))
    return e.WorkflowPutInForce(workflow.name, workflow.version, hash_of(definition), definition, 1)


def digest_of(text: str) -> str:
    return bytes_digest(text.encode())


def manifest(text: str = "Mətn") -> e.Manifest:
    return e.Manifest({"az": digest_of(text + "t")}, {"az": digest_of(text + "b")}, "az")


class House:
    """A founded conference behind an office."""

    def __init__(self, office: Office, *, members: int = 5) -> None:
        self.office = office
        self.members = members

    def found(self, *, origin: str = ORIGIN, log_key: str = "key") -> House:
        """The conference, its members, and a rector for each of their seats."""
        founded = e.ConferenceFounded(
            origin, {"az": "Konfrans", "en": "Conference"}, "Asia/Baku", {"az": "Bakı"}, log_key, True
        )
        plenary = e.BodyRegistered("plenary", "plenary", {"az": "Plenar iclas", "en": "Plenary"})
        group = e.BodyRegistered("wg-1", "working_group", {"az": "İşçi qrupu", "en": "Working group"})
        workflows = (in_force(motion()), in_force(circuit()))
        first = e.PersonRegistered("person-admin", digest_of("admin"))
        self.must(c.FoundConference(founded, (plenary, group), workflows, first, "mandate-admin"), INSTALLER)
        numbers = range(self.members)
        self.must(
            c.ImportMembers(
                institutions=tuple(
                    e.InstitutionRegistered(
                        f"U{n:03}", "member", {"az": f"Universitet {n}"}, "AZ", "Bakı", "2026-01-01"
                    )
                    for n in numbers
                ),
                people=tuple(e.PersonRegistered(f"person-{n:03}", digest_of(str(n))) for n in numbers),
                mandates=tuple(
                    e.MandateGranted(f"mandate-{n:03}", f"person-{n:03}", "rector", f"U{n:03}")
                    for n in numbers
                ),
            ),
            INSTALLER,
        )
        return self

    def rector(self, number: int) -> Actor:
        return Actor("person", f"person-{number:03}", f"mandate-{number:03}", f"U{number:03}")

    def must(self, command: c.AnyCommand, actor: Actor, *writes: VaultWrite, key: str | None = None) -> Done:
        """Performs it; a refusal fails the test."""
        outcome = self.may(command, actor, *writes, key=key)
        assert isinstance(outcome, Done), outcome
        return outcome

    def may(
        self, command: c.AnyCommand, actor: Actor, *writes: VaultWrite, key: str | None = None
    ) -> Outcome:
        return self.office.perform(deciding(command, actor, *writes), actor=actor, key=key)

    def draft(self, case: str, workflow: str = "motion", by: int = 0) -> Done:
        return self.must(c.DraftProposal(case, workflow, manifest()), self.rector(by))

    def put(self, case: str, vote: str, by: int = 0) -> Done:
        version = self.office.conference.cases[case].version
        command = c.TakeAction(case, "put", version, fresh={"vote": vote}, public_key="public")
        return self.must(command, self.rector(by))

    def step(self, case: str, by: int = 0) -> Work:
        """Work that takes the next transition of a case in the circuit, from wherever it stands."""
        actor = self.rector(by)

        def work(act: Act) -> Refused | None:
            here = act.conference.cases[case]
            answer = act.decide(c.TakeAction(case, f"from_{here.state[0]}", here.version), actor)
            return answer if isinstance(answer, Refused) else None

        return work

    def ballot(self, vote: str, number: int, what: str = "", replaces: str = "") -> Work:
        """Work that casts the ballot of a seat: mark, event and envelope together."""
        sealed = hashlib.sha512(f"{vote}/{number}/{what}".encode()).digest()
        digest = bytes_digest(sealed)
        actor, seat = self.rector(number), f"seat-U{number:03}"
        row: dict[str, Any] = {"digest": digest, "sealed": sealed}

        def work(act: Act) -> Refused | None:
            shown = act.conference.votes[vote].manifest_hash
            answer = act.decide(c.CastBallot(vote, seat, digest, shown, replaces), actor)
            if isinstance(answer, Refused):
                return answer
            act.vault(VaultWrite("envelope", {"vote": vote, "seat": seat}, row))
            return None

        return work

    def cast(self, vote: str, number: int, what: str = "", key: str | None = None) -> Outcome:
        return self.office.perform(self.ballot(vote, number, what), actor=self.rector(number), key=key)
