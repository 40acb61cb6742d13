"""A merge conflict in a source stops the build, wherever it begins, and in code it is text."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.check.fix import fix
from obverse.compile.parse import parse
from obverse.values.source import Source

OURS, BASE, THEIRS = "<<<<<<< HEAD", "||||||| 1234567", ">>>>>>> other"
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


def test_a_second_conflict_is_found_where_the_first_is_shown_as_code() -> None:
    text = f"## q\n\n```\n{CONFLICT}```\n\n## r\n\n{CONFLICT}"
    assert places(text) == [(13, "conflict-marker")]
