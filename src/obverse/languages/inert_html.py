r"""Inert HTML: HTML of a field that may stay as it is, for nothing in it runs, loads or moves away.

Nothing is cleaned here. A field is accepted only if every `<` in it is understood: a whole tag of a
known element with known attributes in a strict form, a comment, or a `<` that no parser takes for a
tag. None of the elements switches a parser to another language (as `script`, `svg` and `textarea`
do), so the tags that are found are the tags that a browser finds (HTML 13.2.5). What is not
accepted may be harmless, and is cleaned as all other HTML.
"""

import re
from functools import lru_cache
from html import unescape

from obverse.languages import cloze, html, math_commands, media
from obverse.machine.late import late

_SPACE = "[ \\t\\n\\f\\r]"
_PLAIN = "b|i|u|s|em|strong|div|p|span|sub|sup|ul|ol|li|h[1-6]|tt|code|pre|hr|br|table|tbody|tr|td"
# Most fields are no more than this, and one look says so.
_SIMPLE = late(rf"(?:[^<\\]|<(?:/?(?:{_PLAIN}) ?/?)>)*+")
_TAG = late(
    rf"<(?:(?P<end>/)(?P<ended>[A-Za-z][A-Za-z0-9]*){_SPACE}*+>"
    rf"|(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:{_SPACE}++[^\s\"'<>/=]++"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>`]++))?+)*+){_SPACE}*+/?>"
    r"|!--(?!-?>)(?:(?!--).)*+-->"
    r"|(?=[^A-Za-z/!?]))",
    re.DOTALL,
)
_ATTRIBUTE = late(rf"([^\s\"'<>/=]+)(?:{_SPACE}*={_SPACE}*(\"[^\"]*\"|'[^']*'|[^\s\"'<>`]+))?")
_ELEMENTS = (html.allowed() | {"acronym", "big"}) - {"input"}
_ATTRIBUTES = frozenset(
    "align alt bgcolor border cellpadding cellspacing char charoff class clear color cols colspan "
    "contenteditable controls datetime dir face frame headers height hidden hspace id lang loading "
    "loop muted name noshade nowrap open rel reversed role rowspan rules scope size span start "
    "summary tabindex target title type valign value vspace width".split()
)
_ATTRIBUTE_FAMILIES = ("data-", "aria-", "xml:", "xmlns")
_ADDRESSES = {"href": ("a",), "src": ("img", "audio", "video", "source"), "poster": ("video",)}
_PICTURE = late(r"data:image/[a-z0-9.+-]+[;,]", re.IGNORECASE)
# What such a property changes stays in the card; the value is looked at too.
_PROPERTY = late(
    r"--[\w-]+|-(?:webkit|moz|ms|o|epub)-[a-z-]+|mso-[a-z-]+|(?:align|aspect|background|border|box"
    r"|break|caption|caret|color|column|columns|cursor|direction|display|empty|flex|float|clear|font"
    r"|gap|grid|height|hyphens|justify|letter|line|list|margin|max|min|object|order|orphans|outline"
    r"|overflow|padding|page|position|quotes|row|ruby|speak|tab|table|text|unicode|user|vertical"
    r"|white|widows|width|word|writing|punctuation|inline|block)(?:-[a-z]+)*"
)
_MOVES = late(
    "animation|behavio|binding|clip|filter|mask|perspective|position|transform|transition|translate"
)
_LOADS = late(r"[\\@<]|/\*|url|expression|script|image|src|attr|element")
_HIDES = {
    "display": re.compile("none"),
    "font": re.compile(r"(?<![\d.])0+(?:\.0*)?(?![\d.])"),
    "font-size": re.compile(r"(?<![\d.])0+(?:\.0*)?(?![\d.])"),
}
_BACKWARDS = late(r"-\s*[\d.]|calc|var")


def is_inert(field: str) -> bool:
    """Whether a field may stay as it is; of what this does not understand it says no."""
    if "<" not in field and "\\" not in field:
        return True
    if _SIMPLE.fullmatch(field):
        return True
    at = field.find("<")
    while at >= 0:
        found = _TAG.match(field, at)
        if not found or not (found[0] == "<" or _is_inert_tag(found[0])):
            return False
        at = field.find("<", max(found.end(), at + 1))
    return "\\" not in field or _is_inert_math(field)


def _is_inert_math(field: str) -> bool:
    """Whether no command of TeX reaches beyond math, also where a tag or a deletion divides it."""
    whole = unescape(field)
    return not any(
        math_commands.tamed(text)[1]
        for text in (whole, cloze.without_halves(unescape(_TAG.sub("", field))))
    )


@lru_cache(maxsize=1 << 12)
def _is_inert_tag(tag: str) -> bool:
    """Whether a tag, or a comment, is inert; the tags of a deck are few, again and again."""
    found = _TAG.match(tag)
    if not found:
        return False
    if found["end"]:
        return found["ended"].lower() in _ELEMENTS
    if not found["name"]:
        return True
    name = found["name"].lower()
    return name in _ELEMENTS and all(
        _is_inert_attribute(name, each[1].lower(), unescape((each[2] or "").strip("\"'")))
        for each in _ATTRIBUTE.finditer(found["attributes"])
    )


def _is_inert_attribute(tag: str, name: str, value: str) -> bool:
    if name in _ADDRESSES:
        address = re.sub(r"[\x00-\x20]", "", value)
        is_picture = tag == "img" and _PICTURE.match(address)
        is_lost = name == "src" and media.is_local(address)  # a file that nobody else has
        return tag in _ADDRESSES[name] and bool(is_picture or is_lost or html.is_safe(address))
    if name == "style":
        return all(map(_is_inert_style, value.lower().split(";")))
    if not value and not name.startswith("on"):
        return True
    return name in _ATTRIBUTES or name.startswith(_ATTRIBUTE_FAMILIES)


def _is_inert_style(declaration: str) -> bool:
    """Whether a declaration loads nothing, and neither hides its element nor moves it away."""
    name, _, value = (part.strip() for part in declaration.partition(":"))
    if not name:
        return not value
    if not _PROPERTY.fullmatch(name) or _LOADS.search(value):
        return False
    if name == "position":
        return value in ("static", "relative", "initial", "inherit")
    if _MOVES.search(name) or (name.startswith("margin") and _BACKWARDS.search(value)):
        return False
    return name not in _HIDES or not _HIDES[name].search(value)
