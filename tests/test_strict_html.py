"""What is read of strict HTML is what the parsers read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards.from_html.strict import clean_tree, strict_tree
from obverse.cards.from_html.tree import parsed_tree
from obverse.languages import html

_TAGS = "b i u s em strong sub sup code br div p ul ol li span a table td pre script img".split()
_PARTS = (
    *(f"<{each}>" for each in _TAGS),
    *(f"</{each}>" for each in _TAGS),
    *("<br/>", "<br />", "<B>", "</B>", "< b>", "<b >", "<b", "<", ">", "&", "& ", "&amp;", "&lt;"),
    *(
        "&nbsp;",
        "&notit;",
        "&ampx",
        "&#39;",
        "&#65;",
        "&#0;",
        "\x00",
        "\xa0",
        " ",
        "\n",
        "a",
        "b c",
    ),
    *('<img src="a.png">', '<img src="a b.png">', '<span style="color:red">', '<a href="x&amp;y">'),
    *("<img src='a.png'>", '<b class="">', "<b hidden>", '<b a="1" a="2">', '"', "'", "<!-- a -->"),
    *("<ul><li>a</li><li><b>b</b></li></ul>", "<div><br></div>", "<div>a</div>", "<p>a</p>"),
)
_MARKUP = st.lists(st.sampled_from(_PARTS), max_size=8).map("".join)
_NESTED = st.recursive(
    st.sampled_from(["a", " b ", "<br>", "&amp;", '<img src="a.png">']),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(_TAGS[:15]), st.lists(inner).map("".join)
    ),
    max_leaves=12,
)


@settings(max_examples=1500)
@given(_MARKUP | _NESTED)
def test_strict_markup_is_read_as_a_parser_reads_it(markup: str) -> None:
    tree = strict_tree(markup)
    assert tree is None or tree == parsed_tree(markup)


@settings(max_examples=1500)
@given(_MARKUP | _NESTED)
def test_a_fragment_that_stays_is_not_changed_by_cleaning(fragment: str) -> None:
    tree = clean_tree(fragment)
    assert tree is None or tree == parsed_tree(html.clean(fragment))
    assert tree is None or tree == parsed_tree(html.clean_all(fragment))


def test_what_most_fields_are_is_read_strictly() -> None:
    assert clean_tree('a<br>b<div>c &amp; <b>d</b></div><ul><li>e</li></ul><img src="f.png">')
    assert strict_tree('<table><tbody><tr><td style="color:red">a</td></tr></tbody></table>')
