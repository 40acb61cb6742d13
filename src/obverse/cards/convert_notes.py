"""Convert notes: their fields as Markdown, in two processes where there are many.

What a field becomes depends on nothing but the field, the names of the files and the settings, so
the result is the same however many processes there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from obverse.cards.cards import WrittenCard
from obverse.cards.from_html import Converted, body, question
from obverse.cards.kept_html import KeptHtml
from obverse.cards.occlusion import named_by_header
from obverse.machine.codec import Encoded
from obverse.machine.share import SharedWork, shared_out
from obverse.note_types import NoteType

_DEPTH = 4  # of headings in a field of a custom note type: `###` are the names of fields
_WORTH_TWO = 100_000  # characters of fields: starting a process takes some 20 ms
_AT_ONCE = 100  # notes that travel together


class Unconverted(NamedTuple):
    """The fields of a note. Of a note that `asks`, the first becomes a heading."""

    fields: tuple[str, ...]
    is_cloze: bool
    asks: bool = True


class _Made(NamedTuple):
    notes: tuple[tuple[Converted, ...], ...]


@contextmanager
def converting(
    notes: Sequence[Unconverted], media: Mapping[str, str], keep: KeptHtml
) -> Iterator[Iterator[tuple[Converted, ...]]]:
    """The fields of each note converted, in their order.

    Another process begins at once, and the notes of this one are converted as they are asked for.
    `media` are the names of files in the project, by their names in the fields.
    """
    one = partial(converted_fields, media=media, keep=keep)
    size = sum(map(_size, notes))
    if size < _WORTH_TWO:
        yield map(one, notes)
        return
    pieces = [tuple(notes[at : at + _AT_ONCE]) for at in range(0, len(notes), _AT_ONCE)]

    def end(made: Iterator[tuple[Converted, ...]], _: bytes) -> Encoded[_Made]:
        return Encoded(_Made, _Made(tuple(made)))

    with shared_out(SharedWork(_Made, partial(map, one), end), pieces) as made:
        yield (fields for each in made for fields in each.value.notes)


def converted_fields(
    note: Unconverted, media: Mapping[str, str], keep: KeptHtml
) -> tuple[Converted, ...]:
    """The fields of one note converted."""
    is_cloze, fields = note.is_cloze, note.fields
    read = partial(body, media=media, is_cloze=is_cloze, depth=_DEPTH, keep=keep)
    if not note.asks or not fields:
        return tuple(map(read, fields))
    first = question(fields[0], media, is_cloze=is_cloze, depth=_DEPTH, keep=keep)
    return (first, *map(read, fields[1:]))


def custom_card(
    fields: Sequence[str],
    converted: Sequence[Converted],
    note_type: NoteType,
    media: Mapping[str, str],
    keep: KeptHtml,
) -> WrittenCard:
    """The card of a note of a custom note type, from its fields and what they were converted to."""
    names = [name for name, _ in note_type.fields]
    if note_type.heading:  # the first field holds masks
        at = names.index(note_type.heading)
        header = question(fields[at], media, is_cloze=True, depth=_DEPTH, keep=keep).text
        return named_by_header([each.text for each in converted], fields[0], header, note_type)
    first, *others = converted
    further = zip(names[2:], others[1:], strict=True)
    return WrittenCard(
        first.text,
        others[0].text if others else "",
        note_type=note_type.key,
        fields={name: each.text for name, each in further if each.text},
    )


def _size(note: Unconverted) -> int:
    return sum(map(len, note.fields))
