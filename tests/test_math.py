"""Where math begins and ends: signs, places and what only looks like math."""

import sys
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from obverse.languages import markdown

# Text, and the math in it in order; `?` before what is reported and stays text.
TEXTS: Final = {
    # Pandoc's rule for a line
    "$x$": ["x"],
    "a $x$, b": ["x"],
    "$x$5": ["?$x$"],
    "$ x$ and $x $": ["?$ x$", "?$x $"],
    "$ 5 and $ 6": [],
    "CO$_2$ and n$^{th}$ of 25$\\Delta$": ["_2", "^{th}", "\\Delta"],
    "a$b$c": ["b"],
    "设$y$为": ["y"],
    "US$5 and A$6": [],
    "5$, 6$": [],
    "5$ to 6$": [],
    "12$50 and 13$ more": [],
    "$20,000-$30,000": [],
    "4$2n$": ["2n"],
    "$HOME and $PATH_X": [],
    "the $\\alpha and": ["?$"],
    "the $x_1 and": ["?$"],
    "`$x$` and `$`": [],
    "\\$x\\$": [],
    "$\\$5$": ["\\$5"],
    "$a$$b$": ["a", "b"],
    "$a\n\nb$": [],
    # two dollars
    "$$x$$": ["x"],
    "$$ x $$": [" x "],
    "a $$x$$ b $$y$$.": ["x", "y"],
    "a $$ x $$ b": ["?$$ x $$"],
    "$$ x $$ b": ["?$$ x $$"],
    "> $$ x $$ b": ["?$$ x $$"],
    "- $$ x $$ b\n- c": ["?$$ x $$"],
    "kill $$ in prose, echo $$ prints": [],
    "a $$ b": ["?$$"],
    "a $$x": ["?$$"],
    "a $$\nx\n$$": ["\nx\n"],
    "a $$\nx\n\ny\n$$. b": ["\nx\n\ny\n"],
    "$$x\ny$$ b": ["x\ny"],
    "- a $$\n  x\n\n  y\n  $$ b": ["\nx\n\ny\n"],
    "- a $$\n\nx $$": ["?$$", "?$$"],
    "> a $$\n> x\n>\n> y$$": ["\nx\n\ny"],
    "> a $$\n\nx $$": ["?$$", "?$$"],
    "a $$\nx\n***\n$$": ["?$$", "?$$"],
    "a $$\n# b\n$$": ["?$$", "?$$"],
    "`$$` and $$x$$": ["x"],
    "$$$": [],
    "$$$$": [],
    # LaTeX's own
    "\\(x\\) and \\(a_1 * b\\)": ["x", "a_1 * b"],
    "\\(sic\\), \\[1\\], \\[citation needed\\], \\[x\\]": [],
    "\\(a": [],
    "a\\)": [],
    "\\[x^2\\]": ["x^2"],
    "a \\[x^2\\] b": ["x^2"],
    "a \\[\nx = 1\n\n- y\n\\] b": ["\nx = 1\n\n- y\n"],
    "\\[\nx\n= 1\n\\]": ["\nx\n= 1\n"],
    "\\[a\n\nb\\]": [],
    "\\[\nx = a": ["?\\["],
    "- \\[\n  x = a": ["?\\["],
    "\\[ x\n": [],
    # GitHub's and GitLab's
    "$`x^2`$ and 5$`y`$.": ["x^2", "y"],
    "$` x `$": [" x "],
    "$``x``$": ["``x``"],
    "\\[not a link\\](c)": [],
    "\\\\(x\\\\)": [],
    "\\begin{align} a &= b": ["?\\begin{align}"],
    "```math\nx^2\n```": ["\nx^2\n"],
    "```python\n$x$\n```": [],
}
PIECES: Final = (
    *("$", "$$", "\\[", "\\]", "\\(", "\\)", "`", "x^2", "word", " ", "  ", "\n", "\n\n", "\n- "),
    *("\n> ", "\n  ", "***", "==", "{", "}", "|", "5", "\\", "\n1. ", "\n---\n"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def found(text: str) -> list[str]:
    """The math of a text, and after a `?` what only looks like it."""
    out = []
    for token in markdown.parse(text):
        out += [token.content] if token.type == "math_block" else []
        for child in token.children or ():
            if child.type.startswith("math_"):
                out.append(child.content)
            elif child.type == "not_math":
                out.append(f"?{child.meta['written']}")
    return out


@pytest.mark.parametrize("text", TEXTS)
def test_math_is_where_it_is_meant(text: str) -> None:
    assert found(text) == TEXTS[text]


@given(texts)
def test_math_never_swallows_the_next_card(text: str) -> None:
    assume("```" not in text)  # a fence that is not closed does, and is an error
    tokens = markdown.parse(f"## First\n\n{text}\n\n## Last\n\n$$ x $$ \\] \\)\n")
    last = [each.content for each in tokens if each.type == "inline" and each.level == 1]
    assert "Last" in last


@given(texts)
def test_no_word_of_a_text_with_signs_of_math_is_lost(text: str) -> None:
    kept = markdown.text(markdown.parse(text))
    assert kept.count("word") + kept.count("x^2") == text.count("word") + text.count("x^2")


@pytest.mark.parametrize(
    "piece",
    [
        "$$x ",
        "a $$ b ",
        "\\[x ",
        "\\(x ",
        "$x ",
        "a$$\n",
        "$$\n\n",
        "\\[\n\n",
        "- $$\n",
        "$",
        "$$ ",
    ],
)
def test_signs_without_partners_take_no_more_than_linear_time(piece: str) -> None:
    # Steps of the interpreter, which no other process slows.
    small, large = steps(piece * 150), steps(piece * 300)
    assert large < 2.4 * small


def steps(text: str) -> int:
    """How many lines of Python a parse runs through."""
    count = 0

    def tracer(_frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)  # type: ignore[arg-type]  # a tracer that gives itself back
    try:
        markdown.parse(text)
    finally:
        sys.settrace(before)
    return count
