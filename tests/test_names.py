"""One name means one thing: a public name that two modules define stands here, with its reason."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
CONTRACT: Final = "what each drop-in of a folder holds, or what finds them"
BY_MODULE: Final = "always said with its module: "
MEANT_TWICE: Final = {
    **dict.fromkeys(
        ("EXTENSION", "FIX", "FORM", "FORMAT", "KIND", "RULE", "SHAPE", "command"), CONTRACT
    ),
    **dict.fromkeys(("get", "names"), CONTRACT),
    "NAME": BY_MODULE + "the name of a file in the build folder",
    "Shape": "of a card in a note, or of a pasted page",
    "digest": BY_MODULE + "of texts in `fingerprint`, of bytes in `files`",
    "forget": BY_MODULE + "what an earlier build left",
    "leave": BY_MODULE + "what the next build starts from",
    "parse": BY_MODULE + "a source, or the Markdown in it",
    "read": BY_MODULE + "each format, language and file has one way to be read",
    "text": BY_MODULE + "a form of findings has the name of its file",
    "write": BY_MODULE + "each format and file has one way to be written",
}
# More of these than now would be a new meaning.
MOST: Final = {"NAME": 3, "digest": 2, "forget": 2, "leave": 2, "parse": 2, "text": 2}


def defined(tree: ast.Module) -> Iterator[str]:
    """The public names of a module: classes, functions and constants, not what it imports."""
    for node in tree.body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                names = [node.name]
            case ast.Assign():
                names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def modules() -> dict[str, list[str]]:
    """The modules that define each public name, of those that more than one defines."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for name in set(defined(ast.parse(path.read_text(encoding="utf-8")))):
            found[name].append(path.relative_to(SOURCE).as_posix())
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def test_no_public_name_is_defined_twice_without_a_reason() -> None:
    twice = modules()
    assert {name: twice[name] for name in sorted(twice.keys() - MEANT_TWICE.keys())} == {}


def test_a_name_with_a_reason_is_still_defined_twice() -> None:
    assert sorted(MEANT_TWICE.keys() - modules().keys()) == []


def test_a_name_with_a_reason_gets_no_further_meaning() -> None:
    twice = modules()
    assert {name: twice[name] for name, most in MOST.items() if len(twice[name]) > most} == {}
