"""An empty collection: Anki's tables, and the JSON of its decks and note types.

What is the same in each collection is kept in `empty.json`, as genanki makes it: importing genanki
takes as long as compiling 150 notes. `tools/anki_tables.py` writes that file.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from obverse.formats.apkg import image, rows
from obverse.link.collection import Collection, with_parents
from obverse.note_types import NO_SETTINGS, NoteType
from obverse.note_types.anki_settings import add_settings
from obverse.note_types.template import TAG, show_one_of

_Json = dict[str, Any]

_COL = "id crt mod scm ver dty usn ls conf models decks dconf tags".split()
_INSERT = (
    "INSERT INTO col VALUES (:id, :crt, :mod, :scm, :ver, :dty, :usn, :ls,"
    " :conf, :models, :decks, :dconf, :tags)"
)
_NORMAL, _CLOZE = 0, 1
# A field's letters in Anki's editor: those of its own note types, which every system has.
_FONT = {"font": "Arial", "size": 20}


def make_empty(collection: Collection, cursor: sqlite3.Cursor) -> list[str]:
    """Make the tables, with decks and note types; returns the statements that make the indexes.

    The order of decks does not depend on that of the notes, which an edit may change.
    """
    empty, names = _empty(), sorted(with_parents(collection.decks))
    for statement in empty["tables"]:
        cursor.execute(statement)
    col = dict(zip(_COL, empty["col"], strict=True))
    types = [each for _, each in sorted(collection.note_types.items())]
    models = {each.id: kept_note_type(each, rows.deck_id(names[0])) for each in types}
    decks = {str(rows.deck_id(name)): kept_deck(name) for name in names}
    col |= {
        "models": json.dumps(models),
        "decks": json.dumps(json.loads(col["decks"]) | decks),
    }
    cursor.execute(_INSERT, col)
    last = f"INDEX {image.BY_POSITION} "
    return sorted(empty["indexes"], key=lambda statement: last in statement)


def kept_deck(name: str) -> _Json:
    """A deck as Anki keeps it."""
    return {**_empty()["deck"], "id": rows.deck_id(name), "name": name}


def kept_note_type(note_type: NoteType, deck: int) -> _Json:
    """A note type as Anki keeps it; `deck` is the id of the deck that it was last used in."""
    empty, names = _empty(), [name for name, _ in note_type.fields]
    written: _Json = empty["note type"] | {
        "css": note_type.css,
        "did": deck,
        "id": str(note_type.id),
        "mod": note_type.modified,
        "name": note_type.name,
        "type": _CLOZE if note_type.is_cloze else _NORMAL,
        "flds": [
            {"name": name, **_FONT, **_id(number), **empty["field"], "ord": ordinal}
            for ordinal, (name, number) in enumerate(note_type.fields)
        ],
        "tmpls": [
            {"name": each.name, "qfmt": each.front, "afmt": each.back}
            | _id(each.id)
            | (empty["template"] | {"ord": ordinal})
            for ordinal, each in enumerate(note_type.templates)
        ],
        "req": [
            [ordinal, *required(each.front, names)]
            for ordinal, each in enumerate(note_type.templates)
        ],
    }
    if note_type.anki != NO_SETTINGS:
        add_settings(written, *note_type.anki)
    return written


def required(front: str, names: Sequence[str]) -> tuple[str, list[int]]:
    """What a front asks of the fields to make a card, for clients that do not find out themselves.

    Either all of some fields, without any of which it is empty, or any of some.
    """
    tags, every = TAG.findall(front), {*names}
    shows = partial(show_one_of, tags, through_filters=False)  # genanki knows no filters
    needed = [n for n, name in enumerate(names) if not shows(every - {name})]
    if needed:
        return "all", needed
    return "any", [n for n, name in enumerate(names) if shows({name})]


def _id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}


@cache
def _empty() -> Mapping[str, Any]:
    written: Mapping[str, Any] = json.loads(
        (Path(__file__).parent / "empty.json").read_text(encoding="utf-8")
    )
    return written
