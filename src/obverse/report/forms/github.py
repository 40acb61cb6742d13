"""For GitHub: workflow commands, which become annotations on the changed lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from obverse.report.forms import Report
from obverse.values.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = _IN_MESSAGE | {":": "%3A", ",": "%2C"}


def _form(report: Report) -> str:
    return "".join(f"{_annotation(each, report.prefix)}\n" for each in report.seen)


def _annotation(found: Diagnostic, prefix: str) -> str:
    place = found.place
    properties = {
        "file": f"{prefix}{place.path}",
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.column),
        # GitHub's end column is inclusive.
        "endColumn": str(place.column + max(place.length, 1) - 1),
        "title": found.rule,
    }
    told = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items())
    message = f"{found.message}\n{found.hint}" if found.hint else found.message
    return f"::{_COMMANDS[found.severity]} {told}::{_escaped(message, _IN_MESSAGE)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return text.translate({ord(sign): code for sign, code in signs.items()})


FORM = _form
