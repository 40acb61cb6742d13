"""Keeps who may import whom, the fences round libraries, the sizes and the docstrings."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
MODULES: Final = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
    if path != SOURCE / "__init__.py"
}
LAYERS: Final[dict[float, str]] = {
    1: "errors drop_in fingerprint aside codec",
    1.2: "beside crew",
    1.5: "source files",  # a file that is no UTF-8, or cannot be written, is one of errors
    2: "diagnostic note lock git written",
    2.2: "compiled",
    2.5: "to_json json_text tally incremental.lines incremental.edits incremental.encoded",
    3: "front_matter tags cloze math highlight media html escape protobuf table",
    3.1: "markdown.shortcuts.made markdown.shortcuts.lines",
    3.2: "markdown.rendering markdown.plain markdown.shortcuts.blocks markdown.shortcuts.spans",
    3.4: "markdown.extensions",
    3.5: "markdown",  # Markdown holds the other languages, so rendering it calls them
    4: "note_types",
    4.5: "kinds collection card_lines",  # what is said in terms of note types and of Markdown
    4.6: "lookalikes",
    4.7: "own_type card_tags",
    5: "parse unparse dedupe",
    5.1: "identity.likeness identity.order",
    5.2: "as_written read_back identity.similarity identity.leftovers identity.numbers",
    5.3: "identity.exact identity.pins from_html.tree",
    5.4: "identity.ambiguity from_html.visible from_html.inline",
    5.45: "identity.recognise",
    5.5: "render identity from_html.blocks",
    5.7: "plan from_html",
    5.8: "shown reading near",  # what rules look at
    6: "rules fixes",
    6.2: "formats.apkg.read.container formats.apkg.read.database formats.apkg.read.names",
    6.4: "formats.apkg.read.notes",
    6.41: "formats.apkg.archive formats.apkg.image formats.apkg.pieces",
    6.415: "formats.apkg.rows",
    6.42: "formats.apkg.chunks formats.apkg.kept",
    6.43: "formats.apkg.package formats.apkg.change",
    6.5: "manual fix media_folder html_cards",
    7: "formats",
    7.5: "settings",
    7.6: "shipped adopt fresh doubts",
    8: "project cache stamp program",
    8.5: "diagrams",
    8.7: "looks own_types resolve compiler place",
    9: "build claim",
    9.2: "incremental.linked",
    9.3: "incremental.relink incremental.state",
    9.35: "incremental.change",
    9.4: "incremental.outcome",
    9.45: "incremental.make",
    9.47: "incremental.inputs",
    9.5: "incremental retire review bring_in outgoing",
    10: "preview anki_connect report",
    10.3: "plan_report",
    10.5: "summary",
    11: "commands",
    12: "cli",
    13: "__main__",
}
# The parts of pasted text, low to high: how a page looks, what it scores, what is read from it, and
# what makes the weights.
PASTED: Final = (
    *("lines words weights", "shape", "reach furniture", "features marked", "chain tables blocks"),
    *("segment", "support reasons", "training.compose", "training.sides", "training.backs"),
    *("training.authors", "training.pages", "training.learn", "training.__main__"),
)
LAYER: Final = {word: layer for layer, words in LAYERS.items() for word in words.split()} | {
    f"formats.pasted.{word}": 7 + number / 100
    for number, words in enumerate(PASTED, 1)
    for word in words.split()
}
CLOCKS: Final = (
    *("time.time", "time.monotonic", "time.perf_counter", "time.process_time", "time.localtime"),
    *("time.gmtime", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
)
FENCES: Final = {
    "click": "cli commands",
    "genanki": "formats.apkg.write",
    "latex2mathml": "formats.study_sheet.mathml",
    "markdown_it": "markdown",
    "mdit_py_plugins": "markdown",
    "nh3": "html",
    "print": "cli commands",
    "pygments": "highlight",
    "yaml": "front_matter",
    "zstandard": "formats.apkg",
    **dict.fromkeys(CLOCKS, "commands"),
}
every_module = pytest.mark.parametrize("module", MODULES)


def tree(module: str) -> ast.Module:
    """Parse the file of MODULE."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """Yield the full dotted name of all that MODULE imports, within functions too."""
    package = ["obverse", *module.split(".")]
    if MODULES[module].name != "__init__.py":
        package.pop()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def own_modules(module: str) -> Iterator[str]:
    """Yield the modules of obverse that MODULE imports, each by its longest name that is a file."""
    for name in imported(module):
        words = name.split(".")
        names = (".".join(words[1:end]) for end in range(len(words), 1, -1))
        if words[0] == "obverse" and (found := next((n for n in names if n in MODULES), None)):
            yield found


def layer_of(module: str) -> float:
    """Give the layer of MODULE: of its own name, or else of the folder it is in."""
    return LAYER[module] if module in LAYER else LAYER[module.partition(".")[0]]


def may_import(module: str, other: str) -> bool:
    """Say whether MODULE may import OTHER: lower, or in one folder the `__init__` and its parts."""
    return (
        layer_of(other) < layer_of(module)
        or module.startswith(f"{other}.")
        or other.startswith(f"{module}.")
    )


def crossed(module: str) -> Iterator[str]:
    """Yield the fenced names that MODULE, which is outside their fence, imports or uses."""
    nodes = [n for n in ast.walk(tree(module)) if isinstance(n, ast.Name | ast.Attribute)]
    for name in {*imported(module), *map(ast.unparse, nodes)}:
        words = name.split(".")
        # `click.echo` is known by its beginning, `datetime.datetime.now` by its end, and
        # `perf_counter_ns` is the clock `perf_counter`.
        for used in (words[0], ".".join(words[-2:]).removesuffix("_ns")):
            inside = FENCES.get(used, module).split()
            if not any(f"{module}.".startswith(f"{word}.") for word in inside):
                yield name


@every_module
def test_every_module_has_a_layer(module: str) -> None:
    assert module.partition(".")[0] in LAYER, f"place `{module}` in LAYERS of {Path(__file__).name}"


@every_module
def test_a_module_imports_only_from_lower_layers(module: str) -> None:
    assert [other for other in own_modules(module) if not may_import(module, other)] == []


@every_module
def test_libraries_and_the_clock_stay_behind_their_fences(module: str) -> None:
    assert sorted(crossed(module)) == []


@every_module
def test_files_and_functions_are_short(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 300
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"`{node.name}` is over 60 lines"


@every_module
def test_every_public_name_has_a_docstring(module: str) -> None:
    scopes: list[ast.Module | ast.ClassDef] = [tree(module)]
    assert ast.get_docstring(scopes[0]), "the module has no docstring"
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                public = not node.name.startswith("_")
                assert ast.get_docstring(node) or not public, f"`{node.name}` has no docstring"
                scopes.extend([node] if isinstance(node, ast.ClassDef) and public else [])
