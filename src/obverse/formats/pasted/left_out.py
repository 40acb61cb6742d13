"""The lines of a page that are in none of its cards: counted, and shown."""

import re
from collections.abc import Iterable, Sequence

from obverse.cards.cards import WrittenCard
from obverse.cards.file_names import printable
from obverse.formats.pasted.furniture import CERTAIN, COUNTS, LIKELY, TAIL
from obverse.formats.pasted.lines import Line
from obverse.formats.pasted.marked import PAIRS
from obverse.values.diagnostic import Diagnostic, info, warning
from obverse.values.source import Place

_LISTED = 6  # lines in the message
_LONGEST = 60  # characters of one
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"\t| {2,}|[|:;]| [-–—=] ")
_MARKERS = frozenset(word for pair in PAIRS for side in pair for word in side.split()) | frozenset(
    "terms definitions questions answers cards".split()
)
_BACK = 4096  # characters: a word of a card may be found before its first line
_MOST_MARKERS = 3  # words at the start of a line that may mark a card: `Card 3 Question`


def left_out(
    lines: Sequence[Line], cards: Iterable[WrittenCard], title: str, name: str
) -> dict[Diagnostic, tuple[str, ...]]:
    """The finding about the lines that are in no card and not the title, and these lines.

    Marks of cards and running numbers are no lines of their own.
    """
    # A line may hold both sides, with anything between them.
    there = _CardText(_words(f"{card.front} {card.back}") for card in cards)
    names = {_words(title), _words(f"{title} flashcards")}
    says = [line for line in lines if _says(line) and _words(line.text) not in names]
    lost = [line for line in says if not _is_there(line, there)]
    numbers = _running_numbers(lost)
    lost = [line for line in lost if line.number not in numbers]
    if not lost:
        return {}
    odd = [line for line in lost if not _is_furniture(line)]
    first = [*odd, *_but(lost, odd)]
    listed = ", ".join(f"`{_shown(line)}`" for line in first[:_LISTED])
    listed += f" and {len(first) - _LISTED:,} more" if len(first) > _LISTED else ""
    count = "1 line of the page is" if len(lost) == 1 else f"{len(lost):,} lines of the page are"
    message = f"{count} in no card: {listed}"
    place = Place(name, (odd or lost)[0].number)
    found = warning(place, "left-out-line", message, _hint(lines, odd))
    if not odd:
        found = info(place, "left-out-line", message)
    return {found: tuple(f"line {line.number}: {_shown(line)}" for line in lost)}


class _CardText:
    """The words of all cards, in which a run of words is looked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        texts = [*texts]
        between = " \n "
        self._text = f" {between.join(texts)} "
        # Lines are in the order of the cards, so a search begins near what was found last. What is
        # not there is mostly known by three words that are not, without a search.
        self._at = 0
        self._runs = {run for text in texts for run in _runs_of(text.split())}

    def holds(self, words: Sequence[str]) -> bool:
        """Whether these words are in one card, one after the other."""
        if not all(run in self._runs for run in _runs_of(words)):
            return False
        written = f" {' '.join(words)} "
        at = self._text.find(written, max(0, self._at - _BACK))
        at = self._text.find(written) if at < 0 else at
        self._at = at if at >= 0 else self._at
        return at >= 0


def _runs_of(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Each word, and each three words in a row."""
    yield from ((word,) for word in words)
    yield from zip(words, words[1:], words[2:], strict=False)


def _but(lines: Sequence[Line], others: Iterable[Line]) -> list[Line]:
    numbers = {line.number for line in others}
    return [line for line in lines if line.number not in numbers]


def _hint(lines: Sequence[Line], odd: Sequence[Line]) -> str | None:
    """What to do about lines that no site puts on its pages."""
    if not odd:
        return None
    ends = (each for each in lines if each.number < odd[0].number and TAIL.fullmatch(each.text))
    end = next(ends, None)
    if end is None:
        return "if one belongs to a card, add it there, or paste the page again"
    return (
        f"what follows `{_shown(end)}` in line {end.number} is read as the end of the page: if it "
        "is not, delete that line and import again"
    )


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _says(line: Line) -> bool:
    words = _words(line.text).split()
    return bool(words) and not (len(words) == 1 and words[0] in _MARKERS)


def _is_there(line: Line, there: _CardText) -> bool:
    words = _words(line.text).split()
    for marker in range(min(_MOST_MARKERS, len(words) - 1) + 1):
        if not all(map(_may_mark, words[:marker])):
            break
        if there.holds(words[marker:]):
            return True
    parts = [_words(part) for part in _BETWEEN.split(line.raw)]
    told = [part for part in parts if not all(map(_may_mark, part.split()))]
    return len(parts) > 1 and all(there.holds(part.split()) for part in told)


def _may_mark(word: str) -> bool:
    return word in _MARKERS or word.isdecimal() or len(word) == 1


def _running_numbers(lost: Sequence[Line]) -> frozenset[int]:
    """The lines that only number the cards: 1, 2, 3 and so on."""
    numbered = [line for line in lost if _words(line.text).isdecimal()]
    values = [int(_words(line.text)[:9]) for line in numbered]
    is_running = values == list(range(1, len(values) + 1))
    return frozenset(line.number for line in numbered) if is_running else frozenset()


def _is_furniture(line: Line) -> bool:
    return any(each.fullmatch(line.text) for each in (COUNTS, CERTAIN, LIKELY, TAIL)) or all(
        LIKELY.fullmatch(part) for part in re.split(r"\t| {2,}", line.raw.strip())
    )


def _shown(line: Line) -> str:
    return printable(" ".join(line.text.split()))[:_LONGEST]
