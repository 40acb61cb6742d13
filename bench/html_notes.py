#!/usr/bin/env python3
"""Write a package of notes in HTML, as Anki's editor and pasted pages leave them, to import.

bench/html_notes.py PACKAGE [--notes 10000] [--seed 0]

Of a hundred notes about 30 are plain text; the others have lines, lists, emphasis, entities, math,
code, tables, styles and pictures in the forms in which Anki has them. 10 are cloze notes.
"""

import argparse
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

from pictures import picture_name, png
from words import content_words, vocabulary

TIME: Final = 1_600_000_000
BASIC, CLOZE = 1_300_000_000_007, 1_300_000_000_008
DECKS: Final = {number: {"name": f"World::Part {number}"} for number in range(1, 21)}
PICTURES: Final = 100
FORMS: Final[tuple[tuple[int, str], ...]] = (
    (30, "{a}"),
    (4, "{a}<br>{b}"),
    (3, "<div>{a}</div><div>{b}</div>"),
    (3, "{a}<div><br></div><div>{b}</div>"),
    (3, "<p>{a}</p><p>{b}</p>"),
    (3, "{w}&nbsp;{a}"),
    (2, "{a} &gt; {b} &amp; {w}"),
    (1, "{a} &lt; {n}"),
    (1, "&quot;{a}&quot; &ndash; {b}"),
    (8, "<b>{w}</b> {a}"),
    (4, "{a} <i>{w}</i>, {b}"),
    (2, "<b>{a}</b><br><br>{b}"),
    (1, "<u>{w}</u> {a} x<sup>2</sup> H<sub>2</sub>O"),
    (7, "<ul><li>{a}</li><li>{b}</li></ul>"),
    (3, "{w}<ol><li>{a}</li><li><b>{w}</b> {b}</li></ol>"),
    (1, "<ul><li>{a}<ul><li>{b}</li></ul></li></ul>"),
    (2, "<table><tr><td>{w}</td><td>{a}</td></tr><tr><td>{b}</td><td>{n}</td></tr></table>"),
    (3, r"{a} \(x^{n} + y_1\)"),
    (1, r"\[\frac{{n}}{y}\]<br>{a}"),
    (2, "<pre>{w} = {n}\n  {b}</pre>"),
    (2, "{a} <code>{w}({n})</code>"),
    (2, '<span style="color: rgb(255, 0, 0);">{a}</span> {b}'),
    (1, '<font color="#0000ff">{w}</font> {a}'),
    (1, '<div style="text-align: center">{a}</div>'),
    (1, '<span style="font-family: Arial; font-size: 20px;">{a}</span>'),
    (3, '<img src="{picture}">'),
    (1, '{a}<div><img src="{picture}" width="10"></div>'),
    (1, '<a href="https://example.org/{w}">{a}</a>'),
    (1, "* {a} *{w}*"),
    (1, "{n}. {a}"),
    (1, "# {a}"),
    (1, "<blockquote>{a}</blockquote>{b}"),
)
"""Shares and forms of a field; `{a}` and `{b}` are text, `{w}` is a word, `{n}` a number."""


def write(path: Path, notes: int, seed: int = 0) -> None:
    """Write the package; it is the same for the same numbers."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "create table col (id integer primary key, models text, decks text, dconf text);"
        "create table notes (id integer primary key, guid text, mid integer, mod integer,"
        " tags text, flds text);"
        "create table cards (id integer primary key, nid integer, did integer, ord integer,"
        " odid integer);"
    )
    texts = (json.dumps(_models()), json.dumps(DECKS), "{}")
    connection.execute("insert into col values (1, ?, ?, ?)", texts)
    for number, (note_type, fields, tags) in enumerate(_notes(notes, seed)):
        note_id, deck = TIME * 1000 + number * 512, 1 + number * len(DECKS) // notes
        row = (note_id, f"bench{number:06}", note_type, TIME, f" {tags} ", "\x1f".join(fields))
        connection.execute("insert into notes values (?, ?, ?, ?, ?, ?)", row)
        connection.execute("insert into cards values (?, ?, ?, 0, 0)", (note_id, note_id, deck))
    connection.commit()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", connection.serialize())
        names = {str(number): picture_name(number) for number in range(PICTURES)}
        archive.writestr("media", json.dumps(names))
        for number in range(PICTURES):
            archive.writestr(str(number), png(number))
    connection.close()


def _models() -> dict[int, dict[str, object]]:
    return {
        BASIC: _model("Basic", ("Front", "Back"), "", is_cloze=False),
        CLOZE: _model("Cloze", ("Text", "Back Extra"), "cloze:", is_cloze=True),
    }


def _model(name: str, fields: tuple[str, str], before: str, *, is_cloze: bool) -> dict[str, object]:
    front, back = f"{{{{{before}{fields[0]}}}}}", f"{{{{{fields[1]}}}}}"
    return {
        "name": name,
        "type": int(is_cloze),
        "mod": TIME,
        "css": ".card { font-size: 20px }",
        "flds": [{"name": each, "id": number} for number, each in enumerate(fields, 1)],
        "tmpls": [{"name": "Card 1", "id": 11, "qfmt": front, "afmt": f"{front}<hr>{back}"}],
    }


def _notes(count: int, seed: int) -> Iterator[tuple[int, tuple[str, str], str]]:
    """(note type, fields, tags) of each note."""
    rng = Random(seed)
    shares, forms = [share for share, _ in FORMS], [form for _, form in FORMS]
    for number in range(count):
        text, (form,) = _texts(rng), rng.choices(forms, shares)
        tags = " ".join({rng.choice(content_words().words[:100]) for _ in range(rng.randrange(3))})
        if rng.random() < 0.1:  # noqa: PLR2004 - one in ten
            deleted = f"{{{{c1::{text()}}}}} {text()} {number}"
            form = form.replace("{a}", deleted) if "{a}" in form else deleted
            yield CLOZE, (_filled(form, rng, text), ""), tags
            continue
        question = f"{text()} {number}?"
        if rng.random() < 0.2:  # noqa: PLR2004 - one in five
            question = rng.choice(("<div>{}</div>", "<b>{}</b>", "{}&nbsp;", "{}<br>")).format(
                question
            )
        yield BASIC, (question, _filled(form, rng, text)), tags


def _texts(rng: Random) -> Callable[[], str]:
    """Text of 3 to 14 words at each call."""
    return lambda: " ".join(vocabulary().draw(rng, rng.randint(3, 14))).capitalize()


def _filled(form: str, rng: Random, text: Callable[[], str]) -> str:
    """A form with text of its own."""
    holes = {"{a}": text(), "{b}": text(), "{n}": str(rng.randint(2, 99))}
    (holes["{w}"],) = content_words().draw(rng, 1)
    holes["{picture}"] = picture_name(rng.randrange(PICTURES))
    for hole, filled in holes.items():
        form = form.replace(hole, filled)
    return form


def main() -> None:
    """Write the package that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a package of HTML notes to measure on.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.package, options.notes, options.seed)


if __name__ == "__main__":
    main()
