"""Shaped: a source whose cards are not its `##` sections, written as if they were."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from obverse.compile import conflict_markers
from obverse.compile.find_cards import FoundCards, find_cards
from obverse.compile.found import FoundCard, MarkFault, NotePage
from obverse.compile.note_lines import Heading
from obverse.compile.scan_lines import scan_lines
from obverse.compile.which_words import says_cards, words_of
from obverse.compile.write_cards import WrittenCards, write_cards
from obverse.errors import TextError
from obverse.languages import front_matter
from obverse.languages.front_matter import NONE as NO_FRONT_MATTER
from obverse.languages.front_matter import FrontMatter
from obverse.note_types import NoteType
from obverse.values.card_settings import CardSettings, TableSettings

_ROWS = ("#card/rows", "#card-rows")


class Shaped(NamedTuple):
    """What is read of a source: the lines that are written for its cards, and where they are from.

    `settings` are those of this file. `unread` is what is wrong with front matter that is left out.
    `is_kept` says that the file is made for cards. `headings` are those of the author's lines.
    """

    front: FrontMatter
    settings: CardSettings
    written: WrittenCards
    faults: tuple[MarkFault, ...] = ()
    unread: TextError | None = None
    is_kept: bool = False
    headings: Sequence[Heading] = ()

    @property
    def found(self) -> Mapping[int, FoundCard]:
        """What was found, by the line of its heading."""
        return self.written.found


NO_CARDS = WrittenCards([""], [0], {})


def has_rows(text: str) -> bool:
    """Whether rows of a table may be cards in it."""
    lower = text.casefold() if "rows" in text.casefold() else ""
    return any(sign in lower for sign in _ROWS)


def shaped(text: str, settings: CardSettings, note_types: Mapping[str, NoteType]) -> Shaped | None:
    """What shapes make of a note; `None` if its cards are just its `##` sections.

    Raises `TextError` for front matter that is not right in a file that is made for cards, and for
    a merge conflict in a note with cards.
    """
    if settings.is_headings and not (says_cards(text) or has_rows(text)):
        return None
    front, unread = _front(text)
    settings = settings._replace(words=words_of(front, settings))
    if settings.is_headings:
        if unread:
            raise unread
        if not has_rows(text):
            return None
    lines = text.split("\n")
    note_type = note_types.get(front.note_type[0]) if front.note_type else None
    cards = find_cards(text, lines, front.lines, settings, note_type)
    if cards and conflict_markers.SIGN in text:
        _check_conflicts(lines, front.lines, settings, cards)
    if cards is None or not (cards.found or cards.faults or settings.is_headings):
        return Shaped(front, settings, NO_CARDS, unread=unread)
    written = write_cards(cards.page, cards.found, front.lines)
    of = cards.page.lines.headings
    return Shaped(front, settings, written, cards.faults, unread, settings.is_headings, of)


def _check_conflicts(
    lines: Sequence[str], front: int, settings: CardSettings, cards: FoundCards
) -> None:
    """Raise `TextError` for a conflict in a note with cards, or that would have some without."""
    found = [*conflict_markers.conflicts(lines)]
    markers = {at for each in found for at in each.markers}
    if found and not cards.found:
        resolved = ["" if at in markers else line for at, line in enumerate(lines)]
        without = find_cards("\n".join(resolved), resolved, front, settings)
        found = found if without and without.found else []
    conflict_markers.check(found, lines)


def shaped_table(text: str, name: str, settings: TableSettings) -> Shaped:
    """What is made of a table. Raises `TextError` if it cannot be read, or has a merge conflict."""
    from obverse.compile.table_source import table_cards

    conflict_markers.check_text(text)
    cards = table_cards(text, name, settings)
    page = NotePage(scan_lines([""]), CardSettings(("none",)))
    written = write_cards(page, cards.found, 0)
    front = NO_FRONT_MATTER
    if settings.note_type:
        front = front._replace(note_type=(settings.note_type, 1, 1))
    return Shaped(front, page.settings, written, cards.faults)


def words_in(text: str, settings: CardSettings) -> tuple[tuple[str, ...], int]:
    """The shapes that are read in a note, and how many lines its front matter takes."""
    front, _ = _front(text)
    return words_of(front, settings), front.lines


def _front(text: str) -> tuple[FrontMatter, TextError | None]:
    """The front matter, and what is wrong with it where it cannot be read: then its lines alone."""
    try:
        return front_matter.read(text), None
    except TextError as fault:
        lines: Sequence[str] = text.split("\n")
        return FrontMatter(lines=front_matter.extent(lines)), fault
