"""The whole demo, in order: founded, driven, written down, checked."""

from __future__ import annotations

import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from ecar_governance import bootstrap
from ecar_governance.demonstration import founding, plenary, recognition, visitors, waiting
from ecar_governance.demonstration.deciding import explained
from ecar_governance.demonstration.stage import SECRETARY, Stage, Teller
from ecar_governance.demonstration.visitors import Visitor
from ecar_governance.demonstration.words import passphrase
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.state import Resolution
from ecar_governance.errors import Conflict
from ecar_governance.services import auditing, resolutions
from ecar_governance.services.auditing import AuditReport
from ecar_governance.settings import Settings

ADMINISTRATOR = {"az": "Konfransın administratoru", "en": "Administrator of the Conference"}
ADMINISTRATOR_MAIL = "administrator@example.org"


class Driven(Struct, frozen=True):
    """What a demo leaves behind.

    Args:
        resolution: the signed PDF, in the demo's folder.
        papers: minutes and extract, likewise.
        result: the vote explained, by language.
        pdf: what the verifier says of the PDF.
        log: what the verifier says of the log and everything beside it.
        open_vote: the id of the secret ballot that waits for the visitor.
        password: opens every account of the demo.
        passphrases: of signing keys, by name.
        visitors: who to sign in as.
        seconds: how long it took.
    """

    resolution: Path
    papers: tuple[Path, ...]
    result: dict[str, str]
    pdf: PdfReport
    log: AuditReport
    open_vote: str
    password: str
    passphrases: dict[str, str]
    visitors: tuple[Visitor, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether the verifier found nothing wrong."""
        return self.pdf.good and not self.log.findings


def drive(settings: Settings, tell: Teller, *, quick: bool = False) -> Driven:
    """Founds the demo's conference where the settings say, and drives it.

    Args:
        settings: where everything goes; nothing may be founded there yet.
        tell: who is told of each step.
        quick: leaves the founding's document unsigned, and makes no minutes.

    Raises:
        Conflict: something is founded there already, or the procedures refuse a step.
    """
    began = time.monotonic()
    tell.chapter("The conference is founded")
    administrator, outcome = bootstrap.found(settings, administrator=ADMINISTRATOR, email=ADMINISTRATOR_MAIL)
    if isinstance(outcome, Refused):
        raise Conflict("The founding was refused.")
    tell.step("Database, keys, trial certificate authority and the log’s first act", "the installer")
    with bootstrap.open_installation(settings) as installation:
        stage = Stage(installation.desk, settings.data_dir, tell, administrator)
        founding.import_members(stage)
        tell.chapter("Session 1: the founders adopt their statutes")
        founding.hold(stage, sign=not quick)
        founding.elect_officers(stage)
        tell.chapter("Session 2: a member’s proposal becomes a resolution")
        session, adopted, vote = recognition.hold(stage)
        resolution = recognition.write_resolution(stage, adopted)
        with ThreadPoolExecutor(max_workers=2) as beside:
            # Typesetting is slow, and another process's work: it is waited for at the end.
            papers = [] if quick else _papers(beside, stage, session, adopted)
            tell.chapter("Session 3: a whole plenary, from an amendment to an election in two rounds")
            third = plenary.hold(stage)
            papers += [] if quick else [beside.submit(plenary.write_minutes, stage, third)]
            tell.chapter("Session 4: left for you")
            open_vote = waiting.leave_open(stage)
            password = passphrase()
            visitors.let_in(stage, password)
            shown = visitors.visitors(stage)
            written = tuple(paper.result() for paper in papers)
        if written:
            tell.step("Minutes of sessions 2 and 3 and an extract made", stage.name(SECRETARY))
        report = resolutions.verify(installation.desk, resolution.read_bytes())
        result = {lang: " ".join(told) for lang, told in explained(stage.desk, vote).items()}
        passphrases = {stage.name(code): words for code, words in stage.passphrases.items()}
    with bootstrap.open_for_audit(settings) as place:
        log = auditing.verify(place)
    return Driven(
        resolution=resolution,
        papers=written,
        result=result,
        pdf=report,
        log=log,
        open_vote=open_vote,
        password=password,
        passphrases=passphrases,
        visitors=shown,
        seconds=time.monotonic() - began,
    )


def _papers(beside: Executor, stage: Stage, session: str, adopted: Resolution) -> list[Future[Path]]:
    return [
        beside.submit(plenary.write_minutes, stage, session),
        beside.submit(recognition.write_extract, stage, session, adopted),
    ]
