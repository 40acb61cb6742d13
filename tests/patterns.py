"""All regular expressions of obverse, with the methods that are called on each."""

import ast
import importlib
import pkgutil
import re
from collections import ChainMap, defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final, NamedTuple

import obverse
from obverse.machine.late import LatePattern

EXPRESSIONS: Final = (re.Pattern, LatePattern)
METHODS: Final = {"sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer"}
# Where the flags are among the arguments of a function of `re`.
FLAGS: Final = defaultdict(lambda: 2, {"compile": 1, "sub": 4, "subn": 4, "split": 3})
# The values of functions that make expressions, or are given them. What is missing fails the test.
WORDS: Final = ["a-b"]
LOCAL: Final[dict[str, dict[str, list[Any]]]] = {
    "check.view": {"names": WORDS},
    "compile.fragment": {"anchor": ["^block"]},
    "formats.pasted.furniture": {"patterns": [WORDS]},  # called when the module is imported
    "formats.pasted.marked": {
        "words": ["(?:question|q)"],
        "word": ["answer"],
        "sign": [":", r"\.", r"[-–—]"],
    },
    "formats.pasted.tables": {"pattern": ["BETWEEN"]},
    "languages.anki_tags": {"name": ["latex"]},
    "languages.fingerprint": {"alone": ["\u0e00-\u0eff"]},
    "languages.markdown.extensions.html_blocks": {"pattern": ["-->", r"\?>", "</(?i:script|pre)>"]},
    "languages.markdown.shortcuts.spans": {  # called when the module is imported
        "firsts": ["a"],
        "ends": [WORDS],
        "lone": ["a"],
        "label": ["a"],
        "emphasis": ["a"],
    },
    "languages.math_commands": {
        "name": ["bbox", "fcolorbox", "definecolor", "unicode", "verb", "def"],
    },
    "languages.tags": {"name": WORDS, "pattern": [re.compile("a#b")]},
    "compile.kinds.choice": {"found": [["", "ul"]]},
    "compile.scan_lines": {"sign": ["```"]},
    "exchange.pull.changes": {"text": WORDS},
    "exchange.pull.tag_changes": {"tag": WORDS},
    "note_types.emphasis": {"name": ["b"]},
    "machine.globs": {"name": ["*a*b*"]},
    "machine.late": {"self": [SimpleNamespace(pattern="a", _asked_flags=0)]},
    "project.vault": {"written": WORDS},  # an author's own, looked for in the paths of a vault
    "project.settings": {"table": [("tool", "obverse")], "key": WORDS},
    "report.forms": {"paths": WORDS},
}
# What is called on the expressions of a table, or that a function makes, where it is not known.
CALLED: Final = {
    "commands.new.in_notes": {"fullmatch"},
    "formats.pasted.marked": {"match"},
    "formats.pasted.shape": {"match"},
    "languages.math_commands": {"match"},
    "machine.globs": {"match"},
}


class Found(NamedTuple):
    """An expression and how it is used."""

    place: str
    pattern: str
    flags: int
    methods: frozenset[str]


class _Calls(NamedTuple):
    """What a module calls: methods by the name they are called on, and functions of `re`."""

    by_name: dict[str, set[str]]
    of_re: list[tuple[ast.Call, str, str]]  # the call, its function, the name that it is given


def modules() -> Iterator[ModuleType]:
    """Every module of obverse but the script itself."""
    for each in pkgutil.walk_packages(obverse.__path__, "obverse."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def patterns() -> list[Found]:
    """Each expression once, with all methods that anything calls on it."""
    called = [(module, _calls(module)) for module in modules()]
    everywhere: dict[str, set[str]] = defaultdict(set)
    for _, calls in called:
        for name, methods in calls.by_name.items():
            everywhere[name] |= methods
    places: dict[tuple[str, int], str] = {}
    used: dict[tuple[str, int], set[str]] = defaultdict(set)
    for module, calls in called:
        single = {name for name, value in vars(module).items() if isinstance(value, EXPRESSIONS)}
        short = module.__name__.removeprefix("obverse.")
        loose = CALLED.get(short) or {
            each for name in calls.by_name.keys() - single for each in calls.by_name[name]
        }
        for name, value in vars(module).items():
            users = calls.by_name if name.startswith("_") else everywhere
            methods = users.get(name, set()) if name in single else set()
            for each in _compiled(value):
                key = (each.pattern, int(each.flags & ~re.UNICODE))
                places.setdefault(key, f"{module.__name__}.{name}")
                used[key] |= methods or loose
        for call, method, given in calls.of_re:
            known = calls.by_name.get(given, loose) if given else loose
            methods = {method} if method != "compile" else known
            for key in _arguments(module, call):
                if method != "compile" or key not in used:
                    places.setdefault(key, f"{module.__name__}:{call.lineno}")
                    used[key] |= methods
    return [Found(place, *key, frozenset(used[key])) for key, place in places.items()]


def _calls(module: ModuleType) -> _Calls:
    found = _Calls(defaultdict(set), [])
    names: dict[int, str] = {}
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[id(node.value)] = node.targets[0].id
        elif isinstance(node, ast.Attribute) and node.attr in METHODS and _name(node) != "re":
            found.by_name[_name(node)].add(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            function = node.func.attr if _name(node.func) == "re" else ""
            if function in METHODS | {"compile"}:
                found.of_re.append((node, function, names.get(id(node), "")))
    return found


def _name(node: ast.Attribute) -> str:
    return str(getattr(node.value, "id", getattr(node.value, "attr", "")))


def _arguments(module: ModuleType, call: ast.Call) -> Iterator[tuple[str, int]]:
    """The expression and the flags that a function of `re` is called with, if it is a text."""
    method = call.func.attr  # type: ignore[attr-defined]  # as `_calls` chose it
    given = [each.value for each in call.keywords if each.arg == "flags"]
    flags = [*call.args[FLAGS[method] :], *given]
    own = LOCAL.get(module.__name__.removeprefix("obverse."), {})
    for values in product(*own.values()):
        names = ChainMap(vars(module), dict(zip(own, values, strict=True)))
        pattern = _value(call.args[0], names)
        if isinstance(pattern, str):
            compiled = re.compile(pattern, _value(flags[0], names) if flags else 0)
            yield pattern, int(compiled.flags & ~re.UNICODE)


def _value(node: ast.expr, names: ChainMap[str, Any]) -> Any:  # noqa: ANN401  # whatever it is
    return eval(ast.unparse(node), dict(names))  # noqa: S307  # our own source


def _compiled(value: object) -> Iterator["re.Pattern[str] | LatePattern[str]"]:
    if isinstance(value, EXPRESSIONS):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for each in value.items():
            yield from _compiled(each)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _compiled(each)
