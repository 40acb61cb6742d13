"""Open kept fields: what imported notes keep, where the project has a file that says so."""

from typing import TYPE_CHECKING

from obverse.project.project import FIELDS, Project

if TYPE_CHECKING:  # few projects have an imported deck
    from obverse.link.kept_fields import KeptFields


def open_kept_fields(project: Project) -> "KeptFields | None":
    """What the project keeps; `None` without the file, which costs a look."""
    if not project.lock.with_suffix(FIELDS).exists():
        return None
    from obverse.link.kept_fields import KeptFields

    return KeptFields(project)
