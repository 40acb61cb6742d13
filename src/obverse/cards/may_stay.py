"""May stay: whether a note that is imported may keep the HTML that it has."""

import re
from collections.abc import Iterable

from obverse.cards.kept_html import NO_ELEMENTS, KeptHtml
from obverse.languages.inert_html import is_inert
from obverse.values.source import FORBIDDEN

_STYLED = re.compile(r"<font\b|\sstyle\s*=", re.IGNORECASE)
_OLD_MATH = "[/$"  # becomes math that MathJax shows


def may_stay(fields: Iterable[str], lost: Iterable[str], keep: KeptHtml) -> bool:
    """Whether a note may keep its own HTML: it looks as its Markdown does, and does no harm.

    `lost` is what the Markdown of its fields lacks.
    """
    if any(each.startswith(NO_ELEMENTS) for each in lost):
        return False
    return all(
        not FORBIDDEN.search(field)
        and _OLD_MATH not in field
        and (keep.styles or not _STYLED.search(field))
        and (keep.trust or is_inert(field))
        for field in fields
    )
