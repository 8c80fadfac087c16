"""Findings as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code hosts and editors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ecar_governance import __version__
from ecar_governance.definitions import findings
from ecar_governance.definitions.az import located
from ecar_governance.definitions.az.codes import CODES
from ecar_governance.definitions.findings import Located, Placed
from ecar_governance.domain import flaws

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_PLACE = re.compile(r":\d+:\d+$")


def report(found: Iterable[Located], lang: str = "en") -> dict[str, Any]:
    """One run of the checker: every rule that was broken, and each finding with its place, its line and what
    would mend it, in the language, "az" or "en". Columns count Unicode code points, as the checker's do."""
    told = [located(one) for one in found] if lang == "az" else list(found)
    known = CODES if lang == "az" else {**findings.CODES, **flaws.CODES}
    codes = sorted({one.code for one in told})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ecar workflow check",
                        "version": __version__,
                        "rules": [{"id": code, "shortDescription": {"text": known[code]}} for code in codes],
                    }
                },
                "language": lang,
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, codes.index(one.code)) for one in told],
            }
        ],
    }


def _result(one: Located, rule: int) -> dict[str, Any]:
    text = f"{one.message} ({one.fix})" if one.fix else one.message
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": text},
        "locations": [_location(one)],
    }
    if one.steps:
        # A counter-example is a flow of one thread: each step with its place.
        steps = [{"location": {**_location(step), "message": {"text": step.told}}} for step in one.steps]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _location(one: Located | Placed) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": one.line, "startColumn": one.column}
    if one.excerpt:
        region["snippet"] = {"text": one.excerpt}
    place = {"artifactLocation": {"uri": _uri(_PLACE.sub("", one.where))}, "region": region}
    return {"physicalLocation": place}


def _uri(name: str) -> str:
    """A file as a URI: a relative one stays relative, which is what code hosts ask for."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")
