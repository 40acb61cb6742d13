"""Vault findings: what is said of the settings of a vault that cannot be read."""

from collections.abc import Iterable

from obverse.project.project import Project
from obverse.project.vault import VaultFault
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.source import Place


def vault_findings(project: Project, faults: Iterable[VaultFault]) -> tuple[Diagnostic, ...]:
    """A warning for each: what these settings leave out is not left out."""
    return tuple(
        warning(
            Place(project.key_of(project.root / each.path)),
            "unreadable-vault-settings",
            f"these settings of Obsidian are not used: {each.message}",
            "leave files out with `exclude` in the configuration",
        )
        for each in faults
    )
