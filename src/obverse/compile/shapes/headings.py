"""Every `##` section is a card: files made for cards, which the cutter reads as they are."""

from collections.abc import Iterator, Sequence

from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings


def _signs(_: CardSettings) -> Sequence[str]:
    return ()


def _find(_: NotePage) -> Iterator[FoundCard | MarkFault]:
    return iter(())


_LOOKS = late(r" {0,3}##[ \t]+\S.*")

SHAPE = Shape(_signs, _find, "`##` heading", _LOOKS.fullmatch, rank=2, alone=True)
