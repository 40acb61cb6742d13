"""The sheet's CSS: the look of cards as in Anki, and above it that of the page."""

import re
from collections.abc import Sequence
from importlib.resources import files

_NIGHT = re.compile(r"^\.nightMode ([^{]*\{[^}]*\})", re.MULTILINE)


def style(cards: str, sizes: Sequence[float]) -> str:
    """All of it; `cards` is the CSS of our note types.

    `sizes` are those of cards to cut, in points, the first for number 1.

    What is for the night holds on a screen only: paper is white.
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
    """A rule for the night that holds while a switch is on; the page itself carries some."""
    within = "" if rule.startswith(".page ") else ".page "
    return f"#{switch}:checked ~ {within}{rule}"
