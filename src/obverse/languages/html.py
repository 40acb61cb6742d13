"""HTML reduced to what a card needs. The only file that imports nh3 (Rust's ammonia, HTML5).

Only the parser cleans. What is reported about it (`removed`) is found with regular expressions,
which may miss something that is removed but cannot let anything through.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any

NO_HEADING = "<wbr>"  # as a heading it shows nothing, and the card is not skipped
_TAGS = frozenset(
    # What the renderer makes of Markdown.
    "a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr img input li mark ol p pre s section "
    "span strong sub sup table tbody td th thead tr ul "
    # What Markdown has no syntax for and a card may need.
    "abbr audio b bdi bdo caption center cite col colgroup dd details dfn dl dt figcaption figure "
    "font i ins kbd q rp rt ruby samp small source strike summary tfoot tt u var video wbr".split()
)
# Removed and reported; any other name is not an element at all (`Map<String, Int>`).
_DROPPED = frozenset(
    "acronym address applet area article aside base basefont bgsound big blink body button canvas "
    "data datalist dialog dir embed fieldset footer form frame frameset head header hgroup html "
    "iframe isindex keygen label legend link listing main map marquee math menu menuitem meta "
    "meter nav nobr noembed noframes noscript object optgroup option output param picture "
    "plaintext portal progress script search select slot spacer style svg template textarea time "
    "title track xml xmp foreignobject animate set use image desc g path circle rect text".split()
)
_ATTRIBUTES = {
    "*": frozenset("class dir lang title style hidden".split()),
    "a": frozenset({"href"}),
    "audio": frozenset({"src", "controls"}),
    "bdo": frozenset(),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open", "data-callout"}),
    "div": frozenset({"data-callout"}),
    "font": frozenset({"color"}),
    "img": frozenset("src alt width height".split()),
    "input": frozenset("checked disabled".split()),
    "li": frozenset({"value"}),
    "ol": frozenset("start type reversed data-shuffle".split()),
    "source": frozenset("src type".split()),
    "td": frozenset("align colspan rowspan".split()),
    "th": frozenset("align colspan rowspan scope".split()),
    "ul": frozenset({"data-shuffle"}),
    "video": frozenset("src controls width height poster loop muted".split()),
}
# Nothing here can move a box out of the card or load anything.
_STYLES = frozenset(
    "aspect-ratio background-color border border-color border-style border-width color font-size "
    "font-style font-weight height list-style-type padding text-align text-decoration "
    "vertical-align width".split()
)
_VOID = frozenset("br col hr img input source wbr".split())
_SCHEMES = frozenset("http https mailto tel ftp obsidian zotero".split())

# Compiled by `re` when they are first used: most sources hold no HTML.
_TAG = r"<(/?)([A-Za-z][\w:.-]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>?"
_ATTRIBUTE = r"([^\s=/>\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?"
# Or a value of another attribute, in which nothing is one.
_SOURCE = r"""(?i)(?<![\w-])((?:src|poster)\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)|"[^"]*"|'[^']*'"""
_SCHEME = r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-]*):"
_CODE = r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)"
_COMMENT = r"(?s)<!--(?:-?>|.*?-->)"
# What a browser reads as a comment, or as one without its end.
# Bounded: what is never closed would be looked through to the end from every opening.
_DECLARATION = (
    r"(?s)<(?:\?(?:[^<]{,2000}?\?>)?|!\[CDATA\[(?:.{,500}?\]\]>)?"
    r"|![A-Za-z](?:[^<>]{,2000}>)?|!(?:--)?)"
)
_MARKUP = (
    r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)"
    r"|</?[a-z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>"
)


@cache
def _cleaner() -> Any:  # noqa: ANN401  # nh3 is imported only when a source holds HTML
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        filter_style_properties=set(_STYLES),
        url_schemes=set(_SCHEMES),
        link_rel=None,
        clean_content_tags={"script", "style"},
    )


def clean(fragment: str) -> str:
    """The fragment without what no card needs, and with every element closed."""
    return str(_cleaner().clean(fragment))


def clean_all(fragment: str) -> str:
    """The fragment with all its elements and attributes, every element closed."""
    tags, attributes = set(_TAGS), {"style"}
    for found in re.finditer(_TAG, fragment):
        # In an SVG case counts (`viewBox`).
        tags.update((found[2], found[2].lower()))
        for each in re.finditer(_ATTRIBUTE, found[3]):
            attributes.update((each[1], each[1].lower()))
    return str(_trusting(frozenset(tags), frozenset(attributes)).clean(fragment))


def closed(fragment: str) -> str:
    """The fragment; with every element closed, and none closed that it does not open."""
    opened: list[str] = []
    for found in re.finditer(_TAG, fragment):
        name = found[2].lower()
        if name in _VOID:
            continue
        if not found[1]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return clean_all(fragment)
    return clean_all(fragment) if opened else fragment


@lru_cache(maxsize=64)
def _trusting(tags: frozenset[str], attributes: frozenset[str]) -> Any:  # noqa: ANN401  # as above
    import nh3

    return nh3.Cleaner(
        tags=set(tags),
        attributes={"*": set(attributes - {"rel"})},
        url_schemes={*_SCHEMES, "data", "javascript", "file", "blob", "sms"},
        link_rel=None,
        clean_content_tags=set(),
    )


def allowed() -> frozenset[str]:
    """The names of the elements that stay."""
    return _TAGS


def is_safe(address: str) -> bool:
    """Whether an address is relative, or has a scheme that does not run anything by itself."""
    found = re.match(_SCHEME, address)
    return not found or found[1].lower() in _SCHEMES


def without_comments(fragment: str) -> str:
    """The fragment without `<!-- comments -->`; one that is not closed is left as it is."""
    return _comments_replaced(fragment, lambda _: "") if "<!--" in fragment else fragment


def _comments_replaced(fragment: str, made: Callable[[re.Match[str]], str]) -> str:
    # Up to the last end of one: what is never closed would be looked through from every opening.
    end = fragment.rfind("-->") + len("-->")
    return re.sub(_COMMENT, made, fragment[:end]) + fragment[end:] if end > 2 else fragment  # noqa: PLR2004


def declarations(fragment: str) -> Iterator[str]:
    """The declarations of a fragment without comments, such as `<!DOCTYPE html>`: never shown."""
    yield from re.findall(_DECLARATION, fragment)


def with_declarations(fragment: str) -> str:
    """The fragment with its declarations as text."""
    return re.sub(_DECLARATION, lambda found: escape(found[0], quote=False), fragment)


def without_markup(fragment: str) -> str:
    """The fragment with spaces in place of its markup: the text keeps its places."""

    def blank(found: re.Match[str]) -> str:
        return " " * len(found[0])

    return re.sub(_MARKUP, blank, _comments_replaced(fragment, blank))


def removed(fragment: str) -> Iterator[tuple[str, str]]:
    """(as written, what it is) for each tag and attribute of a fragment that cleaning removes."""
    for found in re.finditer(_TAG, fragment):
        closes, name, attributes = found[1], found[2].lower(), found[3]
        if name in _DROPPED and not closes:
            yield found[0].split("\n", 1)[0], f"`<{name}>`"
        elif name in _TAGS:
            for attribute in re.finditer(_ATTRIBUTE, attributes):
                if what := _removed_attribute(name, attribute[1].lower(), attribute[2] or ""):
                    yield attribute[0].split("\n", 1)[0], what


def _removed_attribute(tag: str, name: str, value: str) -> str:
    value = unescape(value.strip("\"'"))
    if name == "type" and tag == "input" and value == "checkbox":
        return ""
    if name not in _ATTRIBUTES["*"] and name not in _ATTRIBUTES.get(tag, ()):
        return f"the attribute `{name}` of `<{tag}>`"
    if name in ("href", "src", "poster") and not is_safe(re.sub(r"[\x00-\x20]", "", value)):
        return f"the address `{value.partition(':')[0].strip()}:` of `<{tag}>`"
    if name == "style":
        wrong = [each for each in _properties(value) if each not in _STYLES]
        return f"the style `{wrong[0]}` of `<{tag}>`" if wrong else ""
    return ""


def _properties(style: str) -> Iterator[str]:
    for declaration in style.split(";"):
        if name := declaration.partition(":")[0].strip().lower():
            yield name


def prepared(fragment: str, *, inline: bool) -> str:
    """The fragment without what would swallow the text after it when it is cleaned.

    Text that only looks like a tag (`List<int>`) is shown as written. So is, within a line, a tag
    that no card needs: usually the text is about it.
    """

    def shown(found: re.Match[str]) -> str:
        name = found[2].lower()
        if name in _TAGS:
            return found[0]
        return "" if name in _DROPPED and not inline else escape(found[0], quote=False)

    return re.sub(_TAG, shown, fragment if inline else re.sub(_CODE, "", fragment))


def box(width: str, height: str) -> str:
    """The attributes of a picture of this size in pixels, either of which may be empty.

    A card's CSS makes what is too wide narrower, and the height follows: with both, by the ratio
    of the two and not by that of the file.
    """
    sizes = {"width": width, "height": height}
    written = "".join(f' {name}="{value}"' for name, value in sizes.items() if value)
    return f'{written} style="aspect-ratio:{width}/{height}"' if width and height else written


def boxed(fragment: str) -> str:
    """The fragment with the ratio said for each picture and video that has a width and a height."""

    def in_tag(found: re.Match[str]) -> str:
        if found[1] or found[2].lower() not in ("img", "video"):
            return found[0]
        written = {name.lower(): value for name, value in re.findall(_ATTRIBUTE, found[3])}
        width, height = (_pixels(written.get(name, "")) for name in ("width", "height"))
        if not width or not height or "style" in written:
            return found[0]
        return f'<{found[2]} style="aspect-ratio:{width}/{height}"{found[3]}>'

    return re.sub(_TAG, in_tag, fragment)


def _pixels(value: str) -> str:
    found = re.fullmatch(r"\s*([1-9][0-9]*)(?:px)?\s*", value.strip("\"'"))
    return found[1] if found else ""


def with_media(fragment: str, name: Callable[[str], str]) -> str:
    """The fragment with `name(path)` for the file of each picture, sound and video."""

    def renamed(found: re.Match[str]) -> str:
        path = unescape((found[2] or "").strip("\"'"))
        return f'{found[1]}"{escape(name(path))}"' if path else found[0]

    def in_tag(found: re.Match[str]) -> str:
        is_media = found[2].lower() in ("img", "audio", "video", "source")
        return re.sub(_SOURCE, renamed, found[0]) if is_media else found[0]

    return re.sub(_TAG, in_tag, fragment)
