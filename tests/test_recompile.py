"""A source compiled again after an edit: what compiling it whole gives, from what changed."""

from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.compile.document import Document
from obverse.compile.parse import parse
from obverse.languages.markdown import Syntax
from obverse.note_types import NoteType
from obverse.values.card_settings import CardSettings
from obverse.values.compiled import Compiled
from obverse.values.source import Source
from whole_documents import BLOCKS, SPANS, cards, documents, edited

EXAMPLES: Final = 100
PATH: Final = "notes/a.md"
# What may reach from one card to another, or looks like it.
REACHING: Final = (
    *("```", "~~~", "````python", "  ```", "    ```", "> ```", "- ```", "```  math", "``` Math"),
    *("<!--", "-->", "<!-- -->", "<!-->", "%%", "%% a", "a %%", "- %% a", "> %% a", "%%%%"),
    *("$$", "\\[", "\\]", "$$ x", "x $$", "$", "a $x", "***", "---", "===", "  ", ""),
    *("[x]: y", "[x]: <y> 'a", "a'", "[x]", "[a][x]", "![x]", "> [x]: z", "[^1]: text", "[^1]"),
    *("^[note]", "# Title", "# ", "#", "## ", "##", "##\tA", " ## A", "   ## A", "    ## A"),
    *("### A", "#### A", "- ## A", "> ## A", "## A #tag", "#tag", "^pin-1", "a ^block-1"),
    *("<pre>", "</pre>", "<script>", "<style>", "<?php", "?>", "<![CDATA[", "]]>", "<!D", ">"),
    *(
        "<div>",
        "</div>",
        "<details>",
        "<b",
        "      <!-- a",
        "a <!-- b",
        "<!-- allow: empty-back -->",
    ),
    *("%% allow: long-list %%", "<<<<<<< a", "=======", ">>>>>>> b", "{{C1:a}}", "{c1::a}}", "::"),
    *("{{c1::a}}", "==a==", "![a](a%20b.png)", "a b.png", "**a.**b", "|a|b|", "|---|---|", "| a |"),
    *(
        "\u200b## A",
        "\u2062## A",
        "\uff03\uff03 A",
        "##A",
        "- a",
        "1. a",
        "  a",
        "    a",
        "\ta",
        "a",
    ),
    *(
        "```python\nx = 1\n```",
        "```python\n## x\n```",
        "\\",
        "a  ",
        "&amp;",
        "[!note]",
        "> [!note] a",
    ),
    *("deck: B", "tags: b", "שלום", "[a](b)", "[a]\t(b.png)", "![a](file:///b.png)", "<FiLE:///a>"),
)

PLAIN: Final = "## {}?\n\nIt is {}.\n\n"
# A card, what another one is, and what that becomes: each has to do with the first.
MET: Final = (
    ("```  math\nx\n```", "Plain.", "Now $x$."),
    ("``` Math\nx\n```", "Now $x$.", "Plain."),
    ("A <!-- comment", "ends -->", "goes on"),
    ("<!-- A comment", "goes on", "ends -->"),
    ("%% A comment", "goes on", "ends %%"),
    ("A [link][x].", "[x]: a.md", "[x]: b.md"),
    ("A [link][x].", "Nothing.", "[x]: b.md"),
    ("[x]: a.md", "[X]: b.md", "Nothing."),
    ("A note[^1].", "[^1]: One.", "[^1]: Two."),
    ("A note[^1].", "Nothing.", "[^1]: Two."),
    ("[^1]: One.", "A note[^1].", "Nothing."),
    ("# A title", "Nothing.", "# Another"),
    ("Nothing.", "Nothing.", "# A title"),
    ("```", "```", "Nothing."),
    ("  ```", "  ```", "Nothing."),
    ("Nothing.", "Nothing.", "~~~"),
    ("{{C1:a}}", "Nothing.", "{{c1::b}}"),
    ("{{ c1:a}}", "b::c", "Nothing."),
    ("\u2062## A", "Nothing.", "\ufeff"),
    ("![](a%20b.png)", "a b.png", "Nothing."),
    ("a\n      <!-- b", "Nothing.", "-->"),
    ("<!-- allow: empty-back -->", "Nothing.", "Two\nlines."),
    ("```python\nx = 1\n```", "```python\nx = 1\n```", "Nothing."),
)
# What stays within its card, however it looks.
ALONE: Final = (
    *("<!-- a\n\ncomment -->", "%%\na\n\ncomment\n%%", "```\n## a\n```", "~~~\n```\n~~~"),
    *(
        "- ```\n  a",
        "<!--\n\n## A?\n\nB.\n\n-->",
        "$$\nx\n$$",
        "a $$x",
        "<pre>\n\na</pre>",
        "<div>",
    ),
    *("***", "---", "^[a note]", "[a][b]", "[^1]", "[a](b.md)", "![a](a.png)", "{{c1::a}}", "\\"),
    *(
        "    a",
        "> a",
        "- a",
        "Setext\n---\n\na",
        " ## A?\n\na",
        "##\tA?\n\na",
        "## \n\na",
        "[x]: y",
    ),
    "<!-- allow: empty-back -->",
)


def compiled(text: str, before: Compiled | None = None) -> Compiled:
    """A text compiled, with what an earlier one gave."""
    return compile_source((PATH, text.encode()), before=before)


@st.composite
def long_documents(draw: st.DrawFn) -> str:
    """A document of more cards."""
    return draw(documents()) + "".join(draw(st.lists(cards(), min_size=4, max_size=10)))


@st.composite
def with_lines(draw: st.DrawFn, text: str) -> str:
    """A document with a few lines put in, taken out or joined."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        deed = draw(st.sampled_from(["insert", "insert", "insert", "delete", "append", "cut"]))
        if deed == "insert":
            lines.insert(at, draw(st.sampled_from((*REACHING, *BLOCKS, *SPANS))))
        elif deed == "delete" and len(lines) > 1:
            del lines[at]
        elif deed == "append":
            lines[at] += draw(st.sampled_from((*REACHING, *SPANS)))
        elif deed == "cut":
            lines[at] = lines[at][: draw(st.integers(0, 9))]
    return "\n".join(lines)


@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_an_edited_document_is_compiled_as_if_it_was_new(data: st.DataObject) -> None:
    text = data.draw(long_documents())
    before = compiled(text)
    for _ in range(3):
        edits = (edited(text), with_lines(text), with_lines(text), documents())
        text = data.draw(st.one_of(*edits))
        now = compiled(text, before)
        assert now == compiled(text)
        before = now


@pytest.mark.parametrize("is_last", [False, True], ids=["within", "last"])
@pytest.mark.parametrize(("one", "other", "edit"), MET)
@pytest.mark.parametrize("is_above", [False, True], ids=["below", "above"])
def test_a_card_is_compiled_with_what_it_has_to_do_with(
    one: str, other: str, edit: str, *, is_above: bool, is_last: bool
) -> None:
    texts = []
    for text in (other, edit):
        pair = (f"## One?\n\n{one}\n\n", f"## Other?\n\n{text}\n\n")
        some = [PLAIN.format(number, number) for number in range(8)]
        some[3:3] = pair[:1] if is_above else pair[1:]
        at = len(some) if is_last else 7
        some[at:at] = pair[1:] if is_above else pair[:1]
        texts.append("".join(some))
    assert compiled(texts[1], compiled(texts[0])) == compiled(texts[1])


def test_whether_a_card_is_below_what_is_not_closed_is_asked_again() -> None:
    some = [PLAIN.format(number, number) for number in range(6)]
    before, after = (
        "".join([*some, "## Open?\n\na\n      <!-- b\n\n", f"## {last}\n\nText.\n"])
        for last in ("", "Last?")
    )
    assert compiled(before).diagnostics != compiled(after).diagnostics
    assert compiled(after, compiled(before)) == compiled(after)


@pytest.mark.parametrize("text", ALONE)
def test_what_stays_in_its_card_lets_the_others_be_carried_over(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [PLAIN.format(number, number) for number in range(9)]
    some[4] = f"## Alone?\n\n{text}\n\n"
    before, after = "".join(some), "".join([*some[:6], PLAIN.format("Q", "new"), *some[7:]])
    known, expected = compiled(before), compiled(after)
    parsed: list[str] = []

    def counted(
        source: Source,
        types: Mapping[str, NoteType],
        settings: CardSettings,
        syntax: Syntax | None,
    ) -> Document:
        parsed.append(source.text)
        return parse(source, types, settings, syntax)

    monkeypatch.setattr("obverse.compile.compile_source.parse", counted)
    assert compiled(after, known) == expected
    (once,) = parsed
    assert once.count("It is") == 3
