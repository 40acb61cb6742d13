"""Packages as Anki exports them, made by hand: any notes, note types, decks and media."""

import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from click.testing import CliRunner, Result

from obverse.cli import main

BASIC, CLOZE = 7, 8
TIME: Final = 1_600_000_000
_SCHEMA: Final = """
    create table col (id integer primary key, models text, decks text, dconf text);
    create table notes (id integer primary key, guid text, mid integer, mod integer, tags text,
                        flds text);
    create table cards (id integer primary key, nid integer, did integer, ord integer,
                        odid integer);
"""


class Note(NamedTuple):
    """A note of a package; `decks` are those of its cards, by number.

    Without a `guid` it has one of its place; its time is `later` than `TIME`.
    """

    fields: tuple[str, ...]
    note_type: int = BASIC
    tags: str = ""
    decks: tuple[int, ...] = (1,)
    guid: str = ""
    later: int = 0  # seconds


def model(
    name: str,
    fields: Sequence[str] = ("Front", "Back"),
    *,
    is_cloze: bool = False,
    css: str = "",
    **more: Any,  # noqa: ANN401  # any JSON
) -> dict[str, Any]:
    """A note type as the older collections hold it."""
    cloze = "cloze:" * is_cloze
    return {
        "name": name,
        "type": int(is_cloze),
        "mod": TIME,
        "css": css,
        "flds": [{"name": each, "id": number} for number, each in enumerate(fields, 1)],
        "tmpls": [
            {
                "name": "Card 1",
                "id": 11,
                "qfmt": f"{{{{{cloze}{fields[0]}}}}}",
                "afmt": f"{{{{{cloze}{fields[0]}}}}}{{{{{fields[1]}}}}}",
            }
        ],
    } | more


MODELS: Final[Mapping[int, dict[str, Any]]] = {
    BASIC: model("Basic"),
    CLOZE: model("Cloze", ("Text", "Extra"), is_cloze=True),
}
DECKS: Final[Mapping[int, dict[str, Any]]] = {1: {"name": "Deck"}}
_NO_MEDIA: Final[Mapping[str, bytes]] = {}


def package(
    path: Path,
    notes: Sequence[Note],
    media: Mapping[str, bytes] = _NO_MEDIA,
    *,
    models: Mapping[int, dict[str, Any]] = MODELS,
    decks: Mapping[int, dict[str, Any]] = DECKS,
    presets: Mapping[int, dict[str, Any]] | None = None,
) -> Path:
    """Write a package of the older kind; returns its path."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SCHEMA)
    texts = (json.dumps(models), json.dumps(decks), json.dumps(presets or {}))
    connection.execute("insert into col values (1, ?, ?, ?)", texts)
    for number, note in enumerate(notes):
        note_id = TIME * 1000 + number * 512
        fields = "\x1f".join(note.fields)
        guid, time = note.guid or f"guid{number:06}", TIME + note.later
        row = (note_id, guid, note.note_type, time, f" {note.tags} ", fields)
        connection.execute("insert into notes values (?, ?, ?, ?, ?, ?)", row)
        for ordinal, deck in enumerate(note.decks):
            card = (note_id + ordinal, note_id, deck, ordinal, 0)
            connection.execute("insert into cards values (?, ?, ?, ?, ?)", card)
    connection.commit()
    names = {str(number): name for number, name in enumerate(media)}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", connection.serialize())
        archive.writestr("media", json.dumps(names))
        for member, name in names.items():
            archive.writestr(member, media[name])
    connection.close()
    return path


def run(*words: str | Path) -> Result:
    """Run `obverse` with these words."""
    return CliRunner().invoke(main, [str(each) for each in words], catch_exceptions=False)


def sources(folder: Path) -> str:
    """The text of all sources of a project."""
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.md")))


def fields_of(built: Path) -> list[tuple[str, ...]]:
    """The fields of the notes of a package, in the order of their ids."""
    return [
        tuple(row.split("\x1f")) for (row,) in rows(built, "select flds from notes order by id")
    ]


def rows(built: Path, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the collection of a package."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(built) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def media_of(built: Path) -> dict[str, bytes]:
    """The media of a package by name."""
    with zipfile.ZipFile(built) as archive:
        names: dict[str, str] = json.loads(archive.read("media"))
        return {name: archive.read(member) for member, name in names.items()}
