"""Nothing in the file is a card: templates, logs."""

from collections.abc import Iterator, Sequence

from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.values.card_settings import CardSettings


def _signs(_: CardSettings) -> Sequence[str]:
    return ()


def _find(_: NotePage) -> Iterator[FoundCard | MarkFault]:
    return iter(())


SHAPE = Shape(_signs, _find, alone=True)
