"""New files: pictures and sounds that come along from Anki, put where a build finds them."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from obverse.machine import files
from obverse.project.project import MEDIA, Project


class NewFiles:
    """The files that were put next to those of imported decks, until a pull is proven.

    `shown` are the paths of files that the project has already, by their names in Anki.
    """

    def __init__(self, project: Project, shown: Mapping[str, str]) -> None:
        """Nothing is put yet."""
        self._project, self._shown = project, shown
        self.made: list[Path] = []

    def put(self, new: Mapping[str, bytes]) -> list[Path]:
        """Put files by their names, and give the paths of those that were not there."""
        put = []
        for name, content in new.items():
            path = self._project.inside(self._path(name))
            if not path.exists():
                with files.replacing(path) as stream:
                    stream.write(content)
                put.append(path)
        self.made += put
        return put

    def paths(self, key: str, new: Iterable[str]) -> dict[str, str]:
        """The paths by which a source shows them, by their names."""
        folder = (self._project.root / key).parent
        return {
            name: quote(Path(os.path.relpath(self._path(name), folder)).as_posix()) for name in new
        }

    def take_back(self, put: Iterable[Path] | None = None) -> None:
        """Delete these again, or all."""
        for path in [*self.made] if put is None else put:
            path.unlink(missing_ok=True)
            self.made.remove(path)

    def keep_only(self, texts: Iterable[bytes]) -> None:
        """Delete those again that no text names."""
        every = [*texts]
        unused = [
            path for path in self.made if not any(path.name.encode() in text for text in every)
        ]
        self.take_back(unused)

    def _path(self, name: str) -> Path:
        shown = self._shown.get(name)
        return Path(shown) if shown else self._project.content / MEDIA / name
