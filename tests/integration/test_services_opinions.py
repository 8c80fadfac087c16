"""A consultation through the use cases, on each database: asked by mail, given, answered, shown, audited."""

from __future__ import annotations

from sqlalchemy import text
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, audit, codes, mandate_line, mandates_csv, must
from support.hearing import hearing

from ecar_governance.services import importing, timers
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.queries.actions import action
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.proposals import proposal
from ecar_governance.services.texts import Upload

FILE = Upload("rəy.pdf", "application/pdf", b"%PDF-1 an opinion")
UNION = "person-union"


def asked(hall: Chamber) -> str:
    row = mandate_line("union", "student_representative", "U005")
    must(importing.import_csv(hall.desk, "", "students.csv", mandates_csv(row)))
    must(put_in_force(hall.desk, hearing()))
    case = hall.draft(workflow="hearing")
    hall.act(SECRETARY, case, "ask")
    return case


def mailed(hall: Chamber, kind: str) -> list[str]:
    with hall.installation.database.reading() as connection:
        told = text("SELECT person FROM outbox WHERE kind = :kind ORDER BY person")
        return [row[0] for row in connection.execute(told, {"kind": kind})]


def directory(hall: Chamber, lang: str = "en") -> Directory:
    return Directory(hall.conference, hall.desk.vault, lang)


def test_opinions_are_asked_given_entered_and_answered(hall: Chamber) -> None:
    case = asked(hall)
    rectors = [f"person-rector-{n:03}" for n in range(1, 6)]
    assert mailed(hall, "opinion_asked") == [*rectors, UNION]
    hall.act(CHAIR, case, "give", text="**Razıyıq.** <script>", file=FILE)
    form = action(directory(hall), hall.case(case), "enter", SECRETARY, hall.desk.clock.now(), str)
    assert form is not None
    offered = {field.name: [one.value for one in field.choices] for field in form.fields}
    assert offered["party"] == [f"U{n:03}" for n in range(1, 6)]
    hall.act(SECRETARY, case, "enter", party="U003", text="Məktubla gəlib.")
    assert codes(hall.try_act(SECRETARY, case, "enter", party="NEW", text="?")) == ["opinion.not_asked"]
    form = action(directory(hall), hall.case(case), "answer", SECRETARY, hall.desk.clock.now(), str)
    assert form is not None
    labels = [one.label for one in next(f for f in form.fields if f.name == "opinion").choices]
    assert labels[1].startswith("2. ")
    assert labels[1].endswith("Məktubla gəlib.")
    hall.act(SECRETARY, case, "answer", opinion="1", use="partly", reasons="Vəsait azdır.")
    (view,) = proposal(directory(hall, "az"), hall.case(case), hall.desk.clock.now()).consultations
    assert [(one.number, one.text, one.use, one.entered) for one in view.opinions] == [
        (1, "**Razıyıq.** <script>", "partly", False),
        (2, "Məktubla gəlib.", "", True),
    ]
    assert view.opinions[0].reasons == "Vəsait azdır."
    assert hall.blob(view.opinions[0].file) == FILE.content
    assert [one.id for one in view.awaited] == ["U002", "U004", "U005"]
    assert (view.state, view.asked, view.over) == ("Rəylər gözlənilir", 5, False)
    assert audit(hall.settings).findings == ()


def test_those_who_have_spoken_are_not_reminded(hall: Chamber) -> None:
    case = asked(hall)
    hall.act(CHAIR, case, "give", text="Hə")
    hall.act(SECRETARY, case, "enter", party="U005", text="Hə")
    hall.desk.clock.advance(days=11)  # type: ignore[attr-defined]  # a steady one
    timers.tick(hall.desk)
    assert mailed(hall, "deadline") == [SCRIBE, "person-rector-003", "person-rector-004"]
    hall.desk.clock.advance(days=4)  # type: ignore[attr-defined]
    timers.tick(hall.desk)
    assert hall.case(case).state == ("weighed",)
    (view,) = proposal(directory(hall), hall.case(case), hall.desk.clock.now()).consultations
    assert view.over
    assert len(view.awaited) == 3


def test_the_rows_say_what_was_said(hall: Chamber) -> None:
    case = asked(hall)
    hall.act(CHAIR, case, "give", text="Hə")
    hall.act(SECRETARY, case, "answer", opinion="1", use="not", reasons="Qanuna ziddir.")
    with hall.installation.database.reading() as connection:
        asking = connection.execute(text("SELECT number, state, each, parties FROM asking")).one()
        assert asking[:3] == (1, "opinions", "institution")
        said = connection.execute(text("SELECT number, party, use, entered FROM opinion")).one()
        assert (said[0], said[1], said[2], bool(said[3])) == (1, "U001", "not", False)
        kept = connection.execute(text("SELECT text, reasons FROM opinion")).one()
        assert all(digest.startswith("sha256:") for digest in kept)
