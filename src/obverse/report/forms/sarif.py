"""For code scanning: SARIF 2.1.0, the OASIS standard, with the manual of each rule that it names.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from typing import Any
from urllib.parse import quote

from obverse import __version__
from obverse.check import rules
from obverse.check.manual import manual
from obverse.report.forms import Report
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _form(report: Report) -> str:
    names = sorted({each.rule for each in report.findings})
    driver = {
        "name": "obverse",
        "semanticVersion": __version__,
        "rules": [_rule(name) for name in names],
    }
    results = [_result(each, names.index(each.rule), report.prefix) for each in report.seen]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    told = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    if name not in rules.names():
        return {"id": name}
    each = manual(name)
    return {
        "id": name,
        "shortDescription": {"text": each.summary},
        "fullDescription": {"text": each.reason},
        "help": {
            "text": f"{each.reason}\n\n{each.examples}",
            "markdown": f"{each.reason}\n\n{each.examples}",
        },
        "defaultConfiguration": {"level": _LEVELS[each.rule.severity]},
    }


def _result(found: Diagnostic, index: int, prefix: str) -> dict[str, Any]:
    message = f"{found.message} ({found.hint})" if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": message},
        "locations": [_location(found.place, prefix)],
    }
    if found.related:
        result["relatedLocations"] = [_location(place, prefix) for place in found.related]
    return result


def _location(place: Place, prefix: str) -> dict[str, Any]:
    path = f"{prefix}{place.path}"
    uri = f"file://{quote(path)}" if path.startswith("/") else quote(path)
    region: dict[str, int] = {"startLine": place.line, "startColumn": place.column}
    if place.length:
        region["endColumn"] = place.column + place.length
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


FORM = _form
