"""What evidently stays within its part of a card is what a parser leaves as it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile import guarded

_PARTS = (
    *(
        "text",
        "<div>",
        "</div>",
        "<b>",
        "<script>",
        "</pre>",
        "<!--",
        "-->",
        "<?",
        "<!x",
        "```",
        "~~~",
    ),
    *("\n", "\n\n", "\n\n", " ", "    ", "- ", "> ", "1. ", "#", "##", "# a", "---", "===", "***"),
    *("```py\na = 1\n```", "```\n", "\n```", "$$", "%%", "<table><tr><td>a</td></tr></table>", "`"),
    *("<br>", "<span style='x'>", "<textarea", "[a]: b", "|", "\\", "$", "<details>\n\n", "``"),
)


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join), st.booleans())
def test_what_is_evident_is_what_a_parser_says(text: str, separated: bool) -> None:  # noqa: FBT001
    stripped = text.strip("\n").rstrip(guarded.SPACE_OR_END)
    if guarded.guarded(text, separated=separated) == stripped:
        assert guarded._guarded(stripped, separated) == stripped  # noqa: SLF001
