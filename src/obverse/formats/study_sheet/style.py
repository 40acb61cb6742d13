"""The CSS of the sheet: that of cards as in Anki, then that of the page."""

import re
from collections.abc import Sequence
from importlib.resources import files

_NIGHT = re.compile(r"^\.nightMode ([^{]*\{[^}]*\})", re.MULTILINE)


def style(cards: str, sizes: Sequence[float]) -> str:
    """The whole CSS; `cards` is the CSS of the built-in note types.

    `sizes` are those of cards to cut, in points, the first for number 1.

    The rules of night mode are for screens only: paper is white.
    """
    night = _NIGHT.findall(cards)
    page = (files("obverse.formats.study_sheet") / "style.css").read_text(encoding="utf-8")
    night += _NIGHT.findall(page)
    told = "\n".join(_below("night", rule) for rule in night)
    found = "\n".join(_below("auto", rule) for rule in night)
    small = "\n".join(
        f"  #cards:checked ~ .page .size-{number} {{ font-size: {points}pt; }}"
        for number, points in enumerate((*sizes, sizes[-1]), start=1)
    )
    return "\n".join(
        (
            _NIGHT.sub("", cards),
            _NIGHT.sub("", page),
            f"@media screen {{\n{told}\n}}",
            f"@media screen and (prefers-color-scheme: dark) {{\n{found}\n}}",
            f"@media print {{\n{small}\n}}",
        )
    )


def _below(switch: str, rule: str) -> str:
    """A rule of night mode that applies while a switch is on; some are for the page itself."""
    within = "" if rule.startswith(".page ") else ".page "
    return f"#{switch}:checked ~ {within}{rule}"
