"""Live cases brought over to another version of their procedure: tried, done, taken back; each database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, SteadyClock, audit, must, on_clock, text_of
from support.migrations import newer, renamed

from ecar_governance.cli.main import main
from ecar_governance.definitions.plans import Plan, read_plan
from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.services import migrating, resolutions
from ecar_governance.services.migrating import Verdict
from ecar_governance.services.procedures import put_in_force

SCAN = b"\xff\xd8\xff\xe0 scan"
NUMBER = "1/1"


@pytest.fixture
def going(hall: Chamber) -> Chamber:
    """A published resolution, a version 9.0.0 in which drafts are outlines, and 53 cases under way: 50
    drafts, the resolution, one on the agenda, one put to the vote with a ballot; another is withdrawn."""
    session = hall.session()
    case = hall.adopted(session)
    assert resolutions.make_due(hall.desk) == 1
    document = hall.conference.resolutions[hall.case(case).resolution].document
    must(resolutions.sign_on_paper(hall.desk, CHAIR, document, "chair", SCAN + b"1"))
    must(resolutions.sign_on_paper(hall.desk, SCRIBE, document, "secretary", SCAN + b"2"))
    hall.act(SECRETARY, case, "publish")
    for number in range(50):
        hall.draft(text=text_of(f"Layihə {number}"))
    hall.act(CHAIR, hall.draft(), "withdraw")
    hall.on_agenda(session)
    _, vote = hall.open_vote(session)
    must(hall.cast(vote, hall.seats()[0]))
    must(put_in_force(hall.desk, renamed(newer(), "draft", "outline")))
    return hall


def plan(**given: object) -> Plan:
    told = {"states": {"draft": "outline"}, **given}
    return Plan("resolution", ("1.0.0",), "9.0.0", NUMBER, **told)  # type: ignore[arg-type]


def states(hall: Chamber) -> dict[str, tuple[str, ...]]:
    return {case.case: (*case.state, case.workflow_hash) for case in hall.conference.cases.values()}


def test_a_dry_run_tells_what_a_real_one_then_does_and_writes_nothing(going: Chamber) -> None:
    before = states(going)
    size = going.conference.size
    tried = tuple(migrating.rehearse(going.desk, plan()))
    assert (going.conference.size, states(going)) == (size, before)
    done = tuple(migrating.migrate(going.desk, plan()))
    assert [(one.case, one.after, one.reasons) for one in tried] == [
        (one.case, one.after, one.reasons) for one in done
    ]
    assert len(done) == 53  # the withdrawn one has ended
    assert {one.after for one in done} == {("outline",), ("agenda",), ("voting",), ("in_force",)}
    assert not any(one.reasons for one in done)
    assert audit(going.settings).findings == ()
    assert tuple(migrating.migrate(going.desk, plan())) == ()


def test_one_case_that_cannot_go_holds_up_no_other(going: Chamber) -> None:
    done = tuple(migrating.migrate(going.desk, plan(states={})))
    stay = [one for one in done if one.reasons]
    assert (len(done), len(stay)) == (53, 50)
    assert {reason.code for one in stay for reason in one.reasons} == {"migration.state_unmapped"}
    assert all(one.after == one.before == ("draft",) for one in stay)


def test_the_migration_is_taken_back_where_nothing_happened_since(going: Chamber) -> None:
    before = states(going)
    done = tuple(migrating.migrate(going.desk, plan()))
    moved_on = next(one.case for one in done if one.after == ("outline",))
    going.act(CHAIR, moved_on, "submit")
    back: dict[str, Verdict] = {one.case: one for one in migrating.revert(going.desk, plan())}
    assert [reason.code for reason in back.pop(moved_on).reasons] == ["migration.moved_on"]
    assert not any(one.reasons for one in back.values())
    after = states(going)
    assert {case: after[case] for case in back} == {case: before[case] for case in back}
    assert audit(going.settings).findings == ()


# --- the plan ----------------------------------------------------------------------------------------------

WHOLE = """
migrate: resolution
from: [1.0.0]
to: 9.0.0
resolution: 1/1
states: {draft: outline}
fields: {cost: none, speaker: rapporteur}
deadlines: recompute
ballots: void
"""


def test_a_plan_says_what_it_says() -> None:
    assert read_plan(WHOLE, "plan.yaml") == Plan(
        "resolution",
        ("1.0.0",),
        "9.0.0",
        "1/1",
        {"draft": "outline"},
        {"cost": "", "speaker": "rapporteur"},
        "recompute",
        "void",
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("to: 9.0.0", "to: nine", "shape.version", "4:5"),
        ("to: 9.0.0", "to: 1.0.0", "shape.version", "4:5"),
        ("resolution: 1/1\n", "", "shape.missing", "2:1"),
        ("recompute", "recompose", "shape.word", "8:12"),
        ("ballots:", "ballot:", "shape.unknown_key", "9:1"),
        ("draft: outline", "draft: Out Line", "shape.name", "6:17"),
    ],
)
def test_a_mistake_is_told_where_it_stands(old: str, new: str, code: str, place: str) -> None:
    with pytest.raises(DefinitionInvalid) as caught:
        read_plan(WHOLE.replace(old, new), "plan.yaml")
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == (code, f"plan.yaml:{place}")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"states": {"drafts": "outline"}}, "did you mean 'draft'?"),
        ({"states": {"draft": "outlines"}}, "did you mean 'outline'?"),
        ({"fields": {"cost": "price"}}, "remove it"),
    ],
)
def test_a_name_that_is_nowhere_is_told_before_any_case_is_asked(
    going: Chamber, given: dict[str, object], told: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        next(migrating.migrate(going.desk, plan(**given)))
    assert told in {finding.fix for finding in caught.value.findings}


@pytest.mark.parametrize(
    "wrong",
    [
        Plan("resolutions", ("1.0.0",), "9.0.0", NUMBER),
        Plan("resolution", ("1.0.1",), "9.0.0", NUMBER),
        Plan("resolution", ("1.0.0",), "9.0.0", "77"),
    ],
)
def test_what_is_not_on_record_is_told(going: Chamber, wrong: Plan) -> None:
    with pytest.raises(InvalidInput) as caught:
        next(migrating.migrate(going.desk, wrong))
    assert caught.value.fix or caught.value.findings


# --- the command -------------------------------------------------------------------------------------------


def test_the_command_tells_each_case(going: Chamber, steady: SteadyClock, tmp_path: Path) -> None:
    text = "migrate: resolution\nfrom: 1.0.0\nto: 9.0.0\nresolution: 1/1\n"
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    settings = going.settings

    def ecar(*words: str) -> Result:
        env = {"ECAR_DATA_DIR": str(settings.data_dir), "ECAR_DATABASE_URL": settings.database_url or None}
        with on_clock(steady):
            return CliRunner().invoke(main, ["workflow", "migrate", str(file), *words], env=env)

    tried = ecar("--dry-run")
    assert tried.exit_code == 1
    assert "draft stays:\n    The new version has no state draft" in tried.output
    assert tried.output.endswith("3 of 53 cases would go over to resolution 9.0.0; 50 would stay.\n")
    file.write_text(text + "states: {draft: outline}\n", encoding="utf-8")
    done = ecar()
    assert done.exit_code == 0, done.output
    assert done.output.endswith("53 of 53 cases went over to resolution 9.0.0; 0 stay.\n")
    back = ecar("--revert", "--json")
    assert back.exit_code == 0
    told = json.loads(back.stdout)
    assert (told["revert"], len(told["cases"])) == (True, 53)
    assert {tuple(one["after"]) for one in told["cases"]} == {
        ("draft",),
        ("agenda",),
        ("voting",),
        ("in_force",),
    }
