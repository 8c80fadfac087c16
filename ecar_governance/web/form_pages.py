"""On which page each form stands, for whoever comes back from it: addresses that take forms show none."""

from __future__ import annotations

WITHOUT_PAGE = frozenset(
    {
        "review",
        "cast",
        "close",
        "void",
        "casting-vote",
        "take-out",
        "ask-quorum",
        "notice",
        "open",
        "minutes",
        "here",
        "outside",
        "paper",
        "key",
        "sign-out",
        "withdraw",
    }
)
"""Last parts of addresses that take a form and show no page of their own."""

FORM_PAGES = {
    "call": "control",
    "suspend": "control",
    "resume": "control",
    "topics": "agenda",
    "lift": "agenda",
    "order": "agenda",
    "papers": "agenda",
    "approval": "agenda",
    "seat": "presence",
    "door": "presence",
    "move": "change",
    "cancel": "change",
}
"""Which page of a session has the form that is sent to an address with this last part."""


def page_of_form(path: str) -> str:
    """The page on which the form that is sent to `path` stands."""
    parts = path.split("/")
    if parts[1] == "sessions" and len(parts) > 3 and parts[-1] in FORM_PAGES:
        return "/".join([*parts[:3], FORM_PAGES[parts[-1]]])
    own = parts[-1] in ("invite", "revoke") or (len(parts) == 6 and parts[3] == "candidates")
    if own or path.startswith("/account/delegations/"):
        return "/".join(parts[:-2])
    if path == "/procedures/put-in-force":
        return "/procedures/new-version"
    return ("/".join(parts[:-1]) or "/") if parts[-1] in WITHOUT_PAGE else path
