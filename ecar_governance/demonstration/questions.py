"""How the demo's plenary puts questions otherwise than one text whole: in parts, and several as one.

The texts, who moves, and how each seat votes on each of them.
"""

from __future__ import annotations

from ecar_governance.demonstration.deciding import Ballot, cast, close
from ecar_governance.demonstration.stage import PRESIDENT, SECRETARY, Stage
from ecar_governance.services import agendas, blocks
from ecar_governance.services.texts import ProposalText

MOVER = "AUL"
"""Whose head moves that a text be voted on in parts."""

APART = "2;3"
"""The paragraphs that are put apart from the rest, each alone."""

AGAINST_FEES = ("AALSR", "ASAU", "AzTU", "BEU", "BHOS", "LSU", "MRU", "NU", "OYU", "UTECA")
"""Who votes against the first part: more than half, so it falls out of the text."""

AGAINST_PLACES = ("BHOS", "OYU")

EXCHANGES = ProposalText(
    titles={
        "az": "Üzvlər arasında tələbə mübadiləsi haqqında",
        "en": "On student exchanges between members",
    },
    bodies={
        "az": "Konfrans, tələbələrin başqa universitetdə oxumasını asanlaşdırmaq istəyərək, QƏRARA ALIR:\n\n"
        "1. Üzvlər hər tədris ilində bir-birinin tələbələrini qəbul edirlər.\n\n"
        "2. Qəbul edən universitet xidmət haqqı götürür.\n\n"
        "3. Hər universitet yataqxanada ən azı iyirmi yer saxlayır.\n\n"
        "4. Qərar növbəti tədris ilindən qüvvəyə minir.",
        "en": "The Conference, wishing to ease the movement of students between universities, RESOLVES:\n\n"
        "1. Members receive one another's students in every academic year.\n\n"
        "2. The receiving university charges a service fee.\n\n"
        "3. Each university keeps at least twenty places in its halls of residence.\n\n"
        "4. This resolution has effect from the next academic year.",
    },
)
TOGETHER = (
    ProposalText(
        titles={
            "az": "2026-cı ilin fəaliyyət hesabatı haqqında",
            "en": "On the report of activities for 2026",
        },
        bodies={
            "az": "Konfrans katibliyin fəaliyyət hesabatını təsdiq edir.",
            "en": "The Conference approves the report of activities of its secretariat.",
        },
    ),
    ProposalText(
        titles={
            "az": "Növbəti plenar iclasın yeri haqqında",
            "en": "On the place of the next plenary session",
        },
        bodies={
            "az": "Konfransın növbəti plenar iclası Gəncə şəhərində keçirilir.",
            "en": "The next plenary session of the Conference is held in Ganja.",
        },
    ),
)


def in_parts(stage: Stage, session: str, case: str, absent: tuple[str, ...]) -> None:
    """A member moves a division, nobody objects, and of two parts one falls out of the text."""
    desk, tell = stage.desk, stage.tell
    item = desk.conference.cases[case].item
    stage.done(agendas.call_item(desk, stage.person(PRESIDENT), session, item))
    mover = stage.head(MOVER)
    stage.act(mover, case, "ask_division", parts=APART)
    tell.step("Two paragraphs of the second item moved to be voted on separately", stage.name(mover))
    stage.act(PRESIDENT, case, "divide")
    tell.step("Nobody objects: the text is divided", stage.name(PRESIDENT))
    for step, against in (("put_part", AGAINST_FEES), ("put_part", AGAINST_PLACES), ("open_vote", ())):
        stage.act(PRESIDENT, case, step)
        vote = desk.conference.cases[case].vote
        voting = [code for code in stage.institutions() if code not in absent]
        cast(stage, vote, {code: Ballot("against" if code in against else "for") for code in voting})
        close(stage, vote, PRESIDENT)


def as_one(stage: Stage, session: str, cases: tuple[str, ...], absent: tuple[str, ...]) -> None:
    """The chair puts several items as one question, and one ballot of each seat stands for all of them."""
    desk, tell = stage.desk, stage.tell
    items = tuple(desk.conference.cases[case].item for case in cases)
    chair = stage.person(PRESIDENT)
    stage.done(agendas.call_item(desk, chair, session, items[0]))
    stage.done(blocks.announce(desk, chair, session, items))
    stage.done(blocks.open_block(desk, chair, session))
    tell.step(f"{len(items)} items put as one question: nobody asks for one alone", stage.name(PRESIDENT))
    vote = desk.conference.cases[cases[0]].vote
    voting = [code for code in stage.institutions() if code not in absent]
    cast(stage, vote, {code: Ballot("for") for code in voting})
    close(stage, vote, PRESIDENT)


def drafted(stage: Stage, code: str, session: str) -> tuple[str, tuple[str, ...]]:
    """The text that will be divided, and those that will be put as one, on the session's agenda."""
    parted = stage.proposed(code, EXCHANGES, "division")
    stage.act(SECRETARY, parted, "place_on_agenda", session=session)
    alike = tuple(stage.proposed(code, text, "resolution") for text in TOGETHER)
    for case in alike:
        stage.act(code, case, "submit")
        stage.act(SECRETARY, case, "place_directly", session=session)
    return parted, alike
