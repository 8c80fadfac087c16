"""`ecar proposal`: list, show, draft, act."""

from __future__ import annotations

from pathlib import Path

import click

from ecar_governance.cli.common import (
    as_json,
    done,
    example,
    gettext,
    language,
    opened,
    say,
    tell_json,
    upload_of,
)
from ecar_governance.cli.people import as_person, password_file, signed_in
from ecar_governance.cli.procedures import pairs
from ecar_governance.domain.state import Case, Conference
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import proposals
from ecar_governance.services.acting import reason_sentence
from ecar_governance.services.desk import Desk
from ecar_governance.services.instead import in_zone, instead_of, instead_sentence, zone_of
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.records import texts_of
from ecar_governance.services.texts import ProposalText, Upload


@click.group()
def proposal() -> None:
    """Proposals and where they stand."""


def _case(conference: Conference, name: str) -> Case:
    """A case by id or by reference (2026-001)."""
    found = conference.cases.get(name) or next(
        (c for c in conference.cases.values() if c.reference == name), None
    )
    if found is None:
        raise NotFound(f"There is no proposal {name}.", fix="see ecar proposal list")
    return found


def _state_words(conference: Conference, case: Case, lang: str) -> str:
    states = conference.workflows[case.workflow_hash].workflow.states
    return ", ".join(states[s].title[lang] for s in case.state)


def _title(desk: Desk, case: Case, lang: str) -> str:
    titles = texts_of(desk, case.manifest.titles)
    return titles.get(lang) or next(iter(titles.values()), "")


@proposal.command("list", epilog=example("ecar proposal list"))
@as_json
def list_(json_: bool) -> None:
    """Lists proposals, newest first."""
    with opened() as installation:
        desk = installation.desk
        conf, lang = desk.conference, language()
        cases = sorted(conf.cases.values(), key=lambda c: c.created, reverse=True)
        rows = [
            {
                "case": c.case,
                "reference": c.reference,
                "workflow": c.workflow,
                "state": list(c.state),
                "state_words": _state_words(conf, c, lang),
                "version": c.version,
                "title": _title(desk, c, lang),
            }
            for c in cases
        ]
    if json_:
        tell_json(rows)
    for row in () if json_ else rows:
        say(f"{row['reference']}  {row['state_words']:<24} {row['title']}")


@proposal.command(epilog=example("ecar proposal show 2026-001"))
@click.argument("name")
@click.option("--as", "person", default="", help="Say what this person (mail address) may do now.")
@as_json
def show(name: str, person: str, json_: bool) -> None:
    """Shows a proposal: where it stands, what it went through, what can be done, what cannot and why."""
    with opened() as installation:
        desk = installation.desk
        conf, lang = desk.conference, language()
        case = _case(conf, name)
        asker = desk.vault.person_with_email(person) if person else None
        asking = asker.person if asker is not None else ""
        options = proposals.options(desk, asking, case.case)
        if json_:
            tell_json(
                {
                    "case": case,
                    "titles": texts_of(desk, case.manifest.titles),
                    "options": [
                        {"transition": o.transition.name, "mandates": o.mandates, "reasons": o.reasons}
                        for o in options
                    ],
                }
            )
            return
        say(f"{case.reference}  {_title(desk, case, lang)}")
        pinned = gettext("version {number}, text {digest}").format(
            number=case.version, digest=f"{case.manifest_hash[7:19]}…"
        )
        say(f"{_state_words(conf, case, lang)} ({pinned})")
        zone = zone_of(conf)
        for step in case.steps:
            say(f"  {in_zone(step.at, zone)}  {step.transition}  -> {', '.join(step.target)}")
        for due in case.deadlines:
            say("  " + gettext("due {when}: {step}").format(when=in_zone(due.due, zone), step=due.transition))
        workflow = conf.workflows[case.workflow_hash].workflow
        directory, at = Directory(conf, desk.vault, lang), desk.clock.now()
        for option in options:
            say(f"{'* ' if not option.reasons else '- '}{option.transition.name}")
            for reason in option.reasons:
                say(f"      {reason_sentence(reason, lang, conf, workflow)}")
            found = instead_of(
                conf, option.reasons, at, lang, case=case, rule=option.transition, person=asking
            )
            if instead := instead_sentence(found, lang, zone, directory.person):
                say(f"      {instead}")


def _fields(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    found = pairs(context, option, given)
    for value in found.values():
        if value.startswith("@") and not Path(value[1:]).is_file():
            raise click.BadParameter(f"There is no file {value[1:]}.")
    return found


def _value(value: str) -> str | Upload:
    return upload_of(Path(value[1:])) if value.startswith("@") else value


@proposal.command(epilog=example("ecar proposal new --as rector@example.org --az metn.az.md --en text.en.md"))
@as_person
@password_file
@click.option("--workflow", "procedure", default="resolution", show_default=True)
@click.option("--az", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Azerbaijani text.")
@click.option("--en", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="English text.")
@click.option("--body", default="", help="Code of the working group that is to review it.")
@click.option("--sponsor", "sponsors", multiple=True, help="Code of a sponsoring institution; repeatable.")
@click.option(
    "--attach",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file to attach; repeatable.",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_fields,
    help="A field of the procedure, @FILE for one that holds a file; repeatable.",
)
def new(
    email: str,
    password_file: Path | None,
    procedure: str,
    az: Path | None,
    en: Path | None,
    body: str,
    sponsors: tuple[str, ...],
    attach: tuple[Path, ...],
    fields: dict[str, str],
) -> None:
    """Drafts a proposal. A text is Markdown; its first line, a heading, is the title."""
    titles, bodies = {}, {}
    for lang, path in (("az", az), ("en", en)):
        if path is not None:
            titles[lang], bodies[lang] = titled(path)
    text = ProposalText(
        titles,
        bodies,
        "az" if "az" in titles else "en",
        tuple(upload_of(path) for path in attach),
    )
    with opened() as installation:
        desk = installation.desk
        person = signed_in(desk, email, password_file)
        act = done(
            proposals.draft(
                desk,
                person,
                text,
                workflow=procedure,
                sponsors=sponsors,
                body=body,
                fields={name: _value(value) for name, value in fields.items()},
            ),
            installation,
            person=person,
        )
        case = desk.conference.cases[act.events[0].subject]
    say(f"Drafted as {case.reference} ({case.case}).")


def titled(path: Path) -> tuple[str, str]:
    """The title (a first-line heading) and the rest of a Markdown file. Raises InvalidInput."""
    try:
        first, _, rest = path.read_text(encoding="utf-8").lstrip().partition("\n")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not UTF-8.") from error
    if not first.startswith("# "):
        raise InvalidInput(f"{path}:1: the first line is not a title.", fix="begin it with '# '")
    return first[2:].strip(), rest.strip()


@proposal.command(epilog=example("ecar proposal act 2026-001 submit --as rector@example.org"))
@click.argument("name")
@click.argument("transition")
@as_person
@password_file
@click.option("--version", type=int, help="The version you saw; without it, the present one.")
@click.option("--input", "inputs", multiple=True, metavar="NAME=VALUE", help="A field of the action.")
@click.option("--key", default=None, help="Idempotency key: the same one again changes nothing.")
@as_json
def act(
    name: str,
    transition: str,
    email: str,
    password_file: Path | None,
    version: int | None,
    inputs: tuple[str, ...],
    key: str | None,
    json_: bool,
) -> None:
    """Takes an action of the proposal's procedure."""
    given: dict[str, str | list[str] | Upload] = {}
    for one in inputs:
        field, equals, value = one.partition("=")
        if not equals:
            raise InvalidInput(f"{one!r} is not NAME=VALUE.")
        earlier = given.get(field)
        given[field] = value if earlier is None else [*_many(earlier), value]
    with opened() as installation:
        desk = installation.desk
        person = signed_in(desk, email, password_file)
        case = _case(desk.conference, name)
        outcome = proposals.act(
            desk, person, case.case, transition, case.version if version is None else version, given, key=key
        )
        result = done(outcome, installation, case=case.case, transition=transition, person=person)
        after = desk.conference.cases[case.case]
        words = _state_words(desk.conference, after, language())
    if json_:
        tell_json({"position": result.position, "state": after.state, "version": after.version})
    else:
        say(f"{after.reference}: {words}.")


def _many(value: str | list[str] | Upload) -> list[str]:
    if isinstance(value, Upload):
        raise InvalidInput("A file was given where words are expected.")
    return [value] if isinstance(value, str) else value
