"""Cloze deletions in a text: one card a number. The heading is the title above it."""

import re

from obverse.kinds import Kind, Sides

_DELETION = re.compile(r"\{\{c[0-9,]+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def _fill(sides: Sides) -> dict[str, str]:
    text, extra = (sides.above, sides.below) if sides.separated else (sides.below, "")
    title = sides.heading
    if "{{c" in title:
        # The title is shown as it stands, so a deletion in the heading goes into the text. Anki
        # wants a first field that is not blank; `hidden` keeps it in the browser's list alone.
        text = f'<div class="title">{title}</div>\n{text}'.rstrip()
        title = f"<span hidden>{_DELETION.sub(_asked, title)}</span>"
    return {"Title": title, "Text": text, "Extra": extra}


def _asked(deletion: re.Match[str]) -> str:
    return f"[{deletion[2] or '...'}]"


KIND = Kind("obverse-cloze", _fill)
