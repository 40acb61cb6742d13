"""Inline HTML limited to what a card needs. Knows nh3 (Rust's ammonia, an HTML5 parser)."""

from functools import cache
from typing import Any

_TAGS = frozenset(
    # What the renderer makes of Markdown.
    "a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr img input li mark ol p pre s section "
    "span strong sub sup table tbody td th thead tr ul "
    # What Markdown has no sign for and a card may need.
    "abbr audio b bdi bdo caption cite col colgroup dd details dfn dl dt figcaption figure i ins "
    "kbd q rp rt ruby samp small source summary tfoot u var video wbr".split()
)
_ATTRIBUTES = {
    "*": frozenset("class dir lang title style hidden".split()),
    "a": frozenset({"href"}),
    "audio": frozenset({"src", "controls"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset("src alt width height".split()),
    "input": frozenset("type checked disabled".split()),
    "ol": frozenset("start type reversed".split()),
    "section": frozenset({"id"}),
    "source": frozenset("src type".split()),
    "td": frozenset("align colspan rowspan".split()),
    "th": frozenset("align colspan rowspan scope".split()),
    "video": frozenset("src controls width height poster loop muted".split()),
}
# Nothing here can move a box out of the card or load anything.
_STYLES = frozenset(
    "background-color border border-color border-style border-width color font-size font-style "
    "font-weight height list-style-type margin margin-left padding text-align text-decoration "
    "vertical-align width".split()
)
_SCHEMES = frozenset("http https mailto tel ftp obsidian".split())


@cache
def _cleaner() -> Any:  # noqa: ANN401  # nh3 is imported only when a source holds HTML
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        filter_style_properties=set(_STYLES),
        url_schemes=set(_SCHEMES),
        link_rel=None,
        clean_content_tags={"script", "style"},
    )


def clean(fragment: str) -> str:
    """The fragment with what no card needs taken out, and every element closed."""
    return str(_cleaner().clean(fragment))
