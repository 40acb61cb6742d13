#!/usr/bin/env python3
"""The floor: the least that a compiler from Markdown to a package can do with these libraries.

    bench/floor.py FOLDER PACKAGE

markdown-it-py parses each file once and renders it once, the HTML is cut at the headings, genanki
makes the tables, the decks and the note type, and one statement each inserts all notes and all
cards. No tags, kinds, clozes, math, media, highlighting, diagnostics, duplicates or identity, and
nothing is kept between runs: what a compiler takes beyond this is the price of those.
"""

import gc
import json
import sqlite3
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import genanki
from markdown_it import MarkdownIt

NOTE_TYPE = genanki.Model(
    1_650_001_000,
    "obverse bench floor",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Front}}<hr id=answer>{{Back}}"}],
)
FIRST_DECK = 1_650_002_000
NOTE_ROW = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, '', ?, ?, 0, 0, '')"
CARD_ROW = "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"

Notes = list[tuple[str, str]]
"""The HTML of fronts and backs."""


@dataclass(frozen=True, slots=True)
class Decks:
    """The notes by deck. It stands in for a list of genanki's decks, which writes row by row."""

    notes: dict[str, Notes]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """Fill the tables that genanki's package has made, without their indexes meanwhile."""
        indexes = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
        made = indexes.fetchall()
        for name, _ in made:
            cursor.execute(f"DROP INDEX {name}")
        self._write_col(cursor, timestamp)
        rows = [*self._rows(int(timestamp), id_gen)]
        cursor.executemany(NOTE_ROW, (note for note, _ in rows))
        cursor.executemany(CARD_ROW, (card for _, card in rows))
        for _, sql in made:
            cursor.execute(sql)

    def _write_col(self, cursor: sqlite3.Cursor, timestamp: float) -> None:
        (default,) = cursor.execute("SELECT decks FROM col").fetchone()
        decks = json.loads(default)
        for deck_id, name in enumerate(self.notes, FIRST_DECK):
            decks[str(deck_id)] = genanki.Deck(deck_id, name).to_json()
        note_types = {NOTE_TYPE.model_id: NOTE_TYPE.to_json(timestamp, FIRST_DECK)}
        cursor.execute(
            "UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(note_types))
        )

    def _rows(self, mod: int, ids: Iterator[int]) -> Iterator[tuple[tuple[object, ...], ...]]:
        due = 0
        for deck_id, (deck, notes) in enumerate(self.notes.items(), FIRST_DECK):
            for front, back in notes:
                due += 1
                note_id = next(ids)
                guid = blake2b(f"{deck}\0{due}\0{front}".encode(), digest_size=8).hexdigest()
                note = note_id, guid, NOTE_TYPE.model_id, mod, f"{front}\x1f{back}", front
                yield note, (note_id, note_id, deck_id, mod, due)


def notes_in(markdown: MarkdownIt, text: str) -> Notes:
    """Give the notes of a source: at each heading of depth 2 one begins."""
    env: dict[str, object] = {}
    html = markdown.renderer.render(markdown.parse(text, env), markdown.options, env)
    parts = (part.partition("</h2>\n") for part in html.split("<h2>")[1:])
    return [(front, back) for front, _, back in parts]


def main() -> None:
    """Compile the folder into the package that the command line names."""
    # Nothing here refers to itself in circles; collecting took 7 % of the time and found nothing.
    gc.freeze()
    gc.disable()
    folder, package = map(Path, sys.argv[1:])
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    notes = {
        path.stem: notes_in(markdown, path.read_text(encoding="utf-8").partition("\n---\n")[2])
        for path in sorted(folder.rglob("*.md"))
    }
    now = time.time()
    connection = sqlite3.connect(":memory:")
    ids = iter(range(int(now * 1000), sys.maxsize))
    genanki.Package([Decks(notes)]).write_to_db(connection.cursor(), now, ids)
    connection.commit()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("collection.anki2", connection.serialize())
        archive.writestr("media", "{}")


if __name__ == "__main__":
    main()
