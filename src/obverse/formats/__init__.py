"""Formats: one file or folder each, with what reads it, what writes it, or both.

Reading gives cards as an author would write them, never rendered ones, so that whatever comes in
becomes Markdown sources first (`unparse`). What is written is the sources as they are written,
their cards one by one, or the linked collection: the type of the writer says which.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from obverse import drop_in
from obverse.errors import ObverseError
from obverse.link.collection import Collection
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, did_you_mean
from obverse.values.import_limits import IMPORT_LIMITS

if TYPE_CHECKING:  # a build writes a format, and knows no cards as they are written
    from obverse.cards.cards import WrittenCard, WrittenDeck

_PACKAGE = "obverse.formats"
_SHEET = "save the sheet as CSV (UTF-8), and import that"
_PAGE = "select and copy its text, save that as a `.txt` file, and import it"
# What people have their cards in, and how they get in from there.
_INSTEAD = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), _SHEET),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages", ".pptx", ".pdf", ".epub"), _PAGE),
    **dict.fromkeys((".html", ".htm", ".mhtml"), f"open it in a browser, {_PAGE}"),
}


class Contents(NamedTuple):
    """What a file held: its cards in order, the files they show by name, and the findings.

    With `plain` the fronts and backs are text as it was found, lines and all, and not Markdown.
    `note_types` are those the cards need, by key. A file in `media` may be read only when it is
    asked for: a look-up raises `ObverseError` for one that is damaged. `names` are the names that
    files in `media` have in Anki where they differ; `missing` are those that it does not hold.
    `notes` are lines about the notes that a finding counts, by finding.
    """

    title: str
    cards: "tuple[WrittenCard, ...]"
    media: Mapping[str, bytes] = MappingProxyType({})
    diagnostics: tuple[Diagnostic, ...] = ()
    plain: bool = False
    note_types: Mapping[str, NoteType] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})
    missing: tuple[str, ...] = ()
    notes: Mapping[Diagnostic, tuple[str, ...]] = MappingProxyType({})


class Reader(NamedTuple):
    """Reads a file.

    `read` takes its bytes and its name, and by keyword those of `options` that were given
    (`--set NAME=VALUE`), all texts; it raises `TextError` for a text it cannot make sense of and
    `ObverseError` for a file that is not of the format. One that `trusts` also takes `trust`: that
    all HTML is kept. One that `names_parts` takes any other name too, for a part of the cards.
    `knows` says from the first bytes whether a file is surely of the format. One that `reads_any`
    reads what has its suffix and no other format knows. A file of more than `most` bytes is
    refused.
    """

    read: Callable[..., Contents]
    options: tuple[str, ...] = ()
    trusts: bool = False
    names_parts: bool = False
    knows: Callable[[bytes], bool] = lambda _: False
    reads_any: bool = False
    most: int = IMPORT_LIMITS.bytes_


class DeckWriter(NamedTuple):
    """Writes sources as they are written, by path."""

    write: "Callable[[Sequence[tuple[str, WrittenDeck]], BinaryIO], None]"


class CardWriter(NamedTuple):
    """Writes the cards of all sources, each standing alone."""

    write: "Callable[[Sequence[WrittenCard], BinaryIO], None]"


class CollectionWriter(NamedTuple):
    """Writes the linked collection as a text that Anki never sees."""

    write: Callable[[Collection, BinaryIO], None]


class NotesWriter(NamedTuple):
    """Writes the notes as a text that Anki imports with their guids, which the lock remembers.

    The media go into `media_folder` beside it.
    """

    write: Callable[[Collection, BinaryIO], None]
    media_folder: str


class PackageWriter(NamedTuple):
    """Writes a package that Anki imports: the notes with their guids, the media, and the lock."""

    write: Callable[[Collection, bytes, BinaryIO], None]


Writer = DeckWriter | CardWriter | CollectionWriter | NotesWriter | PackageWriter


class Format(NamedTuple):
    """A format: what it is in a line, its suffixes, and what reads and writes it.

    No file is written with a suffix that is `only_read`.
    """

    about: str
    suffixes: tuple[str, ...]
    reads: Reader | None = None
    writes: Writer | None = None
    only_read: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """The suffixes of files that are written."""
        return tuple(each for each in self.suffixes if each not in self.only_read)


def names() -> tuple[str, ...]:
    """The formats there are."""
    return drop_in.names(_PACKAGE)


def readers() -> dict[str, Reader]:
    """What reads each format that can be read."""
    return {name: reader for name in names() if (reader := get(name).reads)}


def writers() -> dict[str, Writer]:
    """What writes each format that can be written."""
    return {name: writer for name in names() if (writer := get(name).writes)}


def get(name: str) -> Format:
    """The format with this name. Raises `ObverseError` with the ones there are."""
    try:
        found: Format = drop_in.load(_PACKAGE, name, "FORMAT")
    except LookupError:
        raise ObverseError(f"there is no format `{name}`", did_you_mean(name, names())) from None
    return found


def to_read(name: str, start: bytes) -> str:
    """The name of the format that a file is in, by its suffix, else by its first bytes.

    `name` is a path, or `-`. Raises `ObverseError` with the formats there are.
    """
    if instead := _INSTEAD.get(_suffix(name)):
        raise ObverseError(f"`{_suffix(name)}` files cannot be read", instead)
    known = readers()
    by_suffix = _by_suffix(name, known)
    by_content = [each for each, reader in known.items() if reader.knows(start)]
    both = [each for each in by_suffix if each in by_content]
    any_text = [each for each in by_suffix if known[each].reads_any]
    return _only(name, known, both, by_suffix, by_content, any_text)


def to_write(name: str) -> str:
    """The name of the format that a file shall be in, by its suffix. Raises `ObverseError`."""
    known = writers()
    fitting = [each for each in _by_suffix(name, known) if _suffix(name) in get(each).written]
    return _only(name, known, fitting)


def _by_suffix(name: str, known: Mapping[str, object]) -> list[str]:
    return [each for each in known if _suffix(name) in get(each).suffixes]


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _only(name: str, known: Mapping[str, object], *guesses: list[str]) -> str:
    """The first guess that is one format."""
    for found in guesses:
        if len(found) == 1:
            return found[0]
    suffix = _suffix(name)
    what = f"the suffix `{suffix}`" if suffix else "the content"
    likely = _by_suffix(name, known) or known
    raise ObverseError(
        f"the format of `{name}` cannot be recognised from {what}",
        "name it with `--format`: " + ", ".join(f"`{each}`" for each in likely),
    )
