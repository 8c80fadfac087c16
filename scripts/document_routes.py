"""Writes docs/routes.md from the application itself: every route, its methods, its permission.

    python scripts/document_routes.py

A test holds the file to the application, so it is run whenever a route is added.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Litestar, Router

from ecar_governance.web.api import api_router
from ecar_governance.web.application import handlers_of, page_handlers, permission_of, static_router
from ecar_governance.web.health import healthz, readyz

TARGET = Path(__file__).parents[1] / "docs" / "routes.md"

HEAD = """# Routes

Made by `scripts/document_routes.py` from the application; who holds a permission is in
[security.md](security.md).
`HEAD` is answered wherever `GET` is. What the API takes and gives is described at `/api/v1/openapi.json`.

| route | methods | permission |
|---|---|---|
"""


def rows(app: Any) -> list[str]:
    """The table's rows, sorted by route."""
    served: dict[tuple[str, str], set[str]] = {}
    for path, method, handler in handlers_of(app):
        served.setdefault((path, str(permission_of(handler))), set()).add(method)
    return [
        f"| `{path}` | {', '.join(sorted(methods))} | `{permission}` |"
        for (path, permission), methods in sorted(served.items())
    ]


def main() -> None:
    """Writes the file."""
    pages = Router("/", route_handlers=page_handlers())
    app = Litestar([healthz, readyz, static_router(), api_router(), pages], openapi_config=None)
    TARGET.write_text(HEAD + "\n".join(rows(app)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
