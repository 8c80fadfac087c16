"""A play led line by line: as whom, at what time, with which votes; what each party sees, and why not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ecar_governance.cli.common import gettext, language, say, worded
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.errors import GovernanceError, InvalidInput
from ecar_governance.rehearsal.cast import ZONE
from ecar_governance.rehearsal.lines import step_of
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.playing import perform
from ecar_governance.rehearsal.script import Step
from ecar_governance.rehearsal.sights import seen_by, sights
from ecar_governance.rehearsal.typed import is_step, words_of
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.instead import instead_of, instead_sentence


def help_lines() -> tuple[tuple[str, str], ...]:
    """Everything that can be said, with what it does; capitals stand for what is put there."""
    return (
        (gettext("WHO"), gettext("what they could do now, and why not the rest")),
        ("all", gettext("the same for every role, with every reason")),
        (
            "who",
            gettext("the cast and the roles, either of which WHO may be; `member#2` is the second"),
        ),
        (gettext("WHO do ACTION [name=value ...]"), gettext("somebody acts; a list is written name=[a,b]")),
        (
            gettext("WHO revise [WORDS] [text=[az,en]] [name=value ...]"),
            gettext("the text and fields are revised"),
        ),
        (
            gettext("WHO set name=value ..."),
            gettext("fields are set; nothing after the sign takes the value away"),
        ),
        (gettext("WHO nominate WHOM [name=value ...]"), gettext("somebody, or a text, is named")),
        (gettext("WHO accept [WHOM]"), gettext("they agree to stand")),
        (gettext("WHO stand_down [WHOM]"), gettext("they withdraw")),
        (
            gettext("WHO recuse [WORDS] [institution=U2]"),
            gettext("they, or the institution that they head, take no part"),
        ),
        ("vote for=4 against=1 abstain=1", gettext("the open vote is held and closed; also blank, invalid")),
        ("vote carried | lost | voided | closed", gettext("the same in a word")),
        ("elect rector_1=3 'rector_2 > rector_1=2'", gettext("the open election is held: papers marked so")),
        (gettext("WHO prefer 'rector_1 > rector_2'"), gettext("the chair decides between equals")),
        (
            gettext("WHO casting for | against"),
            gettext("the chair decides where the members are divided equally"),
        ),
        ("sign", gettext("chair and secretary sign the document")),
        ("wait P30D", gettext("time passes; PT2H are two hours")),
        ("present 4", gettext("so many seats are in the room")),
        ("adjourn [current | presidium]", gettext("the session is closed")),
        ("undo", gettext("the last step is taken back")),
        ("quit", gettext("the play is left")),
    )


class Conversation:
    """A play and what is said of it. A mistake is told and changes nothing.

    Args:
        play: the play, whose case has been drafted.
    """

    def __init__(self, play: Play) -> None:
        self.play = play
        self._earlier: list[Play] = []
        self._line = 0
        self.wrong: list[int] = []
        """The lines, from 1, that were refused or not understood."""

    def lead(self) -> bool:
        """Obeys the lines of standard input until it ends or says `quit`; whether all is well: always where
        somebody types, in a script where no line was refused or not understood."""
        asked = _typed()
        self.where()
        for number, line in enumerate(_lines(asked), 1):
            self._line = 0 if asked else number
            try:
                words = words_of(line)
            except InvalidInput as error:
                self._mistake(error)
                continue
            if words == ["quit"]:
                break
            if words:
                self.obey(words)
        return asked or not self.wrong

    def obey(self, words: list[str]) -> None:
        """Does what the words of a line say, and tells what came of it."""
        before = self.play.copy()
        told: dict[str, Callable[[], None]] = {
            "help": _help,
            "all": lambda: _everybody(self.play),
            "who": lambda: _cast(self.play),
            "undo": self._undo,
        }
        try:
            if len(words) == 1 and words[0] in told:
                told[words[0]]()
            elif len(words) == 1 and not is_step(words):
                _somebody(self.play, self.play.person(words[0]))
            else:
                self._step(step_of(words), before)
        except GovernanceError as error:
            self.play = before
            self._mistake(error)

    def _mistake(self, error: GovernanceError) -> None:
        """Tells what is wrong and what would mend it; of a script, in which line."""
        self.wrong.append(self._line)
        message, fix = worded(error.message), worded(error.fix) if error.fix else ""
        told = f"{message} ({fix})" if fix else message
        where = gettext("line {number}").format(number=self._line) if self._line else ""
        _no(f"{told} [{where}]" if where else told)

    def _step(self, step: Step, before: Play) -> None:
        reasons = perform(self.play, step)
        if not reasons:
            self._earlier.append(before)
            self.where()
            return
        self.wrong.append(self._line)
        # What time had brought about before the step was refused stays so.
        for sentence in sentences(self.play, reasons):
            _no(sentence)
        who = self.play.person(step.who) if step.who else ""
        if told := _instead(self.play, reasons, who, step.word if step.does == "do" else ""):
            say(f"  {told}")

    def where(self) -> None:
        """Tells where the case is, and until when it may stay."""
        play = self.play
        titles = [play.workflow.states[name].title[language()] for name in play.case.state]
        told = f"{_at(play.at)}  {' + '.join(titles)}  [{', '.join(play.case.state)}]"
        if play.waits_for_the_chair:
            told += "  " + gettext("equally divided: the chair decides")
        due = play.next_due()
        say(told + ("  " + gettext("until {when}").format(when=_at(due)) if due is not None else ""))

    def _undo(self) -> None:
        if not self._earlier:
            raise InvalidInput("There is nothing to undo.", fix="undo takes back a step that has happened")
        self.play = self._earlier.pop()
        self.where()


def _typed() -> bool:
    return sys.stdin.isatty()


def _lines(asked: bool) -> Iterator[str]:
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


def _no(sentence: str) -> None:
    say(gettext("No: {why}").format(why=sentence))


def _help() -> None:
    for said, does in help_lines():
        say(f"  {said:<50} {does}")


def sentences(play: Play, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The reasons in words."""
    return (
        tuple(refusal_sentences(Refused(reasons), language(), play.conference, play.workflow))
        if reasons
        else ()
    )


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(ZoneInfo(ZONE)):%d.%m.%Y %H:%M}"


def _cast(play: Play) -> None:
    say("  " + ", ".join(sorted(play.conference.persons)))
    say("  " + gettext("roles: {roles}").format(roles=", ".join(play.workflow.roles)))


def _somebody(play: Play, person: str) -> None:
    _tell(play, person, seen_by(play, person))


def _instead(play: Play, reasons: tuple[Reason, ...], person: str, transition: str) -> str:
    """Who of the cast could, and from when."""
    rule = play.workflow.transitions.get(transition)
    found = instead_of(
        play.conference, reasons, play.at, language(), case=play.case, rule=rule, person=person
    )
    return instead_sentence(found, language(), ZONE, str)


def _tell(
    play: Play, person: str, seen: tuple[tuple[str, tuple[Reason, ...]], ...], indent: str = "  "
) -> None:
    for name, reasons in seen:
        if not reasons:
            say(f"{indent}{name}: " + gettext("open"))
        for sentence in sentences(play, reasons):
            say(f"{indent}{name}: {sentence}")
        if told := _instead(play, reasons, person, name):
            say(f"{indent}  {told}")
    if not seen:
        say(indent + gettext("Nothing can be done by anybody here."))


def _everybody(play: Play) -> None:
    found = sights(play)
    for role in play.workflow.roles:
        mine = [sight for sight in found if sight.role == role]
        who = next((sight.person for sight in mine if sight.person), "")
        say(f"  {role}: " + (who or gettext("nobody now")))
        _tell(play, who, tuple((one.transition, one.reasons) for one in mine), "    ")
