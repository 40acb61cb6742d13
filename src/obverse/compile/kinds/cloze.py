"""Cloze deletions in a text: one card for each number. The heading is the title above it."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from obverse.compile.kinds import Kind, Unfilled
from obverse.machine.late import late

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
from obverse.languages import cloze
from obverse.note_types import IN_TEXT

_TITLED = late(r'<div class="title">(.*?)</div>\n?', re.DOTALL)


def _fill(sides: "Sides") -> dict[str, str]:
    text = sides.html(sides.above, () if sides.separated else sides.below)
    title = sides.heading
    if cloze.START in title:
        # The title is shown as it stands, so a deletion in the heading goes into the text. Anki
        # wants a first field that is not blank, and an editor that shows it empty invites to fill
        # it: so it has the heading, which list and editor show, and the CSS of the card does not.
        text = f'<div class="title">{title}</div>\n{text}'.rstrip()
        title = f"{IN_TEXT}{cloze.replaced(title, _asked)}</span>"
    asked = len(sides.rendering.signs)
    extra = sides.answer if sides.separated else ""
    if len(sides.rendering.signs) > asked:
        _not_asked(sides, asked)
    return {"Title": title, "Text": text, "Extra": extra}


def _asked(_: str, hint: str) -> str:
    return f"[{hint or '...'}]"


def _not_asked(sides: "Sides", first: int) -> None:
    """A deletion below the separator is in a field from which Anki makes no card."""
    rendering = sides.rendering
    sign = rendering.signs[first]
    del rendering.signs[first:]
    if sign.token:
        rendering.begin(sign.token)
    message = "a cloze deletion below `***` is not asked"
    hint = "text below `***` in a cloze card is only shown with the answer: move it above"
    rendering.error("", "cloze-below-separator", message, hint)


def _unfill(fields: Mapping[str, str]) -> Iterator[Unfilled]:
    title, text, extra = (fields[name] for name in ("Title", "Text", "Extra"))
    if found := _TITLED.match(text):
        title, text = found[1], text[found.end() :]
    if extra:
        # As a paragraph of its own, whatever it holds.
        yield Unfilled(f"<p>{title}</p>\n{text}" if text else title, extra, separated=True)
    else:
        yield Unfilled(title, text)


KIND = Kind("obverse-cloze", _fill, default_for="deletions", marks=True, unfill=_unfill)
