"""For programs: JSON, described by `docs/findings.schema.json`."""

import json
from typing import Any

from obverse.report.forms import Report
from obverse.report.left_out import left_out_values
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

_VERSION = 1


def _form(report: Report) -> str:
    counts = {
        str(each): sum(found.severity is each for found in report.findings) for each in Severity
    }
    findings = [_finding(each, report.prefix) for each in report.seen]
    told = {"version": _VERSION, "findings": findings, "counts": counts}
    told["left_out"] = left_out_values(report.left_out, report.prefix)
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _finding(found: Diagnostic, prefix: str) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "message": found.message,
        "help": found.hint,
        **_place(found.place, prefix),
        "related": [_place(place, prefix) for place in found.related],
    }


def _place(place: Place, prefix: str) -> dict[str, Any]:
    return {
        "path": f"{prefix}{place.path}",
        "line": place.line,
        "column": place.column,
        "length": place.length,
    }


FORM = _form
