"""A merge conflict in a source stops the build, wherever it begins, and in code it is text."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.check.fix import fix
from obverse.compile.parse import parse
from obverse.values.source import Source, decode
from reviewed import reviewed

OURS, BASE, THEIRS = "<<<<<<< HEAD", "||||||| 1234567", ">>>>>>> other"
TOML: Final = "obverse.toml"
DECK: Final = """\
---
tags:
  - law
---

# Deck

## One?

- first

* second

## Two?

```python
x = 1
```

$$
x
$$

***

> quoted

#tag
"""
CONFLICT: Final = f"{OURS}\nA\n=======\nB\n{THEIRS}\n"


def places(text: str) -> list[tuple[int, str]]:
    """The lines and rules of the errors in a source."""
    found = parse(Source("deck.md", text)).diagnostics
    return [(each.place.line, each.rule) for each in found if str(each.severity) == "error"]


def conflicting(first: int, size: int, *, base: bool) -> str:
    """The deck with some of its lines in a conflict with others."""
    lines = DECK.split("\n")[:-1]
    part = lines[first : first + size]
    middle = [BASE, "base"] if base else []
    lines[first : first + size] = [OURS, *part, *middle, "=======", "theirs", THEIRS]
    return "\n".join(lines) + "\n"


@given(st.integers(0, DECK.count("\n")), st.integers(0, 6), st.booleans())
def test_a_conflict_anywhere_is_an_error_with_its_place(first: int, size: int, base: bool) -> None:  # noqa: FBT001
    text = conflicting(first, size, base=base)
    in_code = first >= 16 and first + size <= 17
    assert places(text) == ([] if in_code else [(first + 1, "conflict-marker")])
    assert in_code or fix("deck.md", text.encode()) == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        f"## q\n\n```text\n{CONFLICT}```\n",
        f"## q\n\n~~~\n{CONFLICT}~~~\n",
        "## q\n\n" + "".join(f"    {line}\n" for line in CONFLICT.split("\n")),
        "## q\n\ntext\n=======\n",
        "## q\n\n<<<<<<< HEAD\n\nthe first marker alone\n",
        "## q\n\n>>>>>>> a quote seven deep\n",
        "## q\n\n`<<<<<<<`, `=======` and `>>>>>>>` are markers\n",
        f"## q\n\n{THEIRS}\n\n{OURS}\n",
        "## q\n\n<<<<<<<< HEAD\nA\n========\nB\n>>>>>>>> other\n",
    ],
)
def test_what_is_no_conflict_is_text(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize("marker", ["<<<<<<<", "<<<<<<< Updated upstream", "<<<<<<< HEAD:a.md  "])
def test_every_form_of_the_markers_is_found(marker: str) -> None:
    text = f"## q\n\n{marker}\nA\n=======\nB\n>>>>>>>\n"
    assert places(text) == [(3, "conflict-marker")]
    crlf = text.replace("\n", "\r\n").encode()
    assert fix("deck.md", crlf) == crlf


JUJUTSU: Final = """\
<<<<<<< Conflict 1 of 1
%%%%%%% Changes from base to side #1
-A
+B
+++++++ Contents of side #2
C
>>>>>>> Conflict 1 of 1 ends
"""


@pytest.mark.parametrize(
    ("conflict", "markers"),
    [
        (CONFLICT, "3, 5 and 7"),
        (f"{OURS}\nA\n{BASE}\nO\n=======\nB\n{THEIRS}\n", "3, 5, 7 and 9"),
        (JUJUTSU, "3, 4, 7 and 9"),
    ],
)
def test_the_hint_names_every_marker(conflict: str, markers: str) -> None:
    (error,) = parse(Source("deck.md", f"## q\n\n{conflict}")).diagnostics
    assert error.hint == f"keep what is right, and delete the markers in lines {markers}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"## q\n\n{OURS}\nA\n", 3),
        (f"## q\n\nA\n{THEIRS}\n", 4),
        (f"## q\n\nA\n=======\nB\n{THEIRS}\n", 6),
        (f"## q\n\n- A\n{THEIRS}\n- B\n", 4),
        (f"## q\r\n\r\nA\r\n{THEIRS}\r\n", 4),
        (f"{OURS}\n## q\n\nA\n", 1),
        (f"## q\n\n```\n{OURS}\n```\n\n{THEIRS}\n", 7),
    ],
)
def test_a_marker_that_is_left_is_found(text: str, line: int) -> None:
    found = parse(Source("deck.md", decode(text.encode()))).diagnostics
    left = [(each.place.line, str(each.severity)) for each in found if "left of" in each.message]
    assert left == [(line, "warning")]


@pytest.mark.parametrize(
    ("name", "rule", "line"),
    [
        ("t.csv", "conflict-marker", 2),
        ("look.css", "conflict-marker", 2),
        (TOML, "config-invalid", 2),
    ],
)
def test_a_conflict_in_another_file_of_a_project_stops_the_build(
    name: str, rule: str, line: int, tmp_path: Path
) -> None:
    files = {
        TOML: 'content = "."\nstyle = "look.css"\n[tables."t.csv"]\n',
        "t.csv": "front,back\na,b\n",
        "look.css": ".card { color: red }\n",
    }
    first, _, rest = files[name].partition("\n")
    found = reviewed(tmp_path, {**files, name: f"{first}\n{CONFLICT}{rest}"})
    errors = [each for each in found if str(each.severity) == "error"]
    assert [(Path(each.place.path).name, each.place.line, each.rule) for each in errors] == [
        (name, line, rule)
    ]
    assert OURS in errors[0].message


def test_a_second_conflict_is_found_where_the_first_is_shown_as_code() -> None:
    text = f"## q\n\n```\n{CONFLICT}```\n\n## r\n\n{CONFLICT}"
    assert places(text) == [(13, "conflict-marker")]
