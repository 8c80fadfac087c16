"""The mails that one act calls for: what one mail can say, nobody is told in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.state import Conference
from ecar_governance.services.mailing import Mail, mails_for


def mails_of(events: Sequence[e.Event], conference: Conference) -> Iterator[tuple[int, Mail]]:
    """Each mail with the position of the event that called for it; `conference` has all of them folded in.

    Where the act puts the question of a void vote anew, the mail that tells of the void vote names the one in
    its place, and whoever gets it is not told of that vote's opening besides."""
    anew = _put_anew(events)
    told: set[tuple[str, str]] = set()
    for event in events:
        for mail in mails_for(event, conference):
            again = anew.get(mail.subject_id, "") if mail.kind == "vote_voided" else ""
            if again:
                told.add((mail.person, again))
                yield event.position, replace(mail, params={**mail.params, "again": again})
            elif mail.kind != "vote_opened" or (mail.person, mail.subject_id) not in told:
                yield event.position, mail


def _put_anew(events: Sequence[e.Event]) -> dict[str, str]:
    """By each vote that the act voids the one that it then opened on the same case, if there is one."""
    void: dict[str, str] = {}
    found: dict[str, str] = {}
    for event in events:
        match event.data:
            case e.VoteVoided() as voided:
                void[event.subject] = voided.vote
            case e.VoteOpened() as opened if opened.case in void and not opened.block:
                found[void[opened.case]] = opened.vote
    return found
