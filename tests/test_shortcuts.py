"""The shortcuts through the Markdown parser: the same tokens as without them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from obverse.markdown import shortcuts

PIECES = (
    *(
        "a",
        "Ab c",
        "é",
        "1. x",
        "- x",
        "* x",
        "+ x",
        "-",
        "- ",
        "---",
        "===",
        "# h",
        "## h #",
        "> q",
    ),
    *("```", "~~~", "    code", "  two", "\tx", "|a|b|", "a | b", "--|--", "- | -", ":-", "<div>"),
    *(
        "[a]: b",
        "[a]",
        "![a](b)",
        "**b**",
        "*i*",
        "_u_",
        "`c`",
        "\\*",
        "&amp;",
        "~~s~~",
        "x  ",
        "x ",
    ),
    *("", "", "", "***", "$x$", "<b>", "http://a.b", "#tag", "a\\", "”q", "- - x", "-- x", "10) y"),
)
INDENTS = ("", "", "", " ", "  ", "   ", "    ", "      ", "> ", "- ", ">", "1. ")
documents = st.lists(
    st.tuples(st.sampled_from(INDENTS), st.sampled_from(PIECES)).map("".join), max_size=12
).map("\n".join)


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])


PLAIN, SHORT = parser(), parser()
shortcuts.install(SHORT, ())


@given(documents | st.text(alphabet="ab -*+#>|`_[]()<&\\~:=1.\n\t ", max_size=60))
@example("a | b\n- | -")
@example("text\n- ")
@example("- a\n  b\n      - c")
@example("# a | b\n--|--\n")
@example("> a\nb\n- c")
@settings(max_examples=600)
def test_the_tokens_are_those_of_the_parser_without_shortcuts(text: str) -> None:
    assert SHORT.parse(text) == PLAIN.parse(text)


@pytest.mark.parametrize(
    ("text", "calls"),
    [("one\ntwo\n\n## three\n", 0), ("one *two*\n", 1), ("one  \ntwo\n", 1)],
)
def test_plain_text_never_reaches_the_inline_parser(
    text: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    markdown = parser()
    shortcuts.install(markdown, ())
    parse = markdown.inline.parse

    def counted(src: str, *rest: object) -> object:
        seen.append(src)
        return parse(src, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(markdown.inline, "parse", counted)
    markdown.parse(text)
    assert len(seen) == calls
