"""Importing members: all rows or none, every bad row at its line, a re-import changes what differs alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import desks
from support.desks import SECRETARY, Chamber, Moulds, SteadyClock, codes, mandate_line, mandates_csv, must

from ecar_governance.domain import events as e
from ecar_governance.errors import InvalidInput
from ecar_governance.resources import demo_dir
from ecar_governance.services import importing
from ecar_governance.services.ports import Outcome


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chamber]:
    """One conference for tests in which nothing may come in."""
    with desks.installed(tmp_path_factory.mktemp("shared"), clock=SteadyClock()) as installation:
        yield Chamber(installation).settle_in(3)


def load(hall: Chamber, name: str, content: bytes, person: str = "") -> Outcome:
    return importing.import_csv(hall.desk, person, name, content)


def told(hall: Chamber, content: bytes, name: str = "file.csv", person: str = "") -> list[tuple[str, str]]:
    """Code and line of every problem, and that its field is one of the file's; the log has not grown. The dry
    run had said the same, word for word."""
    (foreseen,) = importing.try_csv(hall.desk, person, [(name, content)])
    before = hall.conference.size
    with pytest.raises(InvalidInput) as caught:
        load(hall, name, content, person)
    assert hall.conference.size == before
    assert len(hall.desk.vault.everyone()) == len(hall.conference.persons)
    assert foreseen.findings == caught.value.findings
    places = [finding.where.split(":") for finding in caught.value.findings]
    header = content.decode().splitlines()[0].split(",")
    assert {field for _, _, *rest in places for field in rest} <= {*header}
    return [(one.code, ":".join(place[:2])) for one, place in zip(caught.value.findings, places, strict=True)]


def holders(hall: Chamber, institution: str) -> list[str]:
    """Who holds the rector's place now."""
    now = hall.desk.clock.now()
    return [
        m.person
        for m in hall.conference.mandates.values()
        if m.institution == institution and m.kind in ("rector", "acting_rector") and m.in_force(now)
    ]


# --- whole files -------------------------------------------------------------------------------------------


def test_the_demo_s_files_come_in_and_again_change_nothing(founded: Chamber) -> None:
    files = [(n, (demo_dir() / n).read_bytes()) for n in ("institutions.csv", "bodies.csv", "mandates.csv")]
    for name, content in files:
        must(load(founded, name, content))
    members = [i for i in founded.conference.institutions.values() if i.kind == "member"]
    seats = founded.conference.seats.values()
    assert sum(seat.body == "plenary" for seat in seats) == len(members) > 10
    # Of the working group's people each has a seat of their own in it.
    assert {seat.body for seat in seats if seat.person} == {"recognition"}
    size, people = founded.conference.size, founded.desk.vault.everyone()
    for name, content in files:
        assert codes(load(founded, name, content)) == ["nothing.changes"]
    assert founded.conference.size == size
    assert founded.desk.vault.everyone() == people


def test_one_file_is_one_act(founded: Chamber) -> None:
    must(load(founded, "institutions.csv", desks.institutions_csv(3)))
    done = must(
        load(
            founded,
            "mandates.csv",
            mandates_csv(*(mandate_line(f"r{n}", "rector", f"U{n:03}") for n in (1, 2))),
        )
    )
    assert {event.act for event in done.events} == {done.position}
    assert [type(event.data) for event in done.events] == [e.PersonRegistered] * 2 + [e.MandateGranted] * 2


def test_a_corrected_name_finds_its_person(hall: Chamber) -> None:
    row = mandate_line("rector-001", "rector", "U001").replace("Rector-001 Adlı", "Günay Əliyeva")
    done = must(load(hall, "mandates.csv", mandates_csv(row)))
    assert [type(event.data) for event in done.events] == [e.PersonChanged]
    person = hall.desk.vault.people(["person-rector-001"])["person-rector-001"]
    assert person.names["az"] == "Günay Əliyeva"
    assert person.digest == hall.conference.persons["person-rector-001"].digest
    assert holders(hall, "U001") == ["person-rector-001"]


def test_names_are_kept_by_date(founded: Chamber) -> None:
    header = "code,name_en,name_az,kind,country,city,since\n"
    must(load(founded, "a.csv", (header + "ADU,Old Name,Köhnə ad,member,AZ,Bakı,1999-01-01\n").encode()))
    must(load(founded, "a.csv", (header + "ADU,New Name,Yeni ad,member,AZ,Bakı,2026-09-01\n").encode()))
    history = founded.conference.institutions["ADU"].history
    assert [(n.since, n.names["az"]) for n in history] == [
        ("1999-01-01", "Köhnə ad"),
        ("2026-09-01", "Yeni ad"),
    ]
    assert len(founded.conference.seats) == 1
    # Another town under the same name begins no new name, whatever `since` says.
    must(load(founded, "a.csv", (header + "ADU,New Name,Yeni ad,member,AZ,Şəki,2026-10-01\n").encode()))
    assert founded.conference.institutions["ADU"].history == history


# --- terms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("since", ["", "2026-10-01", "2025-01-01"])
def test_a_new_rector_succeeds_the_one_before(hall: Chamber, since: str) -> None:
    content = mandates_csv(mandate_line("successor", "rector", "U001", since=since))
    must(load(hall, "new.csv", content))
    assert holders(hall, "U001") == ["person-successor"]
    old = next(m for m in hall.conference.mandates.values() if m.person == "person-rector-001")
    assert old.ended == hall.desk.clock.now()
    assert codes(load(hall, "new.csv", content)) == ["nothing.changes"]
    # The old file again does not bring the old rector back.
    assert codes(load(hall, "old.csv", mandates_csv(mandate_line("rector-001", "rector", "U001")))) == [
        "nothing.changes"
    ]


def test_a_rector_to_come_takes_the_place_when_the_term_of_the_one_before_ends(
    hall: Chamber, steady: SteadyClock
) -> None:
    content = mandates_csv(
        mandate_line("rector-001", "rector", "U001", until="2027-01-01"),
        mandate_line("successor", "rector", "U001", since="2027-01-01"),
    )
    must(load(hall, "mandates.csv", content))
    assert holders(hall, "U001") == ["person-rector-001"]
    assert codes(load(hall, "mandates.csv", content)) == ["nothing.changes"]
    steady.advance(days=60)
    assert holders(hall, "U001") == ["person-successor"]
    assert codes(load(hall, "mandates.csv", content)) == ["nothing.changes"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("", "2027-06-01"), ("2027-06-01", ""), ("2027-06-01", "2028-06-01"), ("2027-06-01", "2027-01-01")],
)
def test_another_end_of_a_term_is_taken_over_and_nothing_doubles(
    hall: Chamber, first: str, second: str
) -> None:
    must(load(hall, "a.csv", mandates_csv(mandate_line("assistant", "assistant", "U001", until=first))))
    changed = mandates_csv(mandate_line("assistant", "assistant", "U001", until=second))
    must(load(hall, "a.csv", changed))
    running = [
        m
        for m in hall.conference.mandates.values()
        if m.person == "person-assistant" and m.in_force(hall.desk.clock.now())
    ]
    assert [m.until.isoformat() if m.until else "" for m in running] == [
        f"{(e_date(second))}" if second else ""
    ]
    assert codes(load(hall, "a.csv", changed)) == ["nothing.changes"]


def e_date(day: str) -> str:
    """Midnight in Baku, four hours ahead of UTC."""
    from datetime import date

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() + "T20:00:00+00:00"


def test_a_term_that_ran_out_is_history_and_can_be_lengthened(hall: Chamber, steady: SteadyClock) -> None:
    content = mandates_csv(mandate_line("assistant", "assistant", "U001", until="2026-12-01"))
    must(load(hall, "a.csv", content))
    steady.advance(days=30)
    assert codes(load(hall, "a.csv", content)) == ["nothing.changes"]
    longer = mandates_csv(mandate_line("assistant", "assistant", "U001", until="2027-12-01"))
    must(load(hall, "a.csv", longer))
    assert codes(load(hall, "a.csv", longer)) == ["nothing.changes"]
    held = hall.conference.persons["person-assistant"].mandates
    assert [hall.conference.mandates[m].in_force(steady.now()) for m in held] == [False, True]


def test_an_end_in_the_past_ends_the_mandate_now(hall: Chamber) -> None:
    over = mandates_csv(mandate_line("observer", "observer", "U001", until="2026-11-01"))
    must(load(hall, "a.csv", mandates_csv(mandate_line("observer", "observer", "U001"))))
    must(load(hall, "a.csv", over))
    held = [m for m in hall.conference.mandates.values() if m.person == "person-observer" and m.ended is None]
    assert [m.institution for m in held] == ["U005"]
    assert codes(load(hall, "a.csv", over)) == ["nothing.changes"]


# --- bad rows ----------------------------------------------------------------------------------------------


BAD_MANDATES = [
    ("no such kind", mandate_line("x", "king", "U001"), "import.kind"),
    ("of one session", mandate_line("x", "session_chair"), "import.kind"),
    ("of one session alone", mandate_line("x", "written_authority", "U001"), "import.kind"),
    ("no institution", mandate_line("x", "rector"), "import.institution"),
    ("unknown institution", mandate_line("x", "assistant", "NONE"), "import.institution"),
    ("unknown institution of an officer", mandate_line("x", "secretariat", "NONE"), "import.institution"),
    ("unknown body", mandate_line("x", "wg_chair", "U001", "none"), "import.body"),
    ("no date", mandate_line("x", "auditor", since="23.11.2026"), "import.date"),
    ("no such day", mandate_line("x", "auditor", until="2026-02-30"), "import.date"),
    ("a year out of all times", mandate_line("x", "auditor", since="0001-01-01"), "import.date"),
    ("a compact date", mandate_line("x", "auditor", since="20261123"), "import.date"),
    (
        "ends before it begins",
        mandate_line("x", "auditor", since="2026-02-01", until="2026-01-01"),
        "import.term",
    ),
    ("over", mandate_line("x", "auditor", since="2020-02-01", until="2021-01-01"), "import.over"),
    ("bad code", mandate_line("x y", "auditor"), "import.code"),
    ("no language", mandate_line("x", "auditor", locale="ru"), "import.locale"),
    ("no name", mandate_line("x", "auditor").replace("X Adlı", ""), "import.name"),
    ("no address", mandate_line("x", "auditor").replace("x@", "x"), "import.email"),
    ("somebody's address", mandate_line("x", "auditor").replace("x@", "Rector-001@"), "import.address"),
    ("too few fields", "x,a,b", "import.width"),
    ("a NUL", mandate_line("x", "auditor").replace("Adlı", "Ad\x00lı"), "import.unseen"),
    ("turned writing", mandate_line("x", "auditor").replace("Adlı", "\u202eAdlı"), "import.unseen"),
    ("a line feed in a name", mandate_line("x", "auditor").replace("X Adlı", '"X\nAdlı"'), "import.unseen"),
    ("a name without end", mandate_line("x", "auditor").replace("Adlı", "A" * 400), "import.long"),
    (
        "a rector to come while nobody leaves",
        mandate_line("x", "rector", "U001", since="2027-01-01"),
        "import.seat_held",
    ),
]


@pytest.mark.parametrize(("row", "code"), [row[1:] for row in BAD_MANDATES], ids=[r[0] for r in BAD_MANDATES])
def test_a_bad_row_is_named_by_file_and_line_and_nothing_comes_in(
    shared: Chamber, row: str, code: str
) -> None:
    good = mandate_line("fine", "auditor")
    assert told(shared, mandates_csv(good, row), "mandates.csv") == [(code, "mandates.csv:3")]


def test_every_bad_row_is_named(shared: Chamber) -> None:
    rows = mandates_csv(
        mandate_line("a", "king"),
        mandate_line("b", "auditor"),
        mandate_line("c", "auditor", since="never"),
        mandate_line("b", "auditor", locale="en"),
        mandate_line("d", "rector", "U002"),
        mandate_line("e", "acting_rector", "U002"),
        '"open',
    )
    assert told(shared, rows) == [
        ("import.csv", "file.csv:8"),
        ("import.kind", "file.csv:2"),
        ("import.date", "file.csv:4"),
        ("import.differs", "file.csv:5"),
        ("import.twice", "file.csv:5"),
        ("import.seat_twice", "file.csv:7"),
    ]


BAD_INSTITUTIONS = [
    ("no code", ",A,B,member,AZ,Bakı", "import.code"),
    ("a path for a code", "../x,A,B,member,AZ,Bakı", "import.code"),
    ("no kind", "X,A,B,university,AZ,Bakı", "import.kind"),
    ("no name", "X,,B,member,AZ,Bakı", "import.missing"),
    ("no country", "X,A,B,member,Azerbaijan,Bakı", "import.country"),
    ("twice", "U001,A,B,member,AZ,Bakı\nU001,A,B,member,AZ,Bakı", "import.twice"),
]


@pytest.mark.parametrize(
    ("rows", "code"), [row[1:] for row in BAD_INSTITUTIONS], ids=[r[0] for r in BAD_INSTITUTIONS]
)
def test_a_bad_institution_is_named(shared: Chamber, rows: str, code: str) -> None:
    header = "code,name_en,name_az,kind,country,city\n"
    place = "file.csv:3" if "\n" in rows else "file.csv:2"
    assert told(shared, (header + rows + "\n").encode()) == [(code, place)]


@pytest.mark.parametrize(
    ("since", "code"),
    [("2001-01-01", "import.since"), ("2030-01-01", "import.since"), ("1.1.2001", "import.date")],
)
def test_a_name_goes_on_from_the_last(shared: Chamber, since: str, code: str) -> None:
    row = f"code,name_en,name_az,kind,country,city,since\nU001,Newer,Daha yeni,member,AZ,Bakı,{since}\n"
    assert told(shared, row.encode()) == [(code, "file.csv:2")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "not UTF-8 (byte 0)"),
        (b"", "the header is that of no file"),
        (b"name,surname\n", "the header is that of no file"),
        (b'"code,name', "the header cannot be read"),
    ],
)
def test_what_is_no_such_file_is_said(shared: Chamber, content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words.replace("(", r"\(").replace(")", r"\)")):
        load(shared, "file.csv", content)


def test_a_column_too_many_or_twice_is_named(shared: Chamber) -> None:
    header = desks.MANDATES_HEADER
    assert told(shared, f"{header},vote,person\n".encode()) == [
        ("import.column", "file.csv:1"),
        ("import.column", "file.csv:1"),
    ]


def test_a_seat_is_a_member_s_alone(founded: Chamber) -> None:
    row = "code,name_en,name_az,kind,country,city\nEUA,EUA,EUA,partner,BE,Brussels\n"
    must(load(founded, "i.csv", row.encode()))
    assert told(founded, mandates_csv(mandate_line("x", "vice_rector", "EUA"))) == [
        ("import.seat", "file.csv:2")
    ]


def test_nobody_gives_themselves_a_mandate_by_a_file(hall: Chamber) -> None:
    mine = mandates_csv(mandate_line("secretary", "secretary_general"))
    assert told(hall, mine, person=SECRETARY) == [("import.own", "file.csv:2")]
    crown = mandates_csv(mandate_line("friend", "administrator"))
    assert told(hall, crown, person=SECRETARY) == [("import.administrator", "file.csv:2")]
    # What is theirs already stands in the way of nothing.
    rest = mandates_csv(mandate_line("secretary", "secretariat"), mandate_line("friend", "auditor"))
    must(load(hall, "file.csv", rest, SECRETARY))
    assert codes(load(hall, "file.csv", rest, desks.CHAIR)) == ["actor.not_allowed"]


# --- property ----------------------------------------------------------------------------------------------

PEOPLE = st.sampled_from(["p1", "p2", "p3"])
KINDS = st.sampled_from(
    ["rector", "acting_rector", "vice_rector", "assistant", "auditor", "wg_member", "secretariat"]
)
DAYS = st.sampled_from(["", "2024-01-01", "2026-11-23", "2026-12-01", "2027-06-01"])
ROWS = st.lists(
    st.builds(
        lambda person, kind, institution, since, until: mandate_line(
            person, kind, institution, "recognition", since, until
        ),
        PEOPLE,
        KINDS,
        st.sampled_from(["U001", "U002", "U003"]),
        DAYS,
        DAYS,
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(ROWS, min_size=1, max_size=4))
def test_importing_a_file_twice_changes_nothing_the_second_time(
    sqlite_moulds: Moulds, tmp_path_factory: pytest.TempPathFactory, files: list[list[str]]
) -> None:
    """Whatever came before: what a file says is so once it is in, and saying it again adds nothing."""
    folder = tmp_path_factory.mktemp("twice") / "data"
    with sqlite_moulds.cast(0, folder, SteadyClock()) as hall:
        must(load(hall, "institutions.csv", desks.institutions_csv(3)))
        must(load(hall, "bodies.csv", desks.BODIES_CSV))
        for rows in files:
            content = mandates_csv(*rows)
            try:
                load(hall, "file.csv", content)
            except InvalidInput:
                continue
            size = hall.conference.size
            assert codes(load(hall, "file.csv", content)) == ["nothing.changes"]
            assert hall.conference.size == size
            _nothing_doubled(hall)


def _nothing_doubled(hall: Chamber) -> None:
    now = hall.desk.clock.now()
    for institution in ("U001", "U002", "U003"):
        assert len(holders(hall, institution)) <= 1
    running = [
        (m.person, m.kind, m.institution, m.body)
        for m in hall.conference.mandates.values()
        if m.ended is None and (m.until is None or m.until > now)
    ]
    assert len(running) == len(set(running))
