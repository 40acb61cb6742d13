"""What evident Markdown shows is what Markdown shows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards import from_html
from obverse.cards.from_html.evident import evident_tree
from obverse.cards.from_html.visible import of_tree
from obverse.cards.kept_html import CLEAN

_PARTS = (
    *("word", "a", "Zwei", "né", "日本", "12", "1.", "2)", "1. ", "- ", "* ", "+ ", "**", "*", " "),
    *("  ", "\n", "\\\n", "\n\n", "&", " & ", " < ", "<", "<b>", ">", " > ", "=", "==", " = ", "%"),
    *("%%", "+", " + ", "!", "![", "[", "](x)", ":", "::", ": ", ".", "...", ",", "-", "--", "---"),
    *("(", ")", "'", '"', "/", "//", "http://x.y", "www.x.yz", "a.b", "_", "#", " #a", "^b", "$"),
    *(
        "`",
        "~~",
        "|",
        "{{c1::",
        "}}",
        "\\",
        "&nbsp;",
        "&amp;",
        ";",
        "?",
        "…",
        "“",
        "”",
        "→",
        "    ",
    ),
    *("**b**", "*i*", "**b c**", "(**b**)", "*i*,", "**b*", "- a\n- b", "1. a\n2. b", "\t", "(c)"),
    *(
        "{{c1::a}}",
        "{{c2::a b}}",
        "{{c1::a::b}}",
        "`a`",
        "`a(b)`",
        "``",
        "\\*",
        "\\#",
        "\\.",
        "1\\.",
    ),
    *("![](media/a.png)", "![](media/b-1.jpg)", "![](a.png)", "&nbsp;a", "**a?**", "*b.*", '"a"'),
    *(
        "$x$",
        "$x^2$",
        "$",
        "$\\frac{1}{y}$",
        "$a_1 + b$",
        "$\\href{a}{b}$",
        "($x$)",
        "\\* ",
        "\\# a",
    ),
    *("<u>a</u>", "<u>", "</u>", "<sub>2</sub>", '<span style="color:red">a b</span>', "<b>c?</b>"),
    *('<span style="font-family:x">', "</span>", "```\na = 1\n```", "```\n", "```"),
    *("\n\n<table><tbody><tr><td>a</td><td>b c</td></tr></tbody></table>\n\n", "<div>a</div>"),
    *(
        '<div style="text-align:center">a</div>',
        "</div>",
        "<td>",
        "<table>",
        "<tr>",
        '<div class="a">',
    ),
)
_TEXTS = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=9).map("".join)


@settings(max_examples=1500)
@given(_TEXTS, st.sampled_from([(True, False), (False, True), (False, False)]))
def test_what_is_evident_is_what_markdown_shows(text: str, how: tuple[bool, bool]) -> None:
    is_front, is_cloze = how
    heading, _, above = text.partition("\n") if is_front else ("", "", text)
    tree = evident_tree(above, heading if is_front else None, is_cloze=is_cloze)
    if tree is not None:
        parsed = from_html.parsed_shown(text, CLEAN, is_cloze=is_cloze, is_front=is_front)
        assert of_tree(tree) == parsed
