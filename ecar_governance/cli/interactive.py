"""A play led line by line: as whom, at what time, with which votes; what each party sees, and why not."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from ecar_governance.cli.common import language, say
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.errors import GovernanceError, InvalidInput
from ecar_governance.rehearsal.balloting import Choice
from ecar_governance.rehearsal.cast import ZONE
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.sights import seen_by, sights
from ecar_governance.rehearsal.values import Given
from ecar_governance.services.acting import refusal_sentences

HELP = """\
  WHO do ACTION [name=value ...]   somebody acts; WHO is a role or a person of the cast
  WHO                              what they could do now, and why not the rest
  all                              the same for every role
  who                              the cast
  vote for=4 against=1 abstain=1   the open vote is held and closed;  vote carried | lost | voided | closed
  WHO casting for|against          the chair decides where the members are divided equally
  sign                             chair and secretary sign the document
  wait P30D                        time passes
  present 4                        so many seats are in the room
  revise WHO                       the text is revised
  undo                             the last step is taken back
  quit"""


def converse(play: Play) -> None:
    """Reads lines from standard input until it ends or says `quit`. A mistake is told and changes nothing."""
    earlier: list[Play] = []
    _where(play)
    for line in _lines():
        words = _split(line)
        if not words:
            continue
        if words == ["quit"]:
            return
        if words == ["undo"]:
            play = earlier.pop() if earlier else play
            _where(play)
            continue
        before = play.copy()
        try:
            happened = _obey(play, words)
        except GovernanceError as error:
            say(f"No: {error.message}")
            continue
        if happened:
            earlier.append(before)
            _where(play)


def _lines() -> Iterator[str]:
    asked = sys.stdin.isatty()
    while True:
        if asked:
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if not asked and line.strip():
            say(f"> {line.rstrip()}")
        yield line


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        say("No: a quotation mark is missing.")
        return []


def _obey(play: Play, words: list[str]) -> bool:
    """Does what the line says; whether anything happened. Raises GovernanceError for what cannot be."""
    first, rest = words[0], words[1:]
    told: dict[str, Callable[[], None]] = {
        "help": lambda: say(HELP),
        "all": lambda: _everybody(play),
        "who": lambda: say("  " + ", ".join(sorted(play.conference.persons))),
    }
    if first in told and not rest:
        told[first]()
        return False
    match first, rest:
        case "vote", [verdict] if "=" not in verdict:
            return _answered(play, _vote(play, verdict))
        case "vote", [*numbers] if numbers:
            return _answered(play, play.ballots(_numbers(numbers)))
        case "sign", []:
            return _answered(play, play.sign())
        case "wait", [duration]:
            play.wait(duration)
            return True
        case "present", [number] if number.isascii() and number.isdigit():
            return _answered(play, play.attend(int(number)))
        case "revise", [who]:
            return _answered(play, play.revise(play.person(who)))
        case who, ["casting", "for" | "against" as side]:
            return _answered(play, play.casting(play.person(who), "for" if side == "for" else "against"))
        case who, ["do", action, *given]:
            return _answered(play, play.act(play.person(who), action, _given(given)))
        case who, []:
            _somebody(play, play.person(who))
            return False
        case _:
            raise InvalidInput(f"{' '.join(words)!r} is not understood: `help` tells what can be said.")


def _vote(play: Play, verdict: str) -> tuple[Reason, ...]:
    match verdict:
        case "carried" | "lost":
            return play.decided(carried=verdict == "carried")
        case "voided":
            return play.void()
        case "closed":
            return play.close()
        case _:
            raise InvalidInput("A vote is carried, lost, voided or closed, or has numbers such as for=4.")


def _numbers(words: list[str]) -> dict[Choice, int]:
    told = dict(word.partition("=")[::2] for word in words)
    found: dict[Choice, int] = {}
    for choice in get_args(Choice):
        number = told.pop(choice, "0")
        if not (number.isascii() and number.isdigit()):
            raise InvalidInput(f"{number!r} is no number of votes.")
        found[choice] = int(number)
    if told:
        raise InvalidInput(f"There is no choice {', '.join(told)}: say {', '.join(get_args(Choice))}.")
    return found


def _given(words: list[str]) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise InvalidInput(f"{word!r} is not a field: write name=value.")
        whole = value.isascii() and value.isdigit() and len(value) < 10
        found[name] = int(value) if whole else value.split(",") if "," in value else value
    return found


def _answered(play: Play, reasons: tuple[Reason, ...]) -> bool:
    for sentence in _sentences(play, reasons):
        say(f"No: {sentence}")
    return not reasons


def _sentences(play: Play, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    return tuple(refusal_sentences(Refused(reasons), language(), play.conference)) if reasons else ()


def _where(play: Play) -> None:
    titles = [play.workflow.states[name].title[language()] for name in play.case.state]
    told = f"{_at(play.at)}  {' + '.join(titles)}  [{', '.join(play.case.state)}]"
    due = play.next_due()
    told += "  equally divided: the chair decides" if play.waits_for_the_chair else ""
    say(told + (f"  until {_at(due)}" if due is not None else ""))


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(ZoneInfo(ZONE)):%d.%m.%Y %H:%M}"


def _somebody(play: Play, person: str) -> None:
    for name, reasons in seen_by(play, person):
        if not reasons:
            say(f"  {name}: open")
        for sentence in _sentences(play, reasons):
            say(f"  {name}: {sentence}")


def _everybody(play: Play) -> None:
    for role in play.workflow.roles:
        mine = [sight for sight in sights(play) if sight.role == role]
        who = mine[0].person if mine else ""
        open_ = [sight.transition for sight in mine if sight.transition and not sight.reasons]
        say(f"  {role:<22} {who or '(nobody now)':<18} {', '.join(open_) or 'nothing'}")
