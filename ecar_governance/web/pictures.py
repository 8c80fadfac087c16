"""Pictures inside pages: a procedure as an SVG drawn from its definition."""

from __future__ import annotations

from markupsafe import Markup

from ecar_governance.definitions.diagram import svg, trail
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import Workflow


def procedure(workflow: Workflow, lang: str, case: Case | None = None) -> Markup:
    """The procedure drawn from top to bottom; with a case, where it is and where it has been."""
    here, been, taken = trail(case, workflow) if case is not None else ((), (), ())
    return Markup(svg(workflow, lang, here, been, taken))  # noqa: S704 - drawn by us, texts escaped there
