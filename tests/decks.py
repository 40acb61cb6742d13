"""Small decks for tests of identity: cards as Markdown, built against a lock, again and again."""

from collections.abc import Iterable
from typing import Final

from obverse.compile.compile_source import compile_source
from obverse.link.identity import Identified, Identity, identity
from obverse.note_types import built_in
from obverse.values import lock as locks
from obverse.values.lock import Lock

BUILT: Final = 1_700_000_000


def cards(*pairs: tuple[str, str]) -> str:
    """A file with these questions and answers."""
    return "# Deck\n\n" + "\n".join(f"## {front}\n\n{back}\n" for front, back in pairs)


class Author:
    """Writes files, builds, and keeps the lock from build to build."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.now = BUILT
        self.last: Identity | None = None

    def build(self, *files: str, **named: str) -> list[Identified]:
        """Build files named `0.md`, `1.md` or by keyword; returns the notes in source order."""
        paths = {f"{number}.md": text for number, text in enumerate(files)}
        paths |= {f"{name}.md": text for name, text in named.items()}
        notes = [
            note
            for path, text in sorted(paths.items())
            for note in compile_source((path, text.encode())).notes
        ]
        types = {key: built_in(key) for key in ("obverse", "obverse-cloze")}
        self.last = identity(notes, self.lock, types, lambda *_: "", salt="test", now=self.now)
        self.now += 1000
        last = self.last
        known = (*(each.after for each in last.notes), *last.removed, *last.buried)
        self.lock = locks.read(locks.write(known, ()))
        return list(last.notes)

    @property
    def rules(self) -> list[str]:
        """The rules of the last build's findings."""
        assert self.last is not None
        return [each.rule for each in self.last.diagnostics]

    @property
    def removed(self) -> set[str]:
        """The guids that the last build removed."""
        assert self.last is not None
        return {each.guid for each in self.last.removed}


def guids(notes: Iterable[Identified]) -> dict[str, str]:
    """Guids by question."""
    return {each.note.front: each.after.guid for each in notes}
