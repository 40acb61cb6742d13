"""`obverse explain FILE:LINE` says what a line is, or why it is not a card."""

from pathlib import Path
from typing import Final

import pytest

from obverse.compile.leave_out import NO_TAG, leave_out
from obverse.compile.lines_like_cards import lines_like_cards, word_for
from obverse.values.render_settings import RenderSettings
from projects import write
from shell import run

NOTE: Final = """\
---
tags: [trees]
---

# Trees

Some prose.

## What is an oak?

A tree.

- with leaves

#big

## Later #card/draft

Not yet.

## What is an ash?

A tree.

```text
## not a card
```

## Open tasks

```tasks
not done
```

## What is an oak?

A tree.

- with leaves

## A kind

A tree. #card/nonsens

#card/typo
"""
TAGS: Final = RenderSettings(tags_only=("flashcards",))
FILES: Final = {
    "obverse.toml": 'content = "notes"\nname = "p"\ndeck = "All"\n',
    "notes/a.md": NOTE,
    "notes/prose.md": "# Prose\n\nWord::Answer\n\nA word :: one\n\nQ: Why?\n\nWhat?\n?\nThis.\n",
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (2, ["front matter", "The first card of this file begins at line 9"]),
        (5, ["is a `#` heading", "names its deck"]),
        (7, ["text that belongs to no card"]),
        (8, ["This line is empty"]),
        (9, ["the card “What is an oak?”, which begins here", "the kind `basic` with 1 card"]),
        (13, ["which begins at line 9", "in the deck `All::Trees`", "`trees`, `big`", "is new"]),
        (19, ["in the card “Later”", "It is a draft"]),
        (26, ["in the card “What is an ash?”, which begins at line 21"]),
        (31, ["info at line 29: this section only holds a query of Obsidian"]),
        (35, ["says the same as the card at notes/a.md:9:1"]),
    ],
)
def test_a_line_is_said_to_be_what_it_is(line: int, said: list[str], tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "notes/a.md": NOTE.replace("#card/typo\n", "")})
    ran = run(tmp_path, "explain", f"notes/a.md:{line}")
    assert ran.status == 0
    assert ran.out.startswith(f"notes/a.md:{line}: ")
    told = " ".join(ran.out.split())
    for each in said:
        assert each in told


def test_an_error_in_a_card_is_said_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    out = " ".join(run(tmp_path, "explain", "notes/a.md:42").out.split())
    assert "error at line 45: there is no kind of card `#card/typo` [unknown-kind]" in out
    assert "help: known are `#card/basic`" in out


@pytest.mark.parametrize(
    ("line", "name", "word"),
    [
        (3, "`::` line", "inline-tight"),
        (5, "` :: ` line", "inline"),
        (7, "`Q:` line", "qa"),
        (10, "`?` line", "question-mark"),
    ],
)
def test_a_line_of_another_shape_names_the_word(
    line: int, name: str, word: str, tmp_path: Path
) -> None:
    write(tmp_path, FILES)
    out = " ".join(run(tmp_path, "explain", f"notes/prose.md:{line}").out.split())
    assert f"It looks like a {name}." in out
    assert f'`cards = "{word}"`' in out
    assert "No card begins in this file." in out


@pytest.mark.parametrize(
    ("toml", "path", "said"),
    [
        ('tags-only = ["fc/a"]\n', "notes/a.md:9", "`tags-only` asks for `#fc/a`"),
        (
            'exclude = ["a.md"]\n',
            "notes/a.md:9",
            "`notes/a.md` is left out of this project: excluded",
        ),
        ("", "other.md:1", "`other.md` is not a source of this project"),
        ("", "notes/board.md:1", "This file is left out: Kanban."),
    ],
)
def test_a_file_that_is_not_read_says_why(toml: str, path: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "obverse.toml": f"{FILES['obverse.toml']}{toml}"})
    write(
        tmp_path, {"other.md": "## Q?\n\nA\n", "notes/board.md": "---\nkanban-plugin: board\n---\n"}
    )
    ran = run(tmp_path, "explain", path)
    assert ran.status == 0
    assert said in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("notes/a.md:900", "has 45 lines, and no line 900"),
        ("notes/a.md:0", "no line 0"),
        ("notes/none.md:1", "the file `notes/none.md` does not exist"),
        ("notes/a.txt:1", "there is no rule"),
    ],
)
def test_a_line_that_is_not_there_is_an_error(asked: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    ran = run(tmp_path, "explain", asked)
    assert ran.status == 2
    assert said in ran.err


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "notes/b.md": "---\ntags: [x\n---\n\n## Q?\n\nA\n"})
    out = " ".join(run(tmp_path, "explain", "notes/b.md:5").out.split())
    assert "[frontmatter-invalid]" in out
    write(tmp_path, {"notes/b.md": b"## Q?\n\n\xe9\n"})
    assert "not UTF-8" in run(tmp_path, "explain", "notes/b.md:1").out


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("What is it? #card", "marked"),
        ("## Heading #card/reversed #x", "marked"),
        ("- item #flashcard", "marked"),
        ("# Title", None),
        ("## Heading", "headings"),
        ("### Deep", None),
        ("Q: Why?", "qa"),
        ("- **Q:** Why?", "qa"),
        ("**Q1:** Why?", "qa"),
        ("Quick: no", None),
        ("word :: answer", "inline"),
        ("- word ::: answer", "inline"),
        ("Question 1::Answer 1", "inline-tight"),
        ("Hund::dog", "inline-tight"),
        ("key:: value", None),
        ("[key:: value]", None),
        ("std::x is a name", None),
        ("use `a::b` here", None),
        ("::1", None),
        ("10:30::11:00", None),
        ("see https://a.example/b::c", None),
        ("| a::b | c |", None),
        ("> [!card] Why?", "callouts"),
        ("> [!note] Why?", None),
        ("#card", None),
        ("#flashcards", None),
    ],
)
def test_a_sign_of_a_card_is_known(line: str, word: str | None) -> None:
    assert word_for(line) == (word or "")


def test_signs_in_code_and_front_matter_are_none() -> None:
    text = "---\na::b\n---\n\n```\nc::d\n## x\n```\n\n~~~~\n```\n~~~~\n\n?\n\nWhy?\n?\nx\n"
    assert lines_like_cards(text.splitlines()) == {"question-mark": [16]}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "`" * 100_000,
            "`" * 1999,
            "a" * 100_000 + "::b",
            "a" * 1900 + "::b",
            " " * 1990 + "#card",
        ),
        *(":: " * 600, "a::" * 600, "- " * 900, "|---" * 400, "#a " * 600, "> " * 900 + "[!card]"),
        *("".join("`" * length + "a" for length in range(60)), "https://" + "a:" * 900),
    ],
)
def test_no_line_takes_long(line: str) -> None:
    word_for(line)
    lines_like_cards([line, "?"])
    assert leave_out("a.md", f"{line} flashcards #x\n".encode(), TAGS) == NO_TAG
