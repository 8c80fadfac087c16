"""The demo's third session, a whole plenary: one seat is away and gave a proxy, one takes no part.

An amendment comes before the text, another text is voted on in parts, two are put as one question, and an
office is filled by secret ballot in two rounds.
"""

from __future__ import annotations

from pathlib import Path

from ecar_governance.demonstration import questions
from ecar_governance.demonstration.deciding import Ballot, cast, close
from ecar_governance.demonstration.stage import OFFICER, PRESIDENT, SECRETARY, Stage
from ecar_governance.domain.voting.rule import MARKED
from ecar_governance.services import agendas, nominating, proposals, proxies, resolutions, sessions
from ecar_governance.services.proxies import ProxyForm
from ecar_governance.services.texts import ProposalText

DRAFTER = "rector-khazar"
AWAY, HOLDER = "GSU", "ATMU"
"""Whose seat is empty, and to which other one it gave its vote."""

REMOTE = "NU"
LINK = "https://meet.example.org/plenary"
RECUSED = "LSU"
WHY = "Təqvimin tərtibatçısı universitetimizin əməkdaşıdır."
AGAINST = ("OYU", "ASUCA", "BHOS")
STANDING = ("AzTU", "BEU", "UTECA")
"""Institutions whose heads stand in the election, in the order of nomination."""

FIRST_ROUND = {"AzTU": 8, "BEU": 6, "UTECA": 3}
SECOND_ROUND = {"AzTU": 7, "BEU": 10}

CALENDAR = ProposalText(
    titles={"az": "Tədris ilinin ortaq təqvimi haqqında", "en": "On a common academic calendar"},
    bodies={
        "az": "1. Üzv universitetlərdə tədris ili sentyabrın 1-də başlayır.\n\n"
        "2. Qış imtahan sessiyası yanvarın 31-dək başa çatır.",
        "en": "1. At member universities the academic year begins on 1 September.\n\n"
        "2. The winter examinations end by 31 January.",
    },
)
AMENDMENT = "1-ci bənddə “sentyabrın 1-də” sözləri “sentyabrın 15-də” sözləri ilə əvəz edilsin."
AS_AMENDED = ProposalText(
    titles=CALENDAR.titles,
    bodies={
        "az": CALENDAR.bodies["az"].replace("sentyabrın 1-də", "sentyabrın 15-də"),
        "en": CALENDAR.bodies["en"].replace("on 1 September", "on 15 September"),
    },
)
OFFICE = ProposalText(
    titles={
        "az": "Keyfiyyətin təminatı üzrə şuranın sədrinin seçilməsi",
        "en": "Election of the chair of the council for quality assurance",
    },
    bodies={
        "az": "Konfrans keyfiyyətin təminatı üzrə şuranın sədrini iki il müddətinə seçir.",
        "en": "The Conference elects the chair of the council for quality assurance for two years.",
    },
)


def hold(stage: Stage) -> str:
    """The whole session. Gives its id."""
    desk, tell = stage.desk, stage.tell
    calendar = stage.proposed(DRAFTER, CALENDAR, "amendment", amendment=AMENDMENT)
    office = _nominated(stage)
    session = stage.convene(SECRETARY, stage.soon(), link=LINK)
    stage.act(SECRETARY, calendar, "place_on_agenda", session=session)
    parted, alike = questions.drafted(stage, DRAFTER, session)
    stage.act(SECRETARY, office, "place_on_agenda", session=session)
    tell.step("Session 3 convened, notice sent, five items on its agenda", stage.name(SECRETARY))
    _prepare(stage, session, calendar)
    _amended(stage, session, calendar)
    questions.in_parts(stage, session, parted, absent=(AWAY,))
    questions.as_one(stage, session, alike, absent=(AWAY,))
    _elected(stage, session, office)
    stage.done(sessions.close_session(desk, stage.person(PRESIDENT), session))
    tell.step("Session 3 closed", stage.name(PRESIDENT))
    return session


def _nominated(stage: Stage) -> str:
    """Three are nominated by others, and accept. Gives the case."""
    case = stage.proposed(DRAFTER, OFFICE, "election")
    stage.act(SECRETARY, case, "open_nominations")
    for place, code in enumerate(STANDING):
        by = stage.person(stage.head(STANDING[place - 1]))
        person = stage.person(stage.head(code))
        stage.done(nominating.nominate(stage.desk, by, case, person))
        stage.done(nominating.accept(stage.desk, person, case, person))
    stage.tell.step(f"{len(STANDING)} nominated for an office, all accepted", "the members")
    return case


def _prepare(stage: Stage, session: str, calendar: str) -> None:
    """Who is there, how, for whom; and who takes no part in the first item."""
    desk, tell = stage.desk, stage.tell
    giver = stage.person(stage.head(AWAY))
    form = ProxyForm(stage.seat(AWAY), stage.seat(HOLDER), session=session)
    stage.done(proxies.give(desk, giver, form))
    tell.step(f"{AWAY} gives its vote to {HOLDER} for this session", stage.name(stage.head(AWAY)))
    there = [code for code in stage.institutions() if code not in (AWAY, REMOTE)]
    present = stage.attend(session, there, {})
    remote = sessions.record_presence(
        desk, stage.person(SECRETARY), session, stage.seat(REMOTE), mode="remote"
    )
    stage.done(remote)
    stage.officers(session, by=OFFICER, chair=PRESIDENT, secretary=SECRETARY)
    stage.done(sessions.open_session(desk, stage.person(PRESIDENT), session))
    tell.step(f"{present} in the room, one remote; session opened", stage.name(PRESIDENT))
    head = stage.head(RECUSED)
    stage.done(proposals.recuse(desk, stage.person(head), calendar, WHY, institution=RECUSED))
    tell.step(f"{RECUSED} takes no part in the first item, for a reason on record", stage.name(head))


def _amended(stage: Stage, session: str, case: str) -> None:
    """The amendment first, then the text as amended, both by roll call."""
    desk, tell = stage.desk, stage.tell
    item = desk.conference.cases[case].item
    stage.done(agendas.call_item(desk, stage.person(PRESIDENT), session, item))
    stage.act(PRESIDENT, case, "put_amendment")
    tell.step("The amendment is put before the text", stage.name(PRESIDENT))
    _roll_call(stage, case, against=AGAINST)
    version = desk.conference.cases[case].version
    revised = proposals.revise(desk, stage.person(SECRETARY), case, version, AS_AMENDED)
    stage.done(revised)
    for code in (SECRETARY, PRESIDENT):
        stage.act(code, case, "confirm_amended")
    tell.step("The text as amended, confirmed by two", stage.name(SECRETARY))
    stage.act(PRESIDENT, case, "open_vote")
    _roll_call(stage, case, against=AGAINST[:1])


def _roll_call(stage: Stage, case: str, *, against: tuple[str, ...]) -> None:
    vote = stage.desk.conference.cases[case].vote
    voting = [code for code in stage.institutions() if code not in (AWAY, RECUSED)]
    papers = {code: Ballot("against" if code in against else "for") for code in voting}
    cast(stage, vote, papers)
    close(stage, vote, PRESIDENT)


def _elected(stage: Stage, session: str, case: str) -> None:
    """Two secret ballots: nobody has more than half in the first one."""
    desk, tell = stage.desk, stage.tell
    item = desk.conference.cases[case].item
    stage.done(agendas.call_item(desk, stage.person(PRESIDENT), session, item))
    for step, wanted in (("open_ballot", FIRST_ROUND), ("open_second", SECOND_ROUND)):
        stage.act(PRESIDENT, case, step)
        vote = desk.conference.cases[case].vote
        choices = [code for code, number in wanted.items() for _ in range(number)]
        papers = {}
        for seat, code in zip(stage.institutions(), [*choices, ""], strict=True):
            by = stage.head(HOLDER) if seat == AWAY else ""
            marks = ((stage.person(stage.head(code)),),) if code else ()
            papers[seat] = Ballot(MARKED if code else "abstain", by=by, marks=marks)
        cast(stage, vote, papers)
        tell.step(f"{len(papers)} secret ballots cast, one of them by proxy", "the members")
        close(stage, vote, PRESIDENT)


def write_minutes(stage: Stage, session: str) -> Path:
    """Writes the session's minutes into the demo's folder; gives their path."""
    number = stage.desk.conference.sessions[session].number
    path = stage.folder / f"minutes-{number}.pdf"
    path.write_bytes(resolutions.minutes_pdf(stage.desk, session))
    return path
