"""A kind of card is one file: nothing outside `compile/kinds/` names it."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from obverse.compile import kinds
from obverse.note_types import built_in, built_in_names

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
KINDS: Final = SOURCE / "compile" / "kinds"
MADE_UP: Final = '''\
"""A question that is asked in capitals, both ways."""

from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides


def _fill(sides: "Sides") -> dict[str, str]:
    return {"Front": sides.question.upper(), "Back": sides.answer, "Extra": "loud"}


KIND = Kind("obverse", _fill, joins=frozenset({"typing"}), asks_question=True, switch="Extra")
'''
DECK: Final = """\
# Deck

## what is a brief?

A statement of objectives, and a long one: more words than fit.

#card/shouted

## what is a lease?

A contract.

#card/shouted #card/typing
"""
# What stands in a module's text and is the name of a kind or a note type, but means another thing.
ANOTHER_MEANING: Final = {
    ("cards/read_back.py", "cloze"): "the hole of a deletion's number",
    ("cli.py", "obverse"): "the program",
    ("languages/markdown/extensions/comments.py", "list"): "a rule of markdown-it",
    ("languages/markdown/extensions/footnotes.py", "list"): "where a plug-in keeps footnotes",
    ("languages/markdown/extensions/math/__init__.py", "list"): "a rule of markdown-it",
    ("languages/markdown/rendering.py", "cloze"): "the hole of a deletion's number",
    ("link/identity/__init__.py", "cloze"): "the hole of a deletion's number",
    ("link/identity/settle.py", "obverse"): "guids were salted so before there was another",
    ("lsp/diagnostics.py", "obverse"): "the program, as an editor names it",
    ("lsp/server.py", "obverse"): "the program, as an editor names it",
    ("note_types/__init__.py", "obverse"): "the class of a side, and whose CSS a plain type gets",
    ("note_types/__init__.py", "cloze"): "Anki's kinds of note types",
    ("note_types/files.py", "cloze"): "Anki's kinds of note types",
    ("note_types/template.py", "cloze"): "Anki's filter in templates",
    ("preview/cloze_html.py", "cloze"): "the class that Anki gives a deletion",
    ("preview/server.py", "obverse"): "the program",
    ("preview/template_html.py", "cloze"): "Anki's filter in templates",
    ("project/own_folder.py", "obverse"): "the program's folder in the user's configuration",
    ("project/project.py", "obverse"): "the table of a configuration",
    ("report/forms/sarif.py", "obverse"): "the program",
}


def named() -> set[tuple[str, str]]:
    """Each name of a kind or a note type that a module outside `kinds/` has as a text."""
    names = {*kinds.names(), *built_in_names()}
    return {
        (path.relative_to(SOURCE).as_posix(), node.value)
        for path in SOURCE.rglob("*.py")
        if KINDS not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    }


def test_no_module_outside_the_kinds_names_one() -> None:
    assert sorted(named() - ANOTHER_MEANING.keys()) == []


def test_what_has_another_meaning_is_still_there() -> None:
    assert sorted(ANOTHER_MEANING.keys() - named()) == []


def test_one_kind_each_is_the_default() -> None:
    defaults = [kinds.get(name).default_for for name in kinds.names()]
    assert defaults.count("all") == defaults.count("deletions") == 1


def test_kinds_that_may_stand_together_share_a_note_type() -> None:
    for name in kinds.names():
        for other in kinds.get(name).joins:
            assert kinds.get(name).note_type == kinds.get(other).note_type


def test_a_switch_is_a_field_of_the_kind_s_note_type() -> None:
    for kind in map(kinds.get, kinds.names()):
        fields = [name for name, _ in built_in(kind.note_type).fields]
        assert not kind.switch or kind.switch in fields


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> "Run":
    """The program with one file more, in a project of two cards of that kind."""
    folder = tmp_path_factory.mktemp("made-up")
    package = folder / "copy" / "obverse"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "compile" / "kinds" / "shouted.py").write_text(MADE_UP, encoding="utf-8")
    (folder / "project").mkdir()
    (folder / "project" / "deck.md").write_text(DECK, encoding="utf-8")
    return Run(folder / "copy", folder / "project")


class Run:
    """Runs the copied program in its project."""

    def __init__(self, copy: Path, folder: Path) -> None:
        """`copy` holds the program, `folder` the project."""
        self.copy, self.folder = copy, folder

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What a command says on both channels."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.copy)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def source(self, text: str) -> Iterator[None]:
        """One source more, for a while."""
        path = self.folder / "more.md"
        path.write_text(f"# More\n\n{text}\n", encoding="utf-8")
        yield
        path.unlink()

    def obverse(self, *arguments: str, code: int = 0) -> str:
        """What a command of the program says."""
        return self("-m", "obverse", *arguments, code=code)


def test_a_made_up_kind_is_the_copy_s_alone(run: Run) -> None:
    where = "import obverse.compile.kinds as k; print(k.__file__, k.names())"
    said = run("-c", where)
    assert said.startswith(str(run.copy))
    assert "'shouted'" in said
    assert "shouted" not in kinds.names()


def test_a_made_up_kind_is_built_and_counted(run: Run) -> None:
    assert "shouted" in run.obverse("build")
    assert "shouted+typing" in (run.folder / "obverse.lock").read_text(encoding="utf-8")


def test_a_made_up_kind_is_checked_by_what_it_says_of_itself(run: Run) -> None:
    with run.source("## A lot?\n\nOne two three four five six 7.\n\n#card/shouted #card/typing"):
        assert "[typing-long-answer]" in run.obverse("check")


def test_a_made_up_kind_goes_out_and_comes_back(run: Run) -> None:
    asked = [["shouted"], ["shouted", "typing"]]
    cards = json.loads(run.obverse("export", "--format", "json", "-o", "-"))
    assert [card["kinds"] for card in cards] == asked
    run.obverse("export", "--format", "apkg", "-o", "deck.apkg")
    cards = json.loads(run.obverse("import", "deck.apkg", "--to", "json"))
    assert [card["kinds"] for card in cards] == asked
    assert "#card/shouted" in run.obverse("export", "--format", "markdown", "-o", "-")


def test_a_made_up_kind_is_offered_where_a_name_is_mistyped(run: Run) -> None:
    with run.source("## Q?\n\nA.\n\n#card/shoutet"):
        assert "did you mean `#card/shouted`?" in run.obverse("check", code=1)
