"""Who could do what somebody was refused, and from when: one answer for the web and the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.options import who_could_take
from ecar_governance.domain.roles import in_force, who_could
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import Transition, Workflow
from ecar_governance.services.kinds import OFFICE_WORDS
from ecar_governance.wording import translations

_FOR_NOBODY = frozenset({"transition.unknown", "transition.not_from_here", "transition.by_system"})
"""Reasons against a step that is nobody's where the case is."""

_NAMED = 3  # people; more are told by their office alone


class Instead(Struct, frozen=True):
    """Who could act in place of the one who was refused, and from when; empty where nothing of it is known.

    `roles` are titles in the reader's language, `people` those who hold them and are barred by nothing of
    their own (ids, sorted); `when` is the instant before which what stands against it cannot all be gone.
    """

    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    when: datetime | None = None


def instead_of(
    conference: Conference,
    reasons: Collection[Reason],
    at: datetime,
    lang: str,
    *,
    case: Case | None = None,
    rule: Transition | None = None,
    person: str = "",
) -> Instead:
    """Who could act instead of `person`, who was refused for these reasons at `at`.

    Where they asked for a `rule` of the procedure of `case`, it is whoever could take that rule; but nobody
    where the person is one of those, since then what stands against it would stop anybody. Otherwise, and
    for what somebody else must do before, the reasons name them.
    """
    if not reasons or any(reason.code in _FOR_NOBODY for reason in reasons):
        return Instead()
    workflow = _workflow(conference, case)
    names = dict.fromkeys(name for reason in reasons for name in reason.who)
    people: set[str] = set()
    if case is not None and workflow is not None and rule is not None:
        could = who_could_take(workflow, conference, case, rule, at)
        if person not in could:
            names = dict.fromkeys((*rule.by, *names))
            people.update(could)
    for name in names:
        if rule is None or name not in rule.by:
            people.update(_holders(conference, workflow, case, name, at))
    titles = dict.fromkeys(title for name in names for title in _titles(workflow, name, lang))
    # An instant that has passed says since when it is too late.
    to_come = (reason.when for reason in reasons if reason.when is not None and reason.when > at)
    return Instead(tuple(titles), tuple(sorted(people - {person})), max(to_come, default=None))


def who_in_words(roles: Collection[str], people: Collection[str], lang: str) -> str:
    """Roles by their titles and people by their names in one line: whoever they are while they are few."""
    titles = ", ".join(filter(None, roles))
    names = list(filter(None, people))
    if names and len(names) <= _NAMED:
        told = "; ".join(names)
        return f"{told} ({titles})" if titles else told
    return titles or translations(lang).gettext("nobody holds this office now")


def instead_sentence(found: Instead, lang: str, zone: str, name: Callable[[str], str]) -> str:
    """Who can, people as `name` calls them, and from when in the time zone, named; "" for neither."""
    _ = translations(lang).gettext
    told = []
    if found.roles:
        people = [name(one) for one in found.people] if len(found.people) <= _NAMED else []
        told.append(_("Who can: %(who)s.") % {"who": who_in_words(found.roles, people, lang)})
    if found.when is not None:
        told.append(_("From when: {when}.").format(when=in_zone(found.when, zone)))
    return " ".join(told)


def zone_of(conference: Conference) -> str:
    """The conference's time zone; UTC before it is founded."""
    return conference.founding.zone if conference.founding is not None else "UTC"


def in_zone(instant: datetime, zone: str) -> str:
    """The minute by the clock on the wall of the time zone, named: "23.11.2026 14:00 (Asia/Baku)"."""
    return f"{instant.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})"


def _workflow(conference: Conference, case: Case | None) -> Workflow | None:
    pinned = conference.workflows.get(case.workflow_hash) if case is not None else None
    return None if pinned is None else pinned.workflow


def _titles(workflow: Workflow | None, name: str, lang: str) -> Iterator[str]:
    """A role of the procedure by its title, or by its mandates where it has none; a mandate by its kind."""
    _ = translations(lang).gettext
    role = workflow.roles.get(name) if workflow is not None else None
    if role is not None and role.title:
        yield role.title.get(lang, name)
        return
    for kind in role.mandates if role is not None else (name,):
        yield _(OFFICE_WORDS[kind]) if kind in OFFICE_WORDS else kind


def _holders(
    conference: Conference, workflow: Workflow | None, case: Case | None, name: str, at: datetime
) -> Iterator[str]:
    role = workflow.roles.get(name) if workflow is not None else None
    if role is not None and case is not None:
        yield from who_could(conference, role, case, at)
        return
    for mandate in conference.mandates.values():
        if mandate.kind == name and in_force(conference, mandate, at):
            yield mandate.person
