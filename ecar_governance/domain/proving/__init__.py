"""Proofs about procedures: every invariant looked at on every way through, told with the shortest
counter-example where it does not hold. Pure.

A proof holds for every run of every real case (see `system`). A counter-example is a way through the
procedure that runs as told wherever its guards allow. What was not walked to the end is claimed of nobody.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ecar_governance.domain.flaws import Flaw, Step
from ecar_governance.domain.proving.duties import duties
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.proving.overlaps import overlaps
from ecar_governance.domain.proving.remembering import Remembered
from ecar_governance.domain.proving.sentences import broken, mends, says
from ecar_governance.domain.proving.traps import traps
from ecar_governance.domain.proving.walking import BOUND
from ecar_governance.domain.workflow import Invariant, Workflow, bare

__all__ = ["BOUND", "Proof", "Verdict", "prove", "walked"]


class Verdict(Struct, frozen=True):
    """What came of one invariant: `proven` on so many `configurations`; `broken`, as the `steps` from the
    beginning show; or `not_proven`, since there were more configurations than the bound. `says` is the
    invariant in words, `message` what is wrong, `fix` what would mend it."""

    invariant: Invariant
    number: int
    fate: Literal["proven", "broken", "not_proven"]
    configurations: int
    says: str
    message: str = ""
    fix: str = ""
    steps: tuple[Step, ...] = ()

    def flaw(self) -> Flaw | None:
        """What the checker says about it; nothing when it is proven."""
        if self.fate == "proven":
            return None
        code = f"invariant.{self.invariant.rule}" if self.fate == "broken" else "invariant.not_proven"
        path = ("invariants", str(self.number))
        return Flaw(code, self.message, path, self.fix, self.invariant.line, steps=self.steps)


class Proof(Struct, frozen=True):
    """What is proven of a procedure: a verdict for each invariant, in the order of the file.
    `configurations` is how many there are, or, when the walk was `cut`, how many were walked."""

    configurations: int
    cut: bool
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether every invariant is proven."""
        return all(one.fate == "proven" for one in self.verdicts)

    def flaws(self) -> tuple[Flaw, ...]:
        """What is broken, or not proven."""
        return tuple(flaw for one in self.verdicts if (flaw := one.flaw()) is not None)


def prove(workflow: Workflow, bound: int = BOUND) -> Proof:
    """Proves the invariants of a procedure all of whose names and durations are known (`checks.check`), on at
    most `bound` configurations for each; where there are none, nothing is walked. What was proven lately is
    remembered. Steps are placed by their path alone: they have no line."""
    if not workflow.invariants:
        return Proof(0, False, ())
    plain = bare(workflow)
    return _PROOFS.of(plain, bound, lambda: _proof(Judge(plain, bound)))


def walked(workflow: Workflow, bound: int = BOUND) -> tuple[tuple[Flaw, ...], Proof]:
    """What one walk over a procedure without errors shows: its traps, what never happens in it, ways between
    which only their order decides, duties that bar everybody; and what is proven of its invariants."""
    plain = bare(workflow)
    return _WALKS.of(plain, bound, lambda: _walked(Judge(plain, bound)))


_PROOFS: Remembered[Proof] = Remembered()
_WALKS: Remembered[tuple[tuple[Flaw, ...], Proof]] = Remembered()


def _walked(judge: Judge) -> tuple[tuple[Flaw, ...], Proof]:
    shown = (*traps(judge), *overlaps(judge), *duties(judge))
    if not judge.workflow.invariants:
        return shown, Proof(0, False, ())
    return shown, _PROOFS.of(judge.workflow, judge.bound, lambda: _proof(judge))


def _proof(judge: Judge) -> Proof:
    verdicts = []
    for number, invariant in enumerate(judge.workflow.invariants):
        found = judge.judge(invariant)
        said = says(invariant)
        if found.broken:
            message = broken(invariant, found.why)
            verdict = Verdict(
                invariant,
                number,
                "broken",
                found.walked,
                said,
                message,
                mends(invariant, found.why),
                found.steps,
            )
        elif found.cut:
            fix = "raise the bound, or make it smaller"
            message = (
                f"Not proven: {said} holds on the {found.walked:,} configurations walked, and there are more."
            )
            verdict = Verdict(invariant, number, "not_proven", found.walked, said, message, fix)
        else:
            verdict = Verdict(invariant, number, "proven", found.walked, said)
        verdicts.append(verdict)
    return Proof(judge.walk.size, judge.walk.cut, tuple(verdicts))
