"""Long lines of one mark keep no build busy for longer than their length asks."""

import gc
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from markdown_it import MarkdownIt

from obverse.languages import markdown

# What markdown-it reads as a paragraph of text, too.
COMPARED = (
    *(
        "[",
        "![",
        "[[",
        "^[",
        "[^",
        "[x](<",
        "[[a",
        "![[",
        "[^a",
        "[a](",
        "![a](",
        "[a](b",
        "![a][b",
        "^[a]",
        "[x](a (b)",
        "[x](a (b).",
    ),
    *("[x](((", "[a][b", "[[a|", ")[", "! [", "[sound:", "[sound: ", "[latex", "[$$]", "[anki:tts"),
    *(
        "[anki:tts]",
        "[$$]x",
        "==",
        "===",
        "{{c1::",
        "{{c1::a}} ",
        "%%a",
        "%% ",
        "::",
        "}}",
        "*",
        "_",
    ),
    *(
        "**a ",
        "~~a",
        "`a``",
        "<a b=",
        "<a b='",
        "</",
        "<a",
        "<http:",
        "&a",
        "&#",
        "a\\",
        "[a [b](c)",
    ),
)
# What is read as something else, or reported: it costs what that costs.
ALONE = (
    *(
        "== ",
        "==a ",
        "==a== ",
        "%%",
        "%%%",
        "%",
        "[latex]",
        "[$]",
        "[$]a",
        "[[a]] ",
        "![a]",
    ),
    *("a <!--", "a <?", "a <![CDATA[", "a <!A", "<!--", "<?", "<![CDATA[", "$", "$$", "$a", r"\("),
    *(
        r"\[",
        "`",
        "~~",
        "[x](a  ",
        '[x](a "b',
        "![a](b c.png",
        "[a](b.png =",
        "|",
        "> ",
    ),
    *("a <code", "a <tt>", "[x](<a> ", "[^1] ", "- [ ] ", "\\", 'a"', "a.", "a<b>", "[x] (a.png "),
)
ROUNDS = 12


@pytest.mark.parametrize("mark", [*COMPARED, *ALONE])
def test_twice_the_line_takes_at_most_about_twice_the_steps(mark: str) -> None:
    small, large = (steps(ours(mark, length)) for length in (1_000, 2_000))
    assert large <= 2.3 * small


def test_twice_the_line_takes_at_most_about_twice_the_time() -> None:
    # What steps do not show: a search through the text is one.
    slow = []
    for mark in (*COMPARED, *ALONE):
        rounds = repeated(ours(mark, 5_000), ours(mark, 10_000))
        if not any(large <= 2.3 * small + 0.01 for small, large in rounds):
            slow.append(mark)
    assert not slow


def test_a_line_takes_at_most_twice_what_markdown_it_takes_alone() -> None:
    alone = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    slow = []
    for mark in COMPARED:
        text = line(mark, 5_000)
        rounds = repeated(lambda text=text: alone.parse(text), ours(mark, 5_000))  # type: ignore[misc]
        if not any(mine <= 2 * theirs + 0.003 for theirs, mine in rounds):
            slow.append(mark)
    assert not slow


@pytest.mark.parametrize("mark", ["%", "%%", "%%%", "%% ", "%%a"])
def test_a_line_of_comment_marks_ends_at_once(mark: str) -> None:
    assert cpu(mark, 60, " Section one") < 1


@pytest.mark.parametrize("mark", ["==", "{{c1::"])
def test_marks_take_less_than_five_seconds_a_megabyte(mark: str) -> None:
    assert cpu(mark, 200_000) < 1


def test_comments_hide_only_themselves() -> None:
    shown = {
        "%%a%%": "",
        "%%a%% %%b%%": "",
        "%%%%%%": "",
        "%%a%% b %%c%%": " b ",
        "%%%%% Section one": "% Section one",
    }
    for text, left in shown.items():
        found = markdown.text(markdown.parse(f"{text}\n"))
        assert found.strip() == left.strip(), text


def line(mark: str, length: int, after: str = "") -> str:
    return f"## q\n\n{mark * (length // len(mark))}{after}\n"


def ours(mark: str, length: int, after: str = "") -> Callable[[], object]:
    text = line(mark, length, after)
    markdown.parse(line(mark, 4 * len(mark), after))  # the parser for such a text, made once
    return lambda: markdown.parse(text)


def cpu(mark: str, length: int, after: str = "") -> float:
    """The seconds of processor time that parsing a line takes."""
    return seconds(ours(mark, length, after))


def repeated(first: Callable[[], object], second: Callable[[], object]) -> Iterator[list[float]]:
    """The shortest times of two calls so far, again and again: a busy machine only adds to them."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        best = [min(most, seconds(call)) for most, call in zip(best, (first, second), strict=True)]
        yield best


def steps(call: Callable[[], object]) -> int:
    """How many functions a call calls: the same on every machine."""
    counted = 0

    def count(_frame: object, event: str, _: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(None)
    return counted


def seconds(call: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        gc.enable()
