"""The demo's second session: credit recognition, from a member's draft to the public register."""

from __future__ import annotations

from pathlib import Path

from ecar_governance.demonstration import texts
from ecar_governance.demonstration.deciding import Ballot, cast, close, sign_and_publish
from ecar_governance.demonstration.stage import OFFICER, PRESIDENT, SECRETARY, Stage
from ecar_governance.domain.state import Resolution, Vote
from ecar_governance.services import resolutions, sessions
from ecar_governance.services.texts import Upload

DRAFTER = "rector-khazar"
GROUP_CHAIR = "wg-chair-aul"
CHAIR = PRESIDENT
BY_VICE_RECTOR = "AzTU"
VICE_RECTOR = "vice-rector-aztu"

REASON = "Tələbə bir dəfə qazandığı krediti ikinci dəfə qazanmağa məcbur edilməməlidir."
"""Why the drafter's seat is for. Words that stand nowhere else: a search for them tells where they are."""

DISSENT = {
    "ASUCA": Ballot("against", "Yaradıcılıq fənləri üzrə təlim nəticələrinin müqayisəsi üçün 30 gün azdır."),
    "OYU": Ballot("against", "Qiymətlərin çevrilmə cədvəlləri hazır olmadan müddət müəyyən edilməməlidir."),
    "ASAU": Ballot("against"),
    "AALSR": Ballot("abstain", "Elmi Şuramız layihəni hələ müzakirə etməyib."),
}


def hold(stage: Stage) -> tuple[str, Resolution, Vote]:
    """The proposal's life and the second session. Gives the session, the resolution, and the vote."""
    desk, tell = stage.desk, stage.tell
    case = _prepare(stage)
    session = stage.convene(SECRETARY, stage.soon())
    tell.step("Session 2 convened, notice sent", stage.name(SECRETARY))
    stage.act(SECRETARY, case, "place_on_agenda", session=session)
    tell.step("Placed on the agenda of session 2", stage.name(SECRETARY))
    substitutes = {BY_VICE_RECTOR: VICE_RECTOR}
    present = stage.attend(session, stage.institutions(), substitutes)
    stage.officers(session, by=OFFICER, chair=CHAIR, secretary=SECRETARY)
    stage.done(sessions.open_session(desk, stage.person(CHAIR), session))
    tell.step(f"{present} of {len(stage.institutions())} seats present; session opened", stage.name(CHAIR))
    vote = _vote(stage, case, substitutes)
    adopted = sign_and_publish(stage, case, chair=CHAIR, secretary=SECRETARY)
    stage.act(SECRETARY, case, "publish")
    tell.step("Published in the register", stage.name(SECRETARY))
    stage.done(sessions.close_session(desk, stage.person(CHAIR), session))
    tell.step("Session 2 closed", stage.name(CHAIR))
    return session, desk.conference.resolutions[adopted.numbered.resolution], vote


def _prepare(stage: Stage) -> str:
    """Drafted, submitted, referred, recommended. Gives the case."""
    tell, text = stage.tell, texts.text("credit-recognition")
    scale = Upload("qiymet-cedveli.csv", "text/csv", texts.file("grade-scale.csv"))
    case = stage.draft(DRAFTER, text, "KHAZAR", scale)
    tell.step(f"“{text.titles['en']}” drafted, with three sponsors and an attachment", stage.name(DRAFTER))
    stage.act(DRAFTER, case, "submit")
    stage.act(OFFICER, case, "refer")
    tell.step("Submitted, and referred to the working group", stage.name(OFFICER))
    stage.act(
        GROUP_CHAIR,
        case,
        "recommend",
        recommendation="adopt",
        note="Müddətlər real, şikayət qaydası aydındır; qrup yekdilliklə dəstəkləyir.",
    )
    tell.step("Recommended for adoption", stage.name(GROUP_CHAIR))
    return case


def _vote(stage: Stage, case: str, substitutes: dict[str, str]) -> Vote:
    tell = stage.tell
    stage.act(CHAIR, case, "open_vote")
    vote = stage.desk.conference.cases[case].vote
    tell.step("Roll call opened; who may vote and the text are frozen", stage.name(CHAIR))
    papers = {code: Ballot("for", by=substitutes.get(code, "")) for code in stage.institutions()}
    papers |= {"KHAZAR": Ballot("for", REASON), **DISSENT}
    cast(stage, vote, papers)
    tell.step(f"{len(papers)} ballots cast, some with reasons", "the members")
    return close(stage, vote, CHAIR)


def write_resolution(stage: Stage, adopted: Resolution) -> Path:
    """Copies the signed resolution into the demo's folder; gives its path."""
    number = adopted.numbered.number.replace("/", "-")
    path = stage.folder / f"resolution-{number}.pdf"
    path.write_bytes(resolutions.latest_pdf(stage.desk, adopted.document))
    return path


def write_extract(stage: Stage, session: str, adopted: Resolution) -> Path:
    """Writes the extract for the resolution's item likewise, certified by the secretary general."""
    numbered = adopted.numbered
    path = stage.folder / f"extract-{numbered.number.replace('/', '-')}.pdf"
    certifier = stage.person(SECRETARY)
    path.write_bytes(resolutions.extract_pdf(stage.desk, session, numbered.item, certifier))
    return path
