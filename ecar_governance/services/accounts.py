"""Accounts: inviting a person, setting a password by a link, proving who one is, and slowing down guessing.

A link's secret (256 bits) is in the mail and nowhere else: the vault has its hash. Nobody is ever locked out
by name, or a stranger could keep a rector from voting: guessing at an account is slowed, guessing from one
address is stopped for a while. Sources: NIST SP 800-63B; OWASP Forgot Password Cheat Sheet.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final, Literal

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Conference
from ecar_governance.services.accounts_port import InvitationRecord
from ecar_governance.services.acting import SYSTEM, reason_sentence
from ecar_governance.services.desk import Desk
from ecar_governance.services.mailing import Mail
from ecar_governance.services.people import fold_mail
from ecar_governance.services.ports import Act, Done, Outcome, VaultWrite
from ecar_governance.services.vault_port import VaultPerson
from ecar_governance.wording import translations

Purpose = Literal["invitation", "lost_password"]

LASTS: Final[dict[Purpose, timedelta]] = {
    "invitation": timedelta(days=7),
    "lost_password": timedelta(hours=1),
}
"""How long a link holds."""

WINDOW: Final = timedelta(minutes=15)
"""Tries are counted over this long."""

ADDRESS_LIMIT: Final = 100
"""Failures from one address in a window before it must wait: a whole hall may sit behind one address."""

FREE_TRIES: Final = 5
"""Failures at one account in a window before each further try is slowed."""

LONGEST_DELAY: Final = 8.0
"""Seconds."""

LOST_PASSWORD_LIMIT: Final = 3
"""Links for a lost password to one account in a window: more would be a nuisance in somebody's mail."""

REASONS: Final[dict[str, str]] = {
    "account.link_invalid": "This link has been used, replaced or has expired. Please ask for a new one.",
    "password.short": "A password has at least {least} characters. Several words make a good one.",
    "password.long": "A password has at most {most} characters.",
    "password.common": "This password is easily guessed. Please choose another, for instance several words.",
    "password.own_name": "A password with your own name or address is easily guessed. Please choose another.",
    "password.wrong": "The address or the password is not right.",
}
"""Sentences of the reasons given here, filled from their `params`."""


def sentence(reason: Reason, lang: str, conference: Conference) -> str:
    """The reason as a sentence in the language, whether it was given here or by the core."""
    if reason.code in REASONS:
        return translations(lang).gettext(REASONS[reason.code]).format(**reason.params)
    return reason_sentence(reason, lang, conference)


def secret_hash(secret: str) -> str:
    """What the vault keeps of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_invitation(
    desk: Desk, actor: Actor, person: str, *, purpose: Purpose = "invitation", key: str | None = None
) -> tuple[str, Outcome]:
    """Issues a link to set a password and queues its mail; earlier links of the person die.

    Gives the link's secret (for whoever hands it over by other means than mail; "" when nothing was issued:
    refused, or repeated under the same key) and the outcome. The link is `link_to` of the secret.

    Args:
        actor: a holder of the secretariat's or administrator's mandate, the installer, or (for a lost
            password) the system.
    """
    secret = desk.ids.secret()
    known = desk.vault.people((person,)).get(person)

    def work(act: Act) -> Refused | None:
        answer = act.decide(c.IssueInvitation(person, purpose), actor)
        if isinstance(answer, Refused):
            return answer
        expires = act.now + LASTS[purpose]
        act.vault(VaultWrite("invitation", {"person": person}, delete=True))
        row = {"person": person, "purpose": purpose, "issued": act.now, "expires": expires, "used": None}
        act.vault(VaultWrite("invitation", {"token_hash": secret_hash(secret)}, row))
        if known is not None and known.email:
            mail = Mail(person, purpose, person, {"secret": secret, "expires": expires.isoformat()})
            act.vault(VaultWrite("outbox", {"id": mail.id_at(answer[0].position)}, mail.row(act.now)))
        return None

    outcome = desk.perform(work, actor=actor, key=key)
    issued = isinstance(outcome, Done) and not outcome.repeated
    return secret if issued else "", outcome


def link_to(desk: Desk, secret: str) -> str:
    """The address that a link's secret opens."""
    return f"{desk.public_url}/invitation/{secret}"


def open_link(desk: Desk, secret: str) -> InvitationRecord | None:
    """The invitation of a link that may still be used. Looking does not use it up."""
    found = desk.accounts.invitation(secret_hash(secret))
    if found is None or found.used is not None or found.expires <= desk.clock.now():
        return None
    return found


def redeem(desk: Desk, secret: str, password: str) -> Outcome:
    """Sets the password of the link's person, once; ends every session of theirs.

    Refuses a weak password (the link stays good) and a link that is used, replaced or too old."""
    found = open_link(desk, secret)
    if found is None:
        return Refused((Reason("account.link_invalid"),))
    weak = _weak(desk, found.person, password)
    if weak is not None:
        return Refused((weak,))
    return _set(desk, found.person, password, link=found.token_hash)


def set_password(desk: Desk, person: str, password: str) -> Outcome:
    """Sets a person's password without a link: for whoever holds the machine (demo, first administrator)."""
    weak = _weak(desk, person, password)
    return Refused((weak,)) if weak is not None else _set(desk, person, password)


def _weak(desk: Desk, person: str, password: str) -> Reason | None:
    known = desk.vault.people((person,)).get(person)
    return desk.passwords.refusal(password, (*known.names.values(), known.email) if known else ())


def _set(desk: Desk, person: str, password: str, link: str = "") -> Outcome:
    encoded = desk.passwords.hash(password)
    actor = Actor("person", person)

    def work(act: Act) -> Refused | None:
        if link:
            # Read again inside the lock: of two who send the form at once, one sets the password.
            rows = act.read("invitation", {"token_hash": link})
            if not rows or rows[0]["used"] is not None or rows[0]["expires"] <= act.now:
                return Refused((Reason("account.link_invalid"),))
            act.vault(VaultWrite("invitation", {"token_hash": link}, {"used": act.now}))
        answer = act.decide(c.SetCredential(person, "password"), actor)
        if isinstance(answer, Refused):
            return answer
        row = {"password_hash": encoded, "changed": act.now}
        act.vault(VaultWrite("credential", {"person": person, "kind": "password"}, row))
        return None

    outcome = desk.perform(work, actor=actor)
    if isinstance(outcome, Done):
        desk.accounts.end_sessions(person)
    return outcome


def lost_password(desk: Desk, email: str) -> None:
    """Sends a link if somebody has this address. Says nothing either way: who is a member is not told."""
    place = "lost:" + _account(email)
    now = desk.clock.now()
    if desk.accounts.count_try(place, now, now - WINDOW) > LOST_PASSWORD_LIMIT:
        return
    found = desk.vault.person_with_email(email)
    if found is not None:
        issue_invitation(desk, SYSTEM, found.person, purpose="lost_password")


def blocked(desk: Desk, place: str) -> bool:
    """Whether an address (`web.security.place_of`) has failed too often to try again now."""
    return desk.accounts.tries(place, desk.clock.now() - WINDOW) >= ADDRESS_LIMIT


def delay(desk: Desk, email: str) -> float:
    """Seconds to wait before a password for this address is looked at: grows with failures, has an end, and
    is the same whether or not anybody has the address."""
    failures = desk.accounts.tries("account:" + _account(email), desk.clock.now() - WINDOW)
    if failures < FREE_TRIES:
        return 0.0
    # A power of thousands is no number any more: strangers must not come so far that nobody signs in.
    return min(0.5 * 2.0 ** min(failures - FREE_TRIES, 10), LONGEST_DELAY)


def authenticate(desk: Desk, email: str, password: str, place: str) -> VaultPerson | None:
    """The person whose address and password these are, or None, after as long either way.

    A failure counts against the address it came from and, softly, against the account."""
    known = desk.vault.person_with_email(email)
    encoded = desk.accounts.password_hash(known.person) if known is not None else None
    account = "account:" + _account(email)
    if not desk.passwords.verify(encoded, password):
        now = desk.clock.now()
        desk.accounts.count_try(place, now, now - WINDOW)
        desk.accounts.count_try(account, now, now - WINDOW)
        return None
    desk.accounts.forget_tries(account)
    if known is not None and encoded is not None and desk.passwords.outdated(encoded):
        desk.accounts.replace_password_hash(known.person, encoded, desk.passwords.hash(password))
    return known


def _account(email: str) -> str:
    """A mail address as tries are counted under it: hashed, so that the table lists nobody."""
    return hashlib.sha256(fold_mail(email.strip()).encode()).hexdigest()
