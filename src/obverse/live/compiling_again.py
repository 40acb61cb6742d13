"""Compile again: the sources of an open project, each from what it was before."""

from collections.abc import Mapping

from obverse.compile.compile_source import compile_source
from obverse.compile.compiler import compiling
from obverse.machine.cache import Cache
from obverse.note_types import NoteType
from obverse.project.project import Project
from obverse.values.compiled import Compiled
from obverse.values.render_settings import RenderSettings


class CompiledSources:
    """The sources of a project as they were last compiled, by path.

    One thread may ask for all of them while another asks for one, each for texts of its own.
    """

    def __init__(self) -> None:
        """Nothing was compiled."""
        self._kept: dict[str, tuple[bytes, Compiled]] = {}
        self._alone: dict[str, tuple[bytes, Compiled]] = {}
        self._shape: tuple[RenderSettings, Mapping[str, NoteType]] | None = None

    def compiled(
        self, project: Project, sources: Mapping[str, bytes], note_types: Mapping[str, NoteType]
    ) -> tuple[Compiled, ...]:
        """All of them in order; of an edited one only the cards that changed are parsed."""
        shape = (project.rendering, note_types)
        if shape != self._shape:
            self._kept, self._alone, self._shape = {}, {}, shape
        self._edited(sources, shape)
        fresh = {path: raw for path, raw in sources.items() if path not in self._kept}
        cache = Cache(project.cache, Compiled, only_read=True)
        with compiling(fresh, *shape, cache) as made:
            for each in made():
                self._kept[each.path] = sources[each.path], each
        self._kept = {path: self._kept[path] for path in sources}
        return tuple(each for _, each in self._kept.values())

    def of_source(
        self, project: Project, source: tuple[str, bytes], note_types: Mapping[str, NoteType]
    ) -> Compiled:
        """One of them with this text, which the next look at all of them finds compiled."""
        path, raw = source
        was = None
        if (project.rendering, note_types) == self._shape:
            was = self._alone.get(path) or self._kept.get(path)
        if was and was[0] == raw:
            return was[1]
        made = compile_source(source, project.rendering, note_types, was and was[1])
        if was:
            self._alone[path] = raw, made
        return made

    def _edited(
        self,
        sources: Mapping[str, bytes],
        shape: tuple[RenderSettings, Mapping[str, NoteType]],
    ) -> None:
        for path, raw in sources.items():
            was, alone = self._kept.get(path), self._alone.get(path)
            if was and alone and alone[0] == raw:
                self._kept[path] = alone
            elif was and was[0] != raw:
                self._kept[path] = raw, compile_source((path, raw), *shape, before=was[1])
