"""Kept HTML: how much of the HTML of a field an import keeps."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from obverse.errors import ObverseError
from obverse.languages.inert_html import is_inert
from obverse.values.source import FORBIDDEN

STYLES = ("keep", "drop")
_TRUST = 'to keep it, write `html = "trust"` into `obverse.toml`, and import again'
_NO_ELEMENTS = ("the form of the text", "elements nested")
_STYLED = re.compile(r"<font\b|\sstyle\s*=", re.IGNORECASE)
_OLD_MATH = "[/$"  # becomes math that MathJax shows


class KeptHtml(NamedTuple):
    """With `trust` all is kept, else what a card needs; without `styles` no colours and sizes."""

    trust: bool = False
    styles: bool = True


CLEAN = KeptHtml()


def kept_html(styles: str, *, trust: bool) -> KeptHtml:
    """What the option `styles` and the project's setting `html` ask for. Raises `ObverseError`."""
    if styles not in STYLES:
        known = " or ".join(f"`{each}`" for each in STYLES)
        raise ObverseError(f"`styles` cannot be `{styles}`", f"it is {known}")
    return KeptHtml(trust, styles == "keep")


def hint(lost: str, keep: KeptHtml) -> str:
    """What to do about something that is left out."""
    return "look at the card in Anki" if keep.trust or lost.startswith(_NO_ELEMENTS) else _TRUST


def may_stay(fields: Iterable[str], lost: Iterable[str], keep: KeptHtml) -> bool:
    """Whether a note may keep its own HTML: it looks as its Markdown does, and does no harm.

    `lost` is what the Markdown of its fields lacks.
    """
    if any(each.startswith(_NO_ELEMENTS) for each in lost):
        return False
    return all(
        not FORBIDDEN.search(field)
        and _OLD_MATH not in field
        and (keep.styles or not _STYLED.search(field))
        and (keep.trust or is_inert(field))
        for field in fields
    )
