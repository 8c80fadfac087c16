"""The agenda as secretariat and chair keep it: topics, order, papers, calling up, minutes approved."""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import PRESIDING
from ecar_governance.domain.events import Attachment, ItemKind
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.sessions import kept, run, session_of
from ecar_governance.services.texts import TITLE_LIMIT, Upload, file_name, keep_file

CORRECTIONS_LIMIT = 20_000


def place_topic(
    desk: Desk,
    person: str,
    session: str,
    kind: ItemKind,
    titles: Names,
    *,
    minutes: str = "",
    key: str | None = None,
) -> Outcome:
    """Puts on the agenda what is no proposal; `minutes` is the session whose minutes are to be approved.

    Raises InvalidInput, NotFound."""
    session_of(desk, session)
    rows: list[VaultWrite] = []
    digests = {lang: kept(desk, text, TITLE_LIMIT, rows) for lang, text in sorted(titles.items())}
    digests = {lang: digest for lang, digest in digests.items() if digest}
    command = c.PlaceTopic(session, kind, digests, minutes if kind == "minutes" else "")
    return run(desk, person, command, PRESIDING, key, tuple(rows))


def lift_topic(desk: Desk, person: str, session: str, item: int, *, key: str | None = None) -> Outcome:
    """Takes it off the agenda again."""
    return run(desk, person, c.LiftTopic(session, item), PRESIDING, key)


def reorder(
    desk: Desk, person: str, session: str, items: tuple[int, ...], *, key: str | None = None
) -> Outcome:
    """Puts the items, by their numbers, in this order."""
    return run(desk, person, c.ReorderAgenda(session, items), PRESIDING, key)


def put_earlier(desk: Desk, person: str, session: str, item: int, *, key: str | None = None) -> Outcome:
    """Puts one item before the one that precedes it; the first stays first."""
    order = [one.item for one in session_of(desk, session).items]
    if item in order and (place := order.index(item)) > 0:
        order[place - 1], order[place] = order[place], order[place - 1]
    return reorder(desk, person, session, tuple(order), key=key)


def add_paper(
    desk: Desk, person: str, session: str, item: int, upload: Upload, *, key: str | None = None
) -> Outcome:
    """Lays a paper before the session under an item. Raises InvalidInput for a file of another kind."""
    session_of(desk, session)
    digest = keep_file(desk, upload, desk.clock.now())
    command = c.AddPaper(session, item, Attachment(file_name(upload.name), digest))
    return run(desk, person, command, PRESIDING, key)


def paper(desk: Desk, session: str, item: int, sha256: str) -> Attachment:
    """A paper of an item, by its digest. Raises NotFound."""
    listed = session_of(desk, session).item(item)
    found = next((one for one in listed.papers if one.sha256 == sha256), None) if listed else None
    if found is None:
        raise NotFound("There is no such paper.")
    return found


def call_item(desk: Desk, person: str, session: str, item: int, *, key: str | None = None) -> Outcome:
    """Calls it up."""
    return run(desk, person, c.CallItem(session, item), PRESIDING, key)


def approve_minutes(
    desk: Desk, person: str, session: str, item: int, corrections: str = "", *, key: str | None = None
) -> Outcome:
    """The session approves the minutes that the item is about. Raises InvalidInput, NotFound."""
    session_of(desk, session)
    rows: list[VaultWrite] = []
    digest = kept(desk, corrections, CORRECTIONS_LIMIT, rows)
    command = c.ApproveMinutes(session, item, digest)
    return run(desk, person, command, PRESIDING, key, tuple(rows))
