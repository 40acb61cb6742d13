"""A source compiled again after an edit: what compiling it whole gives, from what changed."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile.compiler import compile_source
from obverse.values.compiled import Compiled
from whole_documents import BLOCKS, SPANS, cards, documents, edited

EXAMPLES: Final = 150
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


def compiled(text: str, before: Compiled | None = None) -> Compiled:
    """A text compiled, with what an earlier one gave."""
    return compile_source((PATH, text.encode()), before=before)


def check(text: str, edit: str) -> None:
    """That an edited text is compiled to the same with and without what it was before."""
    assert compiled(edit, compiled(text)) == compiled(edit)


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
