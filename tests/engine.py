"""Anki's own engine, without a window: what a learner has after an import.

The engine is `anki` from PyPI, the library that the desktop program is built on. An empty
collection opens in 6 ms, the first in a process in 70 to 200: each test takes its own.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, Literal, NoReturn, Self

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

# Anki's modules import each other in a circle, and the one above is the only way in.
# isort: split
from anki.cards import CardId
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER
from anki.notes import NoteId
from anki.scheduler.v3 import Scheduler

# What the import dialogue of a new profile has ticked.
OPTIONS: Final = ImportAnkiPackageOptions(
    merge_notetypes=False,
    update_notes=IF_NEWER,
    update_notetypes=IF_NEWER,
    with_scheduling=False,
    with_deck_configs=False,
)
Ease = Literal[1, 2, 3, 4]
FILE: Final = "collection.anki2"
CARDS: Final = """
    select n.guid, c.ord, c.id, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses,
           c.flags & 7, (select count() from revlog r where r.cid = c.id and r.ease > 0)
    from cards c join notes n on n.id = c.nid order by n.id, c.ord
"""


@dataclass(frozen=True, slots=True)
class ImportLog:
    """The guids of a package's notes by what became of each, under the engine's names.

    - `new`: added; a guid stands twice when two new notes share it
    - `updated`: known, and newer in the package: overwritten, also where the text is the same
    - `duplicate`: known, and not newer in the package: left alone, whatever its text
    - `conflicting`: known, but of another note type, or of one with other fields or templates in
      the package: left alone, newer or not
    - the last four come from imports of text files and stay empty for a package
    """

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()
    first_field_match: tuple[str, ...] = ()
    missing_notetype: tuple[str, ...] = ()
    missing_deck: tuple[str, ...] = ()
    empty_first_field: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Say how many notes met with each outcome, without those that did not occur."""
        outcomes = (outcome.name for outcome in fields(self))
        return {name: len(guids) for name in outcomes if (guids := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class NoteState:
    """A note as the collection holds it; `mod` is in seconds since 1970."""

    fields: dict[str, str]
    tags: tuple[str, ...]
    note_type: str
    mod: int


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as the collection holds it; equal to an earlier state when the card is untouched.

    The note is left out of that comparison. `type` is 0 new, 1 learning, 2 review, 3 relearning;
    `queue` is the same, or -1 suspended; `due` is a position (new), a day (review) or a second
    (learning); `interval` is in days; `reviews` counts the answers in the review log.
    """

    note: NoteState = field(compare=False)
    id: int
    deck: str
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    flags: int
    reviews: int


class Desk:
    """A learner's collection in a folder, opened by `with`, and all that the learner does to it.

    A `search` is written as in Anki's browser. What acts on one raises LookupError when nothing is
    found, so that no test passes by doing nothing. `col` is the engine's own object, for the rest.
    """

    col: Collection

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        """Open the collection of the folder, or start an empty one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(self._folder / FILE))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close the collection; its file stays."""
        self.col.close()

    def import_package(self, path: Path) -> ImportLog:
        """Import an .apkg with no option changed; the engine's error rises when it refuses."""
        request = ImportAnkiPackageRequest(package_path=str(path), options=OPTIONS)
        log = self.col.import_anki_package(request).log
        here, guids = _guids(self.col), {}
        for outcome in (each.name for each in fields(ImportLog)):
            notes = getattr(log, outcome)
            # Only conflicting notes are logged with the package's note ids.
            known = _guids_in(path) if notes and outcome == "conflicting" else here
            guids[outcome] = tuple(known[note.id.nid] for note in notes)
        return ImportLog(**guids)

    def export(self, path: Path, *, legacy: bool, with_scheduling: bool, with_media: bool) -> int:
        """Write all to an .apkg, in the older container if LEGACY; returns the number of notes."""
        options = ExportAnkiPackageOptions(
            legacy=legacy,
            with_scheduling=with_scheduling,
            with_media=with_media,
            with_deck_configs=False,
        )
        return self.col.export_anki_package(out_path=str(path), options=options, limit=None)

    def review(self, search: str, ease: Ease = 3) -> None:
        """Answer each card found, due or not: 1 again, 2 hard, 3 good, 4 easy.

        The scheduler itself gives the next state. Its fuzz is seeded by the card's id and count of
        answers, so the same answers to a card of the same id give the same interval in days.
        """
        scheduler = self.col.sched
        assert isinstance(scheduler, Scheduler)
        for card_id in self._found_cards(search):
            card = self.col.get_card(card_id)
            card.start_timer()
            scheduler.answerCard(card, ease)

    def suspend(self, search: str) -> None:
        """Suspend the cards found."""
        self.col.sched.suspend_cards(self._found_cards(search))

    def set_flag(self, search: str, flag: int) -> None:
        """Flag the cards found: 1 red to 7 purple, 0 none."""
        self.col.set_user_flag_for_cards(flag, self._found_cards(search))

    def move(self, search: str, deck: str) -> None:
        """Move the cards found to a deck, which is made where there is none of that name."""
        deck_id = self.col.decks.id(deck)
        assert deck_id is not None
        self.col.set_deck(self._found_cards(search), deck_id)

    def tag(self, search: str, tags: str) -> None:
        """Add tags, separated by spaces, to the notes found; their time becomes now."""
        self.col.tags.bulk_add(self._found_notes(search), tags)

    def delete(self, search: str) -> None:
        """Delete the notes found, with their cards."""
        self.col.remove_notes(self._found_notes(search))

    def search(self, query: str) -> list[str]:
        """List the guids of the notes found by note id; one stands twice when two share it."""
        guids = _guids(self.col)
        return [guids[note_id] for note_id in sorted(self.col.find_notes(query))]

    def notes(self) -> dict[str, NoteState]:
        """Give every note by its guid; ValueError when two share one."""
        states: dict[str, NoteState] = {}
        sql = "select guid, mid, mod, tags, flds from notes order by id"
        for guid, note_type_id, mod, tags, text in _rows(self.col, sql):
            if guid in states:
                raise ValueError(f"two notes share the guid `{guid}`")
            note_type = self.col.models.get(note_type_id)
            assert note_type is not None
            names = self.col.models.field_names(note_type)
            by_name = dict(zip(names, text.split("\x1f"), strict=True))
            states[guid] = NoteState(by_name, tuple(tags.split()), note_type["name"], mod)
        return states

    def cards(self) -> dict[tuple[str, int], CardState]:
        """Give every card by the guid of its note and its number from zero (template or cloze)."""
        notes = self.notes()
        return {
            (guid, ord_): CardState(notes[guid], card_id, self.col.decks.name(deck_id), *numbers)
            for guid, ord_, card_id, deck_id, *numbers in _rows(self.col, CARDS)
        }

    def rendered(self, guid: str, ord_: int = 0) -> tuple[str, str]:
        """Give a card's question and answer as HTML; a template error stands there as its text."""
        output = self.col.get_card(CardId(self.cards()[guid, ord_].id)).render_output()
        return output.question_text, output.answer_text

    def media(self) -> set[str]:
        """Give the names of the media files."""
        return {path.name for path in Path(self.col.media.dir()).iterdir()}

    def check(self) -> list[str]:
        """Give what "Check Database" finds wrong, and the cards that it would add without a word.

        It runs on a copy, because it mends what it finds.
        """
        with TemporaryDirectory() as folder:
            self.col.close()  # the engine holds the file locked
            shutil.copy(self._folder / FILE, folder)
            self.col.reopen()
            with Desk(Path(folder)) as copy:
                before = set(_card_numbers(copy.col))
                complaints, clean = copy.col.fix_integrity()
                added = [number for number in _card_numbers(copy.col) if number not in before]
        missing = [f"`{guid}` has no card {ord_ + 1}" for _, guid, ord_ in added]
        return [*([] if clean else complaints.splitlines()), *missing]

    def _found_cards(self, search: str) -> Sequence[CardId]:
        return sorted(self.col.find_cards(search)) or _nothing(search)

    def _found_notes(self, search: str) -> Sequence[NoteId]:
        return sorted(self.col.find_notes(search)) or _nothing(search)


def _nothing(search: str) -> NoReturn:
    raise LookupError(f"nothing is found by `{search}`")


def _rows(col: Collection, sql: str) -> list[Any]:
    assert col.db is not None
    return col.db.all(sql)


def _guids(col: Collection) -> dict[int, str]:
    return dict(_rows(col, "select id, guid from notes"))


def _card_numbers(col: Collection) -> list[tuple[int, str, int]]:
    sql = (
        "select n.id, n.guid, c.ord from cards c join notes n on n.id = c.nid order by n.id, c.ord"
    )
    return [(note_id, guid, ord_) for note_id, guid, ord_ in _rows(col, sql)]


def _guids_in(path: Path) -> dict[int, str]:
    """Give a package's guids by its note ids: an empty collection takes both as they are."""
    with TemporaryDirectory() as folder, Desk(Path(folder)) as desk:
        desk.import_package(path)
        return _guids(desk.col)
