"""What an editor shows of cards: hover, places, symbols."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from editor import Editor, editing
from obverse.lsp.features import TOKEN_TYPES
from obverse.lsp.mentions import MentionOf, mentions_on, without_code
from obverse.lsp.tokens import tokens_in
from obverse.values.outline import Outline
from projects import PICTURE, write

CARDS: Final = """\
---
tags: [all, law/lease]
deck: Law
---

# Leases

## What is a lease?

A contract, see ![[notes#Terms|terms]] and ![a pixel](pics/a.png).

#once #card/reversed

^lease

## Is a licence a lease?

No. `#code` and ![[a.png]].

```
## Not a card
```
"""
BRIEF: Final = "## What is a client brief for a new instruction?\n\nA formal statement of aims.\n"
NEAR: Final = "## What is a client brief for a new instuction?\n\nA formal statement of aims.\n"


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    write(
        tmp_path,
        {
            "obverse.toml": 'content = "."\nname = "cards"\n',
            "a.md": CARDS,
            "notes.md": "# Notes\n\nText.\n\n### Terms\n\nThe terms.\n",
            "near.md": f"# Two\n\n{BRIEF}\n{NEAR}",
            "pics/a.png": PICTURE,
        },
    )
    made = editing()
    made.start()
    made.open(tmp_path / "a.md")
    yield made
    made.leave()


def at(path: Path, words: str, within: int = 0) -> tuple[int, int]:
    """Line and column of words in a file, from zero."""
    text = path.read_text(encoding="utf-8")
    offset = text.index(words) + within
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def test_hover_shows_the_manual_of_a_rule(tmp_path: Path, editor: Editor) -> None:
    path = tmp_path / "a.md"
    shown = editor.ask("hover", path, *at(path, "Is a licence", 3))["contents"]
    assert shown["kind"] == "markdown"
    assert "`yes-no-question`" in shown["value"]
    assert "Wrong:" in shown["value"]
    assert "next import: new" in shown["value"]
    assert editor.ask("hover", path, *at(path, "No. ")) is None


def test_hover_shows_what_a_card_is(tmp_path: Path, editor: Editor) -> None:
    path = tmp_path / "a.md"
    for words in ("What is a lease", "^lease", "#once"):
        shown = editor.ask("hover", path, *at(path, words))["contents"]["value"]
        assert "**What is a lease?**" in shown
        assert "named `^lease`" in shown
        assert "deck `Law`" in shown
        assert "kind `reversed`, 2 cards" in shown
        assert "`all`, `law::lease`, `once`" in shown
        assert "next import: new" in shown
    editor.replace(path, CARDS.replace("#once", "#once #card/draft"))
    shown = editor.ask("hover", path, *at(path, "What is a lease"))["contents"]["value"]
    assert "a draft" in shown
    editor.replace(path, BRIEF + "\n" + BRIEF)
    shown = editor.ask("hover", path, 4, 5)["contents"]["value"]
    assert "the same as the card at a.md:1:1" in shown


def test_it_goes_to_the_duplicate_the_page_and_the_picture(tmp_path: Path, editor: Editor) -> None:
    path, near = tmp_path / "a.md", tmp_path / "near.md"
    editor.open(near)
    editor.until_found(near, ["near-duplicate"])
    (place,) = editor.ask("definition", near, *at(near, "instuction"))
    assert place["uri"] == near.as_uri()
    assert place["range"]["start"]["line"] == 2
    (place,) = editor.ask("definition", path, *at(path, "notes#"))
    assert place["uri"] == (tmp_path / "notes.md").as_uri()
    assert place["range"]["start"]["line"] == 4
    for words in ("pics/a.png", "a.png]]"):
        (place,) = editor.ask("definition", path, *at(path, words))
        assert place["uri"] == (tmp_path / "pics" / "a.png").as_uri()
    assert editor.ask("definition", path, *at(path, "A contract")) is None
    editor.replace(path, "[[#^x]] [[gone]] ![[gone.png]]\n\n## Q?\n\nText ^x1\n")
    for column, line in ((3, 0), (10, None), (22, None)):
        found = editor.ask("definition", path, 0, column)
        assert found is None if line is None else found[0]["range"]["start"]["line"] == line


def test_symbols_are_the_cards(tmp_path: Path, editor: Editor) -> None:
    path = tmp_path / "a.md"
    found = editor.ask("documentSymbol", path)
    assert [each["name"] for each in found] == ["What is a lease?", "Is a licence a lease?"]
    assert found[0]["detail"] == "reversed, Law"
    assert [found[0]["range"][end]["line"] for end in ("start", "end")] == [7, 13]
    editor.type(path, {"text": CARDS.replace("a lease?", "a tenancy?")})
    (card,) = editor.request("workspace/symbol", {"query": "LICENCE tenancy"})
    assert card["name"] == "Is a licence a tenancy?"
    assert card["containerName"] == "Law"
    assert card["location"]["uri"] == path.as_uri()
    assert len(editor.request("workspace/symbol", {"query": ""})) == 4


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a `#b` #c ``#d ` e`` #f", ["tag c", "tag f"]),
        ("## Head #in the middle #end #card/typing", ["tag end", "kind card/typing"]),
        ('#"c++" and #a/b.', ['tag "c++"', "tag a/b"]),
        ("^name", ["name name"]),
        ("A paragraph ^block1", ["name block1"]),
        ("x ^2", []),
        ("![[p.png|30]] [[Page#^id|x]]", ["media p.png", "page Page#^id"]),
        ("![a](<b c.png>) [d](e.md#f) ![](https://x.y/z.png)", ["media b c.png", "page e.md#f"]),
        ('[ref]: pics/a.png "t"', ["media pics/a.png"]),
        ('<img src="a.png">', ["media a.png"]),
        ("[[#^x]] ![[ a.png]]", ["page #^x", "media  a.png"]),
    ],
)
def test_what_is_written_on_a_line(line: str, found: list[str]) -> None:
    made = list(mentions_on(line, 7))
    assert [f"{each.what.value} {each.name}" for each in made] == found
    for each in made:
        assert line[each.first : each.end] == each.name
        assert each.line == 7


def test_code_spans_hide_what_is_in_them() -> None:
    assert without_code("a `b` c") == "a     c"
    assert without_code("a ``b` c`` d ` e") == "a          d ` e"
    assert [each.what for each in mentions_on("![[x.png]]", 0)] == [MentionOf.MEDIA]


def test_front_matter_cards_and_code_fold(tmp_path: Path, editor: Editor) -> None:
    found = editor.ask("foldingRange", tmp_path / "a.md")
    ranges = [(each["startLine"], each["endLine"]) for each in found]
    assert (0, 3) in ranges
    assert (7, 13) in ranges
    assert (19, 21) in ranges
    editor.replace(tmp_path / "a.md", "---\ncards: qa\n---\n\nQ: a?\nA: b\nand c\n\nText.\n")
    found = editor.ask("foldingRange", tmp_path / "a.md")
    assert (4, 8) in [(each["startLine"], each["endLine"]) for each in found]


TOKENS: Final = """\
---
tags: [one]
---

## Gap #two

𝄞 {{c1::a
b::hint}} and `{{c1::code}}` or {{c2::x{{c1::y}} }} #card/cloze

```
{{c1::code}}
```

^name
"""


def test_deletions_tags_and_kinds_have_colours(tmp_path: Path, editor: Editor) -> None:
    path = tmp_path / "a.md"
    editor.replace(path, TOKENS)
    numbers = editor.ask("semanticTokens/full", path)["data"]
    lines, said = TOKENS.split("\n"), []
    line = column = 0
    for at in range(0, len(numbers), 5):
        below, right, length, kind, _ = numbers[at : at + 5]
        line, column = line + below, right if below else column + right
        raw = lines[line].encode("utf-16-le")[2 * column : 2 * (column + length)]
        said.append((raw.decode("utf-16-le"), TOKEN_TYPES[kind]))
    assert said == [
        ("one", "decorator"),
        ("#two", "decorator"),
        ("{{c1::", "macro"),
        ("a", "string"),
        ("b", "string"),
        ("::", "macro"),
        ("hint", "comment"),
        ("}}", "macro"),
        ("{{c2::", "macro"),
        ("x", "string"),
        ("{{c1::", "macro"),
        ("y", "string"),
        ("}}", "macro"),
        (" ", "string"),
        ("}}", "macro"),
        ("#card/cloze", "keyword"),
        ("^name", "variable"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"), [("}} {{c1::", [0]), ("{{c1::a::b::c}}", [0, 1, 0, 2, 0, 2, 0]), ("::", [])]
)
def test_half_a_deletion_is_no_trouble(text: str, kinds: list[int]) -> None:
    assert [each.kind for each in tokens_in([text], Outline())] == kinds
