"""Scenes that the story has no place for, played after it in a session of their own: for pictures, and for
tests of pages. Each gives the stops at which it is seen."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from ecar_governance.definitions import library
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Majority
from ecar_governance.domain.workflow import Call, VoteSpec, Workflow
from ecar_governance.services import agendas, ending, proposals, proxies, sessions
from ecar_governance.services.desk import Desk
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.texts import ProposalText
from support.house_tour import Stop
from support.story import Story, Teller, must

Change = Callable[[VoteSpec], VoteSpec]
OTHERWISE = {"adopt_without_vote", "enter_hand_count", "record_objection", "record_reservation"}
ABSENT = ("NU", "SAMPLE")
FIRST, SECOND = ("BBU", "ASPU", "BEU", "BHOS"), ("UTECA", "NU", "LSU", "KHAZAR")


def ruled(name: str, change: Change) -> Workflow:
    """The resolution's procedure under another name, whose question is put in another way."""
    base = library.load_file(library.bundled()["resolution"])
    asked = base.states["voting"].vote
    assert asked is not None
    voting = replace(base.states["voting"], vote=change(asked))
    return replace(base, name=name, states={**base.states, "voting": voting})


def reopening(name: str = "reopening") -> Workflow:
    """The same, where an edit voids the vote and the question is put anew at once."""
    flow = ruled(name, lambda asked: replace(asked, rule=replace(asked.rule, on_edit="voids")))
    voided = replace(flow.transitions["voided"], target="voting", effects=(Call("open_vote"),))
    voting = replace(flow.states["voting"], editable=True)
    return replace(
        flow,
        states={**flow.states, "voting": voting},
        transitions={**flow.transitions, "voided": voided},
    )


def by_rule(name: str, **changed: Any) -> Workflow:
    """The same, with parts of the rule otherwise."""
    return ruled(name, lambda asked: replace(asked, rule=replace(asked.rule, **changed)))


def in_chambers(name: str = "chambers") -> Workflow:
    """The same, decided in two chambers; a lot is drawn where one is equally divided."""

    def change(asked: VoteSpec) -> VoteSpec:
        titles = ({"az": "Paytaxt", "en": "The capital"}, {"az": "Bölgələr", "en": "The regions"})
        chambers = tuple(
            Chamber(name=one, institutions=members, title=title)
            for one, members, title in zip(("baku", "regions"), (FIRST, SECOND), titles, strict=True)
        )
        majorities = tuple(
            Majority(more_than=Fraction(1, 2), of="for_and_against", chamber=one.name) for one in chambers
        )
        rule = VoteRule(majorities, tie="lot", quorum=asked.rule.quorum, article=asked.rule.article)
        electorate = Electorate(chambers=chambers)
        return replace(asked, rule=rule, electorate=electorate, obtained=("ballots",))

    return by_ballots(ruled(name, change))


def in_secret(name: str = "in_secret") -> Workflow:
    """The same, decided by secret ballot."""

    def change(asked: VoteSpec) -> VoteSpec:
        return replace(asked, ballot="secret", obtained=("ballots",))

    return by_ballots(ruled(name, change))


def by_ballots(flow: Workflow) -> Workflow:
    """The procedure without the ways by which a question is settled otherwise."""
    ways = {
        name: way
        for name, way in flow.transitions.items()
        if not {call.name for call in way.effects} & OTHERWISE
    }
    roles = {name: role for name, role in flow.roles.items() if name != "member"}
    return replace(flow, roles=roles, transitions=ways)


class Stage:
    """Puts questions in a session of its own, after the story."""

    def __init__(self, desk: Desk, story: Story) -> None:
        self.desk, self.story = desk, story
        self.teller = Teller(desk)
        self.session = self.teller.session("scenes", absent=ABSENT)

    def on_agenda(self, workflow: Workflow | None, az: str, en: str, session: str = "") -> str:
        """A proposal on the agenda, under the procedure."""
        name = "resolution"
        if workflow is not None:
            name = workflow.name
            if not any(one.name == name for one in self.desk.conference.workflows.values()):
                must(put_in_force(self.desk, workflow))
        text = ProposalText(
            {"az": f"{az} haqqında", "en": f"On {en}"},
            {"az": f"1. {az} təsdiq edilsin.", "en": f"1. The rules on {en} are approved."},
        )
        chair = self.story.people["chair"]
        case = must(proposals.draft(self.desk, chair, text, workflow=name)).events[0].subject
        self.act(case, "submit", "chair")
        self.act(case, "place_directly", "secretariat", session=session or self.session)
        return case

    def act(self, case: str, transition: str, role: str, **inputs: Any) -> None:
        self.teller.act(case, transition, self.story.people[role], **inputs)

    def open(self, case: str, choices: str = "") -> str:
        """The vote, opened, with these ballots."""
        self.act(case, "open_vote", "chair")
        return self.teller.ballots(case, choices)

    def close(self, vote: str) -> None:
        must(ending.close(self.desk, self.story.people["chair"], vote))

    def edit(self, case: str, az: str, en: str) -> None:
        """The chair changes the text."""
        text = ProposalText(
            {"az": f"{az} haqqında", "en": f"On {en}"},
            {"az": f"1. {az} təsdiq edilsin.", "en": f"1. The rules on {en} are approved."},
        )
        known = self.desk.conference.cases[case]
        must(proposals.revise(self.desk, self.story.people["chair"], case, known.version, text))

    # --- the scenes --------------------------------------------------------------------------------------

    def edited(self) -> tuple[Stop, ...]:
        """A text that was changed while it was voted on, and one that may be."""
        case = self.on_agenda(reopening(), "Qrantların bölgüsü", "the sharing of grants")
        void = self.open(case, "fffafx")
        self.edit(case, "Qrantların illik bölgüsü", "the yearly sharing of grants")
        again = self.desk.conference.cases[case].vote
        self.teller.ballots(case, "ffb")
        return (
            Stop("edit-voids", "chair", f"/proposals/{case}/edit"),
            Stop("result-edited", "rector", f"/votes/{void}"),
            Stop("ballot-void", "rector", f"/ballots/{void}"),
            Stop("vote-anew", "rector", f"/votes/{again}"),
            Stop("proposal-anew", "rector", f"/proposals/{case}"),
        )

    def counted(self) -> tuple[Stop, ...]:
        """Tellers counted; one person has entered the numbers, and a second one is to."""
        case = self.on_agenda(None, "Yay məktəbi", "the summer school")
        tellers = [self.story.people["auditor"], self.story.people["observer"]]
        numbers = {"for": "11", "against": "4", "abstain": "1", "invalid": "0"}
        self.act(case, "enter_hand_count", "chair", **numbers, tellers=tellers)
        return (Stop("tellers-second", "secretariat", f"/proposals/{case}/act/enter_hand_count"),)

    def otherwise(self) -> tuple[Stop, ...]:
        """A majority in place of which another one does."""
        majority = Majority(at_least=Fraction(3, 4), of="entitled", or_=(Majority(number=9, of="entitled"),))
        case = self.on_agenda(
            by_rule("or_majority", majorities=(majority,)), "Ortaq kitabxana", "a common library"
        )
        vote = self.open(case, "fffffafffffaxbxx")
        self.close(vote)
        return (Stop("result-or", "rector", f"/votes/{vote}"),)

    def lots(self) -> tuple[Stop, ...]:
        """Two chambers, one of them equally divided."""
        case = self.on_agenda(in_chambers(), "Ortaq laboratoriyalar", "common laboratories")
        self.act(case, "open_vote", "chair")
        vote = self.desk.conference.cases[case].vote
        held = self.desk.conference.votes[vote]
        signs = dict(zip(FIRST, "ffaa", strict=True)) | dict(zip(SECOND, "fxff", strict=True))
        self.teller.ballots(case, "".join(signs.get(row.institution, "x") for row in held.electorate))
        self.close(vote)
        return (Stop("result-lot", "rector", f"/votes/{vote}"),)

    def in_hands(self) -> tuple[Stop, ...]:
        """A rector with the votes of two other members, one of which takes no part."""
        case = self.on_agenda(
            by_rule("by_proxy", proxies=ProxyRule(most=3)), "Mübadilə proqramı", "the exchange programme"
        )
        for code in ("BBU", "BEU"):
            form = proxies.ProxyForm(f"seat-{code}", "seat-KHAZAR", case=case)
            must(proxies.give(self.desk, self.teller.holder(code), form))
        reason = "Proqramı universitetimiz hazırlayıb."
        must(proposals.recuse(self.desk, self.teller.holder("BEU"), case, reason, institution="BEU"))
        vote = self.open(case, "")
        return (
            Stop("ballot-proxy-own", "rector", f"/ballots/{vote}/seat-KHAZAR"),
            Stop("ballot-proxy-held", "rector", f"/ballots/{vote}/seat-BBU"),
            Stop("ballot-proxies", "rector", f"/ballots/{vote}"),
            Stop("vote-proxies", "secretariat", f"/votes/{vote}"),
        )

    def in_secret(self) -> tuple[Stop, ...]:
        """The hall's screen while a secret ballot is open."""
        case = self.on_agenda(in_secret(), "Fəxri üzvlük", "honorary membership")
        secretary = self.story.people["secretariat"]
        item = self.desk.conference.cases[case].item
        must(agendas.call_item(self.desk, secretary, self.session, item))
        vote = self.open(case, "ffafxxf")
        return (
            Stop("hall-secret", "secretariat", f"/sessions/{self.session}/hall"),
            Stop("vote-secret-open", "secretariat", f"/votes/{vote}"),
        )

    def objected(self) -> str:
        """A closed session in which a text was adopted without a vote, past an objection."""
        session = self.teller.session("consensus", absent=ABSENT)
        flow = by_rule("objected", objections=None)
        case = self.on_agenda(flow, "Ortaq diplomlar", "joint diplomas", session)
        self.act(case, "object", "rector", reason="Xərclər layihədə göstərilməyib.")
        self.act(case, "reserve", "chair", reason="Universitetimiz növbəti ildən qoşulacaq.")
        self.act(case, "adopt_without_vote", "secretariat")
        must(sessions.close_session(self.desk, self.story.people["secretariat"], session))
        return session


def scenes(desk: Desk, story: Story) -> tuple[Stop, ...]:
    """All of them, played; where each is seen."""
    stage = Stage(desk, story)
    played = (stage.edited, stage.counted, stage.otherwise, stage.lots, stage.in_hands, stage.in_secret)
    return tuple(stop for scene in played for stop in scene())
