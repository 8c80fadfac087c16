"""The demo's first session: members come, founders adopt the statutes, chair and secretary sign them."""

from __future__ import annotations

from ecar_governance.demonstration import texts
from ecar_governance.demonstration.deciding import Ballot, cast, close, sign_and_publish
from ecar_governance.demonstration.stage import ADMINISTRATOR, PRESIDENT, SECRETARY, Stage
from ecar_governance.services import importing, members, sessions
from ecar_governance.services.members import MandateForm
from ecar_governance.services.texts import Upload

CHAIR = "rector-aztu"
ABSENT = "ASAU"
BY_VICE_RECTOR = "BHOS"
VICE_RECTOR = "vice-rector-bhos"
BY_AUTHORITY = "NU"
ABSTAINS = "ASUCA"

DELEGATE_NAMES = {
    "az": "Tədris işləri üzrə prorektor, Naxçıvan Universiteti",
    "en": "Vice-Rector for Academic Affairs, Nakhchivan University",
}
DELEGATE_MAIL = "delegate.nu@example.org"


def import_members(stage: Stage) -> None:
    """Institutions with their seats, bodies, and people with their mandates, from CSV."""
    for name in ("institutions.csv", "bodies.csv", "mandates.csv"):
        _import(stage, name)
    conf = stage.desk.conference
    stage.tell.step(
        f"{len(conf.institutions)} institutions, {len(conf.seats)} seats, {len(conf.bodies)} bodies, "
        f"{len(conf.mandates)} mandates imported",
        stage.name(ADMINISTRATOR),
    )


def elect_officers(stage: Stage) -> None:
    """President and secretary general take office after the founding."""
    _import(stage, "officers.csv")
    stage.tell.step("President and secretary general in office", stage.name(ADMINISTRATOR))


def _import(stage: Stage, name: str) -> None:
    person = stage.person(ADMINISTRATOR)
    stage.done(importing.import_csv(stage.desk, person, name, texts.file(name)))


def hold(stage: Stage, *, sign: bool = True) -> None:
    """The founding session, from its convocation to the statutes, published or left to be signed."""
    desk, tell = stage.desk, stage.tell
    session = stage.convene(SECRETARY, stage.soon())
    tell.step("Session 1 convened, notice sent", stage.name(SECRETARY))
    delegate = _authorise(stage, session)
    there = [code for code in stage.institutions() if code != ABSENT]
    substitutes = {BY_VICE_RECTOR: VICE_RECTOR, BY_AUTHORITY: delegate}
    present = stage.attend(session, there, substitutes)
    stage.done(sessions.open_session(desk, stage.person(SECRETARY), session))
    tell.step(
        f"{present} of {len(stage.institutions())} seats present; session opened", stage.name(SECRETARY)
    )
    stage.officers(session, by=ADMINISTRATOR, chair=CHAIR, secretary=SECRETARY)
    tell.step(f"Elected: {stage.name(CHAIR)} (chair), {stage.name(SECRETARY)} (secretary)", "the session")
    case = _adopt(stage, session, there, substitutes)
    if sign:
        sign_and_publish(stage, case, chair=CHAIR, secretary=SECRETARY)
        stage.act(ADMINISTRATOR, case, "publish")
        tell.step("Published: the statutes are in force", stage.name(ADMINISTRATOR))
    stage.done(sessions.close_session(desk, stage.person(CHAIR), session))
    tell.step("Session 1 closed", stage.name(CHAIR))


def _authorise(stage: Stage, session: str) -> str:
    """A delegate is admitted for this session on a written authority, the paper scanned. Gives their code."""
    secretary = stage.person(SECRETARY)
    person, outcome = members.register(stage.desk, secretary, DELEGATE_NAMES, DELEGATE_MAIL, "az")
    stage.done(outcome)
    scan = Upload("etibarname.jpg", "image/jpeg", texts.file("written-authority.jpg"))
    form = MandateForm(person, "written_authority", institution=BY_AUTHORITY, session=session, paper=scan)
    stage.grant(SECRETARY, form)
    stage.tell.step(
        f"Written authority for one session recorded: {DELEGATE_NAMES['en']}", stage.name(SECRETARY)
    )
    return person.removeprefix("person-")


def _adopt(stage: Stage, session: str, there: list[str], substitutes: dict[str, str]) -> str:
    """The statutes put to the vote and adopted by two thirds of all members. Gives the case."""
    tell = stage.tell
    case = stage.draft(PRESIDENT, texts.text("founding"), "BBU")
    tell.step("Founding resolution and statutes drafted", stage.name(PRESIDENT))
    stage.act(SECRETARY, case, "verify_credentials", session=session)
    stage.act(SECRETARY, case, "elect_officers")
    tell.step("Credentials verified, officers recorded", stage.name(SECRETARY))
    stage.act(CHAIR, case, "open_vote")
    vote = stage.desk.conference.cases[case].vote
    tell.step("Roll call opened: two thirds of all members must be for", stage.name(CHAIR))
    papers = {
        code: Ballot("abstain" if code == ABSTAINS else "for", by=substitutes.get(code, "")) for code in there
    }
    cast(stage, vote, papers)
    tell.step(f"{len(papers)} ballots cast, each sealed until the close", "the members")
    close(stage, vote, CHAIR)
    return case
