"""Diagnostics: what obverse finds, as an editor shows it."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lsprotocol import types

from obverse.lsp.held_project import HeldProject
from obverse.lsp.texts import ColumnUnits
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

SOURCE = "obverse"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def published(held: HeldProject, key: str, units: ColumnUnits) -> types.PublishDiagnosticsParams:
    """All findings of a file, with its text as it is now."""
    shown = [shown_finding(each, held, units) for each in held.findings(key)]
    version = held.open[key].version if key in held.open else None
    return types.PublishDiagnosticsParams(uri=held.uri(key), diagnostics=shown, version=version)


def shown_finding(found: Diagnostic, held: HeldProject, units: ColumnUnits) -> types.Diagnostic:
    """A finding: what is wrong, then what to do."""
    page = page_of(found.rule)
    return types.Diagnostic(
        range=units.of_place(found.place, held.lines(found.place.path)),
        message=f"{found.message}\nhelp: {found.hint}" if found.hint else found.message,
        severity=_SEVERITIES[found.severity],
        code=found.rule,
        code_description=types.CodeDescription(href=page) if page else None,
        source=SOURCE,
        related_information=[*_related(found.related, held, units)] or None,
    )


def of_configuration(found: Diagnostic, root: Path) -> types.PublishDiagnosticsParams:
    """The finding for a configuration that cannot be used."""
    path = root / Path(found.place.path).name
    shown = types.Diagnostic(
        range=ColumnUnits(types.PositionEncodingKind.Utf32).of_place(found.place),
        message=f"{found.message}\nhelp: {found.hint}" if found.hint else found.message,
        severity=types.DiagnosticSeverity.Error,
        code=found.rule,
        source=SOURCE,
    )
    return types.PublishDiagnosticsParams(uri=path.absolute().as_uri(), diagnostics=[shown])


def location(place: Place, held: HeldProject, units: ColumnUnits) -> types.Location:
    """Where a place is."""
    return types.Location(held.uri(place.path), units.of_place(place, held.lines(place.path)))


def _related(
    places: Iterable[Place], held: HeldProject, units: ColumnUnits
) -> Iterable[types.DiagnosticRelatedInformation]:
    for place in places:
        lines = held.lines(place.path)
        line = lines[place.line - 1].strip("# ") if place.line <= len(lines) else ""
        said = line or f"line {place.line} of {place.path}"
        yield types.DiagnosticRelatedInformation(location(place, held, units), said)


@cache
def page_of(rule: str) -> str:
    """The address of a rule's page: its file, which begins with its manual and needs no network.

    Empty for what is no rule.
    """
    name = f"obverse.check.rules.{rule.replace('-', '_')}"
    found = find_spec(name) if rule.replace("-", "").isalnum() else None
    return Path(found.origin).as_uri() if found and found.origin else ""
