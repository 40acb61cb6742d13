"""Edits: which notes of an edited source are as they were, and which are not."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from itertools import chain
from typing import NamedTuple

from obverse.values.note import Note


class Edits(NamedTuple):
    """The notes of a source now, in order, each with the same note as it was before.

    Two notes are the same when they differ in nothing but their places; a new or edited one has
    `None`. `gone` are those that were there before and are not, or not as they were.
    """

    notes: tuple[tuple[Note, Note | None], ...]
    gone: tuple[Note, ...]

    @property
    def come(self) -> list[Note]:
        """The new and the edited ones."""
        return [note for note, before in self.notes if before is None]

    @property
    def same(self) -> list[tuple[Note, Note]]:
        """The others, now and before."""
        return [(note, before) for note, before in self.notes if before is not None]


def edits(before: Iterable[Note], after: Iterable[Note]) -> Edits:
    """What changed in one source. Of several notes that are alike the first is the first."""
    old, new = tuple(before), tuple(after)
    # Of a long source most notes above an edit are the very same values.
    pairs = zip(old, new, strict=False)
    same = next((at for at, (was, now) in enumerate(pairs) if was is not now), 0)
    left: dict[Hashable, deque[Note]] = defaultdict(deque)
    for note in old[same:]:
        left[_content(note)].append(note)
    notes: list[tuple[Note, Note | None]] = [(note, note) for note in new[:same]]
    for note in new[same:]:
        alike = left.get(_content(note))
        notes.append((note, alike.popleft() if alike else None))
    return Edits(tuple(notes), tuple(chain.from_iterable(left.values())))


def _content(note: Note) -> Hashable:
    """All of a note but where it is, and what its field `Source` says of that."""
    media = tuple((use.path, use.embed, use.code) for use in note.media)
    pages = tuple((page.target, page.shown) for page in note.embeds)
    return (
        *(note.note_type, note.kind, note.fields, note.tags, note.deck, note.front, note.back),
        *(note.front_key, note.back_key, note.pin, note.deletions, note.written, media),
        *(note.context, pages),
    )


def is_elsewhere(note: Note, before: Note) -> bool:
    """Whether the field `Source` of a note that is as it was says another place."""
    if not note.source:
        return False
    from obverse.values.source_link import fill_line

    now, then = (fill_line(each.source, each.place.line) for each in (note, before))
    return now != then
