"""The shortcuts through the Markdown parser: the same tokens as without them."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from obverse import drop_in
from obverse.languages import signs as signs_of_text
from obverse.languages.markdown import shortcuts
from obverse.languages.markdown.extensions import Extension
from obverse.languages.markdown.renderer import tag
from obverse.languages.markdown.shortcuts import spans
from obverse.languages.markdown.shortcuts.lines import BlockState

BLOCKS = (
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
    *("[a]: b", "***", "*** ", "* * *", "$x$", "#tag", "- - x", "-- x", "10) y", "2. y", "3.5 x"),
    *("2024", "12.", "-x", "+x", "#", "## ", "## C#", "## a | b", "#######", "```py", "``` a | b"),
    *(
        "| a | b |",
        "| --- | :-: |",
        "|:--|",
        "| c |",
        "| c | d | e |",
        "||",
        "- [ ] t",
        "- [x] ",
        "  - n",
    ),
    *("- a\n- b", "- a\n\n- b", "- a\n\n  b", "- a\n  b", "1. a\n2. b", "9. a\n9. b", "* a\n* b"),
    *("x\u00a0", "\u3000y", "\x0cx", "- x\u00a0", "| a\u00a0| b |", "", "", "", "  ", "\t"),
)
SPANS = (
    *("**b**", "*i*", "_u_", "__v__", "`c`", "\\*", "&amp;", "~~s~~", "x  ", "x ", "http://a.b"),
    *("<b>", "[a]", "![a](b)", "![p|3](p/q.png)", "[l](http://a.b/c)", '[l](x "t")', "[*l*](x)"),
    *(
        "a\\",
        "”q",
        "(**b**)",
        "**b**, c",
        "**a**b",
        "a**b**",
        "**a*b**",
        "*a***b**",
        "_a_b",
        "x_y_z",
    ),
    *("a * b", "~", "~a~", "~~~a~~~", "`` a ` b ``", "` a `", "`a", "`a``b`", "!", "![", "**é**é"),
    *(
        "**\u00a0b**",
        "a\u2028**b**",
        "'**q**'",
        "**q.**",
        "**a** *b*",
        "a*",
        "*",
        "**",
        "_ _",
        "[]",
    ),
)
INDENTS = ("", "", "", "", " ", "  ", "   ", "    ", "      ", "> ", "- ", ">", "1. ", "## ")
texts = st.lists(st.sampled_from((*SPANS, "a", "b c", "\n")), max_size=6)
lines = st.tuples(st.sampled_from(INDENTS), st.sampled_from(BLOCKS) | texts.map(" ".join))
documents = st.lists(lines.map("".join), max_size=12).map("\n".join)
signs = st.text(alphabet="ab -*+#>|`_[]()<&\\~:=1.!\n\n\t \u00a0é", max_size=60)


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100, "xhtmlOut": False}).enable(
        ["table", "strikethrough"]
    )


PLAIN, SHORT = parser(), parser()
shortcuts.install(SHORT, ())


@given(documents | signs)
@example("a | b\n- | -")
@example("text\n- ")
@example("- a\n  b\n      - c")
@example("# a | b\n--|--\n")
@example("> a\nb\n- c")
@example("- a\n- b\n\n***\n- c")
@example("``` a | b\n--|--\n```\n")
@example("```\n````\n")
@example("| a | b |\n| - | - |\n| c |\n| d | e | f |\n\nx")
@settings(max_examples=1000)
def test_the_tokens_are_those_of_the_parser_without_shortcuts(text: str) -> None:
    assert SHORT.parse(text) == PLAIN.parse(text)


@given(st.lists(st.sampled_from(SPANS) | signs, max_size=5), st.sampled_from(("", " ", "\n")))
@settings(max_examples=1000)
def test_the_spans_are_those_of_the_parser_without_shortcuts(
    pieces: list[str], between: str
) -> None:
    text = f"a{between.join(pieces)}"
    assert SHORT.parse(text) == PLAIN.parse(text)


EXTENSIONS: dict[str, Extension] = drop_in.load_all(
    "obverse.languages.markdown.extensions", "EXTENSION"
)
OF_EXTENSIONS = (
    *("{{c1::a}}", "{{c2::b c::hint}}", "{{c1::", "}}", "::", "{", "}", "{{c1::a}}}", "{{c12::é}}"),
    *("{{c1::{{c2::a}}}}", "{{c1::*a*}}", "{{c1::a::}}", "{{c1,2::a}}", "{a|b}", "{{c1:::a:::b}}"),
    *(
        "$x$",
        "$x_1 * y$",
        "$$x$$",
        "$",
        "$5",
        "$`x`$",
        "$\\frac{a}{b}$",
        "$}}$",
        "${{$",
        "\\$",
        "$ x$",
    ),
    *("==h==", "%%c%%", "[^1]", "^[n]", '#"q"', "[[w]]", "[sound:a.mp3]", "`{`", "`}}`", "\n$\n"),
)
extended = st.lists(st.sampled_from((*OF_EXTENSIONS, *SPANS, "a", "b c")), max_size=8)


def parsers_with_extensions() -> tuple[MarkdownIt, MarkdownIt]:
    """A parser with all extensions, and one with shortcuts too."""
    plain, short = parser(), parser()
    for each in EXTENSIONS.values():
        each.plugin(plain)
        each.plugin(short)
    every = EXTENSIONS.values()
    starts = [sign for each in every for sign in each.starts]
    shortcuts.install(short, starts, [item for each in every for item in each.plain.items()])
    return plain, short


EXTENDED, SHORT_EXTENDED = parsers_with_extensions()


@given(extended, st.sampled_from(("", " ")), st.sampled_from(("", "## ", "- ", "| a |\n| - |\n| ")))
@example(["{{c1::a}}", "and", "$}}$"], " ", "")
@example(["$x_1 * y$", "*i*", "{{c2::b c::hint}}"], " ", "")
@settings(max_examples=1000)
def test_what_extensions_read_is_what_their_rules_read(
    pieces: list[str], between: str, before: str
) -> None:
    text = f"{before}{{{{c1::a}}}} {between.join(pieces)}"
    assert SHORT_EXTENDED.parse(text) == EXTENDED.parse(text)


def test_plain_deletions_and_math_never_reach_the_inline_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SHORT_EXTENDED.inline, "parse", None)
    SHORT_EXTENDED.parse("one {{c1::two (3)::hint}} **and** $x_1 * y$ and `four`, {{c2::five}}.\n")


@given(st.text("ab*[]", max_size=9), st.sampled_from(("*", "a*", "**", "[]", "]*", "[a*]")))
def test_a_text_holds_the_signs_that_are_in_it(text: str, sign: str) -> None:
    assert signs_of_text.has_sign(text, sign) == (sign in text)


@given(documents | signs | st.text(alphabet=" \t\na", max_size=30))
def test_the_lines_are_those_that_markdown_it_finds(text: str) -> None:
    ours, theirs = BlockState(text, PLAIN, {}, []), StateBlock(text, PLAIN, {}, [])
    for name in ("bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax", "src", "level"):
        assert getattr(ours, name) == getattr(theirs, name), name


@given(st.from_regex(re.compile(f"{spans.ADDRESS}|{spans.PATH}"), fullmatch=True))
@settings(max_examples=500)
def test_an_address_that_takes_the_shortcut_is_as_it_is_written(address: str) -> None:
    assert PLAIN.normalizeLink(address) == address
    assert PLAIN.validateLink(address)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("one\ntwo\n\n## three\n", 0),
        ("one *two* `three`, **four** [five](six.md).\n", 0),
        ("one *two `three`*\n", 1),
        ("one  \ntwo\n", 1),
    ],
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


@pytest.mark.parametrize(
    "text",
    [
        "## A\n\none\ntwo\n\n#tag\n",
        "- a\n- b\n\n## C\n\n1. d\n2. e\n",
        "```py\nx = 1\n```\n\n***\n\n| a |\n| - |\n| b |\n",
    ],
)
def test_plain_blocks_never_reach_the_rules(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    markdown = parser()
    shortcuts.install(markdown, ())
    shortcut, *rules = markdown.block.ruler.getRules("")
    assert rules
    monkeypatch.setattr(markdown.block.ruler, "getRules", lambda _: [shortcut])
    assert markdown.parse(text) == PLAIN.parse(text)


def bare(tokens: list[Token]) -> list[list[Token]]:
    """The tokens, and those within each: all runs that are rendered."""
    return [tokens, *(each.children for each in tokens if each.children)]


@given(documents | signs)
@example("- a\n  > b\n- - c\n-\n")
def test_a_bare_tag_is_that_of_markdown_it(text: str) -> None:
    theirs = PLAIN.renderer
    assert isinstance(theirs, RendererHTML)
    for tokens in bare(PLAIN.parse(text)):
        for index in range(len(tokens)):
            assert tag(tokens, index) == theirs.renderToken(tokens, index, PLAIN.options, {})
