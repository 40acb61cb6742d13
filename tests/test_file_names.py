"""Names of files that are made of any text: each system takes them, and each is given once."""

import ast
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from obverse.machine.file_names import LONGEST, Names, is_reserved, safe

SOURCE: Final = Path(__file__).parents[1] / "src" / "obverse"
# What Windows takes for devices, written out here as its documentation does.
DEVICES: Final = {
    *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
    *(f"{name}{number}" for name in ("COM", "LPT") for number in "0123456789¹²³"),
}
pieces = st.one_of(
    st.sampled_from([*sorted(DEVICES), *(each.lower() for each in sorted(DEVICES))]),
    st.sampled_from(
        [" ", ".", "..", "-2", ".png", ".MD", "a", "A", "/", "\\", ":", "*", "\0", "\n"]
    ),
    st.sampled_from(
        ["e\u0301", "\u00e9", "ß", "SS", "İ", "\u017f", "\u212b", "😀", "\ud800", "\u202e"]
    ),
    st.text(max_size=4),
    st.builds(str.__mul__, st.sampled_from(["x", "я", "😀", " ", "."]), st.integers(50, 300)),
)
texts = st.lists(pieces, max_size=6).map("".join)


@given(texts)
@example("CON" + " " * 200 + "x")
@example("nul .txt")
@example("a." + " " * 30 + "b")
def test_every_system_takes_a_safe_name(text: str) -> None:
    name = safe(text, "none")
    assert 0 < len(name.encode()) <= LONGEST
    assert name == unicodedata.normalize("NFC", name)
    assert name.isprintable()
    assert not set(name) & set('<>:"/\\|?*')
    assert name[-1] not in " ."
    assert name[0] not in " ."
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert safe(name, "none") == name


@given(st.lists(texts, max_size=12))
@example(["a", "A", "a", "a-2", "a-2"])
@example(["e\u0301.png", "\u00e9.PNG", "ß", "SS"])
@example(["x" * 300 + ".png"] * 12)
def test_no_two_names_are_one_file_on_any_system(some: list[str]) -> None:
    names = Names(["taken"])
    made = [names.unique(safe(each, "taken")) for each in some]
    for form in ("NFC", "NFD"):
        seen = {unicodedata.normalize(form, each).upper() for each in made}
        assert len(seen | {"TAKEN"}) == len(made) + 1
    for each in made:
        assert safe(each, "none") == each


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=30))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    if not is_reserved(name):
        assert safe(f"{name}.png", "none") == f"{name}.png"
        assert Names().unique(name) == name


def test_the_file_system_here_takes_them(tmp_path: Path) -> None:
    names = Names()
    for number in range(300):
        (tmp_path / names.unique(safe(f"{'я' * 200}.{number % 3}", "none"))).touch(exist_ok=False)
    assert len([*tmp_path.iterdir()]) == 300


@pytest.mark.parametrize("part", ["-{number}", "-{count}", "_{number}", "_{count}"])
def test_no_other_module_numbers_names(part: str) -> None:
    """In a loop, that is: `while` a name is taken, a number at its end goes up."""
    found = [
        f"{path.relative_to(SOURCE)}:{loop.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "file_names.py"
        for loop in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(loop, ast.While) and part in ast.unparse(loop)
    ]
    assert found == []
