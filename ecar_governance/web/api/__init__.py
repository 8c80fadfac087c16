"""The API under /api/v1: the same services as the pages, as JSON."""

from __future__ import annotations

from ecar_governance.web.api.router import api_router

__all__ = ["api_router"]
