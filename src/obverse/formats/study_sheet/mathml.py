r"""Math in a field (`\(..\)`, `\[..\]`) as MathML, which browsers typeset without extra fonts.

The only file that imports latex2mathml. Math that it cannot read, such as `\ce{..}`, is shown as
written, in a box.
"""

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

from obverse.languages import cloze

# Nothing is math within code (as in MathJax, which Anki uses). A backslash and what follows it are
# one command, and no math is in other math: what is never closed is looked through once.
_MATH = re.compile(
    r"(?P<code><(?P<tag>code|pre)\b(?:(?!<(?P=tag)\b).)*?</(?P=tag)>)"
    r"|\\\((?P<inline>(?:[^\\]++|\\[^()]){1,1000}+)\\\)|\\\[(?P<block>(?:[^\\]++|\\[^\[\]]){1,1000}+)\\\]",
    re.DOTALL,
)
_ELEMENTS = frozenset(
    "math maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom "
    "mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder "
    "munderover none".split()
)
_MATHML = "http://www.w3.org/1998/Math/MathML"
_LONGEST = 5000  # characters of one formula, as above; the library is not made for more


def typeset(field: str, *, answered: bool) -> str:
    """The field with its math as MathML; a deletion within it becomes its text, or a gap."""
    if "\\(" not in field and "\\[" not in field:
        return field

    def made(found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        tex = unescape(found["inline"] or found["block"])
        tex = cloze.replaced(tex, lambda text, _: f"{{{text}}}" if answered else r"{[\ldots]}")
        return _mathml(tex.strip(), is_block=bool(found["block"]))

    return _MATH.sub(made, field)


@lru_cache(maxsize=4096)
def _mathml(tex: str, *, is_block: bool) -> str:
    try:
        if len(tex) > _LONGEST:
            raise ValueError("too long")  # noqa: TRY301  # one way out for all that is not math
        root = ET.fromstring(convert(tex, display="block" if is_block else "inline"))  # noqa: S314
        _check(root)
    except Exception:  # noqa: BLE001  # the library raises whatever its stack of tokens runs into
        # `}}` would end a cloze deletion around the formula.
        shown = escape(tex, quote=False).replace("}", "&#125;")
        return f'<code class="tex">{shown}</code>'
    ET.register_namespace("", _MATHML)
    return ET.tostring(root, encoding="unicode").replace("}", "&#125;")


def _check(root: ET.Element) -> None:
    """Refuse anything but plain math, and a command that came through as its name."""
    for each in root.iter():
        name = each.tag.removeprefix(f"{{{_MATHML}}}")
        if name not in _ELEMENTS or (each.text or "").startswith("\\"):
            raise ValueError(name)
        for attribute in each.attrib:
            if attribute.startswith("on") or "href" in attribute or attribute == "style":
                raise ValueError(attribute)
