"""A study sheet: one HTML page to read, to print in two columns or as cards to cut.

It is self-contained: no script, no font, no network. Pictures are data URIs, math is MathML.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from obverse.formats import Format
from obverse.link.collection import Collection, CollectionNote
from obverse.note_types import built_in

_BELOW = " \u203a "
_PART = re.compile(r"\{\{(\w+)\}\}")
_ACROSS, _DOWN = 2, 4  # cards to cut on a sheet of A4 or Letter


def write(collection: Collection, lock: bytes, stream: BinaryIO) -> None:  # noqa: ARG001
    """The page. Raises `ObverseError` for a picture that cannot be read."""
    from obverse.formats.study_sheet.fit import SIZES
    from obverse.formats.study_sheet.style import style

    texts = files("obverse.formats.study_sheet")
    page = (texts / "page.html").read_text(encoding="utf-8")
    decks = collection.decks
    title, below = _title(decks)
    parts = {
        "title": escape(title),
        "style": style(_css(collection), [points for points, _, _ in SIZES]),
        "count": f"{len(collection.notes):,}",
        "contents": "\n".join(_contents(collection, below)),
    }
    before, after = page.split("{{sheets}}")
    stream.write(_filled(before, parts).encode())
    stream.writelines(sheet.encode() for sheet in _sheets(collection, below))
    stream.write(_filled(after, parts).encode())


def _css(collection: Collection) -> str:
    """The CSS of the built-in note types, with the project's CSS."""
    ours = (collection.note_types.get(key) for key in ("obverse", "obverse-cloze"))
    return next(filter(None, ours), built_in("obverse")).css


def _filled(page: str, parts: dict[str, str]) -> str:
    return _PART.sub(lambda found: parts[found[1]], page)


def _title(decks: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The name that all decks have in common, and the rest of the name of each deck."""
    paths = [deck.split("::") for deck in decks]
    shared = 0
    while paths and all(len(path) > shared + 1 for path in paths):
        if len({path[shared] for path in paths}) > 1:
            break
        shared += 1
    title = _BELOW.join(paths[0][:shared]) if shared else "Study sheet"
    if len(paths) == 1:
        title = _BELOW.join(paths[0])
    return title, {
        deck: _BELOW.join(path[shared:]) for deck, path in zip(decks, paths, strict=True)
    }


def _in_order(collection: Collection) -> list[CollectionNote]:
    places = {deck: place for place, deck in enumerate(collection.decks)}
    return sorted(collection.notes, key=lambda note: places[note.deck])


def _contents(collection: Collection, below: dict[str, str]) -> Iterator[str]:
    notes = _in_order(collection)
    for number, (deck, members) in enumerate(groupby(notes, key=lambda note: note.deck), start=1):
        count = sum(1 for _ in members)
        yield f'<li><a href="#deck-{number}">{escape(below[deck])}</a> <span>{count:,}</span></li>'


def _sheets(collection: Collection, below: dict[str, str]) -> Iterator[str]:
    """Cards in the order of their decks, in boxes of as many as fit on a printed sheet."""
    deck, number = "", 0
    for place, note in enumerate(_in_order(collection)):
        on_sheet = place % (_ACROSS * _DOWN)
        if not on_sheet:
            yield '</div>\n<div class="sheet">\n' if place else '<div class="sheet">\n'
        if note.deck != deck:
            deck, number = note.deck, number + 1
            yield f'<h2 id="deck-{number}">{escape(below[deck])}</h2>\n'
        row, column = divmod(on_sheet, _ACROSS)
        yield _card(collection, note, below[deck], place + 1, (row + 1, column + 1))
    yield "</div>\n" if collection.notes else ""


def _card(
    collection: Collection, note: CollectionNote, deck: str, number: int, cell: tuple[int, int]
) -> str:
    from obverse.formats.study_sheet.fit import size
    from obverse.formats.study_sheet.mathml import typeset
    from obverse.formats.study_sheet.pictures import embedded
    from obverse.formats.study_sheet.sides import answered, asked, sides

    note_type = collection.note_types[note.note_type]
    found = sides(note, note_type)
    question = embedded(typeset(found.question, answered=False), collection.media)
    answer = embedded(typeset(found.answer, answered=True), collection.media)
    if found.is_cloze:
        question, answer = asked(question), answered(answer)
    tags = "".join(f"<li>{escape(tag.replace('::', '/'))}</li>" for tag in note.tags)
    both = '<span class="both" title="asked both ways">&#8644;</span>' if found.both else ""
    row, column = cell
    return f"""\
<article class="pair row-{row} column-{column}" id="card-{number}">
<section class="question"><div class="obverse size-{size(question)}" dir="auto">{question}</div>
<footer><span class="number">{number}{both}</span><ul class="tags">{tags}</ul>\
<span class="deck">{escape(deck)}</span></footer></section>
<section class="answer"><div class="obverse size-{size(answer)}" dir="auto">{answer}</div>
<footer><span class="number">{number}</span></footer></section>
</article>
"""


FORMAT = Format("one HTML page to read, print or cut into cards", (".html", ".htm"), write=write)
