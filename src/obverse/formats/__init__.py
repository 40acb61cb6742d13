"""Formats: one file or folder each, `read`, `write` or both.

Reading gives cards as an author would write them, never rendered ones, so that whatever comes in
becomes Markdown sources first (`unparse`). Writing takes the linked collection; a format that
holds Markdown takes the parsed sources.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import PurePath
from typing import BinaryIO

from obverse import drop_in
from obverse.cards.cards import InAnki, WrittenCard, WrittenDeck
from obverse.errors import ObverseError
from obverse.link.collection import Collection
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, did_you_mean
from obverse.values.lock import SPAN

__all__ = [
    "Format",
    "InAnki",
    "Reading",
    "WrittenCard",
    "WrittenDeck",
    "get",
    "names",
    "note_ids",
    "of_file",
    "with_note_ids",
]

_PACKAGE = "obverse.formats"
# Note ids are milliseconds since 1970: from 2001, for as many notes as there is room up to 2023.
_FIRST_ID, _ROOM = 1_000_000_000_000, 700_000_000_000 // SPAN


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its cards in order, the files they show by name, and the findings.

    With `plain` the fronts and backs are text as it was found, lines and all, and not Markdown.
    `note_types` are those the cards need, by key. A file in `media` may be read only when it is
    asked for: a look-up raises `ObverseError` for one that is damaged.
    """

    title: str
    cards: tuple[WrittenCard, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    plain: bool = False
    note_types: Mapping[str, NoteType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is in a line, its suffixes, and what can be done with it.

    `read` takes a file's bytes and its name, and by keyword those of `options` that were given
    (`--set NAME=VALUE`), all texts; it raises `TextError` for a text it cannot make sense of and
    `ObverseError` for a file that is not of the format. `knows` says from the first bytes whether
    a file is surely of the format. `write` takes the collection, its lock as it is in a file, and a
    binary stream; `write_decks` takes the sources in its place, by path, and `write_cards` the
    cards of all sources, each standing alone. A format with `is_text` goes through standard
    input and output. What is written in one that `is_package` is imported by Anki with its guids,
    so the lock has to remember them. Media that a format cannot hold go into `media_folder`
    beside what is written.
    """

    about: str
    suffixes: tuple[str, ...]
    read: Callable[..., Reading] | None = None
    write: Callable[[Collection, bytes, BinaryIO], None] | None = None
    write_decks: Callable[[Sequence[tuple[str, WrittenDeck]], BinaryIO], None] | None = None
    write_cards: Callable[[Sequence[WrittenCard], BinaryIO], None] | None = None
    knows: Callable[[bytes], bool] | None = None
    options: tuple[str, ...] = ()
    is_text: bool = True
    is_package: bool = False
    media_folder: str = ""

    @property
    def writes(self) -> bool:
        """Whether there is anything that can write it."""
        return any((self.write, self.write_decks, self.write_cards))


def names(*, reading: bool = False, writing: bool = False) -> tuple[str, ...]:
    """The formats there are; only those that can be read, or written, where that is asked."""
    return tuple(
        name
        for name in drop_in.names(_PACKAGE)
        if (not reading or get(name).read) and (not writing or get(name).writes)
    )


def get(name: str) -> Format:
    """The format with this name. Raises `ObverseError` with the ones there are."""
    try:
        found: Format = drop_in.load(_PACKAGE, name, "FORMAT")
    except LookupError:
        hint = did_you_mean(name, drop_in.names(_PACKAGE))
        raise ObverseError(f"there is no format `{name}`", hint) from None
    return found


def of_file(name: str, start: bytes = b"", *, writing: bool = False) -> str:
    """The name of the format a file is in: by its suffix, else by its first bytes.

    `name` is a path, or `-`. Raises `ObverseError` with the formats there are.
    """
    suffix = PurePath(name).suffix.lower()
    known = {each: get(each) for each in names(reading=not writing, writing=writing)}
    by_suffix = [each for each, about in known.items() if suffix and suffix in about.suffixes]
    by_content = [each for each, about in known.items() if about.knows and about.knows(start)]
    both = [each for each in by_suffix if each in by_content]
    for found in (both, by_suffix, by_content):
        if len(found) == 1:
            return found[0]
    what = f"the suffix `{suffix}`" if suffix else "the content"
    raise ObverseError(
        f"the format of `{name}` cannot be recognised from {what}",
        "name it with `--format`: " + ", ".join(f"`{each}`" for each in by_suffix or known),
    )


def note_ids(guids: Iterable[str]) -> dict[str, int]:
    """A note id for each guid of a format that has none; the same one in every import."""
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for guid in dict.fromkeys(guids):
        place = int.from_bytes(blake2b(guid.encode(), digest_size=8).digest(), "big") % _ROOM
        while place in taken:
            place = (place + 1) % _ROOM
        taken.add(place)
        ids[guid] = _FIRST_ID + place * SPAN
    return ids


def with_note_ids(cards: Iterable[WrittenCard]) -> tuple[WrittenCard, ...]:
    """The cards, those with a guid as notes that the lock shall know by it.

    Nothing of their fields or times is known, so the next build takes them for edited.
    """
    cards = tuple(cards)
    ids = note_ids(card.guid for card in cards if card.guid)
    seen: set[str] = set()
    made = []
    for card in cards:
        if card.guid and card.guid not in seen:
            seen.add(card.guid)
            anki = InAnki(ids[card.guid], 1, (), tuple(tag.replace("/", "::") for tag in card.tags))
            made.append(replace(card, in_anki=anki))
        else:
            made.append(replace(card, guid=""))
    return tuple(made)
