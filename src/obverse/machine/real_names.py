"""Names in folders as they are spelled there, which not every system asks for.

macOS and Windows open `rent.png` for `Rent.PNG`, and Linux does not. So a path is followed name by
name through what the folders list, and says the same on every system.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath, PurePosixPath

from obverse.machine.paths import composed


class RealNames:
    """What folders list; each is looked at once, so this is for one look at a project."""

    def __init__(self) -> None:
        """Nothing has been looked at."""
        self._listed: dict[tuple[str, _Form], dict[str, str] | None] = {}

    def find(self, folder: Path, written: str) -> Path | None:
        """The file or folder that is so spelled, seen from `folder`; Unicode forms are alike."""
        parts = self._spelled(folder, written, (_as_it_is, composed))
        return None if parts is None else Path(folder, *parts)

    def alike(self, folder: Path, written: str) -> str | None:
        r"""How a path is spelled that has other letters in upper case, or `\` for `/`."""
        written = written.replace("\\", "/")
        parts = self._spelled(folder, written, (_as_it_is, composed, _folded))
        if parts is None:
            return None
        return composed(str(PurePosixPath(*parts)))

    def names(self, folder: Path) -> Iterable[str] | None:
        """All that a folder lists; nothing where it cannot be."""
        listed = self._list(str(folder), _as_it_is)
        return None if listed is None else listed.values()

    def _spelled(self, folder: Path, written: str, forms: "Iterable[_Form]") -> list[str] | None:
        anchor = PurePath(written).anchor
        here, parts = anchor or str(folder), [anchor]
        for part in written.removeprefix(anchor).split("/"):
            if part in ("", "."):
                continue
            name = part if part == ".." else self._name(here, part, forms)
            if name is None:
                return None
            here = os.path.join(here, name)  # noqa: PTH118  # of thousands
            parts.append(name)
        return parts

    def _name(self, folder: str, part: str, forms: "Iterable[_Form]") -> str | None:
        for form in forms:
            listed = self._list(folder, form)
            if listed is None:  # it may be entered, and not be listed
                return part if _is_there(folder, part) else None
            if (name := listed.get(form(part))) is not None:
                return name
        return None

    def _list(self, folder: str, form: "_Form") -> dict[str, str] | None:
        if (folder, form) not in self._listed:
            try:
                names = sorted(os.listdir(folder), reverse=True)  # noqa: PTH208  # names alone
            except (OSError, ValueError):
                self._listed[folder, form] = None
            else:
                self._listed[folder, form] = {form(name): name for name in names}
        return self._listed[folder, form]


_Form = Callable[[str], str]


def _as_it_is(name: str) -> str:
    return name


def _folded(name: str) -> str:
    return composed(name).casefold()


def _is_there(folder: str, name: str) -> bool:
    try:
        return os.path.lexists(os.path.join(folder, name))  # noqa: PTH118  # of thousands
    except ValueError:
        return False
