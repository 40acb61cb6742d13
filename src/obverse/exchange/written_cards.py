"""Written cards: those of all sources as their authors wrote them, read by another process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.cards.reparse import reparse
from obverse.errors import TextError
from obverse.languages import front_matter
from obverse.languages.markdown.line_ends import with_hard_breaks
from obverse.machine.codec import Encoded
from obverse.machine.share import SharedWork, shared_out
from obverse.note_types import NoteType
from obverse.values.card_settings import CardSettings
from obverse.values.source import decode

_WORTH_TWO = 100_000  # bytes of sources


class _Row(NamedTuple):
    """What a source says of a card."""

    front: str
    back: str
    tags: tuple[str, ...]
    deck: str
    kinds: tuple[str, ...]
    draft: bool
    comment: str
    note_type: str
    fields: dict[str, str]
    pin: str
    extra: str
    context: str
    line: int


class _Rows(NamedTuple):
    cards: tuple[_Row, ...]


@contextmanager
def written_cards(
    sources: Mapping[str, bytes],
    types: Mapping[str, NoteType],
    settings: CardSettings,
    breaks: bool,  # noqa: FBT001  # a setting, as the others
) -> Iterator[Callable[[], Iterator[tuple[WrittenCard, ...]]]]:
    """The cards of each source, in order; `types` are the custom note types by key.

    With `breaks` the end of a line is a break, where a source says nothing else. Where there are
    many, another process reads them beside what the block does.
    """
    one = partial(cards_in_source, types=types, settings=settings, breaks=breaks)
    if sum(map(len, sources.values())) < _WORTH_TWO:
        yield lambda: map(one, sources.items())
        return

    def end(cards: tuple[WrittenCard, ...], _: bytes) -> Encoded[_Rows]:
        return Encoded(_Rows, _Rows(tuple(map(_row, cards))))

    with shared_out(SharedWork(_Rows, one, end), [*sources.items()]) as made:
        yield lambda: (
            tuple(WrittenCard(**row._asdict()) for row in each.value.cards) for each in made
        )


def cards_in_source(
    source: tuple[str, bytes],
    types: Mapping[str, NoteType],
    settings: CardSettings,
    breaks: bool,  # noqa: FBT001  # a setting, as the others
) -> tuple[WrittenCard, ...]:
    """The cards of a source; none of a note that cannot be read, which a build leaves out."""
    path, raw = source
    try:
        text = decode(raw)
        made = reparse(text, types, settings, path).standing_alone()
    except TextError:
        return ()
    return tuple(map(_with_breaks, made)) if _breaks(text, breaks=breaks) else made


def _breaks(text: str, *, breaks: bool) -> bool:
    """Whether the ends of lines break them in a source: what it says itself counts."""
    try:
        own = front_matter.read(text).breaks
    except TextError:
        own = None
    return breaks if own is None else own


def _with_breaks(card: WrittenCard) -> WrittenCard:
    """The card as it is to be written where no setting says that its line ends are breaks."""
    heading, end, above = card.front.partition("\n")
    return replace(
        card,
        front=f"{heading}{end}{with_hard_breaks(above)}",
        back=with_hard_breaks(card.back),
        extra=with_hard_breaks(card.extra),
        fields={name: with_hard_breaks(text) for name, text in card.fields.items()},
    )


def _row(card: WrittenCard) -> _Row:
    return _Row(*(getattr(card, name) for name in _Row._fields))
