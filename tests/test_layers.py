"""What import contracts (pyproject.toml) cannot say: the clock, printing, sizes, docstrings."""

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
CLOCKS: Final = (
    *("time.time", "time.monotonic", "time.perf_counter", "time.process_time", "time.localtime"),
    *("time.gmtime", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
)
FENCES: Final = {
    "print": "cli commands",
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
def test_printing_and_the_clock_stay_in_the_commands(module: str) -> None:
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


def test_the_element_of_an_empty_heading_is_written_in_one_module() -> None:
    found = [
        module
        for module in MODULES
        for each in ast.walk(tree(module))
        if isinstance(each, ast.Constant) and each.value == "<wbr>"
    ]
    assert found == ["languages.html"]
