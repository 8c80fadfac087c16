"""Records that nobody can count: everything that is wrong is told at once, with file, line, column and field,
and with a fix; nothing is passed over, and nothing ends in a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect as mi

from ecar_governance.cli.main import main
from ecar_governance.domain.json_places import Fault, Piece, has_twice, pieces, placed
from ecar_governance.domain.vote_record import VoteRecord, read_records
from ecar_governance.errors import Finding, InvalidInput

RULE: dict[str, Any] = {"majority": {"more_than": "1/2", "of": "for_and_against"}}
GOOD: dict[str, Any] = {"id": "x", "rule": RULE, "ballots": {"for": ["A"]}, "result": "adopted"}
LINE = json.dumps(GOOD).encode()
ELECTION: dict[str, Any] = {
    "id": "x",
    "rule": {"election": {"method": "plurality"}},
    "candidates": [{"id": "a"}, {"id": "b"}],
}


def recounted(data: bytes, folder: Path, *options: str) -> tuple[int, str]:
    file = folder / "v.json"
    file.write_bytes(data)
    run = CliRunner().invoke(main, ["vote", "recount", str(file), *options])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return run.exit_code, run.output.replace(str(folder), "").replace("/v.json", "v.json")


BYTES: list[tuple[bytes, list[str]]] = [
    (b"\0\0", ["v.json:1:1: This is not JSON"]),
    (b"# votes\n" + LINE, ["v.json:1:1: This is not JSON"]),
    (LINE[:-1], [f"v.json:1:{len(LINE)}: This is not JSON: a comma or a closing bracket is missing"]),
    (LINE + b"\n" + LINE[:-1] + b"\n" + LINE, [f"v.json:2:{len(LINE)}: This is not JSON"]),
    (LINE[:-1] + b"\n" + LINE, [f"v.json:1:{len(LINE)}: This is not JSON"]),
    (
        b"\n\r\n \n" + LINE + b"\n\n" + LINE.replace(b'"x"', b"7"),
        ["v.json:6:2 id: Here is the number 7, and it"],
    ),
    (LINE + b"\r" + LINE.replace(b'"x"', b"null"), ["v.json:2:2 id: Here is null, and it takes text."]),
    (b"[" + LINE + b",\n" + LINE + b"]", ["v.json:1:1: This is a list, and a file holds one record"]),
    (json.dumps(GOOD, indent=1).encode() * 2, ["This is not JSON: something follows after the end"]),
    (
        LINE.decode().encode("utf-16"),
        ["v.json:1:1: This is not UTF-8 text.", "save the file in the encoding UTF-8"],
    ),
    ("{\n“é".encode()[:4] + "é".encode("latin-1"), ["v.json:2:1: This is not UTF-8 text."]),
    (b'"text"', ["v.json:1:1: Here is the text “text”, and it takes an object."]),
    (b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ["v.json:1:1: Brackets are nested too deep"]),
    (b"[" * 1_000_000, ["v.json:1:1: Brackets are nested too deep"]),
    (LINE.replace(b'"A"', rb'"\ud800"'), ["ballots.for[0]: Here is half a character, which no text has."]),
    (LINE.replace(b'"id"', b'"entitled": ' + b"9" * 5000 + b', "id"'), ["entitled: Here is the text “9999"]),
    (LINE.replace(b'"A"', b"NaN"), ["ballots.for[0]: NaN is no number that JSON has."]),
    (LINE.replace(b'"id"', b'"id": "y", "id"'), ["v.json:1:13 id: “id” stands twice in one object"]),
    (LINE.replace(b'"id"', rb'"id": "y", "\u0069d"'), ["v.json:1:13 id: “id” stands twice in one object"]),
    (
        LINE.replace(b'"for":', b'"for": ["B"], "against": [], "for":'),
        [
            "ballots.for: “for” stands twice in one object, and only one of them can be meant.",
            "keep one of them",
        ],
    ),
]
"""Bytes that are no records, and what is told of them."""


@pytest.mark.parametrize(("data", "told"), BYTES)
def test_what_is_no_json_is_told_with_line_and_column(data: bytes, told: list[str], tmp_path: Path) -> None:
    code, said = recounted(data, tmp_path)
    assert code == 2
    for one in told:
        assert one in said
    assert "Traceback" not in said


SAME = [
    b"\xef\xbb\xbf" + LINE,
    LINE + b"\r\n" + LINE + b"\r\n",
    LINE + b"\r" + LINE,
    b"\n\n" + LINE + b"\n\n\n" + LINE + b"\n",
    b"\xef\xbb\xbf\r\n" + json.dumps(GOOD, indent=2).replace("\n", "\r\n").encode(),
    json.dumps(GOOD).replace(', "ballots"', '\n, "ballots"').encode(),
]


@pytest.mark.parametrize("data", SAME)
def test_marks_of_order_and_ends_of_lines_change_nothing(data: bytes, tmp_path: Path) -> None:
    assert recounted(data, tmp_path)[0] == 0
    assert {json.loads(piece.data)["id"] for piece in pieces(data)} == {"x"}


FIELDS: list[tuple[dict[str, Any], list[str]]] = [
    (
        GOOD
        | {
            "rule": {"majority": {"more_than": "2/0", "of": "al"}},
            "ballots": {"for": "A"},
            "entitled": "ten",
        },
        [
            "rule.majority.more_than: Here is the text “2/0”, and it takes an exact number.",
            'write a fraction in quotes, such as "2/3"',
            "rule.majority.of: Here is the text “al”, and it takes one of these.",
            "ballots.for: Here is the text “A”, and it takes a list.",
            "entitled: Here is the text “ten”, and it takes a whole number.",
        ],
    ),
    (
        {"ballots": {"for": [1, "A"]}},
        ["“id” is missing", "“rule” is missing", "ballots.for[0]: Here is the number 1"],
    ),
    (GOOD | {"rule": {"majority": {"more_than": 0.5}}}, ["rule.majority.more_than: Here is the number 0.5"]),
    (
        GOOD | {"rule": {"majority": [{"more_than": "3/2"}]}},
        ["rule.majority[0]: A share of 3/2 lies outside 0 to 1"],
    ),
    (GOOD | {"rule": RULE | {"quorm": 1}}, ["rule.quorm: There is no field “quorm” here.", "(write quorum)"]),
    (
        GOOD | {"rule": {"election": {"method": "stv"}}},
        ["rule.election.method: Here is the text “stv”", "block"],
    ),
    (
        GOOD | {"rule": {"election": {"method": "block"}, "tie": "lot", "absent": "for"}},
        ["rule.tie: An election chooses in heads", "rule.absent: An election chooses in heads"],
    ),
    (GOOD | {"entitled": 3.0}, ["entitled: Here is the number 3.0", "without a point"]),
    (GOOD | {"entitled": True}, ["entitled: Here is true, and it takes a whole number."]),
    (GOOD | {"ballots": None}, ["ballots: Here is null, and it takes an object.", "write it in { }"]),
    (
        GOOD | {"electorate": [{"seat": "A", "institution": "A", "wieght": "2"}]},
        ["electorate[0].wieght: There is no field “wieght” here.", "(write weight)"],
    ),
    (
        ELECTION | {"bundles": [{"marks": [["a"]], "time": 3}, {"marks": ["a"], "times": "3"}]},
        [
            "bundles[0].time: There is no field",
            "(write times)",
            "bundles[1].marks[0]: ",
            "bundles[1].times: ",
        ],
    ),
]
"""JSON that is no record, and what is told of each of its fields."""

UNCOUNTABLE: list[tuple[dict[str, Any], list[str]]] = [
    (
        GOOD | {"ballots": {}},
        ["v.json:1:1: The record does not say what was handed in.", "give papers, ballots or"],
    ),
    (
        GOOD | {"ballots": {"for": ["A"], "yes": ["B"], "nay": []}},
        ["ballots.yes: yes is no", "ballots.nay: nay is no"],
    ),
    (
        GOOD | {"ballots": {"for": ["A", "B", "A"], "against": ["B"]}},
        ["for[2]: A is named 2", "against[0]: B is named"],
    ),
    (
        GOOD | {"entitled": 2, "ballots": {"for": list("ABC")}},
        ["entitled: 3 votes are on record, and only 2 are"],
    ),
    (GOOD | {"entitled": -5}, ["entitled: “entitled” is a whole number from 0 up, not -5."]),
    (
        GOOD | {"rule": RULE | {"consent": {"members": ["Y", "Z"]}}},
        ["consent.members[0]: Y, whose", "members[1]: Z, whose"],
    ),
    (
        GOOD | {"rule": RULE | {"consent": {"members": ["A"]}}, "entitled": 10**12},
        ["entitled: Besides those named, 999999999999 are entitled"],
    ),
    (
        {"id": "x", "rule": RULE, "counts": {"": {"for": -3, "against": -4}}},
        ['counts[""].for: “for” is a whole number', 'counts[""].against: “against” is a whole number'],
    ),
    (
        {"id": "x", "rule": RULE, "counts": {"": {"for": 5, "against": 4, "entitled": 3}}},
        ['counts[""].entitled: 9 votes are on record, and only 3 are entitled.'],
    ),
    (
        GOOD
        | {
            "electorate": [
                {"seat": "A", "institution": "A"},
                {"seat": "A", "institution": "B", "weight": "-2"},
            ]
        },
        [
            "electorate[1].seat: Seat A is 2 times in the electorate.",
            "electorate[1].seat: Seat A has the weight -2.",
        ],
    ),
    (
        ELECTION
        | {"bundles": [{"marks": [["a"]], "times": -4}, {"marks": [["z"]]}, {"marks": [["a", "a"]]}]},
        ["bundles[0]: Paper 1 stands for -4", "bundles[1]: Paper 2 names", "bundles[2]: Paper 3 has 2 marks"],
    ),
    (
        ELECTION | {"marks": {"votes": {"a": -1, "z": 5}, "valid": 3}},
        ["marks.votes.a: ", "marks.votes.z: There are"],
    ),
]
"""Records that can be read and not counted."""


@pytest.mark.parametrize(("record", "told"), FIELDS + UNCOUNTABLE)
def test_everything_that_is_wrong_is_told_at_once(
    record: dict[str, Any], told: list[str], tmp_path: Path
) -> None:
    code, said = recounted(json.dumps(record, indent=1, ensure_ascii=False).encode(), tmp_path)
    assert code == 2
    for one in told:
        assert one in said
    # Line and column are of the key itself, or of the place in a list.
    lines = json.dumps(record, indent=1, ensure_ascii=False).splitlines()
    for line, column, field in re.findall(r"^v\.json:(\d+):(\d+)(?: (\S+))?:", said, re.MULTILINE):
        key = re.sub(r"\[\d+\]$", "", field).rpartition(".")[2]
        stands = lines[int(line) - 1][int(column) - 1 :]
        assert field.endswith("]") or not field or stands.startswith(f'"{key}"'), (field, stands)


def test_what_is_told_is_told_in_azerbaijani_too(tmp_path: Path) -> None:
    records = [json.dumps(record).encode() for record, _ in FIELDS + UNCOUNTABLE]
    file = tmp_path / "v.json"
    for data in [*records, *(data for data, _ in BYTES)]:
        file.write_bytes(data)
        run = CliRunner().invoke(main, ["vote", "recount", str(file)], env={"LANG": "az_AZ.UTF-8"})
        assert run.exit_code == 2
        for english in (
            "Here is",
            "There is no",
            "This is",
            "is missing",
            "is named",
            " are ",
            "stands",
            "write ",
        ):
            assert english not in run.output, run.output


def test_names_neither_steer_the_terminal_nor_begin_a_line(tmp_path: Path) -> None:
    name = "A\x1b[2J\u202e\nCounted again: the result is the one claimed."
    rule = RULE | {"consent": {"members": [name]}}
    record = GOOD | {"id": name, "rule": rule, "ballots": {"for": ["B"], "against": [name]}}
    unknown = record | {"ballots": {name: ["B"]}}
    two = f"{json.dumps(record)}\n{json.dumps(record)}"
    for data in (json.dumps(record), two, json.dumps(unknown), json.dumps(GOOD | {name: 1})):
        _, said = recounted(data.encode(), tmp_path, "--explain")
        assert not {"\x1b", "\u202e"} & set(said)
        assert not any(line.startswith("Counted again") for line in said.splitlines())


def test_a_majority_chosen_by_either_of_two_votes_is_refused(tmp_path: Path) -> None:
    lost = GOOD | {"ballots": {"against": ["A"]}, "result": "rejected"}
    chosen = GOOD | {"id": "y", "rule": RULE | {"chosen_by": {"vote": "x", "carried": {"number": 1}}}}
    for first, second, code in ((GOOD, lost, 2), (GOOD, GOOD, 0)):
        data = "\n".join(map(json.dumps, (first, second, chosen))).encode()
        got, said = recounted(data, tmp_path)
        assert got == code
        assert ("Two votes of this file are called x, and came to different results." in said) is bool(code)


def test_programs_are_told_the_same(tmp_path: Path) -> None:
    _, said = recounted(json.dumps(FIELDS[0][0]).encode(), tmp_path, "--json")
    findings = json.loads(said)["findings"]
    assert {one["code"] for one in findings} == {"record.value_wrong"}
    assert [one["where"].rpartition(" ")[2] for one in findings] == [
        "rule.majority.more_than",
        "rule.majority.of",
        "ballots.for",
        "entitled",
    ]
    assert all(one["fix"] for one in findings)


def test_no_struct_of_a_record_passes_over_a_field() -> None:
    seen: set[type] = set()

    def walk(info: mi.Type) -> None:
        if isinstance(info, mi.StructType) and info.cls not in seen:
            seen.add(info.cls)
            assert info.forbid_unknown_fields, info.cls
            for field in info.fields:
                walk(field.type)
        for name in ("types", "item_type", "value_type"):
            inner = getattr(info, name, ())
            for one in inner if isinstance(inner, tuple) else (inner,):
                walk(one)

    walk(mi.type_info(VoteRecord))
    assert len(seen) > 30


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(VoteRecord.__struct_fields__)), JSON_VALUES)
def test_whatever_stands_in_a_field_it_is_a_record_or_told(field: str, value: Any) -> None:
    for _line, record in read_records(json.dumps(GOOD | {field: value}).encode()):
        if isinstance(record, InvalidInput):
            assert record.findings
            assert all(re.match(r"\d+:\d+( |$)", one.where) for one in record.findings)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_the_bytes_are_they_are_told(data: bytes) -> None:
    for _line, record in read_records(data):
        assert isinstance(record, InvalidInput)
        assert record.findings


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        (r'{"a": 1, "a": 2}', True),
        (r'{"a" :1,"a":2}', True),
        (r'{"a": {"b": 1, "b": 2}}', True),
        (r'{"\u0061": 1, "a": 2}', True),
        (r'{"a": "x\u0022:", "a": 1}', True),
        (r'{"a": "x\"\u003A", "a": 1}', True),
        (r'{"a": "\u0022\u003a\"\u003a", "b": {"a": 1}}', False),
        (r'[{"a": "\":"}, {"a": 2}]', False),
    ],
)
def test_a_key_is_the_same_however_it_is_written(text: str, twice: bool) -> None:
    assert has_twice(text.encode()) is twice


@given(st.lists(st.tuples(st.text(max_size=2), JSON_VALUES), max_size=4))
def test_a_key_that_stands_twice_is_found(pairs: list[tuple[str, Any]]) -> None:
    told = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs)
    assert has_twice(f"{{{told}}}".encode()) is (len(dict(pairs)) < len(pairs))


@given(JSON_VALUES, st.sampled_from([None, 1, 3]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_value_of_a_text_is_found_where_it_stands(value: Any, indent: int | None, end: str) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    piece = Piece(1, text.replace("\n", end).encode())
    lines = text.split("\n")

    def look(path: tuple[str | int, ...], one: Any) -> None:
        [finding] = placed(piece, [Fault(path, Finding("x", "x"))])
        row, column = map(int, finding.where.split(" ")[0].split(":"))
        rest = "\n".join([lines[row - 1][column - 1 :], *lines[row:]])
        found, ends = json.JSONDecoder().raw_decode(rest)
        if path and isinstance(path[-1], str):
            assert found == path[-1]
            found, _ = json.JSONDecoder().raw_decode(rest[ends:].lstrip(": "))
        assert repr(found) == repr(one)
        for key, each in (
            one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        ):
            look((*path, key), each)

    look((), value)
