"""The picture of a procedure: golden, accessible, safe to embed, and nothing outside its 320 pixels."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from ecar_governance.definitions import bundled, load_file
from ecar_governance.definitions.diagram import described, mermaid, svg, trail
from ecar_governance.definitions.layout import lay_out, wrap
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.events import Actor, Manifest
from ecar_governance.domain.state import Case, Step
from ecar_governance.domain.workflow import Workflow

GOLDEN = Path(__file__).parents[1] / "golden" / "workflows"
SVG = "{http://www.w3.org/2000/svg}"
PLAIN = {"svg", "title", "desc", "g", "path", "text", "rect", "circle"}
NAMES = tuple(bundled())
LANES = Path(__file__).parents[1] / "data" / "definitions" / "lanes.yaml"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WHO = Actor("person", "p", "m")

HERE, BEEN = {"voting"}, {"draft", "submitted", "wg_review", "recommended", "agenda"}
TAKEN = {
    ("draft", "submit"),
    ("submitted", "refer"),
    ("wg_review", "recommend"),
    ("recommended", "place_on_agenda"),
    ("agenda", "open_vote"),
}


@pytest.fixture(name="workflow", params=(*NAMES, "lanes"))
def _workflow(request: pytest.FixtureRequest) -> Workflow:
    return load_file(bundled().get(request.param, LANES))


@pytest.fixture(name="lanes", scope="module")
def _lanes() -> Workflow:
    return load_file(LANES)


@pytest.fixture(name="resolution", scope="module")
def _resolution() -> Workflow:
    return load_file(bundled()["resolution"])


def golden(name: str, found: str) -> str:
    path = GOLDEN / name
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        path.write_text(found)
    return path.read_text()


@pytest.mark.parametrize("lang", ["az", "en"])
def test_the_pictures_are_golden(workflow: Workflow, lang: str) -> None:
    drawn, told = svg(workflow, lang), mermaid(workflow, lang)
    assert golden(f"{workflow.name}.{lang}.svg", drawn) == drawn
    assert golden(f"{workflow.name}.{lang}.mmd", told) == told


def test_a_case_under_way_is_golden(resolution: Workflow) -> None:
    drawn = svg(resolution, "az", HERE, BEEN, TAKEN)
    assert golden("resolution.voting.az.svg", drawn) == drawn


def words(drawn: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314


@pytest.mark.parametrize("lang", ["az", "en"])
def test_everything_is_named_and_inside(workflow: Workflow, lang: str) -> None:
    drawn = svg(workflow, lang)
    root = ElementTree.fromstring(drawn)  # noqa: S314  # reason: our own output
    told = " ".join(words(drawn))
    for state in workflow.states.values():
        assert state.title[lang] in told
    for rule in workflow.transitions.values():
        assert rule.title[lang] in told
    height = int(root.attrib["height"])
    assert (root.attrib["width"], root.attrib["viewBox"]) == ("320", f"0 0 320 {height}")
    for element in root.iter(f"{SVG}text"):
        size = int(element.attrib["font-size"])
        if element.attrib.get("text-anchor") == "middle":
            continue  # the H of a history
        assert size >= 13
        # Sans serif letters are on average narrower than 0.6 of their height.
        assert int(element.attrib["x"]) + 0.6 * size * len(element.text or "") <= 320 + size
        assert 0 < int(element.attrib["y"]) < height
    for element in root.iter(f"{SVG}path"):
        for x in re.findall(r"[MH](\d+)", element.attrib["d"]):
            assert 0 < int(x) < 320
        assert "-" not in "".join(re.findall(r"[MHV](-?\d+)", element.attrib["d"]))


def test_it_may_stand_under_a_strict_policy(workflow: Workflow) -> None:
    for drawn in (svg(workflow, "az"), svg(workflow, "en", {"draft"}, (), ())):
        root = ElementTree.fromstring(drawn)  # noqa: S314
        for element in root.iter():
            assert element.tag.removeprefix(SVG) in {
                "svg",
                "title",
                "desc",
                "g",
                "path",
                "text",
                "rect",
                "circle",
            }
            for name in element.attrib:
                assert name not in {"style", "href", "src"}
                assert not name.startswith(("on", "{"))
        colours = {
            value for e in root.iter() for name, value in e.attrib.items() if name in ("fill", "stroke")
        }
        assert colours <= {"currentColor", "none"}


def test_it_says_in_words_what_it_shows(resolution: Workflow) -> None:
    root = ElementTree.fromstring(svg(resolution, "en", HERE, BEEN, TAKEN))  # noqa: S314
    assert root.attrib["role"] == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert title.text == "Resolution of the plenary"
    assert desc.text == (
        "Passed: Draft, Submitted, With the working group, Recommendation made, On the agenda. "
        "Now: Put to the vote. From here: Carried → Adopted; Not carried → Rejected; "
        "Vote voided → On the agenda."
    )
    assert "Draft: Submit → Submitted; Withdraw → Withdrawn." in described(resolution, "en", (), ())


def test_only_the_ways_out_of_here_are_named(resolution: Workflow) -> None:
    told = words(svg(resolution, "en", HERE, BEEN, TAKEN))
    assert {"Carried", "Not carried", "Vote voided", "is here now"} <= {*told}
    assert not {"Submit", "Publish", "Withdraw"} & {*told}


def test_what_was_passed_is_told_by_shape(resolution: Workflow) -> None:
    """Without any colour: a tick for what was passed, a full mark here, bold for the way taken."""
    root = ElementTree.fromstring(svg(resolution, "en", HERE, BEEN, TAKEN))  # noqa: S314
    groups = [g for g in root.iter(f"{SVG}g") if "procedure-state" in g.attrib["class"]]
    kinds = [g.attrib["class"].split()[1] for g in groups]
    assert kinds.count("procedure-been") == len(BEEN)
    assert kinds.count("procedure-here") == 1
    for group, kind in zip(groups, kinds, strict=True):
        ticks = [p for p in group.iter(f"{SVG}path") if p.attrib.get("stroke-width") == "2.5"]
        full = [shape for shape in group if shape.attrib.get("fill") == "currentColor" and not shape.text]
        bold = [text for text in group.iter(f"{SVG}text") if text.attrib.get("font-weight")]
        assert (len(ticks), len(full), len(bold)) == {
            "procedure-been": (1, 0, 0),
            "procedure-here": (0, 1, 1),
            "procedure-ahead": (0, 0, 0),
        }[kind]
    [taken] = [p for p in root.iter(f"{SVG}path") if "procedure-way-taken" in p.attrib.get("class", "")]
    assert taken.attrib["stroke-width"] == "3"


def test_a_case_at_its_end_shows_its_path_alone(resolution: Workflow) -> None:
    drawn = svg(resolution, "en", {"withdrawn"}, {"draft", "submitted"}, {("submitted", "withdraw")})
    assert "stroke-dasharray" not in drawn


UNDER_WAY = {"law_questions", "money_second", "ethics_done"}


def test_several_places_at_once_are_golden(lanes: Workflow) -> None:
    been = {"draft", "law_reading", "money_first", "ethics_reading"}
    taken = {("draft", "begin"), ("law_reading", "ask"), ("money_first", "refine")}
    drawn = svg(lanes, "en", UNDER_WAY, been, taken)
    assert golden("lanes.review.en.svg", drawn) == drawn
    root = ElementTree.fromstring(drawn)  # noqa: S314
    bold = [text.text for text in root.iter(f"{SVG}text") if "procedure-title" in text.attrib.get("class", "")
            and text.attrib.get("font-weight")]  # fmt: skip
    assert " ".join(one or "" for one in bold) == (
        "Under review in three places at once Questions put The cost is worked out Exact estimate "
        "Ethical review ended"
    )
    told = words(drawn)
    assert told.count("is here now") == 3
    # The ways out of the state around are named as well, those of states that the case is not in are not.
    assert {"Pause", "Add a remark", "End the financial review", "Answer the questions"} <= {*told}
    assert not {"Put questions", "Resume", "Carried"} & {*told}
    heavy = [one for one in root.iter(f"{SVG}rect") if one.attrib.get("stroke-width") == "2.5"]
    assert len(heavy) == 2
    assert described(lanes, "en", UNDER_WAY, been).startswith("Passed: Draft, The lawyers read")
    assert "Now: Questions put, Exact estimate, Ethical review ended." in described(
        lanes, "en", UNDER_WAY, ()
    )


def test_words_tell_what_boxes_and_lanes_tell(lanes: Workflow) -> None:
    told = described(lanes, "en", (), ())
    assert "Under review in three places at once: 2 of 3 must end; Add a remark;" in told
    assert "The lawyers read (Under review in three places at once, Legal review): Put questions →" in told
    assert "bitməlidir: 3 xətdən 2" in described(lanes, "az", (), ())


@pytest.mark.parametrize("lang", ["az", "en"])
def test_boxes_hold_what_is_inside_and_nothing_else(lanes: Workflow, lang: str) -> None:
    place = lay_out(lanes, lang, lanes.states, lanes.states)
    assert [box.state.name for box in place.boxes] == ["review", "money_estimate"]
    for box in place.boxes:
        for row in place.rows.values():
            around = (row.state.name, *Tree(lanes).ancestors(row.state.name))
            inside = box.state.name in around
            assert inside == (box.top < row.y and row.bottom < box.bottom), (box.state.name, row.state.name)
            if inside:
                assert box.left < row.x < row.text < row.right <= box.right
        dividers = [lane.divider for lane in box.lanes if lane.divider is not None]
        assert len(dividers) == len(box.lanes) - 1
        assert dividers == sorted(dividers)
    outer, inner = place.boxes
    assert outer.left < inner.left < inner.right < outer.right
    assert outer.top < inner.top < inner.bottom < outer.bottom


def test_marks(lanes: Workflow) -> None:
    """A clock for each deadline, an H for each history, a loop for each action that stays, two borders for
    each end."""
    root = ElementTree.fromstring(svg(lanes, "en"))  # noqa: S314
    classes = [element.attrib.get("class") for element in root.iter()]
    assert classes.count("procedure-clock") == 2
    assert classes.count("procedure-loop") == 1
    assert classes.count("procedure-lane") == 2
    assert words(svg(lanes, "en")).count("H") == 1
    thin = [one for one in root.iter() if one.attrib.get("stroke-width") == "1"]
    assert len(thin) == 5


def test_what_a_case_can_come_to_no_more_is_left_out(lanes: Workflow) -> None:
    """From the vote the review can be come to again, from the draft everything."""
    late = svg(lanes, "en", {"adopted"}, {"draft"}, ())
    assert 'stroke-dasharray="3 3"' not in late
    again = ElementTree.fromstring(svg(lanes, "en", {"voting"}, (), ()))  # noqa: S314
    assert any(one.attrib.get("stroke-dasharray") == "3 3" for one in again.iter())


def test_the_trail_through_regions(lanes: Workflow) -> None:
    begun = ("ethics_reading", "law_reading", "money_first")
    asked = ("ethics_reading", "law_questions", "money_first")
    ended = ("ethics_reading", "law_done", "money_first")
    steps = tuple(
        Step(name, target, NOW, WHO, n)
        for n, (name, target) in enumerate(
            [("begin", begun), ("ask", asked), ("remark", asked), ("end_law", ended)]
        )
    )  # fmt: skip
    case = Case(
        "c", "r", "lanes", "h", steps[-1].target, 5, "I", WHO, Manifest({}, {}, "az"), "", 1, (), "", NOW,
        NOW, steps,
    )  # fmt: skip
    here, been, taken = trail(case, lanes)
    assert here == {"ethics_reading", "law_done", "money_first"}
    assert been == {"draft", "law_reading", "law_questions"}
    assert taken == {
        ("draft", "begin"), ("law_reading", "ask"), ("review", "remark"), ("law_questions", "end_law"),
    }  # fmt: skip


def test_lanes_never_share_a_place(workflow: Workflow) -> None:
    place = lay_out(workflow, "en", workflow.states, ())
    spans: dict[tuple[int, str], list[int]] = {}
    for edge in place.edges:
        if edge.lane is not None:
            assert 0 < edge.lane < place.spine
            span = spans.setdefault((edge.lane, edge.target), [place.rows[edge.target].y])
            span.append(edge.y)
    for (one, other), (a, b) in zip(combinations(spans, 2), combinations(spans.values(), 2), strict=True):
        if one[0] == other[0]:
            assert max(a) < min(b) or max(b) < min(a), (one, other)


def test_rows_never_overlap(workflow: Workflow) -> None:
    rows = list(lay_out(workflow, "az", workflow.states, workflow.states).rows.values())
    assert {row.state.name for row in rows} == {*workflow.states}
    for above, below in pairwise(rows):
        assert above.bottom < below.y - 8, (above.state.name, below.state.name)


def test_text_is_escaped(resolution: Workflow) -> None:
    title = {"az": "</text><script>1</script>", "en": '"; [*] --> x : #<b>'}
    draft = replace(resolution.states["draft"], title=title)
    odd = replace(resolution, title=title, states={**resolution.states, "draft": draft})
    drawn = svg(odd, "az")
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)  # noqa: S314
    assert 'state "#quot;#59; [*] --#gt; x #58; #35;#lt;b#gt;" as draft' in mermaid(odd, "en")


def test_a_language_that_is_missing_falls_back(resolution: Workflow) -> None:
    assert words(svg(resolution, "fr")) == words(svg(resolution, "en"))


def test_the_trail_of_a_case(resolution: Workflow) -> None:
    steps = tuple(
        Step(name, (target,), NOW, WHO, n)
        for n, (name, target) in enumerate(
            [("submit", "submitted"), ("refer", "wg_review"), ("ask_revision", "revision"),
             ("resubmit", "wg_review")]
        )
    )  # fmt: skip
    case = Case(
        "c", "r", "resolution", "h", ("wg_review",), 5, "I", WHO, Manifest({}, {}, "az"), "", 1, (), "", NOW,
        NOW, steps,
    )  # fmt: skip
    here, been, taken = trail(case, resolution)
    assert here == {"wg_review"}
    assert been == {"draft", "submitted", "revision"}
    assert taken == {
        ("draft", "submit"), ("submitted", "refer"), ("wg_review", "ask_revision"), ("revision", "resubmit"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("one", ("one",)),
        ("aaaa bbbb cccc", ("aaaa bbbb", "cccc")),
        ("a" * 30, ("a" * 30,)),
    ],
)
def test_wrapping(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 80, 13) == lines
