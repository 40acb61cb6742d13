"""How far above and below a line there are questions, requested lists and options to choose."""

from collections.abc import Sequence
from typing import Final

from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.shape import OPTION, Shape, shape_of

_FEWEST_AGAIN: Final = 3  # cards that have the same second question
_FARTHEST: Final = 8  # lines from an option to the answer that repeats it


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


def choices(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """For each line how far above and below it a line between options and answer reaches.

    An answer repeats one of the options, a few lines above. Of a line from that option to its
    answer these are the lines since the option and those until the answer; (-1, -1) of another.
    """
    found = [(-1, -1)] * len(lines)
    last: dict[str, int] = {}
    for place, line in enumerate(lines):
        text = option_text(line.text)
        option = last.get(text, -_FARTHEST)
        if place - option < _FARTHEST:
            for between in range(option, place + 1):
                found[between] = between - option, place - between
        last[text] = place
    return found


def repeats(lines: Sequence[Line]) -> list[int]:
    """The lines that start a card because of a passage that occurs twice: repeated cards.

    They are the questions that begin it, and the line below it if it is followed by itself at once:
    then it is of whole cards.
    """
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
            if shape.asks or shape.wants:
                found.extend([first, place, *_after_twice(lines, first, place)])
    return found


def asked_again(lines: Sequence[Line]) -> list[int]:
    """The lines that ask a second time: the same few times over, always below another question."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if line.text.endswith("?"):
            places.setdefault(line.text, []).append(place)
    return [
        place
        for text, where in places.items()
        if len(where) >= _FEWEST_AGAIN
        and all(each and lines[each - 1].text.endswith("?") for each in where)
        and all(lines[each - 1].text != text for each in where)
        for place in where
    ]


def _after_twice(lines: Sequence[Line], first: int, second: int) -> list[int]:
    """The line after the passage from `second` on, if it repeats all from `first` to there."""
    end = 2 * second - first
    if end >= len(lines):
        return []
    pairs = zip(lines[first:second], lines[second:end], strict=True)
    return [end] if all(one.text == other.text for one, other in pairs) else []
