"""Handing letters over to a mail server by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ecar_governance.errors import InvalidInput, Unavailable
from ecar_governance.notices.files import FilePost
from ecar_governance.notices.letters import compose
from ecar_governance.services.accounts_port import Letter, Post
from ecar_governance.services.vault_port import VaultPerson

SECONDS = 20.0
"""How long a mail server may take for one step."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SmtpPost:
    """Sends over SMTP (RFC 5321): TLS from the start (`smtps://`), or STARTTLS (`smtp://`).

    Mails hold links that open accounts, so nothing is sent in the clear but to this machine itself.

    Args:
        url: smtps://USER:PASSWORD@HOST:465 or smtp://HOST:587.
        sender: the address mails come from.
        context: which certificates are trusted; the system's by default.
    """

    def __init__(self, url: str, sender: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._implicit = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._implicit else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._context = context or ssl.create_default_context()

    def send(self, letter: Letter, to: VaultPerson, facts: dict[str, Any]) -> None:
        """Sends it. Raises Unavailable when a later try may help, InvalidInput when none will."""
        message = compose(letter, to, facts, self._sender)
        try:
            with self._connected() as server:
                server.send_message(message, self._sender, [to.email])
        except smtplib.SMTPRecipientsRefused as error:
            code = min((code for code, _ in error.recipients.values()), default=550)
            raise _failure(code, "the recipient was refused") from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, type(error).__name__) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"The mail server cannot be reached ({type(error).__name__}).") from error

    def _connected(self) -> smtplib.SMTP:
        if self._implicit:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=SECONDS, context=self._context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        try:
            self._prepare(server)
        except BaseException:
            server.close()
            raise
        return server

    def _prepare(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self._implicit:
            if server.has_extn("starttls"):
                server.starttls(context=self._context)
                server.ehlo()
            elif self._host not in _LOOPBACK:
                raise Unavailable("The mail server offers no encryption (STARTTLS).")
        if self._user:
            server.login(self._user, self._password)


def _failure(code: int, told: str) -> Unavailable | InvalidInput:
    """A 5xx reply stays the same (RFC 5321 section 4.2.1), but for a log-in, which can be mended."""
    if 500 <= code < 600 and code not in (530, 534, 535, 538):
        return InvalidInput(f"The mail server refused the mail for good: {code}, {told}.")
    return Unavailable(f"The mail server did not take the mail: {code}, {told}.")


def post_for(smtp_url: str, folder: Path, sender: str) -> Post:
    """The post that the settings ask for: a mail server, or files in `folder` when no server is named."""
    return SmtpPost(smtp_url, sender) if smtp_url else FilePost(folder, sender)
