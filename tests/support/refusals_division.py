"""Refusals around a text that is voted on in parts."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace
from story import Story

from support.dividing import decided, divided, moving, paragraphs
from support.refusals import Asked, case, changed


def asking(**given: Any) -> Asked:
    """A member moves a division, with these paragraphs and parts."""
    story, one = divided(moved=False)
    return story, moving(story, one, **given), story.by("r2")


case("division.uncut")(lambda: asking(texts=UNSET))
case("division.one_paragraph")(lambda: asking(texts=paragraphs(1)))
case("division.too_many")(lambda: asking(texts=paragraphs(300)))
case("division.no_paragraph")(lambda: asking(parts="2, 7"))
case("division.paragraph_twice")(lambda: asking(parts="2, 1-2"))
case("division.whole")(lambda: asking(parts="1-3"))


@case("division.languages_differ")
def _() -> Asked:
    first, *others = paragraphs(3)
    alone = replace(first, bodies={"az": first.bodies["az"]})
    return asking(texts=(alone, *others))


def unchecked(story: Story, one: str, name: str, **parts: Any) -> Asked:
    """The action, in a procedure that nobody checked: it leads on from where the case is."""
    pinned = story.conference.workflows[story.case(one).workflow_hash]
    flow = changed(pinned.workflow, name, source=story.case(one).state, **parts)
    known = story.conference.workflows.insert(pinned.hash, replace(pinned, workflow=flow))
    story.conference = replace(story.conference, workflows=known)
    return story, story.action(one, name), story.office


@case("division.none")
def _() -> Asked:
    return unchecked(*divided(moved=False), "put_part")


@case("division.all_decided")
def _() -> Asked:
    story, one = divided(parts="1, 2-3")
    decided(story, one, "ffffff")
    decided(story, one, "ffffff")
    return unchecked(story, one, "put_part")


def reducing(story: Story, one: str) -> Asked:
    pinned = story.conference.workflows[story.case(one).workflow_hash]
    effects = pinned.workflow.transitions["what_remains"].effects
    return unchecked(story, one, "put_part", target="ready", effects=effects)


@case("division.part_undecided")
def _() -> Asked:
    return reducing(*divided())


@case("division.nothing_left")
def _() -> Asked:
    story, one = divided(parts="1, 2-3")
    decided(story, one, "aaaaaa")
    decided(story, one, "aaaaaa")
    return reducing(story, one)
