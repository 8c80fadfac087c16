"""Records that contradict their own rule, or themselves, and what is said of each in both languages; and
some that do not."""

from __future__ import annotations

from typing import Any

SIMPLE = {"majority": [{"more_than": "1/2", "of": "for_and_against"}]}
BARRED = {**SIMPLE, "abstention": "barred"}
COMPULSORY = {**SIMPLE, "compulsory": True}
ELECTION = {"election": {"method": "plurality"}}
ROWS = [{"seat": seat, "institution": seat} for seat in "ABCD"]
OUT = [{**ROWS[0], "recused": True}, *ROWS[1:]]
CANDIDATES = [{"id": "ada"}, {"id": "bob"}]
FOR_ADA = {"marks": [["ada"]]}


def papers(seats: str, choice: str = "for") -> list[dict[str, str]]:
    return [{"choice": choice, "seat": seat} for seat in seats]


SECRET = [{"choice": "for"}, {"choice": "for"}, {"choice": "against"}]
CHAMBERS = {
    **SIMPLE,
    "majority": [
        {"more_than": "1/2", "of": "for_and_against", "chamber": name} for name in ("first", "second")
    ],
}
TWO = {"first": {"for": 3, "against": 1, "entitled": 5}, "second": {"for": 2, "against": 1, "entitled": 4}}
PUT = {"obtained": "without_vote", "entitled": 4, "rule": {**SIMPLE, "objections": 2}}

WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "an abstention of a roll call",
        {"rule": BARRED, "ballots": {"for": ["A", "B"], "abstain": ["D", "C"]}},
        "The rule bars abstentions, and these abstained: C, D.",
        "Qaydaya görə bitərəf qalmaq olmaz, bitərəf qalanlar isə bunlardır: C, D.",
    ),
    (
        "an abstention among papers with seats",
        {"rule": BARRED, "electorate": ROWS, "papers": [*papers("AB"), *papers("C", "abstain")]},
        "The rule bars abstentions, and these abstained: C.",
        "Qaydaya görə bitərəf qalmaq olmaz, bitərəf qalanlar isə bunlardır: C.",
    ),
    (
        "abstentions of a secret vote",
        {
            "rule": BARRED,
            "electorate": ROWS,
            "papers": [*SECRET, {"choice": "abstain"}],
            "voted": list("ABCD"),
        },
        "The rule bars abstentions, and on record are so many: 1.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 1.",
    ),
    (
        "abstentions that tellers counted",
        {"rule": BARRED, "counts": {"": {"for": 3, "against": 1, "abstain": 2}}},
        "The rule bars abstentions, and on record are so many: 2.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 2.",
    ),
    (
        "abstentions in one chamber",
        {
            "rule": {**CHAMBERS, "abstention": "barred"},
            "counts": {**TWO, "first": {**TWO["first"], "abstain": 1}},
        },
        "The rule bars abstentions, and on record are so many: 1.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 1.",
    ),
    (
        "abstentions in an election's bundles",
        {
            "rule": {**ELECTION, "abstention": "barred"},
            "candidates": CANDIDATES,
            "bundles": [{**FOR_ADA, "times": 3}, {"state": "abstain", "times": 2}],
        },
        "The rule bars abstentions, and on record are so many: 2.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 2.",
    ),
    (
        "abstentions beside an election's marks",
        {
            "rule": {**ELECTION, "abstention": "barred"},
            "candidates": CANDIDATES,
            "marks": {"votes": {"ada": 3, "bob": 1}, "valid": 4, "abstained": 1},
        },
        "The rule bars abstentions, and on record are so many: 1.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 1.",
    ),
    (
        "abstentions in a later ballot",
        {
            "rule": {"election": {"method": "majority"}, "abstention": "barred"},
            "candidates": CANDIDATES,
            "held": [
                {"bundles": [{**FOR_ADA, "times": 2}, {"marks": [["bob"]], "times": 2}]},
                {"bundles": [{**FOR_ADA, "times": 3}, {"state": "abstain"}]},
            ],
        },
        "The rule bars abstentions, and on record are so many: 1.",
        "Qaydaya görə bitərəf qalmaq olmaz, qeyddəki bitərəf səslərin sayı isə: 1.",
    ),
    (
        "a member present that did not vote",
        {"rule": COMPULSORY, "electorate": ROWS, "present": list("ABC"), "papers": papers("AB")},
        "Whoever is there must vote, and these did not: C.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlər isə bunlardır: C.",
    ),
    (
        "in writing, members that did not vote",
        {"rule": COMPULSORY, "electorate": ROWS, "papers": papers("AB"), "voted": ["A", "B"]},
        "Whoever is there must vote, and these did not: C, D.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlər isə bunlardır: C, D.",
    ),
    (
        "a member in no row of a roll call",
        {"rule": COMPULSORY, "electorate": ROWS, "ballots": {"for": ["A", "B"], "absent": ["C"]}},
        "Whoever is there must vote, and these did not: D.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlər isə bunlardır: D.",
    ),
    (
        "a member present in secret that did not vote",
        {
            "rule": COMPULSORY,
            "electorate": ROWS,
            "present": list("ABCD"),
            "papers": SECRET,
            "voted": list("ABC"),
        },
        "Whoever is there must vote, and these did not: D.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlər isə bunlardır: D.",
    ),
    (
        "fewer papers than present, and nobody knows whose",
        {"rule": COMPULSORY, "electorate": ROWS, "present": list("ABCD"), "papers": SECRET},
        "Whoever is there must vote, and so many did not: 1.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlərin sayı isə: 1.",
    ),
    (
        "fewer votes than present, as numbers",
        {"rule": COMPULSORY, "counts": {"": {"for": 3, "against": 1, "present": 6, "entitled": 6}}},
        "Whoever is there must vote, and so many did not: 2.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlərin sayı isə: 2.",
    ),
    (
        "fewer ballots than the number present",
        {"rule": COMPULSORY, "ballots": {"for": ["A", "B"], "absent": ["D"]}, "entitled": 4, "present": 3},
        "Whoever is there must vote, and so many did not: 1.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlərin sayı isə: 1.",
    ),
    (
        "fewer papers of an election than present",
        {
            "rule": {**ELECTION, "compulsory": True},
            "candidates": CANDIDATES,
            "bundles": [{**FOR_ADA, "times": 3}],
            "present": 5,
            "entitled": 6,
        },
        "Whoever is there must vote, and so many did not: 2.",
        "İştirak edən hər kəs səs verməlidir, səs verməyənlərin sayı isə: 2.",
    ),
    (
        "an objection by a seat that was away",
        {**PUT, "present": ["A", "B", "C"], "objections": [{"seat": "D", "said": "objection"}]},
        "On record as having objected and not as present: D.",
        "Qeydə görə etiraz edib, iştirak edənlər arasında isə yoxdur: D.",
    ),
    (
        "an objection by a seat that was represented",
        {
            **PUT,
            "electorate": ROWS,
            "present": ["A", "B", "C"],
            "represented": ["D"],
            "objections": [{"seat": "D", "said": "objection"}],
        },
        "On record as having objected and not as present: D.",
        "Qeydə görə etiraz edib, iştirak edənlər arasında isə yoxdur: D.",
    ),
    (
        "an objection by a seat that takes no part",
        {
            **PUT,
            "electorate": OUT,
            "present": list("ABC"),
            "objections": [{"seat": "A", "said": "objection"}],
        },
        "On record as taking no part and as having objected: A.",
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də etiraz edib: A.",
    ),
    (
        "recused in the electorate, and voting",
        {"rule": SIMPLE, "electorate": OUT, "papers": papers("AB")},
        "On record as taking no part and as having voted: A.",
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də səs verib: A.",
    ),
    (
        "recused beside the electorate, and voting",
        {"rule": SIMPLE, "electorate": ROWS, "recused": ["B"], "papers": papers("AB")},
        "On record as taking no part and as having voted: B.",
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də səs verib: B.",
    ),
    (
        "recused in a roll call, and voting",
        {"rule": SIMPLE, "ballots": {"for": ["A"], "against": ["B"]}, "recused": ["B"]},
        "On record as taking no part and as having voted: B.",
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də səs verib: B.",
    ),
    (
        "recused, and among those who voted in secret",
        {"rule": SIMPLE, "electorate": OUT, "papers": SECRET, "voted": list("ABC")},
        "On record as taking no part and as having voted: A.",
        "Qeydə görə həm səsvermədə iştirakdan imtina edib, həm də səs verib: A.",
    ),
    (
        "more for in the chambers than of everybody",
        {"rule": CHAMBERS, "counts": {**TWO, "": {"for": 4, "against": 2, "entitled": 9}}},
        "“for”: the chambers have 5 together, and everybody 4.",
        "“for”: palatalarda birlikdə 5, hamı üzrə isə 4 göstərilib.",
    ),
    (
        "more entitled in the chambers than of everybody",
        {"rule": CHAMBERS, "counts": {**TWO, "": {"for": 5, "against": 2, "entitled": 8}}},
        "“entitled”: the chambers have 9 together, and everybody 8.",
        "“entitled”: palatalarda birlikdə 9, hamı üzrə isə 8 göstərilib.",
    ),
    (
        "more votes of no chamber than seats of none",
        {"rule": CHAMBERS, "counts": {**TWO, "": {"for": 6, "against": 3, "entitled": 10}}},
        "Of no chamber are 1 of those entitled, and 2 of the votes.",
        "Heç bir palataya aid olmayanlar: səsvermə hüququ olanların sayı 1, səslərin sayı 2.",
    ),
    (
        "more by seat than of everybody",
        {
            "rule": SIMPLE,
            "ballots": {"for": ["A", "B"], "against": ["C"]},
            "counts": {"": {"for": 1, "against": 5, "entitled": 9}},
        },
        "“for”: the chambers have 2 together, and everybody 1.",
        "“for”: palatalarda birlikdə 2, hamı üzrə isə 1 göstərilib.",
    ),
]

RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("nobody abstained", {"rule": BARRED, "ballots": {"for": ["A", "B"], "against": ["C"]}}),
    ("abstaining is allowed", {"rule": SIMPLE, "ballots": {"for": ["A", "B"], "abstain": ["C"]}}),
    (
        "everybody there voted",
        {"rule": COMPULSORY, "electorate": ROWS, "present": list("AB"), "papers": papers("AB")},
    ),
    (
        "the others were away",
        {"rule": COMPULSORY, "electorate": ROWS, "ballots": {"for": ["A"], "absent": list("BCD")}},
    ),
    ("seats that nobody holds", {"rule": COMPULSORY, "ballots": {"for": ["A", "B"]}, "entitled": 4}),
    (
        "whoever takes no part need not vote",
        {"rule": COMPULSORY, "electorate": OUT, "present": list("AB"), "papers": papers("B")},
    ),
    ("silence where nobody must vote", {"rule": SIMPLE, "electorate": ROWS, "papers": papers("AB")}),
    (
        "as many as were present",
        {"rule": COMPULSORY, "counts": {"": {"for": 3, "against": 1, "present": 4, "entitled": 6}}},
    ),
    (
        "an objection of one present",
        {**PUT, "present": ["A", "B"], "objections": [{"seat": "B", "said": "objection"}]},
    ),
    (
        "an objection, and only the number present is known",
        {**PUT, "present": 3, "objections": [{"seat": "B", "said": "objection"}]},
    ),
    ("one takes no part, and does not", {"rule": SIMPLE, "electorate": OUT, "papers": papers("BC")}),
    (
        "the chambers are everybody",
        {"rule": CHAMBERS, "counts": {**TWO, "": {"for": 5, "against": 2, "entitled": 9}}},
    ),
    (
        "some are of no chamber",
        {"rule": CHAMBERS, "counts": {**TWO, "": {"for": 6, "against": 2, "entitled": 10}}},
    ),
]
