"""The dry run of an import says what the import then does: the same changes, or the same refusal.

What the core refuses of a file is held against the core itself: its command is decided without the dry run.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import desks
from support.desks import SECRETARY, Chamber, Moulds, SteadyClock, audit, codes, mandate_line, mandates_csv

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import MandateGranted
from ecar_governance.errors import InvalidInput
from ecar_governance.services import importing
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.ports import Act, Done

INSTITUTIONS = "code,name_en,name_az,kind,country,city\n"
BODIES = "code,kind,name_az,name_en\n"
NEW = "presidium,presidium,Rəyasət Heyəti,Presidium"
"""A presidium, where there may be none yet."""


def rows(*lines: str) -> str:
    return mandates_csv(*lines).decode()


CASES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    # who imports ("" is the installer), the file, and what is refused at which row and field
    "an office that is held": (
        "",
        rows(mandate_line("x", "auditor"), mandate_line("y", "secretary_general", since="2026-11-23")),
        [("mandate.office_held", "f.csv:3:kind")],
    ),
    "every office that is held, and a bad row, at once": (
        "",
        rows(
            mandate_line("x", "president", since="2026-11-23"),
            mandate_line("y", "king"),
            mandate_line("z", "wg_chair", "U001", "recognition", since="2026-11-23"),
        ),
        [
            ("import.kind", "f.csv:3:kind"),
            ("mandate.office_held", "f.csv:2:kind"),
            ("mandate.office_held", "f.csv:4:kind"),
        ],
    ),
    "two for one office in one file": (
        "",
        rows(
            mandate_line("boss", "president", until="2026-12-01"),
            mandate_line("x", "president", since="2026-12-01", until="2027-12-01"),
            mandate_line("y", "president", since="2027-06-01"),
        ),
        [("mandate.office_held", "f.csv:4:kind")],
    ),
    "an office from the day on which its term ends": (
        "",
        rows(
            mandate_line("boss", "president", until="2026-12-01"),
            mandate_line("x", "president", since="2026-12-01"),
        ),
        [],
    ),
    "what follows from a bad row alone is no problem of its own": (
        "",
        rows(
            mandate_line("boss", "president", until="2026-12-01", locale="ru"),
            mandate_line("boss", "auditor"),
            mandate_line("x", "president", since="2026-12-01"),
        ),
        [("import.locale", "f.csv:2:locale"), ("import.differs", "f.csv:3:person")],
    ),
    "a delegate": ("", rows(mandate_line("x", "delegate")), [("delegation.by_holder", "f.csv:2:kind")]),
    "an administrator's term, by the office": (
        SECRETARY,
        rows(
            mandate_line("root", "administrator", until="2026-01-01"),
            mandate_line("x", "administrator"),
            mandate_line("secretary", "auditor"),
        ),
        [
            ("import.administrator", "f.csv:3:kind"),
            ("import.own", "f.csv:4:person"),
            ("mandate.administrator_only", "f.csv:2:kind"),
        ],
    ),
    "a second presidium": (
        "",
        BODIES + NEW + "\n" + NEW.replace("presidium,p", "second,p", 1) + "\n",
        [("conference.one_presidium", "f.csv:3:kind")],
    ),
    "another kind of body": (
        "",
        BODIES + "recognition,presidium,Tanınma,Recognition\n",
        [("body.kind_differs", "f.csv:2:kind")],
    ),
    "a seat that a file would take away": (
        "",
        INSTITUTIONS + "U009,A,B,member,AZ,Bakı\nU001,A,B,partner,AZ,Bakı\nU002,A,B,candidate,AZ,Bakı\n",
        [("institution.has_seat", "f.csv:3:kind"), ("institution.has_seat", "f.csv:4:kind")],
    ),
    "nothing": ("", rows(mandate_line("x", "auditor")), []),
}


def settled(hall: Chamber) -> Chamber:
    """With somebody in every office of one holder."""
    officers = [("boss", "president"), ("sg", "secretary_general"), ("root", "administrator")]
    content = mandates_csv(*(mandate_line(*one) for one in officers))
    assert isinstance(importing.import_csv(hall.desk, "", "o.csv", content), Done)
    return hall


@pytest.mark.parametrize("name", CASES)
def test_the_dry_run_names_row_and_field_of_what_the_import_then_refuses(hall: Chamber, name: str) -> None:
    person, text, expected = CASES[name]
    size = settled(hall).conference.size
    (foreseen,) = importing.try_csv(hall.desk, person, [("f.csv", text.encode())])
    assert [(one.code, one.where) for one in foreseen.findings] == expected
    assert (hall.conference.size, foreseen.reasons) == (size, ())
    if not expected:
        done = importing.import_csv(hall.desk, person, "f.csv", text.encode())
        assert isinstance(done, Done)
        assert len(done.events) == foreseen.changes > 0
        assert audit(hall.settings).findings == ()
        return
    with pytest.raises(InvalidInput) as caught:
        importing.import_csv(hall.desk, person, "f.csv", text.encode())
    assert caught.value.findings == foreseen.findings
    assert hall.conference.size == size


def test_the_holder_is_named(hall: Chamber) -> None:
    content = mandates_csv(mandate_line("x", "president", since="2026-11-23"))
    (foreseen,) = importing.try_csv(settled(hall).desk, "", [("f.csv", content)])
    assert [one.message for one in foreseen.findings] == [
        "The office of president is held by person-boss at that time: end that term first."
    ]


def test_whoever_may_not_import_is_told_so_as_by_the_import(hall: Chamber) -> None:
    content = mandates_csv(mandate_line("x", "auditor"))
    (foreseen,) = importing.try_csv(hall.desk, "person-auditor", [("f.csv", content)])
    refused = importing.import_csv(hall.desk, "person-auditor", "f.csv", content)
    assert isinstance(refused, Refused)
    assert (foreseen.reasons, foreseen.findings) == (refused.reasons, ())
    assert codes(refused) == ["actor.not_allowed"]


def test_each_file_is_tried_on_those_before_it(founded: Chamber) -> None:
    """None of it is there yet when all are tried; a bad file is as if it had not come."""
    files = [
        ("i.csv", desks.institutions_csv(3)),
        ("bad.csv", (INSTITUTIONS + "X,A,B,club,AZ,Bakı\n").encode()),
        ("b.csv", desks.BODIES_CSV),
        ("p.csv", mandates_csv(mandate_line("r", "rector", "U001"), mandate_line("s", "rector", "X"))),
        ("q.csv", mandates_csv(mandate_line("t", "rector", "U001").replace("t@", "r@"))),
        ("r.csv", mandates_csv(mandate_line("r", "rector", "U001"))),
        ("t.csv", mandates_csv(mandate_line("t", "rector", "U002").replace("t@", "r@"))),
    ]
    size = founded.conference.size
    found = importing.try_csv(founded.desk, "", files)
    assert founded.conference.size == size
    assert len(founded.desk.vault.everyone()) == len(founded.conference.persons)
    assert [[one.where for one in file.findings] for file in found] == [
        [],
        ["bad.csv:2:kind"],
        [],
        ["p.csv:3:institution"],
        [],
        ["r.csv:2:email"],
        [],
    ]
    for (name, content), file in zip(files, found, strict=True):
        try:
            done = importing.import_csv(founded.desk, "", name, content)
        except InvalidInput as error:
            refused, changes = error.findings, 0
        else:
            refused, changes = (), len(done.events) if isinstance(done, Done) else 0
        assert (refused, changes) == (file.findings, file.changes)


# --- whatever the file -------------------------------------------------------------------------------------

DAYS = st.sampled_from(["", "2024-01-01", "2026-11-23", "2026-12-01", "2027-06-01"])
KINDS = st.sampled_from(
    [
        "president",
        "secretary_general",
        "wg_chair",
        "rector",
        "acting_rector",
        "administrator",
        "presidium_member",
    ]
)
ROWS = st.lists(
    st.builds(
        lambda person, kind, institution, since, until: mandate_line(
            person,
            kind,
            institution,
            "presidium" if kind == "presidium_member" else "recognition",
            since,
            until,
        ),
        st.sampled_from(["p1", "p2", "p3"]),
        KINDS,
        st.sampled_from(["U001", "U002"]),
        DAYS,
        DAYS,
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(ROWS, min_size=2, max_size=5), days=st.lists(st.integers(0, 40), min_size=5, max_size=5)
)
def test_what_the_dry_run_lets_pass_the_core_lets_pass_and_nothing_else(
    sqlite_moulds: Moulds, tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], days: list[int]
) -> None:
    folder: Path = tmp_path_factory.mktemp("foreseen") / "data"
    clock = SteadyClock()
    with sqlite_moulds.cast(0, folder, clock) as hall:
        for name, content in (
            ("i.csv", desks.institutions_csv(2)),
            ("b.csv", desks.BODIES_CSV),
            ("c.csv", (BODIES + NEW + "\n").encode()),
        ):
            assert isinstance(importing.import_csv(hall.desk, "", name, content), Done)
        for lines, later in zip(files, days, strict=False):
            clock.advance(days=later)
            content = mandates_csv(*lines)
            (foreseen,) = importing.try_csv(hall.desk, "", [("f.csv", content)])
            size = hall.conference.size
            try:
                outcome = importing.import_csv(hall.desk, "", "f.csv", content)
            except InvalidInput as error:
                refused = error.findings
            else:
                refused = ()
                assert isinstance(outcome, Done) or codes(outcome) == ["nothing.changes"], codes(outcome)
            assert refused == foreseen.findings
            assert hall.conference.size - size == foreseen.changes


def test_the_core_itself_refuses_what_was_foreseen(hall: Chamber) -> None:
    """Each mandate of the file is granted without the dry run, as a race would have it."""
    actor = actor_for(settled(hall).conference, SECRETARY, hall.desk.clock.now(), kinds=MEMBERSHIP)
    for kind, body in (("president", ""), ("secretary_general", ""), ("wg_chair", "recognition")):
        content = mandates_csv(mandate_line("x", kind, "U001", body, since="2026-11-23"))
        (foreseen,) = importing.try_csv(hall.desk, "", [("f.csv", content)])

        def work(act: Act, kind: str = kind, body: str = body) -> Refused | None:
            wanted = MandateGranted("mandate-x", "person-observer", kind, body=body)  # type: ignore[arg-type]
            answer = act.decide(c.ImportMembers(mandates=(wanted,)), actor)
            return answer if isinstance(answer, Refused) else None

        refused = hall.desk.perform(work, actor=INSTALLER)
        assert codes(refused) == [one.code for one in foreseen.findings] == ["mandate.office_held"]
