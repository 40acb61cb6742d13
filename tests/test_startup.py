"""What a command that needs little may not import: starting takes as long as its imports."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from shell import let_a_tick_pass, run, write

LIBRARIES: Final = "markdown_it mdit_py_plugins genanki yaml pygments nh3 rapidfuzz sqlite3".split()
COMPILING: Final = {*LIBRARIES} - {"sqlite3"}  # which the cache is kept in
# Each costs a build with nothing to do a millisecond or more.
SLOW: Final = (
    *"hashlib tempfile random shutil difflib tomllib logging unicodedata".split(),
    *(f"obverse.{name}" for name in "diagnostic source note media tags codec cache review".split()),
)
IMPORTED: Final = """
import sys
from obverse.__main__ import enter as main
sys.argv = ["obverse", *sys.argv[1:]]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> set[str]:
    """Give the modules that a command had imported when it ended, libraries by their first name."""
    script = [sys.executable, "-c", IMPORTED, *arguments]
    done = subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = done.stderr.split()
    return {name if name.startswith("obverse") else name.partition(".")[0] for name in names}


def test_the_version_needs_no_library(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--version")
    assert "click" in modules
    assert modules & {*LIBRARIES, "anki"} == set()


def test_help_compiles_nothing(tmp_path: Path) -> None:
    assert imported(tmp_path, "--help") & COMPILING == set()


def test_a_build_imports_only_what_its_sources_need(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## Question?\n\nAnswer.\n")
    modules = imported(tmp_path, "build", "--quiet")
    assert modules & set(LIBRARIES) >= {"markdown_it", "sqlite3"}
    assert modules & {"pygments", "nh3", "rapidfuzz", "anki", "genanki", "yaml", "ssl"} == set()


def test_a_build_with_nothing_to_do_imports_no_compiler(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## Question?\n\nAnswer.\n")
    assert run(tmp_path, "build").status == 0
    let_a_tick_pass(tmp_path)
    assert run(tmp_path, "build").status == 0  # reads once what was just written
    modules = imported(tmp_path, "build")
    assert "json" in modules
    assert modules & {*LIBRARIES, *SLOW, "click", "inspect", "uuid", "datetime"} == set()


def test_a_plain_source_is_compiled_without_what_others_need(tmp_path: Path) -> None:
    front_matter = "---\ntags:\n  - one\n  - a/two\ndeck: Client care\n---\n"
    write(tmp_path, deck=f"{front_matter}\n# Deck\n\n## Question?\n\nAnswer, *said* so. #tag\n")
    script = """
import sys
from pathlib import Path
from obverse.build import build
from obverse.project.job import Job
from obverse.project.project import find
project = find(Path())
built = build(Job(project, 1), project.read(), b"")
assert len(built.collection.notes) == 1
print(*{name.partition(".")[0] for name in sys.modules})
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    unwanted = "yaml nh3 pygments genanki latex2mathml subprocess shlex tempfile random rapidfuzz"
    assert set(done.stdout.split()) & set(unwanted.split()) == set()
