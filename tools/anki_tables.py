#!/usr/bin/env python3
"""Write what an empty collection of Anki holds, as genanki makes it: tables, a deck, a note type.

tools/anki_tables.py > src/obverse/formats/apkg/empty.json

A build reads this file and needs no genanki, which takes as long to import as 150 notes to
compile. `tests/test_tables.py` holds the two against each other.
"""

import json
import sqlite3
from contextlib import closing
from typing import Any

import genanki


def empty() -> dict[str, Any]:
    """Give the statements, the row of `col`, and a deck, note type, field and template."""
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.cursor()
        genanki.Package([]).write_to_db(cursor, 0, iter(()))
        made = cursor.execute("SELECT type, sql FROM sqlite_schema ORDER BY rowid").fetchall()
        (row,) = cursor.execute("SELECT * FROM col").fetchall()
    deck = genanki.Deck(0, "").to_json()
    font = {"font": "", "size": 0}
    note_type = genanki.Model(0, "", [{"name": "A"} | font], [{"qfmt": "{{A}}"}]).to_json(0, 0)
    (field,), (template,) = note_type["flds"], note_type["tmpls"]
    del field["name"], field["font"], field["size"], template["qfmt"]
    return {
        "tables": [sql for kind, sql in made if kind == "table"],
        "indexes": [sql for kind, sql in made if kind == "index"],
        "col": row,
        "deck": deck,
        "note type": note_type | {"flds": [], "tmpls": [], "req": []},
        "field": field,
        "template": template,
    }


def text() -> str:
    """Give the text of the file."""
    return json.dumps(empty(), indent=1) + "\n"


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201
