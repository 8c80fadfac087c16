"""Elections that the real `belenios-tool` held on what we export; kept in tests/data/belenios.

`python tests/support/belenios_tool.py` holds them again (Debian: apt-get install belenios-tool). The tests do
without the tool: they hold what we export to the bytes that it took, and read the archives that it wrote.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "belenios"


def electorate(seats: str) -> list[dict[str, Any]]:
    """Seats of one letter each."""
    return [{"seat": f"seat-{one}", "institution": one} for one in seats]


NAMED = [
    {"id": "aydan", "name": {"az": "Aydan Əliyeva", "en": "Aydan Aliyeva"}},
    {"id": "basar", "name": {"az": "Bəşər Quliyev", "en": "Bashar Guliyev"}},
    {"id": "ceyla", "name": {"az": "Ceyla Şükürlü", "en": "Jeyla Shukurlu"}},
]
THREE = {"candidates": NAMED, "electorate": electorate("ABCDE")}


def election(**rule: Any) -> dict[str, Any]:
    """A rule of an election."""
    return {"rule": {"election": rule}}


HELD: dict[str, tuple[dict[str, Any], dict[str, list[int]]]] = {
    "motion": (
        {
            "id": "motion",
            "title": "Nizamnaməyə düzəliş / An amendment of the statutes",
            "rule": {"majority": [{"at_least": "2/3", "of": "for_and_against"}]},
            "electorate": electorate("ABCDE"),
        },
        {"A": [1, 0, 0], "B": [1, 0, 0], "C": [0, 1, 0], "D": [0, 0, 1]},
    ),
    "approval": (
        {"id": "approval", **THREE, **election(method="approval", seats=2, max_choices=2, tie="lot")},
        {"A": [0, 1, 1, 0], "B": [0, 0, 1, 0], "C": [1, 0, 0, 0], "D": [0, 1, 0, 1], "E": [0, 0, 1, 0]},
    ),
    "majority": (
        {
            "id": "majority",
            **THREE,
            **election(method="majority", threshold={"more_than": "1/2", "of": "cast"}),
        },
        {"A": [0, 1, 0, 0, 0], "B": [0, 1, 0, 0, 0], "C": [0, 0, 1, 0, 0], "D": [0, 0, 0, 0, 1]},
    ),
    "schulze": (
        {"id": "schulze", **THREE, **election(method="schulze")},
        {"A": [1, 2, 3], "B": [2, 1, 0], "C": [0, 0, 0], "D": [3, 1, 1], "E": [1, 2, 2]},
    ),
    "transferable": (
        {"id": "transferable", **THREE, **election(method="single_transferable_vote", seats=2)},
        {"A": [1, 2, 3], "B": [1, 3, 2], "C": [1, 2, 0], "D": [2, 2, 1], "E": [0, 1, 0]},
    ),
}
"""By name: what was exported, and what each seat handed in, in Belenios' own order (a leading 1 is blank
where blank papers are offered and marks are added up). Seats that are left out did not vote."""


AGAIN = ("majority", "A", [0, 0, 0, 1, 0])
"""Of which of them a seat voted twice, and what it had handed in at first."""


def addresses(record: dict[str, Any]) -> dict[str, str]:
    """Where each seat's credential goes."""
    return {row["seat"]: f"{row['institution'].lower()}@example.org" for row in record["electorate"]}


def run(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """One call of the tool in the folder."""
    env = {**os.environ, "BELENIOS_USE_URANDOM": "1"}
    called = ["belenios-tool", *words]
    return subprocess.run(called, input=given, check=True, capture_output=True, env=env, cwd=folder).stdout


def hold(
    folder: Path, questions: bytes, voters: bytes, group: str, papers: list[tuple[str, list[int]]]
) -> bytes:
    """Holds the election from its set-up to its verified result; gives the archive."""
    uuid = run(folder, "setup", "generate-token").decode().strip()
    (folder / "questions.json").write_bytes(questions)
    (folder / "voters.txt").write_bytes(voters)
    named = ["--group", group]
    run(folder, "setup", "generate-credentials", "--uuid", uuid, *named, "--file", "voters.txt")
    run(folder, "setup", "generate-trustee-key", *named)
    [public] = folder.glob("*.pubkey")
    [private] = folder.glob("*.privkey")
    (folder / "public_keys.jsons").write_bytes(public.read_bytes())
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    [secrets] = folder.glob("*.privcreds")
    run(folder, "setup", "make-trustees")
    run(folder, "setup", "make-election", "--uuid", uuid, *named, "--template", "questions.json")
    run(folder, "archive", "init")
    secret = {
        line.split()[0].rpartition("-")[2]: line.split()[1] for line in secrets.read_text().splitlines()
    }
    for letter, paper in papers:
        (folder / "credential").write_text(secret[letter])
        (folder / "choice").write_text(json.dumps([paper]))
        files = ("--privcred", "credential", "--ballot", "choice")
        ballot = run(folder, "election", "generate-ballot", *files)
        run(folder, "archive", "add-event", "--type=Ballot", given=ballot)
    run(folder, "archive", "add-event", "--type=EndBallots")
    step(folder, "EncryptedTally", "compute-encrypted-tally")
    if group.startswith("RFC"):
        step(folder, "Shuffle", "shuffle", "--trustee-id=1")
        run(folder, "archive", "add-event", "--type=EndShuffles")
    step(folder, "PartialDecryption", "decrypt", "--privkey", private.name, "--trustee-id", "1")
    step(folder, "Result", "compute-result")
    run(folder, "election", "verify")
    return (folder / f"{uuid}.bel").read_bytes()


def step(folder: Path, kind: str, *words: str) -> None:
    """A step whose outcome goes into the archive."""
    run(folder, "archive", "add-event", f"--type={kind}", given=run(folder, "election", *words))


def main() -> None:
    """Writes tests/data/belenios anew."""
    from ecar_governance.domain.belenios.questions import export
    from ecar_governance.domain.vote_record import VoteRecord, read_records

    for name, (raw, papers) in HELD.items():
        [(_, record)] = read_records(json.dumps(raw).encode())
        if not isinstance(record, VoteRecord):
            raise SystemExit(f"{name}: {record}")
        made = export(record, addresses(raw))
        with TemporaryDirectory() as folder:
            first = [AGAIN[1:]] if name == AGAIN[0] else []
            cast = [*first, *papers.items()]
            archive = hold(Path(folder), made.questions, made.voters, made.group, cast)
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.bel").write_bytes(archive)
        (FOLDER / f"{name}.questions.json").write_bytes(made.questions)
        (FOLDER / f"{name}.voters.txt").write_bytes(made.voters)
        if name == "schulze":
            listed = json.dumps(list(papers.values())).encode()
            counted = run(FOLDER, "method", "schulze", "--blank-allowed", "true", given=listed)
            (FOLDER / f"{name}.method.json").write_bytes(counted)
        print(f"{name}: {len(archive)} bytes")


if __name__ == "__main__":
    sys.exit(main())
