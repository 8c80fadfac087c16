"""Two versions of a resolution's procedure, and stories in which cases go over from one to the other."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec.structs import replace
from story import Story, bundled, in_force, met

from ecar_governance.definitions.library import load_text
from ecar_governance.domain import commands as c
from ecar_governance.domain.workflow import Deadline, Point, Workflow


def newer(version: str = "9.0.0", **changes: Any) -> Workflow:
    """The resolution's procedure under another number, otherwise where it is said."""
    return replace(bundled()["resolution"], version=version, **changes)


def renamed(flow: Workflow, old: str, new: str) -> Workflow:
    """The procedure with a state that bears another name."""

    def now(name: str) -> str:
        return new if name == old else name

    states = {
        now(name): replace(
            state,
            name=now(name),
            regions=tuple(replace(one, initial=now(one.initial)) for one in state.regions),
        )
        for name, state in flow.states.items()
    }
    transitions = {
        name: replace(rule, source=tuple(now(one) for one in rule.source), target=now(rule.target))
        for name, rule in flow.transitions.items()
    }

    def point(one: Point | None) -> Point | None:
        return Point("state", now(one.name)) if one is not None and one.what == "state" else one

    invariants = tuple(
        replace(one, point=point(one.point), other=point(one.other)) for one in flow.invariants
    )
    return replace(
        flow, states=states, transitions=transitions, initial=now(flow.initial), invariants=invariants
    )


def with_deadline(flow: Workflow, state: str, deadline: Deadline | None) -> Workflow:
    """The procedure with another deadline of the state."""
    return replace(flow, states={**flow.states, state: replace(flow.states[state], deadline=deadline)})


PANEL = """
workflow: panel
version: 1.0.0
kind: rey
title: {az: Baxış, en: Panel}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  review:
    title: {az: Baxışda, en: Under review}
    join: all
    deadline: {after: P30D, then: late}
    regions:
      law:
        title: {az: Hüquq, en: Law}
        initial: law_reading
        history: true
        states:
          law_reading: {title: {az: Oxunur, en: Being read}, deadline: {after: P10D, then: law_late}}
          law_done: {title: {az: Oxundu, en: Read}, done: true}
      money:
        title: {az: Maliyyə, en: Money}
        initial: money_reading
        states:
          money_reading: {title: {az: Oxunur, en: Being read}}
          money_done: {title: {az: Oxundu, en: Read}, done: true}
  reviewed: {title: {az: Baxıldı, en: Reviewed}}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: done}
transitions:
  begin: {title: {az: Başlayın, en: Begin}, from: draft, to: review, by: member}
  read_law: {title: {az: Oxundu, en: Law read}, from: law_reading, to: law_done, by: member}
  read_money: {title: {az: Oxundu, en: Money read}, from: money_reading, to: money_done, by: member}
  back: {title: {az: Qaytarın, en: Back}, from: review, to: draft, by: member}
  late: {title: {az: Gecikdi, en: Late}, from: review, to: draft, on: deadline}
  law_late: {title: {az: Gecikdi, en: Law late}, from: law_reading, to: law_done, on: deadline}
  all_read: {title: {az: Hamısı oxundu, en: All read}, from: review, to: reviewed, on: joined}
  end: {title: {az: Bitirin, en: End}, from: reviewed, to: done, by: member}
"""


@cache
def panel() -> Workflow:
    """Two regions that read at once, one of them with a history."""
    return load_text(PANEL, "panel.yaml")


def reviewing() -> tuple[Story, str, str]:
    """A case of the panel in both its regions; the resolution that may authorise a migration."""
    story, _, resolution = authorised()
    put(story, panel())
    draft = story.draft("panel")
    story.act(draft, "begin", story.by("r0"))
    return story, draft, resolution


def authorised(count: int = 6) -> tuple[Story, str, str]:
    """A conference with a published resolution that may authorise a migration, an open session, and the id of
    that resolution."""
    story, session = met(count)
    case = story.on_agenda(session)
    story.act(case, "adopt_without_vote")
    story.signed(case, session)
    return story, session, story.case(case).resolution


def put(story: Story, flow: Workflow) -> str:
    """Puts the version in force; gives its hash."""
    event = in_force(flow)
    story.do(c.PutWorkflowInForce(event), story.by("ada"))
    return event.hash


def going_over(case: str, target: str, resolution: str, **given: Any) -> c.MigrateCase:
    """The command of a migration."""
    fresh = {"vote": f"vote-{case}-again", "resolution": f"resolution-{case}"}
    return c.MigrateCase(case, target, resolution, fresh=fresh, **given)
