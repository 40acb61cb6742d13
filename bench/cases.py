"""What is measured: each command, what is done before it, and what it must have made."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import peers
from measure import Case, RunError, environment
from packages import expect
from topics import different

BENCH = Path(__file__).parent
FLOOR = "floor"
BARE = "`python -c pass`"
BUILT = frozenset({0, 1})
"""A build with warnings may say so by exit code 1; that it built is seen from the package."""


@dataclass(slots=True)
class Project:
    """A folder for one compiler, with the corpus in `notes` and the package beside it.

    It lies outside any other project, so that settings and cache are its own.
    """

    folder: Path
    notes: int
    files: int
    edits: int = 0
    laid: set[Path] = field(default_factory=set)

    @property
    def source(self) -> Path:
        """The folder of the sources."""
        return self.folder / "notes"

    @property
    def package(self) -> Path:
        """The package that the compiler writes."""
        return self.folder / "bench.apkg"

    def lay(self) -> None:
        """Write the corpus."""
        lay("corpus.py", self.source, self.notes, self.files)
        self.laid = {path for path in self.source.rglob("*") if path.is_file()}

    def clear(self) -> None:
        """Remove the package, the cache, and whatever else is neither corpus nor lock."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in self.laid and path.name != "obverse.lock":
                path.unlink()

    def edit(self) -> None:
        """Reword one note of one file and add one."""
        self.edits += 1
        corpus.edit(self.source, self.edits)

    def check(self) -> None:
        """Raise RunError unless the package holds each note once."""
        expect([self.package], different(self.notes, self.files) + self.edits)


def lay(script: str, folder: Path, notes: int, files: int) -> None:
    """Have a script here write so many notes, in a process of its own: see `Sample.unseen`."""
    sizes = ["--notes", f"{notes}", "--files", f"{files}"]
    command = [sys.executable, f"{BENCH / script}", f"{folder}", *sizes]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())


def floor(project: Project, folder: Path) -> Case:
    """Measure the floor on the sources of a project; `folder` is made, for its package."""
    folder.mkdir()
    package = folder / "floor.apkg"
    return Case(
        FLOOR,
        [sys.executable, f"{BENCH / 'floor.py'}", f"{project.source}", package.name],
        folder,
        prepare=lambda: package.unlink(missing_ok=True),
        check=lambda: expect([package], project.notes + project.edits),
    )


def builds(project: Project, obverse: Path) -> list[Case]:
    """Measure a cold build, one after an edit of one file, one after no change, and a check."""
    command = [f"{obverse}", "build", project.source.name, "-o", project.package.name]
    kinds = {
        "cold build": project.clear,
        "one file edited": project.edit,
        "nothing changed": lambda: None,
    }
    made = [
        Case(name, command, project.folder, prepare, project.check, BUILT)
        for name, prepare in kinds.items()
    ]
    check = [f"{obverse}", "check", project.source.name]
    return [*made, Case("check", check, project.folder)]


def imports(folder: Path, obverse: Path, notes: int) -> list[Case]:
    """Measure a cold build of imported cards, then their import and export."""
    folder.mkdir()
    make = [sys.executable, f"{BENCH / 'html_notes.py'}", "notes.apkg", "--notes", f"{notes}"]
    run_import = [f"{obverse}", "import", "notes.apkg"]
    for command in (make, [*run_import, "cards"]):
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment())

    def clear() -> None:
        shutil.rmtree(folder / "cards" / "build", ignore_errors=True)

    def check() -> None:
        lines = (folder / "imported" / "obverse.lock").read_text("utf-8").splitlines()
        known = sum(line.startswith("bench") for line in lines)
        if known != notes:
            raise RunError(f"the lock has {known} notes, not {notes}")

    package, export = folder / "built.apkg", [f"{obverse}", "export", "cards", "-o"]
    build = [f"{obverse}", "build", "cards", "-o", package.name]
    return [
        Case("cold build", build, folder, clear, lambda: expect([package], notes), BUILT),
        Case(
            "import",
            [*run_import, "imported"],
            folder,
            lambda: shutil.rmtree(folder / "imported", ignore_errors=True),
            check,
        ),
        *(
            Case(f"export to {each}", [*export, f"cards.{each}", "--format", each], folder)
            for each in ("csv", "json")
        ),
    ]


def profile(project: Project, statistics: Path) -> Case:
    """Run a cold build under cProfile, which writes `statistics`."""
    profiler = [sys.executable, "-m", "cProfile", "-o", f"{statistics}", "-m", "obverse"]
    command = [*profiler, "build", project.source.name, "-o", project.package.name]
    return Case("profile", command, project.folder, project.clear, project.check)


def start_up(obverse: Path, folder: Path) -> list[Case]:
    """Measure how long it takes to start, and how much of that is Python's own."""
    folder.mkdir()
    return [
        Case(BARE, [sys.executable, "-c", "pass"], folder),
        Case("`obverse --version`", [f"{obverse}", "--version"], folder),
    ]


def peer(one: peers.Peer, programs: Path, folder: Path, notes: int) -> Case:
    """Measure a peer on what `peers.py` wrote below the folder. Slow ones run less often."""
    home = folder / one.name

    def clear() -> None:
        for package in home.glob("*.apkg"):
            package.unlink()

    return Case(
        f"{one.name} {one.version}",
        peers.command(one, programs, home),
        home,
        prepare=clear,
        check=lambda: expect([*home.glob("*.apkg")], notes),
        budget=60,
        limit=300,
        warm_up=False,
        optional=True,
    )
