"""A deck through its life: write files, build with the command, import, review, and look."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner, Result

from decks import cards
from engine import CardState, Desk, Ease, ImportLog
from obverse.cli import main

Pair = tuple[str, str]
EASES: Final[tuple[Ease, ...]] = (3, 3, 1, 4, 2, 3)


@dataclass(slots=True)
class Story:
    """A project in a folder and a learner's collection; time passes from build to build."""

    folder: Path
    desk: Desk
    now: int = 1_700_000_000
    said: str = ""
    plan: dict[str, Any] = field(default_factory=dict)

    def write(self, **files: Iterable[Pair] | str) -> None:
        """Let the sources be these files and no others; a file is its cards or its text."""
        for old in self.folder.glob("*.md"):
            old.unlink()
        for name, content in files.items():
            text = content if isinstance(content, str) else cards(*content)
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")

    def run(self, *words: str) -> Result:
        """Run a command on the project at the present time."""
        command, *options = words
        result = CliRunner().invoke(
            main,
            [command, str(self.folder), *options],
            env={"SOURCE_DATE_EPOCH": str(self.now)},
            catch_exceptions=False,
        )
        assert result.exit_code == 0, result.output
        return result

    def build(self, *options: str) -> None:
        """Plan, then build, a day later than the last time."""
        self.now += 86_400
        self.plan = json.loads(self.run("plan", "--format", "json").stdout)
        self.said = self.run("build", *options).stdout

    @property
    def package(self) -> Path:
        """The package that was built last."""
        [package] = (self.folder / "build").glob("*.apkg")
        return package

    def ship(self, *options: str) -> ImportLog:
        """Build and import; Anki's own log must say what the plan said."""
        self.build(*options)
        log = self.desk.import_package(self.package)
        if "--retire" not in options:
            assert self.plan["anki"] == {
                "new": len(log.new),
                "updated": len(log.updated),
                "unchanged": len(log.duplicate),
            }
        assert not log.conflicting
        return log

    def study(self) -> dict[tuple[str, int], CardState]:
        """Answer every card, each in its own way, so that two histories are never alike."""
        assert self.desk.col.db is not None
        rows = self.desk.col.db.all("select guid, id from notes")
        ids: dict[str, int] = {row[0]: row[1] for row in rows}
        for number, guid in enumerate(sorted({guid for guid, _ in self.desk.cards()})):
            for ease in EASES[: 1 + number % len(EASES)]:
                self.desk.review(f"nid:{ids[guid]}", ease)
        return self.desk.cards()

    def guid(self, question: str) -> str:
        """The guid of the note with exactly this question (or title) in the collection."""
        found = [
            guid
            for guid, note in self.desk.notes().items()
            if question in (note.fields.get("Front"), note.fields.get("Title"))
        ]
        [guid] = found
        return guid


@contextmanager
def story(folder: Path) -> Iterator[Story]:
    """An empty project and an empty collection."""
    sources = folder / "deck"
    sources.mkdir()
    with Desk(folder / "desk") as desk:
        yield Story(sources, desk)
