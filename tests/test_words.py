"""Plain English: messages, help and documents avoid words that a native reader would not use."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from obverse import drop_in
from obverse.cli import main

ROOT: Final = Path(__file__).parents[1]
DOCUMENTS: Final = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / folder / "README.md" for folder in ("bench", "tests")),
)
# What not to write, and what to write instead.
WORDS: Final = (
    (r"\bmend(s|ed|ing)?\b", "fix"),
    (r"(?<!there )\b(is|are) no (?!longer\b|more\b)", "is not a"),
    (r"(?<!there )\b(is|are) none\b", "is not one"),
    (r"\b(behind|beside)\b", "after, next to"),
    (r"\btold\b", "reported"),
    (r"\banew\b", "again"),
    (r"\bfrom which on\b", "from"),
    (r"\bneeds not\b", "does not need to"),
    (r"\bthe own\b", "custom"),
    (r"\bin one step\b", "atomically"),
    (r"\b(is|are) not there\b", "does not exist, is missing"),
    (r"\b(stands|what stand|may stand)\b", "is"),
    (r"\b(written|write) over\b", "overwrite"),
    (r"\b(parts?|parted) (by|from|the|these|them|rows|question)\b", "separate"),
    (r"(?<!dollar )(?<!equals )\bsigns?\b(?! in\b)", "character"),
    (r"\bcome[s]? along\b", "is included"),
    (r"\bsay `?--", "add `--...`"),
)
# Where such a word is right, and why.
RIGHT: Final = (
    ("__init__.py", "Sign"),  # the name of a class
    ("CONTRIBUTING.md", "| "),  # the table of these words
    ("rules.md", "## Who is told?"),  # a question on a card
    ("undrawn_diagram.py", "## Who is told?"),
    ("math_spans.py", "sign"),  # names of groups
    ("telling_words.py", ""),  # words of cards
)


def documents() -> Iterator[tuple[str, str]]:
    """(file, line) of every document."""
    for path in DOCUMENTS:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.name, line


def messages() -> Iterator[tuple[str, str]]:
    """(file, text) of all texts in the program, other than its docstrings and lists of words."""
    for path in sorted((ROOT / "src" / "obverse").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in prose and "pasted" not in path.parts:
                yield path.name, ast.literal_eval(node)


def manuals() -> Iterator[tuple[str, str]]:
    """(file, docstring) of each rule, fix and command, which `explain` and `--help` print."""
    for path in sorted((ROOT / "src" / "obverse").rglob("*.py")):
        if {"rules", "fixes", "commands"} & set(path.parts):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            functions = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
            nodes: list[ast.Module | ast.FunctionDef] = [tree, *functions]
            for node in nodes:
                for line in (ast.get_docstring(node) or "").splitlines():
                    yield path.name, line


@cache
def texts(source: Callable[[], Iterator[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    """All texts of a source, read once."""
    return tuple(source())


@pytest.mark.parametrize("source", [documents, messages, manuals])
@pytest.mark.parametrize(("word", "better"), WORDS)
def test_plain_words_are_used(
    source: Callable[[], Iterator[tuple[str, str]]], word: str, better: str
) -> None:
    found = [
        f"{name}: {text}"
        for name, text in texts(source)
        if re.search(word, text, re.IGNORECASE)
        and not any(name == where and what in text for where, what in RIGHT)
    ]
    assert not found, f"write `{better}`"


def test_a_short_help_of_every_command_fits_on_its_line() -> None:
    listed = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    commands = listed.partition("Commands:\n")[2].splitlines()
    assert {line.split()[0] for line in commands} == set(drop_in.names("obverse.commands"))
    assert [line for line in commands if line.endswith("...") or len(line) > 80] == []
