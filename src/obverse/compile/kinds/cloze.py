"""Cloze deletions in a text: one card a number. The heading is the title above it."""

import re
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind

if TYPE_CHECKING:
    from obverse.compile.sides import Sides

_DELETION = re.compile(r"\{\{c[^:]*::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def _fill(sides: "Sides") -> dict[str, str]:
    text = sides.html(sides.above, () if sides.separated else sides.below)
    title = sides.heading
    if "{{c" in title:
        # The title is shown as it stands, so a deletion in the heading goes into the text. Anki
        # wants a first field that is not blank; `hidden` keeps it in the browser's list alone.
        text = f'<div class="title">{title}</div>\n{text}'.rstrip()
        title = f"<span hidden>{_DELETION.sub(_asked, title)}</span>"
    asked = len(sides.rendering.signs)
    extra = sides.answer if sides.separated else ""
    if len(sides.rendering.signs) > asked:
        _not_asked(sides, asked)
    return {"Title": title, "Text": text, "Extra": extra}


def _asked(deletion: re.Match[str]) -> str:
    return f"[{deletion[2] or '...'}]"


def _not_asked(sides: "Sides", first: int) -> None:
    """A deletion below the separator stands in a field that Anki makes no card from."""
    rendering = sides.rendering
    sign = rendering.signs[first]
    del rendering.signs[first:]
    if sign.token:
        rendering.begin(sign.token)
    message = "a cloze deletion below `***` is not asked"
    hint = "what follows `***` in a cloze card is only shown with the answer: move it above"
    rendering.error("", "cloze-below-separator", message, hint)


KIND = Kind("obverse-cloze", _fill, default_for="deletions", marks=True)
