"""Formats: one file or folder each, `read`, `write` or both.

Reading gives cards as an author would write them, never rendered ones, so that whatever comes in
becomes Markdown sources first (`unparse`). Writing takes the linked collection.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from obverse.collection import Collection
from obverse.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """One card in Markdown.

    `front` is the question: its first line is the heading, what follows stands above the
    separator. `kinds` are names behind `#card/`. `deck` is a full name, empty where there is
    none. `confidence` is from 0 to 1; a card that is not `sure` is written as a draft, with
    `comment` saying why. `fields` are a card of a note type of the project's own, by field name;
    `guid` is what the card is known by in Anki.
    """

    front: str
    back: str
    tags: tuple[str, ...] = ()
    deck: str = ""
    kinds: tuple[str, ...] = ()
    draft: bool = False
    confidence: float = 1.0
    sure: bool = True
    comment: str = ""
    note_type: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: its cards in order, the files they show by name, and the findings."""

    title: str
    cards: tuple[WrittenCard, ...]
    media: dict[str, bytes] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is in a line, its suffixes, and what can be done with it.

    `read` takes a file's bytes and its name; it raises `TextError` for a text it cannot make
    sense of and `ObverseError` for a file that is not of the format. `write` takes the
    collection, the text of its lock, and a binary stream.
    """

    about: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Reading] | None = None
    write: Callable[[Collection, str, BinaryIO], None] | None = None
