"""What every answer carries and every request is held to before anything reads it: headers, hosts, origins.

Sources: OWASP Cross-Site Request Forgery Prevention (origin and Fetch Metadata), W3C Content Security Policy
Level 3, RFC 6797 (HSTS), RFC 7239 section 8.1 (a forwarded address is a claim).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from ecar_governance.settings import Network, Settings, is_loopback

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

_ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # Not no-referrer: with that, browsers send "Origin: null" along with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
    (b"x-permitted-cross-domain-policies", b"none"),
)

_HSTS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def security_headers(settings: Settings) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of every answer, 404 and 500 included."""
    return (*_ALWAYS, _HSTS) if settings.secure else _ALWAYS


def origin_refused(settings: Settings, headers: Mapping[str, str]) -> str | None:
    """Why an unsafe request does not come from our own pages; None when it does.

    `headers` have lower-case names. A browser says where a request comes from in `Sec-Fetch-Site` and
    `Origin`; what it says must be us. A program that says neither is left to the token, which no other site
    knows.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return f"Sec-Fetch-Site is {site}"
    origin = headers.get("origin")
    if origin is None and site is None:
        referer = headers.get("referer")
        origin = _origin_of(referer) if referer else None
        if origin is None:
            return None
    if origin is not None and not _ours(settings, origin, headers.get("host", "")):
        return "Origin is not this site"
    return None


def host_refused(settings: Settings, host: str) -> bool:
    """Whether a request names a host that is not ours: a rebound DNS name, or a cache being poisoned."""
    public = urlsplit(settings.public_url).netloc
    if host.lower() == public:
        return False
    name = _host_name(host)
    return settings.secure or not is_loopback(name)


def _ours(settings: Settings, origin: str, host: str) -> bool:
    if origin.lower() == settings.public_url:
        return True
    # On loopback http, 127.0.0.1 and localhost are one site under two names: it must be the one called.
    parts = urlsplit(origin)
    return (
        not settings.secure
        and parts.scheme == "http"
        and is_loopback(parts.hostname or "")
        and parts.netloc.lower() == host.lower()
    )


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def client_address(peer: str, forwarded_for: str, trusted: tuple[Network, ...]) -> str:
    """The address that a request is counted under.

    The last hop is a fact. `X-Forwarded-For` is believed only as far as trusted proxies wrote it: from the
    right, the first address that is no trusted proxy. One that cannot be read ends the search.
    """
    current = peer
    if not _within(current, trusted):
        return current
    for claimed in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if _parsed(claimed) is None:
            return current
        current = claimed
        if not _within(current, trusted):
            return current
    return current


def place_of(address: str) -> str:
    """The name under which tries from an address are counted: a hash, with IPv6 cut to its /64."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        known = str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    else:
        known = str(parsed) if parsed else address
    return "address:" + hashlib.sha256(known.encode()).hexdigest()


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return parsed is not None and any(parsed in network for network in networks)


def safe_next(path: str | None, otherwise: str = "/") -> str:
    """A place on this site to go on to: an absolute path with its query, or `otherwise`.

    Refuses whatever a browser could read as another site (`//host`, `/\\host`, schemes, control signs)."""
    if not path or len(path) > 1_000 or not path.startswith("/") or path[1:2] in ("/", "\\"):
        return otherwise
    if any(sign <= " " or sign in "\\\x7f" for sign in path):
        return otherwise
    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        return otherwise
    return parts.path + (f"?{parts.query}" if parts.query else "")
