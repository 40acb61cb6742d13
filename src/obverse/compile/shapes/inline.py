"""One line is a card: `question :: answer`, ` ::: ` both ways, white space on both sides."""

from collections.abc import Iterator, Sequence
from functools import partial

from obverse.compile.one_line import Split, cloze_signs, clozes, may_be_one_line, one_line
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings

_BOTH = late(r"(?<=\s):::(?=\s)")
_ONE = late(r"(?<=\s)::(?=\s)")


def _signs(settings: CardSettings) -> Sequence[str]:
    return (":: ", "::\t", *cloze_signs(settings.highlights))


def _split(line: str) -> Split | None:
    for sign, both in ((_BOTH, True), (_ONE, False)):
        if found := sign.search(line):
            return found.start(), found.end(), both
    return None


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    yield from one_line(page, _split)
    yield from clozes(page)


SHAPE = Shape(_signs, _find, "` :: ` line", partial(may_be_one_line, splitter=_split), rank=5)
