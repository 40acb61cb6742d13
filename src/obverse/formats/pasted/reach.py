"""How far above and below a line there are questions, requested lists and options to choose."""

from collections.abc import Sequence

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.shape import OPTION, Shape, shape_of


def distances(asking: list[bool]) -> tuple[list[int], list[int]]:
    """For each line how many lines since the last question mark, and until the next."""
    since, until, last = [], [], 99
    for asks in asking:
        since.append(last)
        last = 1 if asks else last + 1
    last = 99
    for asks in reversed(asking):
        until.append(last)
        last = 1 if asks else last + 1
    return since, until[::-1]


def wants(shapes: list[Shape]) -> list[tuple[str, int]]:
    """For each line what the last request above it asks for, and how far up that is."""
    found: list[tuple[str, int]] = []
    now, ago = "none", 0
    for shape in shapes:
        found.append((now, min(ago, 4)))
        now, ago = (shape.wants, 1) if shape.wants else (now, ago + 1)
    return found


def promises(shapes: list[Shape]) -> list[str | None]:
    """For each line whether a list that was asked for by number is due, or is full."""
    left: list[str | None] = []
    due = -9
    for shape in shapes:
        left.append(None if due < -1 else "due" if due > 0 else "full" if due == 0 else "over")
        due -= 1
        if shape.promise and (shape.end == "?" or shape.first in {"order", "many", "hint", "ask"}):
            due = shape.promise
    return left


def option_letter(text: str) -> str:
    """The letter of an option such as `b) yes`, as a capital; nothing for another line."""
    return next(c for c in text if c.isalpha()).upper() if OPTION.match(text) else ""


def option_text(text: str) -> str:
    """The line without the letter of an option, to see which one was chosen."""
    return OPTION.sub(lambda found: found[0][-1], text).lower().rstrip(". ")


def repeats(lines: Sequence[Line]) -> list[int]:
    """The questions that begin a passage that occurs twice: a repeated card."""
    last: dict[str, int] = {}
    found: list[int] = []
    for place, line in enumerate(lines):
        first = last.get(line.text)
        last[line.text] = place
        if first is None or place + 1 >= len(lines) or place - first < 2:
            continue
        apart = first == 0 or lines[first - 1].text != lines[place - 1].text
        if apart and lines[first + 1].text == lines[place + 1].text:
            shape = shape_of(line.text)
            found.extend([first, place] if shape.asks or shape.wants else [])
    return found
