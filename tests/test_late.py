"""An expression that is compiled late does what one that is compiled at once does."""

import ast
import re
from pathlib import Path

import pytest

import obverse
from obverse.machine.late import late
from patterns import METHODS

SOURCE = Path(obverse.__file__).parent
FOLDERS = ("compile", "incremental", "languages", "link", "note_types", "project", "values")
TEXT = "An a, and a B2."


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_gives_what_the_compiled_one_gives(method: str) -> None:
    def used(pattern: re.Pattern[str]) -> object:
        words = (r"<\1>", TEXT) if method in {"sub", "subn"} else (TEXT,)
        result = getattr(pattern, method)(*words)
        if isinstance(result, re.Match):
            return result.span(), result.groups()
        return [each.span() for each in result] if method == "finditer" else result

    expression, flags = r"(an?)[ ,]+", re.IGNORECASE
    expected = used(re.compile(expression, flags))
    pattern = late(expression, flags)
    assert [used(pattern), used(pattern)] == [expected, expected]


def test_its_values_are_those_of_the_compiled_one() -> None:
    pattern, compiled = late("(?P<a>x)(?i:y)", re.DOTALL), re.compile("(?P<a>x)(?i:y)", re.DOTALL)
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(pattern, name) == getattr(compiled, name)


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        made.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", counted)
    pattern = late("a+")
    assert (pattern.pattern, made) == ("a+", [])
    assert pattern.search("ba")
    assert pattern.match("ab")
    assert made == ["a+"]


def test_what_the_compiled_one_lacks_it_lacks_too() -> None:
    with pytest.raises(AttributeError):
        late("a").no_such_method  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(re.error):
        late("(").search("")


def test_what_is_compiled_at_import_is_compiled_late_in_a_build() -> None:
    """`re.compile` at the top of a module that compiles or links costs each start."""
    early = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for folder in (
            "compile",
            "incremental",
            "languages",
            "link",
            "note_types",
            "project",
            "values",
        )
        for path in (SOURCE / folder).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "re.compile"
    ]
    assert early == []
