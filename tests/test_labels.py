"""The labels of links, pictures and footnotes: matched once, and where markdown-it finds them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE

from obverse.languages import markdown
from obverse.languages.markdown import labels
from obverse.languages.markdown.extensions import html_blocks

PIECES = (
    *("[", "[", "]", "]", "](x)", "](<y>)", '](x "t")', "[a]", "[b]", "![", "][", "][a]", "](x"),
    *("`", "``", "\\", "\\[", "<http://a.b>", "<b>", '<b c="[">', "<a@b.c>", "*", "**", "_", "~~"),
    *("a", "b", " ", "\n", "&amp;", "!", "^[", "(", ")", "<", ">", '"', "", "[[", "]]"),
)
DEFINED = "\n\n[a]: /u\n[b]: <v> 'w'\n"
soups = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
documents = st.tuples(soups, st.sampled_from(("", DEFINED))).map("".join)


def parser() -> MarkdownIt:
    # Deep enough that markdown-it, too, reads every bracket.
    return MarkdownIt("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"])


THEIRS, OURS = parser(), parser()
labels.read_labels_once(OURS)


@given(documents)
@example("[a `b] c` d](x)")
@example("![![a](b)](c) [![a](b)](c) [[a](b)](c)")
@example("`[ ``[` ``")
@settings(max_examples=3000)
def test_labels_end_where_markdown_it_finds_their_end(text: str) -> None:
    assert OURS.parse(text) == THEIRS.parse(text)


def test_brackets_in_brackets_are_text_and_links_however_deep() -> None:
    for depth in (1, 50, 5_000):
        text = f"{'[' * depth}[a](b){']' * depth}"
        assert markdown.text(markdown.parse(text)) == f"{'[' * depth}a{']' * depth}"


@pytest.mark.parametrize("opening", ["![", "^["])
def test_what_is_parsed_within_itself_has_an_end(opening: str) -> None:
    text = f"{opening * 5_000}a{'](b)' * 5_000}"
    assert "a" in markdown.text(markdown.parse(text))


@given(st.lists(st.sampled_from(["<!--", "-->", "-", ">", "a", "<?", "?>", "?", "!"])).map("".join))
@example("<!----->")
@example("<!-- a ---> <!-- -->")
@example("<![CDATA[ ]] > ]]> <![CDATA[ ]>")
@settings(max_examples=1000)
def test_a_comment_has_an_end_where_markdown_it_finds_one(text: str) -> None:
    for at in range(len(text)):
        if sign := html_blocks.OPENS.match(text, at):
            assert html_blocks.is_ended(text, sign) == bool(HTML_TAG_RE.match(text, at))
