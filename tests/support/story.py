"""A conference in the middle of its life, made through the use cases alone: for tests and pictures of pages.

It is founded from the demo's own files; its statutes are signed and published; credit recognition is under a
roll call; a candidate was admitted by secret ballot; others are drafted, submitted, under review.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from ecar_governance.bootstrap import Installation, found, open_installation
from ecar_governance.domain.deciding.documents import minutes_of
from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.rule import MARKED
from ecar_governance.resources import demo_dir
from ecar_governance.services import (
    accounts,
    agendas,
    ballots,
    blocks,
    door,
    ending,
    importing,
    members,
    nominating,
    proposals,
    resolutions,
    sessions,
)
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.registers import record_dues, set_weights
from ecar_governance.services.texts import ProposalText, Upload
from ecar_governance.settings import Settings, read

PASSWORD = "dörd söz bir parol"
PASSPHRASE = "möhür kimi saxlanılan söz"
ADMINISTRATOR = "administrator@example.org"

CANDIDATE = (
    "code,name_en,name_az,kind,country,city\nSAMPLE,Sample University,Nümunə Universiteti,candidate,AZ,Bakı\n"
)

PLACE = {"az": "Bakı Biznes Universiteti, böyük iclas zalı", "en": "Baku Business University, Great Hall"}

PEOPLE = {
    "rector": "rector.khazar@example.org",
    "chair": "rector.bbu@example.org",
    "substitute": "vice.rector.bhos@example.org",
    "group": "wg.chair.aul@example.org",
    "assistant": "assistant.khazar@example.org",
    "secretariat": "secretariat.1@example.org",
    "auditor": "auditor.1@example.org",
    "observer": "observer.eua@example.org",
    "administrator": ADMINISTRATOR,
}
"""Who can sign in, with `PASSWORD`: one of each role."""


class Story(Struct, frozen=True):
    """The ids of what the story made, by a name each."""

    people: dict[str, str]
    cases: dict[str, str]
    votes: dict[str, str]
    sessions: dict[str, str]
    resolutions: dict[str, str]
    minutes: str
    """The document of the first session's minutes, made for signature."""
    admission: str
    """The document of the admission's resolution, not signed yet."""
    mandate: str
    """A mandate in force of a member's substitute."""


def settings_in(folder: Path, **given: Any) -> Settings:
    """Settings of an installation that keeps everything in the folder."""
    return read(data_dir=folder, **given)


@contextmanager
def told(settings: Settings) -> Iterator[tuple[Installation, Story]]:
    """Founds a conference with these settings, tells the story, and gives both for the length of a `with`."""
    _administrator, outcome = found(
        settings,
        administrator={"az": "Sistem inzibatçısı", "en": "System administrator"},
        email=ADMINISTRATOR,
        origin="example.org/ecar",
    )
    must(outcome)
    with open_installation(settings) as installation:
        yield installation, tell(installation.desk)


def must(outcome: Outcome) -> Done:
    """The act, or the reasons why not as a failure."""
    assert isinstance(outcome, Done), outcome
    return outcome


def demo_text(name: str) -> tuple[dict[str, Any], ProposalText]:
    """A text of the demo by its id, with its particulars."""
    index = yaml.safe_load((demo_dir() / "titles.yaml").read_text(encoding="utf-8"))
    entry = next(one for one in index["texts"] if one["id"] == name)
    bodies = {lang: (demo_dir() / file).read_text(encoding="utf-8") for lang, file in entry["files"].items()}
    return entry, ProposalText(titles=entry["titles"], bodies=bodies)


def tell(desk: Desk) -> Story:
    """Everything, in order."""
    for name in ("bodies.csv", "institutions.csv", "mandates.csv"):
        must(importing.import_csv(desk, "", name, (demo_dir() / name).read_bytes()))
    must(importing.import_csv(desk, "", "candidate.csv", CANDIDATE.encode()))
    _auditor_mail(desk)
    teller = Teller(desk)
    teller.passwords()
    teller.founding()
    teller.second_session()
    teller.admission()
    teller.recognition()
    teller.others()
    teller.election()
    teller.alternatives()
    teller.in_parts()
    teller.together()
    teller.next_session()
    teller.minutes()
    teller.registers()
    return teller.story()


def _auditor_mail(desk: Desk) -> None:
    """The demo's auditor may have no address; the story needs one to sign in with."""
    rows = list(csv.DictReader(io.StringIO((demo_dir() / "mandates.csv").read_text(encoding="utf-8"))))
    for row in rows:
        if row["kind"] == "auditor" and row["email"] != PEOPLE["auditor"]:
            row["email"] = PEOPLE["auditor"]
            out = io.StringIO()
            writer = csv.DictWriter(out, fieldnames=list(row))
            writer.writeheader()
            writer.writerow(row)
            must(importing.import_csv(desk, "", "auditor.csv", out.getvalue().encode()))


class Teller:
    """Tells a conference by what people do in it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.people: dict[str, str] = {}
        for role, email in PEOPLE.items():
            known = desk.vault.person_with_email(email)
            assert known is not None, email
            self.people[role] = known.person
        self.cases: dict[str, str] = {}
        self.votes: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        self.resolutions: dict[str, str] = {}

    def story(self) -> Story:
        substitute = next(
            m.mandate
            for m in self.desk.conference.mandates.values()
            if m.person == self.people["substitute"] and m.kind == "vice_rector"
        )
        minutes = minutes_of(self.desk.conference, self.sessions["first"])
        assert minutes is not None
        return Story(
            self.people,
            self.cases,
            self.votes,
            self.sessions,
            self.resolutions,
            minutes.document,
            self.desk.conference.resolutions[self.resolutions["membership"]].document,
            substitute,
        )

    # --- small words -------------------------------------------------------------------------------------

    def passwords(self) -> None:
        for person in self.people.values():
            must(accounts.set_password(self.desk, person, PASSWORD))

    def holder(self, code: str) -> str:
        """Whoever heads the institution."""
        return next(
            m.person
            for m in self.desk.conference.mandates.values()
            if m.institution == code and m.kind in ("rector", "acting_rector")
        )

    def draft(self, name: str, person: str, **given: Any) -> str:
        entry, text = demo_text(name)
        given.setdefault("sponsors", tuple(entry["sponsors"]))
        given.setdefault("body", entry["body"])
        given.setdefault("workflow", entry["workflow"])
        return must(proposals.draft(self.desk, person, text, **given)).events[0].subject

    def new(self, person: str, text: ProposalText, body: str = "") -> str:
        """A draft of the usual procedure."""
        drafted = proposals.draft(self.desk, person, text, workflow="resolution", body=body)
        return must(drafted).events[0].subject

    def act(self, case: str, transition: str, person: str, **inputs: Any) -> None:
        version = self.desk.conference.cases[case].version
        must(proposals.act(self.desk, person, case, transition, version, inputs))

    def grant(self, person: str, kind: Any, session: str) -> None:
        wanted = members.MandateForm(person, kind, session=session)
        must(members.grant(self.desk, self.people["administrator"], wanted))

    def session(self, name: str, *, absent: tuple[str, ...] = ()) -> str:
        desk, secretary = self.desk, self.people["secretariat"]
        begins = desk.clock.now() + timedelta(minutes=1)
        made = must(sessions.convene(desk, secretary, begins=begins, place=PLACE))
        session = made.events[0].subject
        self.sessions[name] = session
        must(sessions.send_notice(desk, secretary, session))
        self.grant(self.people["chair"], "session_chair", session)
        self.grant(self.people["secretariat"], "session_secretary", session)
        must(sessions.open_session(desk, secretary, session))
        for seat in desk.conference.seats.values():
            if seat.institution and seat.institution not in absent:
                must(sessions.record_presence(desk, secretary, session, seat.seat))
        return session

    def ballots(self, case: str, choices: str, *, reasons: dict[int, str] | None = None) -> str:
        """Casts for the electorate in order: f, a, b (abstain), anything else stays away."""
        desk = self.desk
        vote = desk.conference.cases[case].vote
        held = desk.conference.votes[vote]
        words = {"f": "for", "a": "against", "b": "abstain"}
        for place, (elector, sign) in enumerate(zip(held.electorate, choices, strict=False)):
            if sign in words:
                must(
                    ballots.cast(
                        desk,
                        self.holder(elector.institution),
                        vote,
                        words[sign],
                        seat=elector.seat,
                        manifest_hash=held.manifest_hash,
                        reason=(reasons or {}).get(place, ""),
                    )
                )
        return vote

    def sign(self, case: str) -> str:
        desk = self.desk
        resolutions.make_due(desk)
        name = desk.conference.cases[case].resolution
        for field, role in (("chair", "chair"), ("secretary", "secretariat")):
            person = self.people[role]
            if not desk.conference.persons[person].fingerprint:
                must(resolutions.issue_key(desk, person, PASSPHRASE))
            document = desk.conference.resolutions[name].document
            must(resolutions.sign_here(desk, person, document, field, PASSPHRASE))  # type: ignore[arg-type]
        return name

    # --- chapters ----------------------------------------------------------------------------------------

    def founding(self) -> None:
        people = self.people
        case = self.cases["founding"] = self.draft("founding", people["chair"])
        session = self.session("first", absent=("NU", "LSU"))
        self.act(case, "verify_credentials", people["secretariat"], session=session)
        self.act(case, "elect_officers", people["secretariat"])
        self.act(case, "open_vote", people["chair"])
        said = {3: "Nizamnamənin 5.2-ci bəndi ilə razı deyilik: dəyişiklik üçün üçdə iki çoxdur."}
        self.votes["founding"] = vote = self.ballots(case, "fffaffbffffffaffbx", reasons=said)
        must(ending.close(self.desk, people["chair"], vote))
        self.resolutions["founding"] = self.sign(case)
        self.act(case, "publish", people["secretariat"])
        must(sessions.close_session(self.desk, people["secretariat"], session))

    def minutes(self) -> None:
        must(resolutions.typeset_minutes(self.desk, self.people["secretariat"], self.sessions["first"]))

    def registers(self) -> None:
        """What members weigh by their students, twice, and who has paid; with the papers that say so."""
        article = {"az": "Nizamnamənin 17-ci maddəsi", "en": "Article 17 of the statutes"}
        census = Upload("tələbələrin sayı.pdf", "application/pdf", b"%PDF-1.7 students")
        bank = Upload("bank çıxarışı.pdf", "application/pdf", b"%PDF-1.7 dues")
        for since, khazar in (("2025-09-01", "4100"), ("2026-09-01", "4350.5")):
            weights = {"KHAZAR": Fraction(khazar), "BBU": Fraction(1200), "BHOS": Fraction(1, 2)}
            table = WeightTableSet("students", since, weights, article)
            must(set_weights(self.desk, table, paper=census, person=self.people["secretariat"]))
        paid = DuesRecorded(2026, {"KHAZAR": "2026-01-15", "BBU": "2026-02-01"})
        must(record_dues(self.desk, [paid], paper=bank, person=self.people["secretariat"]))

    def second_session(self) -> None:
        desk, secretary = self.desk, self.people["secretariat"]
        session = self.session("second", absent=("ASAU", "NU", "GSU"))
        must(agendas.place_topic(desk, secretary, session, "minutes", {}, minutes=self.sessions["first"]))
        news = {"az": "Nazirliklə görüş haqqında", "en": "The meeting with the ministry"}
        must(agendas.place_topic(desk, secretary, session, "information", news))
        paper = Upload("gorus.txt", "text/plain", "Görüşün qeydləri\n".encode())
        must(agendas.add_paper(desk, secretary, session, 2, paper))
        must(agendas.call_item(desk, secretary, session, 1))
        wording = "Üçüncü səhifədə “Bakı Universiteti” əvəzinə “Bakı Biznes Universiteti” oxunsun."
        must(agendas.approve_minutes(desk, secretary, session, 1, wording))
        scan = Upload("etibarname.jpg", "image/jpeg", (demo_dir() / "written-authority.jpg").read_bytes())
        office = "hüquq fakültəsinin dekanı"
        guest = door.Arrival("seat-GSU", name="Rauf Quliyev", office=office, paper=scan)
        must(door.admit(desk, secretary, session, guest))
        must(sessions.record_presence(desk, secretary, session, "seat-AzTU", present=False))
        must(sessions.suspend(desk, secretary, session))
        must(sessions.resume(desk, secretary, session))

    def next_session(self) -> None:
        """A hybrid one, convened and noticed, for pictures of what comes before a meeting."""
        desk, secretary = self.desk, self.people["secretariat"]
        begins = desk.clock.now() + timedelta(days=30)
        link = "https://meet.example.org/plenary"
        made = sessions.convene(desk, secretary, begins=begins, place=PLACE, kind="hybrid", link=link)
        self.sessions["next"] = session = must(made).events[0].subject
        must(agendas.place_topic(desk, secretary, session, "other_business", {}))
        must(sessions.send_notice(desk, secretary, session))

    def admission(self) -> None:
        people = self.people
        case = self.cases["membership"] = self.draft("membership", people["chair"])
        self.act(case, "apply", people["chair"], institution="SAMPLE")
        self.act(case, "confirm", people["secretariat"])
        self.act(case, "place_on_agenda", people["secretariat"], session=self.sessions["second"])
        self.act(case, "open_vote", people["chair"])
        self.votes["membership"] = vote = self.ballots(case, "ffffafffbffafffx")
        must(ending.close(self.desk, people["chair"], vote))
        resolutions.make_due(self.desk)
        self.resolutions["membership"] = self.desk.conference.cases[case].resolution

    def recognition(self) -> None:
        people = self.people
        case = self.cases["recognition"] = self.draft("credit-recognition", self.holder("BEU"))
        self.act(case, "submit", self.holder("BEU"))
        self.act(case, "refer", people["secretariat"])
        note = (
            "Qrup layihəni iki iclasda müzakirə etdi. 30 günlük müddət **yerinə yetirilə bilər**; "
            "şikayət qaydası aydındır."
        )
        self.act(case, "recommend", people["group"], recommendation="adopt", note=note)
        self.act(case, "place_on_agenda", people["secretariat"], session=self.sessions["second"])
        must(agendas.call_item(self.desk, people["secretariat"], self.sessions["second"], 4))
        self.act(case, "open_vote", people["chair"])
        self.votes["recognition"] = self.ballots(case, "xxfaxfxfxfxxbxfxxx")

    def marks(self, case: str, papers: dict[int, Marks]) -> str:
        """Papers of an election for the electorate's places in order; gives the vote."""
        desk = self.desk
        vote = desk.conference.cases[case].vote
        held = desk.conference.votes[vote]
        for place, marks in papers.items():
            elector = held.electorate[place]
            who, said = self.holder(elector.institution), MARKED if marks else "abstain"
            hashed = held.manifest_hash
            must(ballots.cast(desk, who, vote, said, seat=elector.seat, manifest_hash=hashed, marks=marks))
        return vote

    def election(self) -> None:
        """A president of the conference: a first ballot without a result, the second under way."""
        desk, people = self.desk, self.people
        text = ProposalText(
            titles={
                "az": "Konfransın sədrinin seçilməsi",
                "en": "Election of the president",
            },
            bodies={
                "az": "Konfrans iki il müddətinə sədr seçir.",
                "en": "The Conference elects its president for two years.",
            },
        )
        drafted = proposals.draft(desk, people["chair"], text, workflow="election")
        case = self.cases["election"] = must(drafted).events[0].subject
        self.act(case, "open_nominations", people["secretariat"])
        named = [self.holder(code) for code in ("AzTU", "BEU", "KHAZAR", "NU")]
        for person in named[:3]:
            must(nominating.nominate(desk, person, case, person))
        must(nominating.nominate(desk, named[0], case, named[3]))
        self.act(case, "place_on_agenda", people["secretariat"], session=self.sessions["second"])
        self.act(case, "open_ballot", people["chair"])
        chosen = [named[0]] * 6 + [named[1]] * 5 + [named[2]] * 3
        papers: dict[int, Marks] = {place: ((one,),) for place, one in enumerate(chosen)}
        self.votes["first-ballot"] = vote = self.marks(case, {**papers, 14: ()})
        must(ending.close(desk, people["chair"], vote))
        self.act(case, "open_second", people["chair"])
        self.votes["second-ballot"] = self.marks(case, {0: ((named[1],),), 1: ((named[0],),)})
        # Another one takes nominations still.
        text = ProposalText(
            titles={"az": "Baş katibin seçilməsi", "en": "Election of the secretary general"},
            bodies={"az": "Konfrans baş katib seçir.", "en": "The Conference elects a secretary general."},
        )
        drafted = proposals.draft(desk, people["chair"], text, workflow="election")
        case = self.cases["nominations"] = must(drafted).events[0].subject
        self.act(case, "open_nominations", people["secretariat"])
        must(nominating.nominate(desk, named[0], case, people["rector"]))
        must(nominating.nominate(desk, named[1], case, named[1]))
        must(nominating.nominate(desk, named[2], case, named[3]))
        must(nominating.withdraw(desk, named[1], case, named[1]))

    def alternatives(self) -> None:
        """Three ways to one end: ranked by the hall, one question decided and one under way."""
        desk, people = self.desk, self.people
        for name in ("alternatives", "ranking"):
            text = ProposalText(
                titles={"az": "Tədris ilinin ortaq təqvimi", "en": "A common academic calendar"},
                bodies={
                    "az": "Üzvlər tədris ilinin başlanğıcını birlikdə müəyyən edirlər.",
                    "en": "Members set the beginning of the academic year together.",
                },
            )
            drafted = proposals.draft(desk, people["chair"], text, workflow="alternatives")
            case = self.cases[name] = must(drafted).events[0].subject
            self.act(case, "collect", people["secretariat"])
            for code, az, en in (
                ("AzTU", "Sentyabrın 15-dən", "From 15 September"),
                ("BEU", "Oktyabrın 1-dən", "From 1 October"),
            ):
                titles = {"az": az, "en": en}
                must(nominating.nominate(desk, self.holder(code), case, titles=titles))
            self.act(case, "place_on_agenda", people["secretariat"], session=self.sessions["second"])
            self.act(case, "open_ranking", people["chair"])
            first, second, rest = (
                one.id for one in desk.conference.votes[desk.conference.cases[case].vote].candidates
            )
            ways: tuple[Marks, ...] = (
                ((first,), (second,), (rest,)),
                ((second,), (first, rest)),
                ((rest,), (second,), (first,)),
            )
            places = range(15) if name == "alternatives" else range(1, 3)
            self.votes[name] = self.marks(case, {n: ways[n * 2 // 11 % 3] for n in places})
        must(ending.close(desk, people["chair"], self.votes["alternatives"]))

    def in_parts(self) -> None:
        """Two texts that are voted on in parts: one where nobody has moved anything yet; of the other a part
        was adopted, one fell, and one is put."""
        desk, people = self.desk, self.people
        text = ProposalText(
            titles={"az": "Tələbə mübadiləsi haqqında", "en": "On exchanges of students"},
            bodies={
                "az": "Konfrans üzvlərin birgə işini nəzərə alaraq QƏRARA ALIR:\n\n"
                "1. Üzvlər mübadilə tələbələrindən təhsil haqqı almırlar.\n"
                "2. Yataqxana yerlərinin onda biri mübadilə tələbələri üçün saxlanılır.\n"
                "3. Hər üzv mübadilə üzrə məsul şəxs təyin edir.\n"
                "4. Qərar qəbul edildiyi gündən qüvvəyə minir.",
                "en": "The Conference, having regard to the common work of its members, RESOLVES:\n\n"
                "1. Members charge exchange students no fees.\n"
                "2. One in ten places in halls of residence is kept for exchange students.\n"
                "3. Each member names somebody who answers for exchanges.\n"
                "4. This resolution is in force from its adoption.",
            },
        )
        for name in ("divisible", "parts"):
            drafted = proposals.draft(desk, people["chair"], text, workflow="division")
            case = self.cases[name] = must(drafted).events[0].subject
            self.act(case, "place_on_agenda", people["secretariat"], session=self.sessions["second"])
        self.act(case, "ask_division", self.holder("BEU"), parts="1, 2, 3-4")
        self.act(case, "divide", people["chair"])
        for name, choices in (("first-part", "fffafffbffff"), ("second-part", "aaafaafbaaaa")):
            self.act(case, "put_part", people["chair"])
            self.votes[name] = vote = self.ballots(case, choices)
            must(ending.close(desk, people["chair"], vote))
        self.act(case, "put_part", people["chair"])
        self.votes["third-part"] = desk.conference.cases[case].vote

    def together(self) -> None:
        """Four texts that stand before the same vote: two are put as one question, two are put together and
        wait, and of these a third was taken out."""
        desk, people, session = self.desk, self.people, self.sessions["second"]
        subjects = (
            ("Kitabxanalar", "libraries"),
            ("Laboratoriyalar", "laboratories"),
            ("İdman", "sports"),
            ("Arxivlər", "archives"),
            ("Muzeylər", "museums"),
        )
        items = []
        for az, en in subjects:
            text = ProposalText(
                titles={"az": f"{az} üzrə əməkdaşlıq haqqında", "en": f"On cooperation in {en}"},
                bodies={
                    "az": f"1. {az} üzrə işçi qrupu yaradılsın.",
                    "en": f"1. A working group on {en} is set up.",
                },
            )
            case = self.cases[en] = self.new(people["chair"], text)
            self.act(case, "submit", people["chair"])
            self.act(case, "place_directly", people["secretariat"], session=session)
            items.append(desk.conference.cases[case].item)
        must(blocks.announce(desk, people["chair"], session, tuple(items[:2])))
        must(blocks.open_block(desk, people["chair"], session))
        self.votes["block"] = desk.conference.cases[self.cases["libraries"]].vote
        self.votes["block-second"] = desk.conference.cases[self.cases["laboratories"]].vote
        must(blocks.announce(desk, people["chair"], session, tuple(items[2:])))
        must(blocks.take_out(desk, self.holder("BEU"), session, items[3]))

    def others(self) -> None:
        people = self.people
        mobility = ProposalText(
            titles={"az": "Tələbə mobilliyi xartiyası haqqında", "en": "On the Student Mobility Charter"},
            bodies={
                "az": "1. Üzvlərin tələbələri mobillik zamanı **eyni hüquqlara** malikdirlər.\n\n"
                "2. Hər bir tələbə qəbul edən müəssisədən vaxtında və anlaşıqlı məlumat alır.",
                "en": "1. Students of member institutions have **the same rights** during mobility.\n\n"
                "2. Every student is informed in time and in plain words by the receiving institution.",
            },
            attachments=(Upload("xartiya.txt", "text/plain", "Tələbə mobilliyi xartiyası\n".encode()),),
        )
        self.cases["draft"] = self.new(people["assistant"], mobility)
        courses = ProposalText(
            titles={"az": "Ortaq rəqəmsal kurslar haqqında", "en": "On shared digital courses"},
            bodies={
                "az": "1. Üzvlər seçilmiş onlayn kursları bir-birinin tələbələri üçün açırlar.",
                "en": "1. Members open selected online courses to each other's students.",
            },
        )
        case = self.cases["submitted"] = self.new(self.holder("AzTU"), courses, body="recognition")
        self.act(case, "submit", self.holder("AzTU"))
        statement = ProposalText(
            titles={
                "az": "Birgə diplomların təsdiqinin sadələşdirilməsi haqqında",
                "en": "On simpler approval of joint degrees",
            },
            bodies={
                "az": "Konfrans nazirlikdən birgə proqramların təsdiqini sadələşdirməyi xahiş edir.",
                "en": "The Conference asks the ministry to simplify the approval of joint programmes.",
            },
        )
        case = self.cases["review"] = self.new(people["rector"], statement, body="recognition")
        self.act(case, "submit", people["rector"])
        self.act(case, "refer", people["secretariat"])
