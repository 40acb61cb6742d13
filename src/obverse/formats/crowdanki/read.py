"""Read CrowdAnki's `deck.json`: decks, their notes with their guids, and the note types."""

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from obverse.cards.data_pictures import WithPictures
from obverse.cards.from_anki import Notes
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.cards.media_folder import MediaFolder, named
from obverse.cards.note_findings import listed_names
from obverse.cards.note_ids import note_ids
from obverse.cards.rows import Rows, StoredNote
from obverse.errors import ObverseError
from obverse.formats import Contents
from obverse.formats.crowdanki import DECK_MEDIA, holds_id, note_type_id
from obverse.languages import json_text
from obverse.note_types import NoteType, Template
from obverse.note_types.anki_settings import settings_of_json
from obverse.note_types.shown_files import shown_files
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.import_limits import check_counts, check_note_type, counted_notes
from obverse.values.source import Place

_HINT = "name the `deck.json` of a CrowdAnki export"


def read(raw: bytes, name: str, keep: KeptHtml = CLEAN) -> Contents:
    """The notes of a deck and its subdecks; media are read from the folder next to the file.

    Raises `TextError` if it is not JSON, `ObverseError` for JSON that is not CrowdAnki's.
    """
    top = json_text.read(raw)
    if not isinstance(top, dict) or top.get("__type__") != "Deck":
        raise ObverseError(f"`{name}` is not a deck of CrowdAnki", _HINT)
    try:
        rows = _rows(top)
        known = {note_type_id(uuid) for uuid in _uuids(top) if holds_id(uuid)}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise ObverseError(f"`{name}` is not as CrowdAnki writes it: {fault!r}", _HINT) from fault
    place = Place(name)
    folder = None if name == "-" else Path(name).parent / DECK_MEDIA
    shown = named(field for row in rows.notes for field in row.fields)
    of_types = {name for each in rows.note_types.values() for name in shown_files(each)}
    there = {name for name in of_types if folder and (folder / name).is_file()}
    media = MediaFolder(folder, shown | there)
    notes = Notes(rows, media.safe, place, keep)
    cards = tuple(notes.cards())
    told = notes.diagnostics()
    found = (*told, *_findings(notes, known, media, place))
    title = "" if name == "-" else PurePath(name).stem
    return Contents(
        *(title, cards, WithPictures(media, notes.pictures), found),
        note_types=notes.note_types,
        names=media.names,
        missing=tuple(sorted(notes.missing)),
        notes=told,
    )


def _findings(
    notes: Notes, known: set[int], media: MediaFolder, place: Place
) -> Iterator[Diagnostic]:
    if media.missing:
        message = f"{len(media.missing):,} media files are not in `{DECK_MEDIA}` next to the deck"
        hint = f"the first is `{media.missing[0]}`"
        yield warning(place, "missing-media", message, hint)
    unknown = sorted(each.name for each in notes.note_types.values() if each.id not in known)
    if unknown:
        of_types = f"id of the note type {listed_names(unknown)}"
        if len(unknown) > 1:
            of_types = f"ids of {len(unknown)} note types: {listed_names(unknown)}"
        message = f"CrowdAnki does not store Anki's {of_types}"
        hint = (
            "so that learners keep the notes they have, import again with `--note-types FILE`: a "
            "package or collection of one of them"
        )
        yield warning(place, "note-type-unknown", message, hint)


def _rows(top: dict[str, Any]) -> Rows:
    rows = Rows()
    numbers: dict[str, int] = {}
    waiting: list[tuple[dict[str, Any], str]] = [(top, "")]
    found: list[tuple[dict[str, Any], int]] = []
    while waiting:
        deck, above = waiting.pop()
        for each in deck.get("note_models", []):
            check_note_type(len(each["flds"]), len(each["tmpls"]))
            note_type = _note_type(each)
            numbers[each["crowdanki_uuid"]] = note_type.id
            rows.note_types[note_type.id] = note_type
        full = f"{above}::{_text(deck['name'])}" if above else _text(deck["name"])
        number = len(rows.decks) + 1
        rows.decks[number] = full
        rows.described += [full] if deck.get("desc") else []
        found += ((note, number) for note in deck.get("notes", []))
        check_counts(len(found), 0, 0)
        waiting += reversed([(child, full) for child in deck.get("children", [])])
    options = (each.get("name", "") for each in top.get("deck_configurations", []))
    rows.presets = sorted(_text(name) for name in options if name not in ("", "Default"))
    ids = note_ids(_text(note.get("guid", "")) for note, _ in found)
    for note, number in counted_notes((len(each[0]["fields"]), each) for each in found):
        guid = _text(note.get("guid", ""))
        rows.notes.append(
            StoredNote(
                ids[guid] if guid else 0,
                guid,
                numbers.get(note["note_model_uuid"], 0),
                # Its time is not known: a note in a collection counts as newer until it is edited.
                1,
                tuple(_text(tag) for tag in note.get("tags", [])),
                tuple(_text(each) for each in note["fields"]),
                number,
            )
        )
    return rows


def _uuids(top: dict[str, Any]) -> Iterator[str]:
    return (_text(each["crowdanki_uuid"]) for each in top.get("note_models", []))


def _note_type(written: dict[str, Any]) -> NoteType:
    return NoteType(
        key="",
        name=_text(written["name"]),
        id=note_type_id(_text(written["crowdanki_uuid"])),
        is_cloze=written.get("type") == 1,
        fields=tuple((_text(each["name"]), _id(each)) for each in written["flds"]),
        templates=tuple(
            Template(_text(each["name"]), _id(each), _text(each["qfmt"]), _text(each["afmt"]))
            for each in written["tmpls"]
        ),
        css=_text(written.get("css", "")),
        modified=1,
        anki=settings_of_json(written),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _id(written: dict[str, Any]) -> int | None:
    number = written.get("id")
    return number if isinstance(number, int) and number else None
